//! A metric in the list.

use super::address;
use crate::ui::common::filled;
use crate::view::admin::metrics::{Metric, PastHour, kind_word};
use crate::view::format::grouped;
use leptos::prelude::*;
use std::sync::Arc;

/// A row.
#[component]
pub(super) fn MetricRow(
    metric: Arc<Metric>,
    is_open: bool,
    past: ArcRwSignal<PastHour>,
) -> impl IntoView {
    let href = address(metric.name.clone()).to_string();
    let (line, newest) = (past.clone(), past);
    view! {
        <tr aria-current=is_open.then_some("true")>
            <td>
                <a href=href><code>{metric.name.clone()}</code></a>
                <p class="note">{filled(metric.help.clone())}</p>
            </td>
            <td><span class="chip">{kind_word(metric.kind)}</span></td>
            <td class="number">{grouped(metric.series)}</td>
            <td>
                <svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
                    <path d=move || line.read().line.clone()/>
                </svg>
            </td>
            <td class="number">{move || filled(newest.read().newest.clone())}</td>
        </tr>
    }
}
