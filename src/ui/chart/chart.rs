//! The chart as a figure: heading, tools, drawing or table.

use super::body::body;
use super::chart_state::ChartState;
use super::description::Description;
use super::nothing::{Empty, nothing};
use super::table::table;
use super::tools::Tools;
use crate::chart::{Frame, PanelKind};
use crate::ui::common::Glyph;
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
    /// The data.
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
    /// A sentence on the data and why they matter; empty for none. Backticks enclose code. It stands behind a button beside the
    /// heading, and in the place of a chart that has no series.
    description: String,
    /// Whether the description stands below the heading.
    #[prop(optional)]
    is_explained: bool,
    /// The address at which it stands alone, where the heading leads.
    #[prop(into)]
    href: Signal<Option<String>>,
    /// The class that places it in a grid.
    class: &'static str,
    /// What stands below the heading of a chart that can be edited.
    #[prop(into, optional)]
    tools: ViewFn,
    /// What stands in the place of a chart that has no series, below the words that say so.
    #[prop(into, optional)]
    remedy: ViewFn,
) -> impl IntoView {
    let heading = {
        let title = title.clone();
        move || match href.get() {
            Some(href) => Either::Left(view! { <a class="quiet" href=href>{title.clone()}</a> }),
            None => Either::Right(view! { <span>{title.clone()}</span> }),
        }
    };
    let state = ChartState::new(id, title.clone(), frame, kind, cursor, on_zoom, zone);
    let heading_id = state.element_id("title");
    let note = move || {
        let note = note.get();
        (!note.is_empty()).then(|| view! { <span class="note">{note}</span> })
    };
    let is_empty = state.is_empty;
    let about = (!is_explained && !description.is_empty()).then(|| {
        let (title, text) = (title.clone(), description.clone());
        view! {
            <details class="about" hidden=move || is_empty.get()>
                <summary class="tool" aria-label=format!("About {title}")><Glyph name="info"/></summary>
                <div><Description text/></div>
            </details>
        }
    });
    let explanation =
        is_explained.then(|| view! { <div hidden=move || is_empty.get()><Description text=description.clone()/></div> });
    let empty = move || {
        let description = description.clone();
        let remedy = remedy.clone();
        is_empty.get().then(|| view! { <Empty description remedy/> })
    };
    view! {
        <figure class=format!("panel {class}") aria-labelledby=heading_id>
            <header>
                <h2 id=heading_id.clone()>{heading}</h2>
                {about}
                <div class="tools">{note}<Tools state/></div>
            </header>
            {tools.run()}
            {explanation}
            <div class="through" hidden=move || state.shows_table() || is_empty.get()>{body(state)}</div>
            <div class="through">{move || (state.shows_table() && !is_empty.get()).then(|| table(state))}</div>
            <div class="through">{empty}</div>
            {move || nothing(state).map(|words| view! { <p class="note">{words}</p> })}
        </figure>
    }
}
