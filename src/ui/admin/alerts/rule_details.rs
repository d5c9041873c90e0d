//! The details of a rule: its annotations, its alerts, its chart, and the form of its limit.

use super::chips::chips;
use super::limit_form::{Drafts, LimitForm};
use super::measured_chart::measured_chart;
use crate::ui::admin::use_console;
use crate::ui::common::{Icon, filled};
use crate::view::admin::alerts::form;
use crate::view::admin::alerts::opened::{AlertRow, Opened, Text, opened};
use leptos::either::Either;
use leptos::prelude::*;

/// The details of the rule with this key and name.
#[component]
pub(super) fn RuleDetails(key: String, name: String, id: String, drafts: Drafts) -> impl IntoView {
    let console = use_console();
    let chart = measured_chart(console, &key, name.clone());
    // A rule that compares with no number has no limit to change.
    let has_limit = console.with_scene_untracked(|scene| form::form(scene, &key).is_some());
    let limit = (has_limit == Some(true)).then(|| {
        let (key, draft) = (key.clone(), drafts.of(&key));
        view! { <LimitForm key draft/> }
    });
    let seen = Memo::new(move |_| {
        console.with_scene(|scene| opened(scene, &key)).flatten().unwrap_or_default()
    });
    view! {
        <div class="opened" role="group" id=id aria-label=name>
            {move || words(seen.get())}
            <div class="through">{chart}</div>
            <div class="through">{limit}</div>
        </div>
    }
}

/// The texts and the alerts.
fn words(seen: Opened) -> impl IntoView {
    let lead = (!seen.lead.is_empty()).then(|| view! { <p class="note">{seen.lead}</p> });
    let texts = (!seen.texts.is_empty()).then(|| {
        view! { <dl class="pairs">{seen.texts.into_iter().map(text).collect_view()}</dl> }
    });
    let nearest = filled(seen.nearest).map(|nearest| {
        view! { <p class="note">"Closest to threshold: "<code>{nearest}</code></p> }
    });
    let alerts = (!seen.alerts.is_empty()).then(|| {
        view! {
            <div class="scroll" role="group" aria-label="Alerts" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"State"</th>
                            <th scope="col">"Labels"</th>
                            <th class="number" scope="col">"Value"</th>
                            <th scope="col">"Since"</th>
                        </tr>
                    </thead>
                    <tbody>{seen.alerts.into_iter().map(alert).collect_view()}</tbody>
                </table>
            </div>
        }
    });
    let more = filled(seen.more).map(|more| view! { <p class="note">{more}</p> });
    (lead, texts, nearest, alerts, more)
}

/// An annotation. Its text is a stranger's: an address becomes a link only where it can do no harm.
fn text(text: Text) -> impl IntoView {
    let Text { name, text, is_link } = text;
    let value = if is_link {
        let href = text.clone();
        Either::Left(view! { <a rel="noreferrer" href=href>{text}</a> })
    } else {
        Either::Right(text)
    };
    view! { <dt>{name}</dt><dd>{value}</dd> }
}

/// One alert of the rule.
fn alert(alert: AlertRow) -> impl IntoView {
    let status = alert.status.name();
    view! {
        <tr>
            <td>
                <p class="state" data-status=status><Icon name=status/><span>{alert.word}</span></p>
            </td>
            <td>
                <span class="chips">{chips(alert.labels)}</span>
                <span>{filled(alert.says)}</span>
            </td>
            <td class="number">{alert.value}</td>
            <td>{alert.since}</td>
        </tr>
    }
}
