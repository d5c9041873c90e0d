//! The choice of the stretch of time that charts show.

use super::{ConsoleHandle, use_console};
use crate::route::{Range, Route};
use crate::ui::common::{Segment, Segmented};
use leptos::prelude::*;
use metrics_engine::series::TimeRange;
use metrics_engine::time::Duration;

/// The choices: range, id of the button, words.
const RANGES: [(Range, &str, &str); 7] = [
    (last(300), "range-5m", "5 m"),
    (last(900), "range-15m", "15 m"),
    (last(3600), "range-1h", "1 h"),
    (last(21_600), "range-6h", "6 h"),
    (last(43_200), "range-12h", "12 h"),
    (last(86_400), "range-24h", "24 h"),
    (Range::All, "range-all", "All"),
];

const fn last(seconds: i64) -> Range {
    Range::Last(Duration::from_secs(seconds))
}

/// The ranges, and a way back from a moment that is held.
#[component]
pub(super) fn RangePicker() -> impl IntoView {
    let console = use_console();
    let range = Memo::new(move |_| console.route().read().range);
    let is_held = Memo::new(move |_| matches!(range.get(), Range::Between(_)));
    let on_choose = Callback::new(move |range| show_range(console, range));
    let segments = move || {
        let segments =
            RANGES.map(|(range, id, words)| Segment::from((range, id, words.to_owned())));
        view! { <Segmented label="Range".to_owned() segments=segments.to_vec() chosen=range.get() on_choose/> }
    };
    view! {
        <Show when=move || is_held.get()>
            <button class="button" type="button" on:click=move |_| show_range(console, Range::default())>
                "Back to now"
            </button>
        </Show>
        {segments}
    }
}

/// Shows another range on the same screen.
fn show_range(console: ConsoleHandle, range: Range) {
    console.navigate(Route { range, ..console.route().get_untracked() }, false);
}

/// Returns where a chart goes when a person selects a part of it: to that range, or back.
pub(super) fn zoom(console: ConsoleHandle) -> Callback<Option<TimeRange>> {
    Callback::new(move |range: Option<TimeRange>| {
        show_range(console, range.map_or_else(Range::default, Range::Between));
    })
}
