//! What can be done with a dashboard as a whole while it is edited.

use super::editing::Editing;
use crate::console::Event;
use crate::dashboard::{Dashboard, grafana, yaml};
use crate::route::{Route, Screen};
use crate::ui::admin::use_console;
use crate::ui::chart::ChartHost;
use leptos::prelude::*;

/// Undo, add, export, remove.
#[component]
pub(super) fn EditBar() -> impl IntoView {
    let console = use_console();
    let editing: Editing = expect_context();
    let chart_host = use_context::<ChartHost>();
    let dashboard = Memo::new(move |_| editing.dashboard());
    // How many changes can be undone, whether it is one of this browser, and whether it is configured.
    let state = Memo::new(move |_| {
        let id = dashboard.read().as_ref().map(|one| one.id.clone()).unwrap_or_default();
        console
            .with_scene_untracked(|scene| {
                let work = scene.work;
                (work.undoable(&id), work.is_own_dashboard(&id), work.is_configured_dashboard(&id))
            })
            .unwrap_or_default()
    });
    let id =
        move || dashboard.read_untracked().as_ref().map(|one| one.id.clone()).unwrap_or_default();
    let undo = move |_| console.send(Event::DashboardUndone(id()));
    let add = move |_| {
        let mut new = None;
        editing.change(|dashboard| {
            let (dashboard, id) = dashboard.with_new_panel();
            new = Some(id);
            dashboard
        });
        editing.open(new);
    };
    let save = move |kind: &str, ending: &str, text: fn(&Dashboard) -> String| {
        if let (Some(host), Some(dashboard)) = (chart_host, dashboard.get_untracked()) {
            (host.save_text)(&text(&dashboard), kind, &format!("{}.{ending}", dashboard.id));
        }
    };
    let forget = move |_| {
        let (_, _, is_configured) = state.get_untracked();
        editing.open(None);
        console.send(Event::DashboardForgotten(id()));
        if !is_configured {
            editing.is_on.set(false);
            console.navigate(Route::to(Screen::Dashboard(None)), true);
        }
    };
    let words = move || match state.get() {
        (0, false, _) => "Changes stay in this browser.".to_owned(),
        (1, ..) => "1 change in this browser".to_owned(),
        (0, true, _) => "Imported in this browser".to_owned(),
        (changes, ..) => format!("{changes} changes in this browser"),
    };
    let forget_words = move || match state.get() {
        (_, _, true) => "Restore as configured",
        _ => "Remove dashboard",
    };
    view! {
        <div class="panel edit-bar" role="group" aria-label="Edit the dashboard">
            <p class="note" role="status">{words}</p>
            <div class="cluster">
                <button class="button" type="button" disabled=move || state.get().0 == 0 on:click=undo>"Undo"</button>
                <button class="button" type="button" on:click=add>"Add panel"</button>
                <button class="button" type="button" on:click=move |_| save("application/json", "json", grafana::export)>
                    "Save for Grafana"
                </button>
                <button class="button" type="button" on:click=move |_| save("application/yaml", "yaml", yaml::yaml)>
                    "Save for allclear.yaml"
                </button>
                <button class="button" type="button" hidden=move || !state.get().1 on:click=forget>{forget_words}</button>
            </div>
        </div>
    }
}
