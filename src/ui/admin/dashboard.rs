//! Dashboards: the choice among them, the range of time, and the panels.

mod board;
mod dashboard_panel;
mod ways;

use super::range_picker::RangePicker;
use super::use_console;
use crate::console::Event;
use crate::route::Screen;
use crate::ui::common::{Glyph, truth};
use crate::view::admin::Scene;
use crate::view::admin::dashboard::find;
use board::Board;
use leptos::prelude::*;
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
    let title = move || {
        let id = id.get();
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
        <div class="board"><Board id is_live/></div>
    }
}
