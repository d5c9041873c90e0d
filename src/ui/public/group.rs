//! A group of systems.

use super::{Action, SystemRow};
use crate::ui::common::{Glyph, Icon, truth};
use crate::view::language::message;
use crate::view::public::page::Page;
use crate::view::words;
use leptos::either::Either;
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
    let list_id = format!("group-{group}-systems");
    let controls = list_id.clone();
    let heading = move || page.with(|page| group_heading(group, page));
    let is_large = Memo::new(move |_| {
        page.with(|page| page.layout.is_large() && page.layout.groups.len() > 1)
    });
    let heading = move || {
        if is_large.get() {
            let (list, fold) = (controls.clone(), move |_| act.run(Action::ToggleGroup(group)));
            Either::Left(view! {
                <button
                    class="fold"
                    type="button"
                    aria-expanded=move || page.with(|page| truth(page.is_unfolded(group)))
                    aria-controls=list
                    on:click=fold
                >
                    {move || page.with(|page| worst(group, page))}
                    <span>{heading}</span>
                    <Glyph name="chevron" class="chevron"/>
                </button>
            })
        } else {
            Either::Right(heading)
        }
    };
    let systems = move || page.with(|page| rendered(group, page));
    let is_without =
        move || page.with(|page| page.is_searching() && rendered(group, page).is_empty());
    let row = move |id: String| move || page.with(|page| system_row(&id, page, act));
    view! {
        <section aria-labelledby=heading_id.clone() hidden=is_without>
            <div class="group-head">
                <h2 class="heading" id=heading_id.clone()>{heading}</h2>
                {move || page.with(column_headings)}
            </div>
            <ul class="systems" id=list_id hidden=move || page.with(|page| !page.is_unfolded(group))>
                <For each=systems key=String::clone let(id)>{row(id)}</For>
            </ul>
        </section>
    }
}

/// The symbol of the worst state within a group, with its word for screen readers.
fn worst(group: usize, page: &Page) -> Option<impl IntoView + use<>> {
    let status = page.worst(page.layout.groups.get(group)?);
    let word = page.words.text(words::label(status));
    let name = status.name();
    Some(
        view! { <span class="worst" data-status=name><Icon name/><span class="unseen">{word}</span></span> },
    )
}

/// Returns the heading of a group: its name, or what the systems without a group are called.
fn group_heading(group: usize, page: &Page) -> String {
    let name = page.layout.groups.get(group).map_or("", |group| &group.name);
    if name.is_empty() { page.view.systems.clone() } else { name.to_owned() }
}

/// The headings over the columns of bars, response times and uptime. The style sheet shows those that there is room for.
fn column_headings(page: &Page) -> impl IntoView + use<> {
    let text = |label| page.words.text(label);
    // The recorder's hour needs a recorder.
    let response = match page.history {
        Some(_) => message("Latency, 1~h"),
        None => message("Latency (your browser)"),
    };
    view! {
        <span class="ago">
            <b>{text(message("90 days ago"))}</b>
            <b>{text(message("Today"))}</b>
        </span>
        <span class="last">{text(response)}</span>
        <span class="ago last">{text(message("Uptime, 90 days"))}</span>
    }
}

/// Returns the ids of the group's systems that are rendered: those that a search finds, and none of a folded group.
fn rendered(group: usize, page: &Page) -> Vec<String> {
    let Some(found) = page.layout.groups.get(group).filter(|_| page.is_unfolded(group)) else {
        return Vec::new();
    };
    let is_rendered = |id: &&String| {
        let system = page.layout.index(id).filter(|system| *system < page.limit);
        system.is_some_and(|system| page.finds(found, system))
    };
    found.systems.iter().filter(is_rendered).cloned().collect()
}

/// The row of a system; nothing for one that is not configured any more.
fn system_row(id: &str, page: &Page, act: Callback<Action>) -> Option<impl IntoView + use<>> {
    let system = page.layout.index(id)?;
    let row = page.view.rows.get(system)?.clone();
    let history = page.history.as_ref().and_then(|history| history.systems.get(system).cloned());
    let is_open = page.open.get(system).copied().unwrap_or_default();
    Some(view! { <SystemRow system row history is_open words=page.words.clone() act/> })
}
