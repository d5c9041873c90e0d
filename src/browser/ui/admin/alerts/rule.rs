//! One rule: its row. Which one is open stands in the address.

use crate::browser::ui::markup::only;
use crate::browser::ui::stamp::Stamp;
use crate::view::admin::alerts::{Headroom, Row};
use web_sys::Element;

/// The row of a rule. `id` is that of what it opens to.
pub(super) fn rule(row: Row, id: String, details: Option<Element>) -> Stamp {
    let status = row.status.name();
    let is_open = details.is_some();
    if let Some(details) = &details {
        // A name of an attribute of our own is never refused.
        let _ = details.set_attribute("id", &id);
    }
    let stamp = Stamp::of("rule")
        .set("", "data-status", status)
        .hide("", !row.is_shown)
        .state("state", status)
        .text("word", row.word)
        .text("age", row.age)
        .set("toggle", "data-act", ["rule ", &row.key].concat())
        .say("toggle", "aria-expanded", is_open)
        .attribute("toggle", "aria-controls", is_open.then_some(id))
        .text("name", row.name)
        .text("expr", row.expr)
        .told("trouble", row.trouble)
        .each("chips", row.chips, chip)
        .own("details", only(details));
    distance(stamp, row.headroom)
}

/// A label, or something else of one word.
pub(super) fn chip(text: String) -> Stamp {
    Stamp::of("chip").text("", text)
}

/// How far it is from its limit.
fn distance(stamp: Stamp, headroom: Headroom) -> Stamp {
    let line = |before: &str, length: Option<u8>, after: &str| {
        [before, &length.unwrap_or_default().to_string(), after].concat()
    };
    let (value, limit) = (headroom.bar.map(|bar| bar.value), headroom.bar.map(|bar| bar.limit));
    stamp
        .text("value", headroom.value)
        .text("limit", headroom.limit)
        .hide("bar", value.is_none())
        .set("filled", "d", line("M0 3H", value, "V7H0Z"))
        .set("tick", "d", line("M", limit, " 0h.8V10h-.8Z"))
        .text("remark", headroom.remark)
}
