//! Below the systems: the next check, the visitor's choices, and what can be read of the history.

use super::{Action, Controls, HistoryTools};
use crate::ui::common::filled;
use crate::view::public::page::Page;
use leptos::prelude::*;

/// The footer. The tools of the history stand on the page of systems alone.
#[component]
pub fn Footer(
    /// The page.
    page: RwSignal<Page>,
    /// Whether the tools of the history are shown.
    has_tools: bool,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    view! {
        <footer class="column">
            <div class="foot">
                {move || page.with(|page| {
                    let (choices, next) = (page.choices.clone(), page.view.footer.next.clone());
                    view! { <Controls choices next words=page.words.clone() act/> }
                })}
                {move || page.with(|page| notes(page, has_tools, act))}
            </div>
        </footer>
    }
}

/// The tools of the history, the record of checks and the zone.
fn notes(page: &Page, has_tools: bool, act: Callback<Action>) -> impl IntoView + use<> {
    let history = page.history.as_ref().filter(|history| has_tools && history.is_there);
    let tools = history.map(|history| {
        let (extra, files) = (history.extra.clone(), page.layout.files.clone());
        view! { <HistoryTools extra files words=page.words.clone() act/> }
    });
    let footer = &page.view.footer;
    view! {
        <div class="spread">
            {tools}
            <p>{filled(footer.checks.clone())}</p>
            <p><span>{filled(footer.zone.clone())}</span>" Allclear "{env!("CARGO_PKG_VERSION")}"."</p>
        </div>
    }
}
