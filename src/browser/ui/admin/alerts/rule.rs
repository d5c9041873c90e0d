//! One rule: its row. Which one is open stands in the address.

use super::{form, opened};
use crate::browser::desk::Desk;
use crate::browser::ui::markup::{El, el, icon, svg};
use crate::browser::ui::reactive::{Memo, StoredValue, untrack};
use crate::route::Route;
use crate::view::admin::alerts::{Bar, Row};
use std::rc::Rc;

/// The row of a rule. `id` is that of what it opens to.
pub(super) fn rule(desk: Desk, row: Memo<Row>, id: String) -> El {
    let (key, name) = row.with_untracked(|row| (row.key.clone(), row.name.clone()));
    let key = StoredValue::new(key);
    let is_open =
        move || desk.route.with(|route| key.with_value(|key| route.panel.as_ref() == Some(key)));
    let draft = form::Fields::default();
    let what = el("div")
        .child(el("h3").child(toggle(desk, key, is_open, &name, id.clone())))
        .child(el("code").live_text(move || row.with(|row| row.expr.clone())));
    let trouble = Rc::new(move || row.with(|row| row.trouble.clone()));
    let what = said(what, trouble, |words| el("p").text(words));
    let chips = el("p").class("chips").each(move || row.with(|row| row.chips.clone()), chip);
    let body = move || {
        let details = || opened::details(desk, key, draft, &name).attr("id", &id);
        is_open().then(details).into_iter().collect()
    };
    el("article")
        .class("rule")
        .bind_to("data-status", move || row.with(|row| row.status.name().to_owned()))
        .flag("hidden", move || row.with(|row| !row.is_shown))
        .child(state(row))
        .child(what.child(chips))
        .child(distance(row))
        .live_on(move || is_open().to_string(), body)
}

/// Adds what is there while there are words for it.
pub(super) fn said(place: El, words: Rc<dyn Fn() -> String>, build: fn(&str) -> El) -> El {
    let key = words.clone();
    place.live_on(
        move || key(),
        move || {
            let words = words();
            if words.is_empty() { Vec::new() } else { vec![build(&words)] }
        },
    )
}

/// A label, or something else of one word.
pub(super) fn chip(text: &str) -> El {
    el("span").class("chip").text(text)
}

/// Its state, and since when.
fn state(row: Memo<Row>) -> El {
    let status = move || row.with(|row| row.status.name().to_owned());
    let words = el("div")
        .child(el("p").class("word").live_text(move || row.with(|row| row.word.to_owned())))
        .child(el("p").class("age").live_text(move || row.with(|row| row.age.clone())));
    el("div")
        .class("state")
        .bind_to("data-status", status)
        .live_on(status, move || vec![icon("icon", &status())])
        .child(words)
}

/// The name, which opens and closes the rule.
fn toggle(
    desk: Desk,
    key: StoredValue<String>,
    is_open: impl Fn() -> bool + Copy + 'static,
    name: &str,
    opened: String,
) -> El {
    let clicked = move || {
        let panel = (!untrack(is_open)).then(|| key.get_value());
        desk.go(Route { panel, ..desk.route.get_untracked() }, true);
    };
    el("button")
        .attr("type", "button")
        .bind_to("aria-expanded", move || is_open().to_string())
        .bind("aria-controls", move || is_open().then(|| opened.clone()))
        .on_click(clicked)
        .text(name)
        .child(icon("chevron", "chevron"))
}

/// How far it is from its limit.
fn distance(row: Memo<Row>) -> El {
    let has_bar = move || row.with(|row| row.headroom.bar.is_some());
    el("div")
        .class("headroom")
        .child(el("b").live_text(move || row.with(|row| row.headroom.value.clone())))
        .live_text(move || row.with(|row| row.headroom.limit.clone()))
        .live_on(
            move || has_bar().to_string(),
            move || has_bar().then(|| bar(row)).into_iter().collect(),
        )
        .live_text(move || row.with(|row| row.headroom.remark.clone()))
}

fn bar(row: Memo<Row>) -> El {
    let path = |class: &str| svg("path").class(class);
    let line = move |before: &str, length: fn(Bar) -> u8, after: &str| {
        let bar = row.with(|row| row.headroom.bar)?;
        Some([before, &length(bar).to_string(), after].concat())
    };
    svg("svg")
        .attr("viewBox", "0 0 100 10")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(path("track-fill").attr("d", "M0 3H100V7H0Z"))
        .child(path("value-fill").bind("d", move || line("M0 3H", |bar| bar.value, "V7H0Z")))
        .child(path("tick-fill").bind("d", move || line("M", |bar| bar.limit, " 0h.8V10h-.8Z")))
}
