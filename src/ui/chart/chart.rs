//! The chart as a figure: heading, tools, drawing or table.

use super::body::body;
use super::chart_state::ChartState;
use super::legend::nothing;
use super::table::table;
use super::tools::Tools;
use crate::chart::{Frame, PanelKind};
use leptos::either::Either;
use leptos::prelude::*;
use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};
use std::sync::Arc;

/// A chart.
#[component]
pub fn Chart(
    /// The beginning of the ids of its elements, unique on the page.
    id: String,
    /// The heading.
    title: String,
    /// What is shown.
    #[prop(into)]
    frame: Signal<Arc<Frame>>,
    /// How it is drawn.
    kind: PanelKind,
    /// The instant that all charts of a page point at.
    cursor: RwSignal<Option<Timestamp>>,
    /// Called with the range that a person selected, and with `None` when they want to go back.
    on_zoom: Callback<Option<TimeRange>>,
    /// Returns how far the shown clock is ahead of UTC.
    zone: fn(Timestamp) -> Duration,
    /// A few words beside the heading; empty for none.
    #[prop(into)]
    note: Signal<String>,
    /// What it shows and why that matters, below the heading; empty for nothing.
    description: String,
    /// The address at which it stands alone, where the heading leads.
    #[prop(into)]
    href: Signal<Option<String>>,
    /// The class that places it in a grid.
    class: &'static str,
) -> impl IntoView {
    let heading = {
        let title = title.clone();
        move || match href.get() {
            Some(href) => Either::Left(view! { <a class="quiet" href=href>{title.clone()}</a> }),
            None => Either::Right(view! { <span>{title.clone()}</span> }),
        }
    };
    let state = ChartState::new(id, title, frame, kind, cursor, on_zoom, zone);
    let heading_id = state.element_id("title");
    let note = move || {
        let note = note.get();
        (!note.is_empty()).then(|| view! { <span class="note">{note}</span> })
    };
    let description =
        (!description.is_empty()).then(|| view! { <p class="note">{description}</p> });
    view! {
        <figure class=format!("panel {class}") aria-labelledby=heading_id>
            <header>
                <h2 id=heading_id.clone()>{heading}</h2>
                <div class="tools">{note}<Tools state/></div>
            </header>
            {description}
            <div class="through" hidden=move || state.shows_table()>{body(state)}</div>
            <div class="through">{move || state.shows_table().then(|| table(state))}</div>
            {move || nothing(state).map(|words| view! { <p class="note">{words}</p> })}
        </figure>
    }
}
