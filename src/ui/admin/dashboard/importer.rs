//! Importing a Grafana dashboard: a file that is chosen or dropped, or its text.

use crate::console::Event;
use crate::route::{Route, Screen};
use crate::ui::admin::use_console;
use crate::view::admin::dashboard::imported;
use leptos::html::{Input, Textarea};
use leptos::prelude::*;

/// How an import went.
#[derive(Clone, Copy)]
pub(super) struct Importing {
    /// Whether the form is shown.
    pub(super) is_open: RwSignal<bool>,
    /// Why the last one failed; empty where it did not.
    error: RwSignal<String>,
}

impl Importing {
    /// Begins without a form.
    pub(super) fn new() -> Self {
        Self { is_open: RwSignal::new(false), error: RwSignal::new(String::new()) }
    }

    /// Returns what takes the text of a dashboard: it is kept in this browser and shown, or the reason why not.
    pub(super) fn take(self) -> Callback<String> {
        let console = use_console();
        Callback::new(move |text: String| {
            let Some(result) = console.with_scene_untracked(|scene| imported(scene, &text)) else {
                return;
            };
            match result {
                Ok(dashboard) => {
                    let screen = Screen::Dashboard(Some(dashboard.id.clone()));
                    console.send(Event::DashboardChanged(dashboard));
                    self.error.set(String::new());
                    self.is_open.set(false);
                    console.navigate(Route::to(screen), false);
                }
                Err(error) => {
                    self.error.set(error);
                    self.is_open.set(true);
                }
            }
        })
    }
}

/// The form.
#[component]
pub(super) fn Importer(importing: Importing) -> impl IntoView {
    let console = use_console();
    let take = importing.take();
    let (file, text) = (NodeRef::<Input>::new(), NodeRef::<Textarea>::new());
    view! {
        <section class="panel form" aria-labelledby="import-heading">
            <header><h2 id="import-heading">"Import a Grafana dashboard"</h2></header>
            <p class="note">
                "Drop a JSON file anywhere on this screen, choose one, or paste its text: classic or V1, as Grafana exports it. It stays in this browser."
            </p>
            <label>
                <span>"File"</span>
                <input
                    class="field"
                    type="file"
                    accept="application/json,.json"
                    node_ref=file
                    on:change=move |_| console.host().chosen_file(file, take)
                />
            </label>
            <label>
                <span>"Text"</span>
                <textarea class="field yaml" rows="6" spellcheck="false" node_ref=text></textarea>
            </label>
            <p role="alert">{move || importing.error.get()}</p>
            <p class="cluster">
                <button
                    class="button primary"
                    type="button"
                    on:click=move |_| take.run(console.host().area_text(text))
                >
                    "Import"
                </button>
                <button class="button" type="button" on:click=move |_| importing.is_open.set(false)>"Cancel"</button>
            </p>
        </section>
    }
}
