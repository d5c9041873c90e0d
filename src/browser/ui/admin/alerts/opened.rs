//! What a rule opens to: what it tells a person, its alerts, its chart, and the form of its limit.

use super::form;
use super::rule::{chip, said};
use crate::browser::desk::Desk;
use crate::browser::ui::chart::{Chart, chart};
use crate::browser::ui::markup::{El, el, icon, watch};
use crate::browser::ui::reactive::{Callback, Memo, RwSignal, Signal, StoredValue, untrack};
use crate::chart::Frame;
use crate::config::private::PanelKind;
use crate::route::{Range, Route};
use crate::series::TimeRange;
use crate::time::Duration;
use crate::unit::Unit;
use crate::view::admin::Scene;
use crate::view::admin::alerts::opened::{AlertRow, Opened, Text, opened};
use crate::view::admin::alerts::plot;
use std::rc::Rc;
use std::sync::Arc;

/// What a rule opens to.
pub(super) fn details(desk: Desk, key: StoredValue<String>, draft: form::Fields, name: &str) -> El {
    let seen = Memo::new(move || {
        key.with_value(|key| desk.see(|scene| opened(scene, key)).flatten()).unwrap_or_default()
    });
    let text = |of: fn(&Opened) -> &str| Rc::new(move || seen.with(|seen| of(seen).to_owned()));
    let has_texts = move || seen.with(|seen| !seen.texts.is_empty());
    let has_alerts = move || seen.with(|seen| !seen.alerts.is_empty());
    let note = |words: &str| el("p").class("note").text(words);
    let nearest = |labels: &str| {
        el("p").class("note").text("Nearest to the limit: ").child(el("code").text(labels))
    };
    let place = el("div").class("opened").attr("role", "group").attr("aria-label", name);
    let place = said(place, text(|seen| seen.lead), note).live_on(
        move || has_texts().to_string(),
        move || has_texts().then(|| annotations(seen)).into_iter().collect(),
    );
    let place = said(place, text(|seen| &seen.nearest), nearest).live_on(
        move || has_alerts().to_string(),
        move || has_alerts().then(|| table(seen)).into_iter().collect(),
    );
    said(place, text(|seen| &seen.more), note)
        .children(measured(desk, key, name))
        .children(form::form(desk, key, draft))
}

/// What a person should read. The parts of each text stay while words change, so that an address keeps the focus.
fn annotations(seen: Memo<Opened>) -> El {
    let parts = |text: (usize, &Text)| {
        let (index, text) = text;
        let index = index.to_string();
        ["name ", if text.is_link { "link " } else { "text " }].map(|part| [part, &index].concat())
    };
    let keys = move || seen.with(|seen| seen.texts.iter().enumerate().flat_map(parts).collect());
    el("dl").class("pairs").each(keys, move |key| annotation(seen, key))
}

/// One part of a text: what it is, and of which.
fn annotation(seen: Memo<Opened>, key: &str) -> El {
    let (part, index) = key.split_once(' ').unwrap_or_default();
    let index: usize = index.parse().unwrap_or_default();
    let of = move |words: fn(&Text) -> &str| {
        let words = |seen: &Opened| seen.texts.get(index).map(|text| words(text).to_owned());
        seen.with(words).unwrap_or_default()
    };
    let text = move || of(|text| &text.text);
    match part {
        "name" => el("dt").live_text(move || of(|text| &text.name)),
        "link" => {
            let link = el("a").bind_to("href", text).attr("rel", "noreferrer").live_text(text);
            el("dd").child(link)
        }
        _ => el("dd").live_text(text),
    }
}

/// The alerts of the rule.
fn table(seen: Memo<Opened>) -> El {
    let head = |name: &str| el("th").attr("scope", "col").text(name);
    let heads = [head("State"), head("About"), head("Value").class("number"), head("Since")];
    let rows = move || seen.with(|seen| seen.alerts.iter().map(alert).collect());
    let table = el("table")
        .class("table")
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").live(rows));
    el("div")
        .class("scroll")
        .attr("role", "group")
        .attr("aria-label", "Alerts")
        .attr("tabindex", "0")
        .child(table)
}

fn alert(alert: &AlertRow) -> El {
    let status = alert.status.name();
    let state = el("p")
        .class("state")
        .attr("data-status", status)
        .child(icon("icon", status))
        .child(el("span").text(alert.word));
    let labels = el("span").class("chips").children(alert.labels.iter().map(|label| chip(label)));
    el("tr")
        .child(el("td").child(state))
        .child(el("td").child(labels).text(&alert.says))
        .child(el("td").class("number").text(&alert.value))
        .child(el("td").text(&alert.since))
}

/// What the rule measures against its limit, over the range in the address.
fn measured(desk: Desk, key: StoredValue<String>, name: &str) -> Option<El> {
    // Drawn anew with each evaluation: nothing else changes what is seen.
    let evaluated = Memo::new(move || {
        let last = |scene: Scene<'_>| {
            scene.work.groups().all().iter().filter_map(|group| group.last).max()
        };
        desk.see(last).flatten()
    });
    let look = move || {
        evaluated.with(|_| ());
        let range = desk.route.with(|route| route.range);
        let look = |key: &String| {
            let see = |scene: Scene<'_>| {
                let oldest = scene.work.store().usage().oldest;
                plot::frame(scene, key, range.span(scene.now, oldest))
            };
            desk.see_once(see).flatten()
        };
        key.with_value(look).map(Arc::new)
    };
    let frame = RwSignal::new(untrack(look)?);
    watch(move || {
        let empty = TimeRange { after: TimeRange::ALL.until, until: TimeRange::ALL.until };
        let empty = || Arc::new(Frame::new(empty, Duration(1), Unit::Short));
        frame.set(look().unwrap_or_else(empty));
    });
    let zoomed = Callback::new(move |range: Option<TimeRange>| {
        let range = range.map_or_else(Range::default, Range::Between);
        desk.go(Route { range, ..desk.route.get_untracked() }, false);
    });
    Some(chart(Chart {
        title: name.to_owned(),
        frame: frame.into(),
        kind: PanelKind::Lines,
        cursor: RwSignal::new(None),
        zoomed,
        zone: desk.zone_offset(),
        note: RwSignal::new(String::new()).into(),
        description: String::new(),
        href: Signal::derive(|| None),
        class: "",
    }))
}
