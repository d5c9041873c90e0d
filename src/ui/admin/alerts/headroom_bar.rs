//! How far a rule is from its limit.

use crate::ui::common::filled;
use crate::view::admin::alerts::Headroom;
use leptos::prelude::*;

/// The value and the limit of a rule, in words and as a bar.
#[component]
pub(super) fn HeadroomBar(headroom: Headroom) -> impl IntoView {
    let bar = headroom.bar.map(|bar| {
        view! {
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <path class="track-fill" d="M0 3H100V7H0Z"/>
                <path class="value-fill" d=format!("M0 3H{}V7H0Z", bar.value)/>
                <path class="tick-fill" d=format!("M{} 0h.8V10h-.8Z", bar.limit)/>
            </svg>
        }
    });
    view! {
        <div class="headroom">
            <b>{filled(headroom.value)}</b>
            <span>{filled(headroom.limit)}</span>
            {bar}
            <span>{filled(headroom.remark)}</span>
        </div>
    }
}
