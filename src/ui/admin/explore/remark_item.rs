//! A remark on a query.

use crate::ui::common::{Glyph, Icon, filled};
use crate::view::admin::explore::Remark;
use leptos::prelude::*;

/// A remark, with a button that repairs the query where that is possible.
#[component]
pub(super) fn RemarkItem(
    remark: Remark,
    /// Called with the repaired query.
    #[prop(optional)]
    on_repair: Option<Callback<String>>,
) -> impl IntoView {
    let status = remark.level.status();
    let repair = remark.repair.zip(on_repair).map(|(repaired, on_repair)| {
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
    });
    let advice =
        filled(remark.advice).map(|advice| view! { <span class="note">" "{advice}</span> });
    view! {
        <div class="remark" data-status=status>
            <Icon name=status/>
            <p><span class="word">{remark.lead}</span>" "<span>{remark.message}</span>{advice}</p>
        </div>
        {repair}
    }
}
