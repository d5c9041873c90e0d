//! The overview: the counts, and a row for each system.

use crate::browser::desk::Desk;
use crate::browser::ui::markup::{El, el, icon};
use crate::browser::ui::reactive::Memo;
use crate::console::Event;
use crate::view::admin::overview::{Overview, overview};
use crate::view::admin::subject::{Subject, Tile};

/// The screen.
pub(super) fn screen(desk: Desk) -> Vec<El> {
    let seen = Memo::new(move || desk.see(overview).unwrap_or_default());
    let look = el("button").class("button").attr("type", "button").child(icon("glyph", "refresh"));
    let look = look.text("Look now").on_click(move || desk.dispatch(Event::LookRequested));
    let next = el("span").class("note").live_text(move || seen.with(|seen| seen.next.clone()));
    let bar = super::bar("Overview").child(el("div").class("cluster").child(next).child(look));
    let ids = move || seen.with(|seen| seen.subjects.iter().map(|one| one.id.clone()).collect());
    let rows = el("div").class("matrix").each(ids, move |id| row(seen, id));
    vec![bar, tally(seen), rows]
}

/// Parts by state, and alerts.
fn tally(seen: Memo<Overview>) -> El {
    let key = move || {
        seen.with(|seen| {
            let words = seen.tally.iter().map(|(_, words)| words.as_str());
            words.chain([seen.alerts.as_str()]).collect()
        })
    };
    el("ul").class("tally").attr("aria-label", "Parts by state").live_on(key, move || {
        let Overview { tally, alerts, .. } = seen.get();
        let count = |(status, words): (&str, String)| {
            let one = el("li").attr("data-status", status).child(icon("icon", status));
            one.child(el("span").text(&words))
        };
        let mut counts: Vec<El> = tally.into_iter().map(count).collect();
        if !alerts.is_empty() {
            counts.push(el("li").child(el("a").attr("href", "#/alerts").text(&alerts)));
        }
        counts
    })
}

/// One system.
fn row(seen: Memo<Overview>, id: &str) -> El {
    let heading = ["system-", id].concat();
    let id = id.to_owned();
    let find = move |seen: &Overview| {
        seen.subjects.iter().find(|one| one.id == id).cloned().unwrap_or_default()
    };
    let subject = Memo::new(move || seen.with(&find));
    let with = move |field: fn(&Subject) -> String| move || subject.with(field);
    let status = with(|one| one.status.name().to_owned());
    let (name, is_hidden) = subject.with_untracked(|one| (one.name.clone(), one.is_hidden));
    let title = el("h2")
        .attr("id", &heading)
        .bind_to("data-status", status)
        .live_on(status, move || vec![icon("icon", &status())])
        .child(el("span").text(&name));
    let mut head = el("div")
        .child(title)
        .child(el("p").class("word").live_text(with(|one| one.word.clone())))
        .child(el("p").class("age").live_text(with(|one| one.age.clone())));
    if is_hidden {
        head = head.child(el("p").class("age").text("Not public"));
    }
    let tiles = el("ul")
        .class("tiles")
        .live_on(with(tiles_key), move || subject.with(|one| one.tiles.iter().map(tile).collect()));
    let pairs = el("dl").class("pairs").live_on(with(pairs_key), move || {
        let pair = |(name, value): &(&str, String)| [el("dt").text(name), el("dd").text(value)];
        subject.with(|one| one.pairs.iter().flat_map(pair).collect())
    });
    let said = el("p").class("said").bind_to("data-status", status);
    let said = said.live_on(with(said_key), move || {
        let piece =
            |(text, strong): &(String, bool)| el(if *strong { "b" } else { "span" }).text(text);
        subject.with(|one| one.said.iter().map(piece).collect())
    });
    el("section")
        .class("subject")
        .bind_to("data-status", status)
        .attr("aria-labelledby", &heading)
        .children([head, tiles, pairs, said])
}

/// What the tiles show, as one text: they are built anew when it changes.
fn tiles_key(one: &Subject) -> String {
    one.tiles.iter().flat_map(|tile| [tile.status.name(), &tile.name, &tile.why, "\n"]).collect()
}

fn pairs_key(one: &Subject) -> String {
    one.pairs.iter().flat_map(|(name, value)| [name, value.as_str(), "\n"]).collect()
}

fn said_key(one: &Subject) -> String {
    one.said
        .iter()
        .flat_map(|(text, strong)| [text.as_str(), if *strong { "!" } else { "" }])
        .collect()
}

fn tile(tile: &Tile) -> El {
    let status = tile.status.name();
    let unseen = el("span").class("unseen").text(&[status, ": "].concat());
    let words = el("div")
        .child(el("p").text(&tile.name))
        .child(el("p").class("age").child(unseen).text(&tile.why));
    el("li").class("tile").attr("data-status", status).child(icon("icon", status)).child(words)
}
