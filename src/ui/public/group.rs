//! A group of systems.

use super::{Action, SystemRow};
use crate::view::language::message;
use crate::view::public::page::{Group, Page};
use leptos::prelude::*;

/// All groups, in the order of the configuration.
#[component]
pub fn Groups(
    /// The page.
    page: RwSignal<Page>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let count = move || page.with(|page| 0..page.layout.groups.len());
    view! { <For each=count key=|group| *group let(group)><SystemGroup group page act/></For> }
}

/// A group: its heading and its systems.
#[component]
fn SystemGroup(group: usize, page: RwSignal<Page>, act: Callback<Action>) -> impl IntoView {
    let heading_id = format!("group-{group}");
    let heading = move || page.with(|page| group_heading(group, page));
    let systems = move || page.with(|page| rendered(page.layout.groups.get(group), page));
    let row = move |id: String| move || page.with(|page| system_row(&id, page, act));
    view! {
        <section aria-labelledby=heading_id.clone()>
            <div class="group-head">
                <h2 class="heading" id=heading_id.clone()>{heading}</h2>
                {move || page.with(column_headings)}
            </div>
            <ul class="systems">
                <For each=systems key=String::clone let(id)>{row(id)}</For>
            </ul>
        </section>
    }
}

/// Returns the heading of a group: its name, or what the systems without a group are called.
fn group_heading(group: usize, page: &Page) -> String {
    let name = page.layout.groups.get(group).map_or("", |group| &group.name);
    if name.is_empty() { page.view.systems.clone() } else { name.to_owned() }
}

/// The headings over the columns of bars, response times and uptime. The style sheet shows those that there is room for.
fn column_headings(page: &Page) -> impl IntoView + use<> {
    let text = |label| page.words.text(label);
    view! {
        <span class="ago">
            <b>{text(message("90 days ago"))}</b>
            <b>{text(message("Today"))}</b>
        </span>
        <span>{text(message("Latency (your browser)"))}</span>
        <span class="ago">{text(message("Uptime, 90 days"))}</span>
    }
}

/// Returns the ids of the group's systems that are rendered.
fn rendered(group: Option<&Group>, page: &Page) -> Vec<String> {
    let is_rendered = |id: &&String| page.layout.index(id).is_some_and(|index| index < page.limit);
    group.into_iter().flat_map(|group| &group.systems).filter(is_rendered).cloned().collect()
}

/// The row of a system; nothing for one that is not configured any more.
fn system_row(id: &str, page: &Page, act: Callback<Action>) -> Option<impl IntoView + use<>> {
    let system = page.layout.index(id)?;
    let row = page.view.rows.get(system)?.clone();
    let history = page.history.as_ref().and_then(|history| history.systems.get(system).cloned());
    let is_open = page.open.get(system).copied().unwrap_or_default();
    Some(view! { <SystemRow system row history is_open words=page.words.clone() act/> })
}
