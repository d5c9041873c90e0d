//! What one endpoint answered: problems, families, or the bytes as received.

use super::{choice, list};
use crate::browser::desk::Desk;
use crate::browser::ui::markup::{El, el};
use crate::browser::ui::reactive::{Memo, RwSignal, StoredValue, untrack};
use crate::route::{Aspect, Endpoint, Route, Screen};
use crate::time::Timestamp;
use crate::view::admin::inspect::rows::rows;
use crate::view::admin::inspect::{BadLine, Inspection, inspection, problems};
use web_sys::HtmlInputElement;

/// The panel below the table.
pub(super) fn inspect(desk: Desk, endpoint: Endpoint) -> El {
    let endpoint = StoredValue::new(endpoint);
    let aspect = move || desk.route.with(aspect_of);
    let seen = Memo::new(move || {
        endpoint.with_value(|endpoint| desk.see(|scene| inspection(scene, endpoint)).flatten())
    });
    let title = move || {
        let title = seen.with(|seen| seen.as_ref().map(|seen| seen.title.clone()));
        title.unwrap_or_else(|| "Nothing was answered yet".to_owned())
    };
    let note = move || seen.with(|seen| seen.as_ref().map(|seen| seen.note.clone()));
    let at = Memo::new(move || seen.with(|seen| seen.as_ref().map(|seen: &Inspection| seen.at)));
    let has_families = move || seen.with(|seen| seen.as_ref().is_some_and(|it| it.has_families));
    let filter = RwSignal::new(String::new());
    let one = move |to: Aspect, word: &'static str| {
        let go = move || {
            let screen = Screen::Targets(Some((endpoint.get_value(), to)));
            desk.go(Route { screen, ..desk.route.get_untracked() }, true);
        };
        choice(word, move || aspect() == to, go)
    };
    let choices = el("div").class("segmented").attr("role", "group").attr("aria-label", "Show");
    let choices = choices.live_on(
        move || has_families().to_string(),
        move || {
            if !has_families() {
                return Vec::new();
            }
            vec![one(Aspect::Problems, "Problems"), one(Aspect::Families, "Families")]
        },
    );
    let search = search("Search", "Search in the answer", filter)
        .flag("hidden", move || aspect() == Aspect::Problems);
    let tools =
        el("div").class("cluster").child(search).child(choices.child(one(Aspect::Raw, "Raw")));
    let heading = el("h2").attr("id", "answer").live_text(title);
    el("section")
        .class("panel")
        .attr("aria-labelledby", "answer")
        .child(el("header").child(heading).child(tools))
        .child(el("p").class("note").live_text(move || note().unwrap_or_default()))
        .live_on(
            move || (aspect() as u8).to_string(),
            move || vec![body(desk, endpoint, aspect(), seen, at, filter)],
        )
}

fn aspect_of(route: &Route) -> Aspect {
    match &route.screen {
        Screen::Targets(Some((_, aspect))) => *aspect,
        _ => Aspect::Raw,
    }
}

/// A field to search with.
pub(super) fn search(words: &str, label: &str, into: RwSignal<String>) -> El {
    let field = el("input").class("field search").attr("type", "search").attr("size", "16");
    let field = field.attr("placeholder", words).attr("aria-label", label);
    let typed: HtmlInputElement = field.cast();
    field.on("input", move |_| into.set(typed.value()))
}

/// One aspect of the answer, anew with each answer.
fn body(
    desk: Desk,
    endpoint: StoredValue<Endpoint>,
    aspect: Aspect,
    seen: Memo<Option<Inspection>>,
    at: Memo<Option<Timestamp>>,
    filter: RwSignal<String>,
) -> El {
    if aspect == Aspect::Problems {
        return el("div").live(move || {
            at.with(|_| ());
            let look = |endpoint: &Endpoint| desk.see_once(|scene| problems(scene, endpoint));
            let lines = endpoint.with_value(look).unwrap_or_default();
            let nothing = |seen: &Option<Inspection>| {
                seen.as_ref().map_or_else(String::new, |seen| seen.no_problem.clone())
            };
            vec![if lines.is_empty() {
                el("p").text(&untrack(|| seen.with(nothing)))
            } else {
                bad_lines(&lines)
            }]
        });
    }
    let rows = Memo::new(move || {
        at.with(|_| ());
        let look = |endpoint: &Endpoint| {
            filter.with(|filter| desk.see_once(|scene| rows(scene, endpoint, aspect, filter)))
        };
        endpoint.with_value(look).unwrap_or_default()
    });
    let label = if aspect == Aspect::Families { "Families" } else { "Answer as received" };
    list::list(label, rows, filter, move |rows, begin, count| {
        let look = |endpoint: &Endpoint| {
            desk.see_once(|scene| rows.show(scene, endpoint, begin, count)).unwrap_or_default()
        };
        endpoint.with_value(look)
    })
}

fn bad_lines(lines: &[BadLine]) -> El {
    let row = |line: &BadLine| {
        let [before, at, after] = &line.received;
        let mut code = el("code").text(before);
        if !at.is_empty() {
            code = code.child(el("mark").class("wrong").text(at));
        }
        el("tr")
            .child(el("td").class("number").text(&line.line))
            .child(el("td").text(&line.reason))
            .child(el("td").child(code.text(after)))
    };
    let head = |words: &str| el("th").attr("scope", "col").text(words);
    let heads = [head("Line").class("number"), head("Reason"), head("As received")];
    let table = el("table")
        .class("table")
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(lines.iter().map(row)));
    scrolled("Problems", table)
}

/// A table that scrolls sideways where it is too wide.
pub(super) fn scrolled(label: &str, table: El) -> El {
    let scroll = el("div").class("scroll").attr("role", "group").attr("aria-label", label);
    scroll.attr("tabindex", "0").child(table)
}
