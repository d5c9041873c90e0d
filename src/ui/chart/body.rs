//! The elements around the drawing, for each body of a kind.

use super::chart_state::ChartState;
use super::drawing::Drawing;
use super::legend::Legend;
use super::plot::Plot;
use crate::chart::panels::{Body, Reading, newest};
use crate::rules::Severity;
use leptos::either::Either;
use leptos::prelude::*;
use metrics_engine::unit::decimal;

/// Returns the content below the heading, unless that is a table.
pub(super) fn body(state: ChartState) -> AnyView {
    match state.kind().body {
        Body::Plot(marks) => view! { <Plot state marks/> }.into_any(),
        Body::Picture => view! { <div class="chart-place"><Drawing state/></div> }.into_any(),
        Body::Number => view! { <Number state/> }.into_any(),
        Body::Meter => view! { <Meter state/> }.into_any(),
        Body::Shares => {
            view! { <div class="ring"><Drawing state/><Legend state/></div> }.into_any()
        }
        Body::Table | Body::Text => ().into_any(),
    }
}

/// A number and its unit.
fn number(state: ChartState, value: Option<f64>) -> impl IntoView {
    let frame = state.frame.read();
    let (number, unit) = match value.map(|value| frame.unit.write(value, frame.range.until)) {
        Some(written) => (written.number, written.unit),
        None => ("–".to_owned(), "no data"),
    };
    view! { <b><span>{number}</span>" "<small>{unit}</small></b> }
}

/// The newest value, with its curve; or the word for it, with a lane of what it was.
#[component]
fn Number(state: ChartState) -> impl IntoView {
    let value = move || {
        let frame = state.frame.read();
        frame.series.first().and_then(|series| newest(&frame, series, frame.range))
    };
    let status = move || {
        let frame = state.frame.read();
        frame.mapping(value()?).map(|mapping| status_of(mapping.severity))
    };
    let reading = move || {
        let frame = state.frame.read();
        let value = value();
        if let Some(mapping) = value.and_then(|value| frame.mapping(value)) {
            return Either::Left(view! { <b class="word">{mapping.text.clone()}</b> });
        }
        let bounds = frame.series.first().filter(|_| frame.mappings.is_empty());
        let bounds =
            bounds.and_then(|series| series.column.min_max(series.column.within(frame.range)));
        let highest = bounds.map(|(_, highest)| {
            view! { <p class="note">{format!("max {}", state.number(highest))}</p> }
        });
        Either::Right((number(state, value), highest))
    };
    view! { <div class="stat" data-status=status>{reading}<Drawing state/></div> }
}

/// Returns the name of the status in whose colour a word stands.
fn status_of(severity: Option<Severity>) -> &'static str {
    match severity {
        None => "operational",
        Some(Severity::Warning) => "degraded",
        Some(Severity::Critical) => "major",
    }
}

/// A value between the least and the most that it can be.
#[component]
fn Meter(state: ChartState) -> impl IntoView {
    let reading = Memo::new(move |_| state.with(Reading::of));
    let plain = |value: f64| decimal(value, 3);
    let of = move || format!("of {}", state.number(reading.get().max));
    let spoken = move || {
        let value = reading.get().value;
        let value = value.map_or("no data".to_owned(), |value| state.number(value));
        format!("{value} {}", of())
    };
    let words = move || (number(state, reading.get().value), view! { <p class="note">{of()}</p> });
    view! {
        <div
            class="dial"
            role="meter"
            aria-label=state.title.get_value()
            aria-valuemin=move || plain(reading.get().min)
            aria-valuemax=move || plain(reading.get().max)
            aria-valuenow=move || reading.get().value.map(plain)
            aria-valuetext=spoken
        >
            <Drawing state/>
            {words}
        </div>
    }
}
