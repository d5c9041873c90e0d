//! One panel of a dashboard: a chart that reads its frame from the console.

use super::panel_tools::PanelTools;
use crate::chart::{Frame, Slots};
use crate::config::private::Panel;
use crate::route::Route;
use crate::ui::admin::range_picker::zoom;
use crate::ui::admin::use_console;
use crate::ui::chart::Chart;
use crate::view::admin::dashboard::{class, panel_data};
use leptos::prelude::*;
use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};
use metrics_engine::unit::Unit;
use std::cell::RefCell;
use std::sync::Arc;

/// A panel.
#[component]
pub(super) fn DashboardPanel(
    panel: Panel,
    /// Whether it stands alone on the board.
    is_alone: bool,
    /// The instant that all panels of the board point at.
    cursor: RwSignal<Option<Timestamp>>,
    /// Whether it follows new samples.
    is_live: RwSignal<bool>,
) -> impl IntoView {
    let console = use_console();
    let tools_of = StoredValue::new(panel.clone());
    let (id, kind, title) = (panel.id.clone(), panel.kind, panel.title.clone());
    let description = panel.description.clone();
    let class = if is_alone { "alone" } else { class(panel.width) };
    let range = Memo::new(move |_| console.route().read().range);
    let empty = Frame::new(TimeRange::ALL, Duration::ZERO, Unit::Short);
    let (frame, note) = (RwSignal::new(Arc::new(empty)), RwSignal::new(String::new()));
    let missing = RwSignal::new(Vec::new());
    let has_repaired = !panel.repaired.is_empty();
    let is_repaired = RwSignal::new(false);
    let repaired = Panel { queries: panel.repaired.clone(), ..panel.clone() };
    let slots = RefCell::new(Slots::default());
    let read = move || {
        let range = range.get_untracked();
        let seen = console.with_scene_untracked(|scene| {
            let oldest = scene.work.store().usage().oldest;
            let panel = if is_repaired.get_untracked() { &repaired } else { &panel };
            panel_data(scene, panel, range.span(scene.now, oldest), &mut slots.borrow_mut())
        });
        if let Some(seen) = seen {
            note.set(seen.note);
            missing.set(seen.missing);
            frame.set(Arc::new(seen.frame));
        }
    };
    read();
    // All panels read the same sample: each does so in a browser task of its own.
    let request = console.job(move || {
        read();
        false
    });
    Effect::new(move |ran: Option<()>| {
        range.get();
        is_repaired.get();
        // Paused panels stand still until another range is chosen.
        if is_live.get() {
            console.track_samples();
        }
        if ran.is_some() {
            request();
        }
    });
    let href = {
        let id = id.clone();
        Signal::derive(move || {
            let panel = (!is_alone).then(|| id.clone());
            Some(Route { panel, ..console.route().get() }.to_string())
        })
    };
    view! {
        <Chart
            remedy=move || view! { <Remedy missing is_repaired has_repaired/> }.into_any()
            tools=move || view! { <PanelTools panel=tools_of.get_value()/> }.into_any()
            id
            title
            frame
            kind
            cursor
            on_zoom=zoom(console)
            zone=console.host().zone_offset()
            note
            description
            is_explained=is_alone
            href
            class
        />
    }
}

/// Which metrics no target serves, and the panel's other queries where it has such.
#[component]
fn Remedy(
    missing: RwSignal<Vec<String>>,
    /// Whether the other queries are shown.
    is_repaired: RwSignal<bool>,
    has_repaired: bool,
) -> impl IntoView {
    let names = move || {
        let names = missing.get().into_iter();
        names.map(|name| view! { <code>{name}</code>" " }).collect_view()
    };
    let is_offered = move || has_repaired && !is_repaired.get();
    view! {
        <p class="note" hidden=move || missing.read().is_empty()>"No target serves "{names}</p>
        <Show when=is_offered>
            <p>
                <button class="button" type="button" on:click=move |_| is_repaired.set(true)>
                    "Show what the target serves instead"
                </button>
            </p>
        </Show>
    }
}
