//! The overview: the counts, and a row for each system.

use super::subject_row::{SubjectRow, SubjectRowProps};
use super::use_console;
use crate::console::Event;
use crate::ui::common::{Glyph, Icon};
use crate::view::admin::overview::{Overview, overview};
use leptos::prelude::*;

/// The screen.
#[component]
pub fn Overview() -> impl IntoView {
    let console = use_console();
    let seen = Memo::new(move |_| console.with_scene(overview).unwrap_or_default());
    let tally = move || {
        let (counts, alerts) = seen.with(|seen| (seen.tally.clone(), seen.alerts.clone()));
        let count = |(status, words): (&'static str, String)| {
            view! { <li data-status=status><Icon name=status/><span>{words}</span></li> }
        };
        let alerts =
            (!alerts.is_empty()).then(|| view! { <li><a href="#/alerts">{alerts}</a></li> });
        (counts.into_iter().map(count).collect_view(), alerts)
    };
    let systems = move || {
        seen.with(|seen| seen.subjects.iter().map(|subject| subject.id.clone()).collect::<Vec<_>>())
    };
    view! {
        <div class="bar">
            <h1>"Overview"</h1>
            <div class="cluster">
                <span class="note">{move || seen.with(|seen| seen.next.clone())}</span>
                <button class="button" type="button" on:click=move |_| console.send(Event::CheckAllRequested)>
                    <Glyph name="refresh"/>
                    "Refresh"
                </button>
            </div>
        </div>
        <ul class="tally" aria-label="Components by status">{tally}</ul>
        <div class="matrix">
            <For each=systems key=String::clone let(id)>
                {move || {
                    let find = |seen: &Overview| seen.subjects.iter().find(|one| one.id == id).cloned();
                    let subject = seen.with(find);
                    subject.map(|subject| SubjectRow(SubjectRowProps { subject }))
                }}
            </For>
        </div>
    }
}
