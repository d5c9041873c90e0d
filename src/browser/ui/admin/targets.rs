//! Targets: a table of every endpoint, and below it what one of them answered.

use super::{forget, inspect, number};
use crate::browser::desk::Desk;
use crate::browser::ui::markup::{Kept, acts, only, stamped, typed};
use crate::browser::ui::reactive::RwSignal;
use crate::browser::ui::stamp::Stamp;
use crate::console::Event;
use crate::route::{Aspect, Route, Screen};
use crate::view::admin::notice::holdings;
use crate::view::admin::targets::{TargetRow, Which, rows};
use web_sys::Element;

/// The screen.
pub(super) fn screen(desk: &'static Desk) -> Element {
    let (filter, asks) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (question, answer) = (Kept::default(), Kept::default());
    let (typed_in, is_asked) = (filter.clone(), asks.clone());
    let screen = stamped(move || {
        let filter = filter.get();
        let rows = desk.see(|scene| rows(scene, &filter)).unwrap_or_default();
        let empty = if rows.is_empty() { nothing(&filter) } else { String::new() };
        let question = question
            .get(if asks.get() { "asks" } else { "" }, || forget::question(desk, asks.clone()));
        let answer = match desk.route.get().screen {
            Screen::Targets(Some((endpoint, _))) => {
                let address = Screen::Targets(Some((endpoint.clone(), Aspect::Raw)));
                answer.get(&Route::to(address).to_string(), || inspect::inspect(desk, endpoint))
            }
            _ => answer.end(),
        };
        Stamp::of("endpoints")
            .each("rows", rows, row)
            .text("empty", empty)
            .text("holdings", desk.see(holdings).unwrap_or_default())
            .own("question", only(question))
            .own("answer", only(answer))
    });
    acts(&screen, "input", move |act, event| {
        if act == "filter" {
            typed_in.set(typed(event));
        }
    });
    acts(&screen, "click", move |act, _| match act.split_once(' ') {
        Some(("check", index)) => desk.dispatch(Event::CheckRequested(number(index))),
        Some(("scrape", index)) => desk.dispatch(Event::ScrapeRequested(Some(number(index)))),
        _ if act == "look" => desk.dispatch(Event::CheckAllRequested),
        _ if act == "forget" => is_asked.set(true),
        _ => {}
    });
    screen
}

fn nothing(filter: &str) -> String {
    if filter.trim().is_empty() {
        "There is no system in allclear.yaml yet.".to_owned()
    } else {
        ["No target has \u{201c}", filter, "\u{201d} in its name or path."].concat()
    }
}

/// One endpoint.
fn row(row: TargetRow) -> Stamp {
    let status = row.status.name();
    let act = match row.which {
        Which::Check(index) => ["check ", &index.to_string()].concat(),
        Which::Target(index) => ["scrape ", &index.to_string()].concat(),
    };
    let unit = if row.samples == "1" { " sample" } else { " samples" };
    let label = ["Scrape ", &row.system, " ", &row.path, " now"].concat();
    Stamp::of("endpoint")
        .text("system", row.system)
        .set("way", "href", &*row.key)
        .text("path", row.path)
        .state("state", status)
        .text("word", row.word)
        .hide("part", row.more.is_empty())
        .set("more", "href", row.key)
        .text("more", row.more)
        .text("last", row.last)
        .text("took", row.took)
        .text("samples", row.samples)
        .text("unit", unit)
        .text("size", row.size)
        .text("next", row.next)
        .set("ask", "aria-label", label)
        .set("ask", "data-act", act)
}
