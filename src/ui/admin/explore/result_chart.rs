//! The result of a query over the range.

use super::running::QueryOutcome;
use crate::chart::{Frame, PanelKind};
use crate::ui::admin::range_picker::zoom;
use crate::ui::admin::use_console;
use crate::ui::chart::Chart;
use leptos::prelude::*;
use metrics_engine::series::TimeRange;
use metrics_engine::time::Duration;
use metrics_engine::unit::Unit;
use std::sync::Arc;

/// The chart of the last result; nothing for a result that has none.
#[component]
pub(super) fn ResultChart(result: RwSignal<QueryOutcome>) -> impl IntoView {
    let console = use_console();
    let chart = move || match result.read().as_ref() {
        Some(Ok(result)) => Some((result.text.clone(), result.chart.clone()?)),
        _ => None,
    };
    // The chart stays while the same query gets new samples: series that are hidden stay hidden.
    let query = Memo::new(move |_| chart().map(|(query, _)| query));
    let frame = Memo::new_with_compare(
        move |_| chart().map_or_else(none, |(_, frame)| frame),
        |one, other| one.map(Arc::as_ptr) != other.map(Arc::as_ptr),
    );
    let no_address: Option<String> = None;
    move || {
        query.get().map(|title| {
            view! {
                <Chart
                    id="explore".to_owned()
                    title
                    frame
                    kind=PanelKind::Lines
                    cursor=RwSignal::new(None)
                    on_zoom=zoom(console)
                    zone=console.host().zone_offset()
                    note=String::new()
                    description=String::new()
                    href=no_address.clone()
                    class="main"
                />
            }
        })
    }
}

/// Returns a frame without anything in it.
fn none() -> Arc<Frame> {
    Arc::new(Frame::new(TimeRange::ALL, Duration::ZERO, Unit::Short))
}
