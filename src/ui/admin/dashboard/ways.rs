//! The links from one dashboard to another.

use crate::route::{Route, Screen};
use crate::ui::admin::use_console;
use crate::view::admin::dashboard::groups;
use leptos::prelude::*;

/// A link for each system, and below it one for each dashboard of the system that is shown.
#[component]
pub(super) fn Ways(
    /// The dashboard that is shown; the first where none is named.
    id: Memo<Option<String>>,
) -> impl IntoView {
    let console = use_console();
    // A person can import dashboards, and remove those.
    let all = Memo::new(move |_| {
        console.track_samples();
        console.with_scene_untracked(groups).unwrap_or_default()
    });
    let range = Memo::new(move |_| console.route().read().range);
    let links = move || {
        let (id, all) = (id.get(), all.read());
        let first = all.first().and_then(|one| one.dashboards.first());
        let here = id.as_deref().or(first.map(|(id, _)| &**id)).unwrap_or_default();
        let link = |id: &str, name: &str, current: Option<&'static str>| {
            let screen = Screen::Dashboard(Some(id.to_owned()));
            let href = Route { range: range.get(), ..Route::to(screen) }.to_string();
            view! { <li><a href=href aria-current=current>{name.to_owned()}</a></li> }
        };
        let (mut systems, mut siblings) = (Vec::new(), Vec::new());
        for one in all.iter() {
            let is_here = one.dashboards.iter().any(|(id, _)| id == here);
            if let Some((first, _)) = one.dashboards.first() {
                systems.push(link(first, &one.name, is_here.then_some("true")));
            }
            if is_here && one.dashboards.len() > 1 {
                let sibling =
                    |(id, name): &(String, String)| link(id, name, (id == here).then_some("page"));
                siblings.extend(one.dashboards.iter().map(sibling));
            }
        }
        let has_siblings = !siblings.is_empty();
        view! {
            <ul class="choices">{systems}</ul>
            {has_siblings.then(|| view! { <ul class="choices">{siblings}</ul> })}
        }
    };
    view! { <nav class="choose" aria-label="Dashboards">{links}</nav> }
}
