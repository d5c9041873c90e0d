//! A piece of a curve, in its colour and pattern.

use crate::chart::{DisplayList, Slot};
use leptos::prelude::*;
use metrics_engine::unit::decimal;

/// A piece of the curve of a series. The colour comes from the `data-series` of the element around it.
#[component]
pub(super) fn Swatch(line: Slot) -> impl IntoView {
    let lengths = DisplayList::pattern(line.dash()).iter().map(|length| decimal(*length, 0));
    let lengths: Vec<String> = lengths.collect();
    let dashes = (!lengths.is_empty()).then(|| lengths.join(" "));
    // In forced colours the style sheet puts the dashes of the pattern in place of these.
    view! {
        <svg class="swatch" viewBox="0 0 14 4" aria-hidden="true" data-pattern=line.pattern().to_string()>
            <path d="M0 2H14" stroke-dasharray=dashes/>
        </svg>
    }
}
