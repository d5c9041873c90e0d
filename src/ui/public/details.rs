//! The uptimes and response times of an opened system.

use crate::ui::common::filled;
use crate::view::public::system_history::SystemHistory;
use crate::view::public::times::Curve;
use crate::view::public::uptime::Uptime;
use leptos::prelude::*;
use std::sync::Arc;

/// Uptime of four spans, and response times. Empty before anything is known.
#[component]
pub fn Details(
    /// The history of the system.
    history: Arc<SystemHistory>,
) -> impl IntoView {
    let is_known = history.picker.0 != 0;
    let [day, week, month, _, quarter] = &history.uptimes;
    let spans = [day, week, month, quarter].map(|uptime| {
        let Uptime { span, share, coverage } = uptime.clone();
        view! {
            <div>
                <dt>{filled(span)}</dt>
                <dd><b>{filled(share)}</b>" "<span>{filled(coverage)}</span></dd>
            </div>
        }
    });
    let curves = history.curves.clone().into_iter().flatten();
    is_known.then(|| {
        view! {
            <div class="details">
                <dl class="uptimes">{spans.into_iter().collect_view()}</dl>
                <div class="curves">{curves.map(|curve| view! { <ResponseTimes curve/> }).collect_view()}</div>
            </div>
        }
    })
}

/// Response times over a span, as a curve.
#[component]
fn ResponseTimes(curve: Curve) -> impl IntoView {
    let Curve { caption, path, top, ends: [from, until] } = curve;
    view! {
        <figure>
            <figcaption>{filled(caption)}</figcaption>
            <div class="plot">
                <p aria-hidden="true"><span>{filled(top)}</span><span>"0"</span></p>
                <svg viewBox="0 0 300 60" preserveAspectRatio="none" aria-hidden="true"><path d=path/></svg>
            </div>
            <p class="ends" aria-hidden="true"><span>{filled(from)}</span><span>{filled(until)}</span></p>
        </figure>
    }
}
