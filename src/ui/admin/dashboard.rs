//! Dashboards: the choice among them, the range of time, and the panels.

mod board;
mod dashboard_panel;
mod edit_bar;
mod editing;
mod editor;
mod importer;
mod not_imported;
mod panel_tools;
mod text_panel;
mod variable_bar;
mod ways;

use super::range_picker::RangePicker;
use super::use_console;
use crate::console::Event;
use crate::route::Screen;
use crate::ui::common::{Glyph, truth};
use crate::view::admin::Scene;
use crate::view::admin::dashboard::find;
use board::Board;
use edit_bar::EditBar;
use editing::Editing;
use editor::PanelForm;
use importer::{Importer, Importing};
use leptos::prelude::*;
use not_imported::NotImportedList;
use variable_bar::VariableBar;
use ways::Ways;

/// The screen.
#[component]
pub(super) fn Dashboard() -> impl IntoView {
    let console = use_console();
    // On the way to another screen the last one stays: this screen is about to end.
    let id = Memo::new(move |last: Option<&Option<String>>| match &console.route().read().screen {
        Screen::Dashboard(id) => id.clone(),
        _ => last.cloned().flatten(),
    });
    let is_live = RwSignal::new(true);
    let editing = Editing::new(id);
    provide_context(editing);
    Effect::new(move |_| {
        // Another dashboard is not edited by itself.
        id.track();
        editing.open(None);
    });
    let importing = Importing::new();
    let take = importing.take();
    let title = move || {
        let id = id.get();
        console.track_samples();
        let find =
            |scene: Scene<'_>| find(scene, id.as_deref()).map(|dashboard| dashboard.title.clone());
        let title = console.with_scene_untracked(find).flatten();
        title.unwrap_or_else(|| "Dashboards".to_owned())
    };
    view! {
        <div class="bar">
            <h1>{title}</h1>
            <div class="cluster">
                <RangePicker/>
                <button
                    class="button"
                    type="button"
                    aria-expanded=move || truth(importing.is_open.get())
                    on:click=move |_| importing.is_open.update(|is_open| *is_open = !*is_open)
                >
                    "Import"
                </button>
                <button
                    class="button"
                    type="button"
                    aria-pressed=move || truth(editing.is_on.get())
                    on:click=move |_| editing.is_on.update(|is_on| *is_on = !*is_on)
                >
                    "Edit"
                </button>
                <div class="segmented" role="group" aria-label="Refresh">
                    <button
                        type="button"
                        aria-pressed=move || truth(is_live.get())
                        on:click=move |_| is_live.update(|is_live| *is_live = !*is_live)
                    >
                        "Live"
                    </button>
                    <button type="button" aria-label="Refresh now" on:click=move |_| console.send(Event::CheckAllRequested)>
                        <Glyph name="refresh"/>
                    </button>
                </div>
            </div>
        </div>
        <Ways id/>
        <div
            class="through"
            on:dragover=|event| event.prevent_default()
            on:drop=move |event| {
                event.prevent_default();
                console.host().dropped_file(&event, take);
            }
        >
            <Show when=move || importing.is_open.get()><Importer importing/></Show>
            <Show when=move || editing.is_on.get()><EditBar/></Show>
            <VariableBar id/>
            <NotImportedList/>
            <div class="editing" class:is-open=move || editing.is_on.get() && editing.opened.read().is_some()>
                <div class="board"><Board id is_live/></div>
                <PanelForm/>
            </div>
        </div>
    }
}
