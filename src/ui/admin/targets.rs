//! Targets: a table of every endpoint, and beside it the last answer of one of them. A narrow screen shows one or the other.

use super::forget::ForgetDialog;
use super::inspector::{Inspector, InspectorProps};
use super::target_row::{TargetLine, TargetLineProps};
use super::use_console;
use crate::console::Event;
use crate::route::Screen;
use crate::ui::common::Glyph;
use crate::view::admin::notice::holdings;
use crate::view::admin::targets::{Which, rows};
use leptos::prelude::*;

/// The screen.
#[component]
pub(super) fn Targets() -> impl IntoView {
    let console = use_console();
    let filter = RwSignal::new(String::new());
    let confirms_forgetting = RwSignal::new(false);
    let found = Memo::new(move |_| {
        filter.with(|filter| console.with_scene(|scene| rows(scene, filter))).unwrap_or_default()
    });
    let keys = move || found.with(|found| found.iter().map(|row| row.which).collect::<Vec<_>>());
    let empty = move || {
        let is_empty = found.with(Vec::is_empty);
        is_empty.then(|| filter.with(|filter| nothing(filter)))
    };
    let on_scrape = Callback::new(move |which| {
        console.send(match which {
            Which::Check(index) => Event::CheckRequested(index),
            Which::Target(index) => Event::ScrapeRequested(Some(index)),
        });
    });
    let opened = Memo::new(move |_| {
        console.route().with(|route| match &route.screen {
            Screen::Targets(Some((endpoint, _))) => Some(endpoint.clone()),
            _ => None,
        })
    });
    view! {
        <div class="bar">
            <h1>"Targets"</h1>
            <div class="cluster">
                <input
                    class="field search"
                    type="search"
                    size="16"
                    placeholder="Filter"
                    aria-label="Filter targets"
                    bind:value=filter
                />
                <button class="button" type="button" on:click=move |_| console.send(Event::CheckAllRequested)>
                    <Glyph name="refresh"/>
                    "Scrape all"
                </button>
            </div>
        </div>
        <div class="split" data-open=move || opened.get().is_some().then_some("")>
        <div class="panel">
            <div class="scroll" role="group" aria-label="Targets" tabindex="0">
                <table class="table stack" role="table">
                    <thead>
                        <tr>
                            <th scope="col">"Target"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"Last scrape"</th>
                            <th class="number" scope="col">"Duration"</th>
                            <th class="number" scope="col">"Samples"</th>
                            <th class="number" scope="col">"Size"</th>
                            <th class="number next" scope="col">"Next"</th>
                            <th scope="col"><span class="unseen">"Actions"</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=keys key=|which| *which let(which)>
                            {move || {
                                let row = found.with(|found| found.iter().find(|row| row.which == which).cloned());
                                row.map(|row| TargetLine(TargetLineProps { row, on_scrape }))
                            }}
                        </For>
                    </tbody>
                </table>
            </div>
            <p class="note">{empty}</p>
        </div>
        <div class="answer">{move || opened.get().map(|endpoint| Inspector(InspectorProps { endpoint }))}</div>
        </div>
        <p class="note">
            <span>{move || console.with_scene(holdings)}</span>
            " "
            <button class="inline" type="button" aria-haspopup="dialog" on:click=move |_| confirms_forgetting.set(true)>
                "Clear stored data"
            </button>
        </p>
        <Show when=move || confirms_forgetting.get()>
            <ForgetDialog on_close=Callback::new(move |()| confirms_forgetting.set(false))/>
        </Show>
    }
}

/// Why the table is empty.
fn nothing(filter: &str) -> String {
    if filter.trim().is_empty() {
        "No systems in allclear.yaml yet.".to_owned()
    } else {
        format!("No target matches \u{201c}{filter}\u{201d}.")
    }
}
