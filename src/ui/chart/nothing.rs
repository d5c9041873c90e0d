//! Why a chart shows nothing.

use super::chart_state::ChartState;
use super::description::Description;
use crate::ui::common::Icon;
use leptos::prelude::*;

/// Returns why there is nothing to see on a chart whose series have no values to show.
pub(super) fn nothing(state: ChartState) -> Option<&'static str> {
    if !state.is_plot() || state.shows_table() || state.is_empty.get() {
        return None;
    }
    state.with(|frame, view| {
        let mut shown = frame.series.iter().enumerate().filter(|(index, _)| view.shows(*index));
        let has_values =
            shown.any(|(_, one)| one.column.min_max(one.column.within(view.range)).is_some());
        match has_values {
            true => None,
            false
                if !frame.series.is_empty() && frame.series.len() == state.hidden.read().len() =>
            {
                Some("All series are hidden.")
            }
            false => Some("No data in this range."),
        }
    })
}

/// The place of a chart that has no series: the reason, and the panel's description.
#[component]
pub(super) fn Empty(
    description: String,
    /// What can be done about it.
    remedy: ViewFn,
) -> impl IntoView {
    view! {
        <div class="empty" data-status="unknown">
            <p class="state"><Icon name="unknown"/><b>"No matching series"</b></p>
            <Description text=description/>
            {remedy.run()}
        </div>
    }
}
