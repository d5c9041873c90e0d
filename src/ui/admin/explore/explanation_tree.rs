//! How a query is calculated, as a tree, and why it is empty.

use super::remark_item::Repair;
use crate::ui::common::{Icon, coded};
use crate::view::admin::explore::Step;
use leptos::prelude::*;

/// The panel with the tree of the last result.
#[component]
pub(super) fn ExplanationTree(explained: RwSignal<Option<Step>>) -> impl IntoView {
    move || {
        explained.get().map(|step| {
            view! {
                <section class="panel side" aria-labelledby="explanation">
                    <h2 id="explanation">"How it is calculated"</h2>
                    <ul class="tree">{part(step)}</ul>
                </section>
            }
        })
    }
}

/// A part with its own parts.
fn part(step: Step) -> AnyView {
    let status = step.is_empty.then_some("major");
    let reason = step.reason;
    let reason = (!reason.is_empty()).then(|| view! { <p class="note">{coded(&reason)}</p> });
    let parts = step.parts.into_iter().map(part).collect_view();
    let parts = (!parts.is_empty()).then(|| view! { <ul>{parts}</ul> });
    view! {
        <li>
            <div class="step-of">
                <code>{step.title}</code>
                <span class:word=step.is_empty data-status=status>{step.found}</span>
                {reason}
            </div>
            {parts}
        </li>
    }
    .into_any()
}

/// Why a result is empty, with the repairs that are known.
#[component]
pub(super) fn WhyEmpty(
    step: Step,
    /// Called with the repaired query.
    on_repair: Callback<String>,
) -> impl IntoView {
    let cause = |cause: &Step| {
        let repair = cause.repair.clone();
        let repair = repair.map(|repaired| view! { <Repair repaired on_repair/> });
        view! { <li><code>{cause.title.clone()}</code>": "{coded(&cause.reason)}{repair}</li> }
    };
    let causes = step.causes().into_iter().map(cause).collect_view();
    view! {
        <div class="remark" data-status="unknown">
            <Icon name="unknown"/>
            <div>
                <p><span class="word">"Empty:"</span>" no series at this time."</p>
                <ul class="causes">{causes}</ul>
            </div>
        </div>
    }
}
