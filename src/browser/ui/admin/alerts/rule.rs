//! One rule: its row, and what it opens to. Which one is open stands in the address.

use super::super::icon;
use super::form;
use crate::browser::desk::Desk;
use crate::browser::ui::chart::Chart;
use crate::chart::Frame;
use crate::config::private::PanelKind;
use crate::route::{Range, Route};
use crate::series::TimeRange;
use crate::time::Duration;
use crate::unit::Unit;
use crate::view::admin::Scene;
use crate::view::admin::alerts::opened::{AlertRow, Opened, Text, opened};
use crate::view::admin::alerts::{Headroom, Row, plot};
use leptos::prelude::*;
use std::sync::Arc;

/// The row of a rule. `id` is that of what it opens to.
pub(super) fn rule(desk: Desk, row: Memo<Row>, id: String) -> impl IntoView {
    let key = StoredValue::new(row.with_untracked(|row| row.key.clone()));
    let is_open = Memo::new(move |_| {
        desk.route.with(|route| key.with_value(|key| route.panel.as_ref() == Some(key)))
    });
    let toggle = move |_| {
        let panel = (!is_open.get_untracked()).then(|| key.get_value());
        desk.go(Route { panel, ..desk.route.get_untracked() }, true);
    };
    let status = Memo::new(move |_| row.with(|row| row.status.name()));
    let chips = Memo::new(move |_| row.with(|row| row.chips.clone()));
    let headroom = Memo::new(move |_| row.with(|row| row.headroom.clone()));
    let trouble = Memo::new(move |_| row.with(|row| row.trouble.clone()));
    let name = row.with_untracked(|row| row.name.clone());
    let label = name.clone();
    let draft = form::Fields::default();
    let controls = {
        let id = id.clone();
        move || is_open.get().then(|| id.clone())
    };
    let body = move || {
        let (id, label) = (id.clone(), label.clone());
        is_open.get().then(|| {
            let inside = details(desk, key, draft, label.clone());
            view! { <div class="opened" id=id role="group" aria-label=label>{inside}</div> }
        })
    };
    view! {
        <article class="rule" data-status=status hidden=move || row.with(|row| !row.is_shown)>
            <div class="state" data-status=status>{move || icon("icon", status.get())}
                <div><p class="word">{move || row.with(|row| row.word)}</p><p class="age">{move || row.with(|row| row.age.clone())}</p></div></div>
            <div>
                <h3><button type="button" aria-expanded=move || is_open.get().to_string() aria-controls=controls on:click=toggle>
                    {name}{icon("chevron", "chevron")}</button></h3>
                <code>{move || row.with(|row| row.expr.clone())}</code>
                {move || Some(trouble.get()).filter(|words| !words.is_empty()).map(|words| view! { <p>{words}</p> })}
                <p class="chips">{move || chips.get().into_iter().map(|chip| view! { <span class="chip">{chip}</span> }).collect_view()}</p>
            </div>
            <div class="headroom">{move || distance(headroom.get())}</div>
            {body}
        </article>
    }
}

/// How far it is from its limit.
fn distance(headroom: Headroom) -> impl IntoView {
    let bar = headroom.bar.map(|bar| {
        view! {
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><path class="track-fill" d="M0 3H100V7H0Z"></path>
                <path class="value-fill" d=format!("M0 3H{}V7H0Z", bar.value)></path>
                <path class="tick-fill" d=format!("M{} 0h.8V10h-.8Z", bar.limit)></path></svg>
        }
    });
    view! { <b>{headroom.value}</b>{headroom.limit}{bar}{headroom.remark} }
}

