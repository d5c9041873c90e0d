//! Targets: a table of every endpoint, and below it what one of them answered.

use super::{forget, inspect};
use crate::browser::desk::Desk;
use crate::browser::ui::markup::{El, el, icon};
use crate::browser::ui::reactive::{Memo, RwSignal};
use crate::console::Event;
use crate::route::{Aspect, Route, Screen};
use crate::view::admin::notice::holdings;
use crate::view::admin::targets::{TargetRow, Which, rows};

/// The screen.
pub(super) fn screen(desk: Desk) -> Vec<El> {
    let filter = RwSignal::new(String::new());
    let seen = Memo::new(move || {
        filter.with(|filter| desk.see(|scene| rows(scene, filter))).unwrap_or_default()
    });
    let all = el("button").class("button").attr("type", "button").child(icon("glyph", "refresh"));
    let all = all.text("Scrape all").on_click(move || desk.dispatch(Event::LookRequested));
    let tools = el("div").class("cluster");
    let tools = tools.child(inspect::search("Filter", "Filter targets", filter)).child(all);
    let keys = move || seen.with(|rows| rows.iter().map(|row| key(row.which)).collect());
    let table = el("table")
        .class("table stack")
        .attr("role", "table")
        .child(heads())
        .child(el("tbody").each(keys, move |own| row(desk, seen, own)));
    let empty = move || {
        let is_empty = seen.with(Vec::is_empty);
        if is_empty { nothing(&filter.get()) } else { String::new() }
    };
    let panel = el("div").class("panel").child(inspect::scrolled("Targets", table));
    let opened = move || {
        desk.route.with(|route| match &route.screen {
            Screen::Targets(opened) => opened.as_ref().map(|(endpoint, _)| endpoint.clone()),
            _ => None,
        })
    };
    let answer = el("div").class("answer").live_on(
        move || {
            let address = |endpoint| Route::to(Screen::Targets(Some((endpoint, Aspect::Raw))));
            opened().map_or_else(String::new, |endpoint| address(endpoint).to_string())
        },
        move || opened().into_iter().map(|endpoint| inspect::inspect(desk, endpoint)).collect(),
    );
    vec![
        super::bar("Targets").child(tools),
        panel.child(el("p").class("note").live_text(empty)),
        el("p")
            .class("note")
            .live_text(move || desk.see(holdings).unwrap_or_default())
            .text(" ")
            .child(forget::button(desk)),
        answer,
    ]
}

fn heads() -> El {
    let head = |words: &str| el("th").attr("scope", "col").text(words);
    let number = |words: &str| head(words).class("number");
    el("thead").child(el("tr").children([
        head("Target"),
        head("State"),
        head("Last scrape"),
        number("Took"),
        number("Samples"),
        number("Size"),
        number("Next"),
        el("th").attr("scope", "col").child(el("span").class("unseen").text("Do")),
    ]))
}

fn nothing(filter: &str) -> String {
    if filter.trim().is_empty() {
        "There is no system in allclear.yaml yet.".to_owned()
    } else {
        ["No target has \u{201c}", filter, "\u{201d} in its name or path."].concat()
    }
}

fn key(which: Which) -> String {
    match which {
        Which::Check(index) => ["c", &index.to_string()].concat(),
        Which::Target(index) => ["t", &index.to_string()].concat(),
    }
}

/// One endpoint.
fn row(desk: Desk, seen: Memo<Vec<TargetRow>>, own: &str) -> El {
    let own = own.to_owned();
    let find = move |rows: &Vec<TargetRow>| {
        rows.iter().find(|row| key(row.which) == own).cloned().unwrap_or_default()
    };
    let row = Memo::new(move || seen.with(&find));
    let text = move |field: fn(&TargetRow) -> &str| move || row.with(|row| field(row).to_owned());
    let address = text(|row| &row.key);
    let status = text(|row| row.status.name());
    let (which, system, path) =
        row.with_untracked(|row| (row.which, row.system.clone(), row.path.clone()));
    let ask = move || {
        desk.dispatch(match which {
            Which::Check(index) => Event::CheckRequested(index),
            Which::Target(index) => Event::ScrapeRequested(Some(index)),
        });
    };
    let number = |field| el("td").class("number").live_text(text(field));
    let unit = move || {
        let is_one = row.with(|row| row.samples == "1");
        if is_one { " sample" } else { " samples" }.to_owned()
    };
    let way = el("a").class("quiet").bind_to("href", address).child(el("code").text(&path));
    let more = text(|row| &row.more);
    let word = el("span").live_text(text(|row| &row.word)).live_on(more, move || {
        let more = more();
        if more.is_empty() {
            return Vec::new();
        }
        vec![el("br"), el("a").bind_to("href", address).text(&more)]
    });
    let state = el("p").class("state").bind_to("data-status", status);
    let state = state.live_on(status, move || vec![icon("icon", &status())]).child(word);
    let button = el("button")
        .class("button plain")
        .attr("type", "button")
        .attr("aria-label", &["Scrape ", &system, " ", &path, " now"].concat())
        .on_click(ask)
        .child(icon("glyph", "refresh"));
    el("tr").children([
        el("td").child(el("b").text(&system)).child(el("br")).child(way),
        el("td").child(state),
        el("td").live_text(text(|row| &row.last)),
        number(|row: &TargetRow| &row.took),
        number(|row: &TargetRow| &row.samples).child(el("span").class("unit").live_text(unit)),
        number(|row: &TargetRow| &row.size),
        number(|row: &TargetRow| &row.next).class("number next"),
        el("td").class("number").child(button),
    ])
}
