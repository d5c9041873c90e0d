//! The panels of a dashboard, or the one that stands alone.

use super::dashboard_panel::DashboardPanel;
use crate::config::private::Panel;
use crate::ui::admin::use_console;
use crate::view::admin::Scene;
use crate::view::admin::dashboard::{find, panels};
use leptos::prelude::*;
use std::collections::VecDeque;

/// A panel on the board, and whether it stands alone.
#[derive(Clone)]
struct Place {
    dashboard: Option<String>,
    panel: Panel,
    is_alone: bool,
}

/// The panels. They come one by one, each in a browser task of its own: together they are much work.
#[component]
pub(super) fn Board(
    /// The dashboard that is shown; the first where none is named.
    id: Memo<Option<String>>,
    /// Whether panels follow new samples.
    is_live: RwSignal<bool>,
) -> impl IntoView {
    let console = use_console();
    let cursor = RwSignal::new(None);
    let alone = Memo::new(move |_| console.route().read().panel.clone());
    // `None` where there is no such dashboard.
    let found = Memo::new(move |_| {
        let id = id.get();
        // The families of a target are known from its first answer on.
        console.track_samples();
        let find =
            |scene: Scene<'_>| find(scene, id.as_deref()).map(|dashboard| panels(scene, dashboard));
        let panels = console.with_scene_untracked(find).flatten()?;
        let alone = alone.get().filter(|alone| panels.iter().any(|panel| panel.id == *alone));
        Some((id, alone, panels))
    });
    let (due, shown) = (StoredValue::new(VecDeque::new()), RwSignal::new(Vec::new()));
    let request = console.job(move || {
        let next = due.try_update_value(VecDeque::pop_front).flatten();
        let is_one = next.is_some();
        shown.update(|shown: &mut Vec<Place>| shown.extend(next));
        is_one && due.with_value(|due| !due.is_empty())
    });
    let begin = move || {
        shown.set(Vec::new());
        if let Some((dashboard, alone, panels)) = found.get_untracked() {
            let place = |panel: Panel| Place {
                dashboard: dashboard.clone(),
                panel,
                is_alone: alone.is_some(),
            };
            let is_shown = |panel: &Panel| alone.as_ref().is_none_or(|alone| panel.id == *alone);
            due.set_value(panels.into_iter().filter(is_shown).map(place).collect());
            request();
        }
    };
    begin();
    Effect::new(move |ran: Option<()>| {
        found.track();
        if ran.is_some() {
            begin();
        }
    });
    let missing = move || {
        found.read().is_none().then(|| {
            let words = match id.get() {
                Some(id) => format!("Dashboard {id} does not exist. "),
                None => "No dashboards: allclear.yaml defines none, and none of its systems has a preset with one. "
                    .to_owned(),
            };
            view! { <p><span>{words}</span><a href="#/dashboards">"All dashboards"</a></p> }
        })
    };
    let key = |place: &Place| {
        let Place { dashboard, panel, is_alone } = place;
        (dashboard.clone(), panel.id.clone(), *is_alone)
    };
    view! {
        {missing}
        <div class="panels">
            <For each=move || shown.get() key=key let(place)>
                <DashboardPanel panel=place.panel is_alone=place.is_alone cursor is_live/>
            </For>
        </div>
    }
}
