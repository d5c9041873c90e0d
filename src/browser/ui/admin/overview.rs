//! The overview: the counts, and a row for each system.

use super::symbol;
use crate::browser::desk::Desk;
use crate::browser::ui::markup::{acts, stamped};
use crate::browser::ui::stamp::Stamp;
use crate::console::Event;
use crate::view::admin::overview::{Overview, overview};
use crate::view::admin::subject::{Subject, Tile};
use web_sys::Element;

/// The screen.
pub(super) fn screen(desk: Desk) -> Element {
    let screen = stamped(move || {
        let Overview { tally, alerts, next, subjects } = desk.see(overview).unwrap_or_default();
        let mut counts: Vec<Stamp> = tally.into_iter().map(count).collect();
        if !alerts.is_empty() {
            counts.push(Stamp::of("alert-count").text("words", alerts));
        }
        Stamp::of("systems")
            .text("next", next)
            .children("tally", counts)
            .children("matrix", subjects.into_iter().map(system).collect())
    });
    acts(&screen, "click", move |_, _| desk.dispatch(Event::LookRequested));
    screen
}

/// How many parts are in a state.
fn count((status, words): (&'static str, String)) -> Stamp {
    Stamp::of("count")
        .set("", "data-status", status)
        .set("icon", "href", symbol(status))
        .text("words", words)
}

fn system(one: Subject) -> Stamp {
    let status = one.status.name();
    let heading = ["system-", &one.id].concat();
    let pair = |(name, value): (&str, String)| {
        [Stamp::of("name").text("", name), Stamp::of("value").text("", value)]
    };
    let piece = |(text, strong): (String, bool)| {
        Stamp::of(if strong { "strong" } else { "piece" }).text("", text)
    };
    Stamp::of("subject")
        .set("", "aria-labelledby", &*heading)
        .set("", "data-status", status)
        .set("heading", "id", heading)
        .set("heading", "data-status", status)
        .set("icon", "href", symbol(status))
        .text("name", one.name)
        .text("word", one.word)
        .text("age", one.age)
        .hide("private", !one.is_hidden)
        .children("tiles", one.tiles.into_iter().map(tile).collect())
        .children("pairs", one.pairs.into_iter().flat_map(pair).collect())
        .set("said", "data-status", status)
        .children("said", one.said.into_iter().map(piece).collect())
}

fn tile(tile: Tile) -> Stamp {
    let status = tile.status.name();
    Stamp::of("tile")
        .set("", "data-status", status)
        .set("icon", "href", symbol(status))
        .text("name", tile.name)
        .text("status", [status, ": "].concat())
        .text("why", tile.why)
}
