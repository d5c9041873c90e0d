//! A remark on a query.

use crate::ui::common::{Glyph, Icon, coded, filled};
use crate::view::admin::explore::Remark;
use leptos::prelude::*;

/// A remark, with its repair where one is known.
#[component]
pub(super) fn RemarkItem(
    remark: Remark,
    /// Called with the repaired query.
    on_repair: Callback<String>,
) -> impl IntoView {
    let status = remark.level.status();
    let repair = remark.repair.map(|repaired| view! { <Repair repaired on_repair/> });
    let advice =
        filled(remark.advice).map(|advice| view! { <span class="note">" "{coded(&advice)}</span> });
    view! {
        <div class="remark" data-status=status>
            <Icon name=status/>
            <p><span class="word">{remark.lead}</span>" "{coded(&remark.message)}{advice}</p>
        </div>
        {repair}
    }
}

/// A repaired query, and the button that takes it.
#[component]
pub(super) fn Repair(
    repaired: String,
    /// Called with the repaired query.
    on_repair: Callback<String>,
) -> impl IntoView {
    let text = repaired.clone();
    view! {
        <p class="repair">
            <code>{text}</code>
            <button class="button" type="button" on:click=move |_| on_repair.run(repaired.clone())>
                <Glyph name="check"/>
                "Apply"
            </button>
        </p>
    }
}
