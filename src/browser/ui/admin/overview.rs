//! The overview: the counts, and a row for each system.

use crate::browser::desk::Desk;
use crate::browser::ui::markup::{acts, stamped};
use crate::browser::ui::stamp::Stamp;
use crate::console::Event;
use crate::view::admin::overview::{Overview, overview};
use crate::view::admin::subject::{Subject, Tile};
use web_sys::Element;

/// The screen.
pub(super) fn screen(desk: &'static Desk) -> Element {
    let screen = stamped(move || {
        let Overview { tally, alerts, next, subjects } = desk.see(overview).unwrap_or_default();
        let mut counts = Vec::new();
        for one in tally {
            counts.push(count(one));
        }
        if !alerts.is_empty() {
            counts.push(Stamp::of("alert-count").text("words", alerts));
        }
        Stamp::of("systems")
            .text("next", next)
            .children("tally", counts)
            .each("matrix", subjects, system)
    });
    acts(&screen, "click", move |_, _| desk.dispatch(Event::CheckAllRequested));
    screen
}

/// How many parts are in a state.
fn count((status, words): (&'static str, String)) -> Stamp {
    Stamp::of("count").state("", status).text("words", words)
}

fn system(one: Subject) -> Stamp {
    let status = one.status.name();
    let heading = ["system-", &one.id].concat();
    let mut pairs = Vec::new();
    for (name, value) in one.pairs {
        pairs.push(Stamp::of("name").text("", name));
        pairs.push(Stamp::of("value").text("", value));
    }
    let piece = |(text, strong): (String, bool)| {
        Stamp::of(if strong { "strong" } else { "piece" }).text("", text)
    };
    Stamp::of("subject")
        .set("", "aria-labelledby", &*heading)
        .set("", "data-status", status)
        .set("heading", "id", heading)
        .state("heading", status)
        .text("name", one.name)
        .text("word", one.word)
        .text("age", one.age)
        .hide("private", !one.is_hidden)
        .each("tiles", one.tiles, tile)
        .children("pairs", pairs)
        .set("said", "data-status", status)
        .each("said", one.said, piece)
}

fn tile(tile: Tile) -> Stamp {
    let status = tile.status.name();
    Stamp::of("tile")
        .state("", status)
        .text("name", tile.name)
        .text("status", [status, ": "].concat())
        .text("why", tile.why)
}
