//! The panels of a dashboard, or the one that stands alone.

use super::dashboard_panel::DashboardPanel;
use super::text_panel::TextPanel;
use crate::chart::panels::Body;
use crate::config::private::Panel;
use crate::ui::admin::use_console;
use crate::view::admin::Scene;
use crate::view::admin::dashboard::{choices, find, panels};
use leptos::either::Either;
use leptos::prelude::*;
use metrics_engine::time::Timestamp;
use std::collections::VecDeque;

/// A panel on the board, and whether it stands alone.
#[derive(Clone)]
struct Place {
    /// Distinguishes it from all panels that were on the board before.
    number: usize,
    shown: Shown,
}

/// What is seen of a panel. It stays on the board as long as this is the same.
#[derive(Clone, PartialEq)]
struct Shown {
    dashboard: Option<String>,
    panel: Panel,
    is_alone: bool,
    /// The heading above it; empty for none.
    heading: String,
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
    let chosen = Memo::new(move |_| console.route().read().variables.clone());
    // `None` where there is no such dashboard.
    let found = Memo::new(move |_| {
        let (id, chosen) = (id.get(), chosen.get());
        // The families of a target are known from its first answer on, and values of variables with every answer.
        console.track_samples();
        let find = |scene: Scene<'_>| {
            let dashboard = find(scene, id.as_deref())?;
            Some(panels(scene, dashboard, &choices(scene, dashboard, &chosen)))
        };
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
        let Some((dashboard, alone, panels)) = found.get_untracked() else {
            due.set_value(VecDeque::new());
            return shown.set(Vec::new());
        };
        let places = places(dashboard.as_ref(), alone.as_ref(), panels);
        let before = shown.get_untracked();
        let is_same_board = before.first().is_some_and(|one| {
            one.shown.dashboard == dashboard && one.shown.is_alone == alone.is_some()
        });
        let places = numbered(places, &before);
        if is_same_board && due.with_value(VecDeque::is_empty) {
            // A panel was changed, or values were chosen: the others stay.
            return shown.set(places);
        }
        shown.set(Vec::new());
        due.set_value(places.into());
        request();
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
    view! {
        {missing}
        <div class="panels">
            <For each=move || shown.get() key=|place: &Place| place.number let(place)>
                <Heading words=place.shown.heading/>
                {panel(place.shown.panel, place.shown.is_alone, cursor, is_live)}
            </For>
        </div>
    }
}

/// Shows a panel: a text, or a chart.
fn panel(
    panel: Panel,
    is_alone: bool,
    cursor: RwSignal<Option<Timestamp>>,
    is_live: RwSignal<bool>,
) -> impl IntoView {
    if panel.kind.kind().body == Body::Text {
        Either::Left(view! { <TextPanel panel/> })
    } else {
        Either::Right(view! { <DashboardPanel panel is_alone cursor is_live/> })
    }
}

/// The heading above the panels of a section.
#[component]
fn Heading(words: String) -> impl IntoView {
    (!words.is_empty()).then(|| view! { <h2 class="section">{words}</h2> })
}

/// Returns what is to be seen.
fn places(dashboard: Option<&String>, alone: Option<&String>, panels: Vec<Panel>) -> Vec<Shown> {
    let mut section = String::new();
    let mut places = Vec::new();
    for panel in panels {
        if alone.is_some_and(|alone| panel.id != *alone) {
            continue;
        }
        let is_new = alone.is_none() && panel.section != section;
        section.clone_from(&panel.section);
        places.push(Shown {
            dashboard: dashboard.cloned(),
            is_alone: alone.is_some(),
            heading: if is_new { section.clone() } else { String::new() },
            panel,
        });
    }
    places
}

/// Gives each place the number that it had before, or a new one.
fn numbered(places: Vec<Shown>, before: &[Place]) -> Vec<Place> {
    let mut next = before.iter().map(|place| place.number + 1).max().unwrap_or_default();
    let number = |shown: Shown| {
        let known = before.iter().find(|place| place.shown == shown);
        let number = known.map_or(next, |place| place.number);
        next = next.max(number + 1);
        Place { number, shown }
    };
    places.into_iter().map(number).collect()
}