/// What a rule opens to.
fn details(
    desk: Desk,
    key: StoredValue<String>,
    draft: form::Fields,
    name: String,
) -> impl IntoView {
    let seen = Memo::new(move |_| {
        key.with_value(|key| desk.see(|scene| opened(scene, key)).flatten()).unwrap_or_default()
    });
    let says = Memo::new(move |_| seen.with(|seen| (seen.lead, seen.texts.clone())));
    let nearest = Memo::new(move |_| seen.with(|seen| seen.nearest.clone()));
    view! {
        {move || {
            let (lead, texts) = says.get();
            let lead = (!lead.is_empty()).then(|| view! { <p class="note">{lead}</p> });
            let texts = (!texts.is_empty()).then(|| view! { <dl class="pairs">{texts.into_iter().map(annotation).collect_view()}</dl> });
            (lead, texts)
        }}
        {move || Some(nearest.get()).filter(|labels| !labels.is_empty()).map(|labels| view! { <p class="note">"Nearest to the limit: " <code>{labels}</code></p> })}
        {move || table(seen.get())}
        {chart(desk, key, name)}
        {form::form(desk, key, draft)}
    }
}

fn annotation(text: Text) -> impl IntoView {
    let value = if text.is_link {
        view! { <a href=text.text.clone() rel="noreferrer">{text.text.clone()}</a> }.into_any()
    } else {
        text.text.into_any()
    };
    view! { <dt>{text.name}</dt><dd>{value}</dd> }
}

/// The alerts of the rule.
fn table(opened: Opened) -> impl IntoView {
    let row = |alert: AlertRow| {
        let status = alert.status.name();
        view! {
            <tr><td><p class="state" data-status=status>{icon("icon", status)}<span>{alert.word}</span></p></td>
                <td><span class="chips">{alert.labels.into_iter().map(|label| view! { <span class="chip">{label}</span> }).collect_view()}</span>{alert.says}</td>
                <td class="number">{alert.value}</td><td>{alert.since}</td></tr>
        }
    };
    (!opened.alerts.is_empty()).then(|| {
        view! {
            <div class="scroll" role="group" aria-label="Alerts" tabindex="0"><table class="table">
                <thead><tr><th scope="col">"State"</th><th scope="col">"About"</th><th scope="col" class="number">"Value"</th><th scope="col">"Since"</th></tr></thead>
                <tbody>{opened.alerts.into_iter().map(row).collect_view()}</tbody>
            </table></div>
            {(!opened.more.is_empty()).then(|| view! { <p class="note">{opened.more}</p> })}
        }
    })
}

/// What the rule measures against its limit, over the range in the address.
fn chart(desk: Desk, key: StoredValue<String>, name: String) -> impl IntoView {
    let range = Memo::new(move |_| desk.route.with(|route| route.range));
    // Drawn anew with each evaluation: nothing else changes what is seen.
    let evaluated = Memo::new(move |_| {
        desk.see(|scene| scene.work.groups().all().iter().filter_map(|group| group.last).max())
    });
    let frame = move || {
        evaluated.with(|_| ());
        let look = |key: &String| {
            let see = |scene: Scene<'_>| {
                let oldest = scene.work.store().usage().oldest;
                plot::frame(scene, key, range.get().span(scene.now, oldest))
            };
            desk.see_once(see).flatten()
        };
        key.with_value(look).map(Arc::new)
    };
    untrack(frame)?;
    let frame = move || {
        let empty = TimeRange { after: TimeRange::ALL.until, until: TimeRange::ALL.until };
        frame().unwrap_or_else(|| Arc::new(Frame::new(empty, Duration(1), Unit::Short)))
    };
    let frame = Memo::new_with_compare(move |_| frame(), |_, _| true);
    let zoomed = Callback::new(move |range: Option<TimeRange>| {
        let range = range.map_or_else(Range::default, Range::Between);
        desk.go(Route { range, ..desk.route.get_untracked() }, false);
    });
    let cursor = RwSignal::new(None);
    Some(view! {
        <Chart title=name frame=frame kind=PanelKind::Lines cursor=cursor zoomed=zoomed zone=desk.zone_offset()/>
    })
}
