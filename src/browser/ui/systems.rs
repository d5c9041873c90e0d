//! Groups of systems, a line for each, which opens to its parts.

use super::{Stamp, history};
use crate::view::public::archive::Past;
use crate::view::public::{PartRow, Row};
use std::sync::Arc;

pub(super) fn groups(
    groups: &[(String, Vec<usize>)],
    unnamed: &str,
    rows: Vec<Row>,
    pasts: Option<&[Arc<Past>]>,
    open: &[bool],
) -> Vec<Stamp> {
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    let group = |(index, (name, members)): (usize, &(String, Vec<usize>))| {
        let system = |member: &usize| {
            let is_open = open.get(*member).copied().unwrap_or_default();
            let row = rows.get_mut(*member).and_then(Option::take)?;
            let stamp = system(row, is_open, *member);
            Some(match pasts.and_then(|pasts| pasts.get(*member)) {
                Some(past) => with_past(stamp, past, is_open, *member),
                None => stamp,
            })
        };
        let id = format!("group-{index}");
        Stamp::of("group")
            .set("", "aria-labelledby", &*id)
            .set("heading", "id", id)
            .text("heading", if name.is_empty() { unnamed } else { name })
            .children("systems", members.iter().filter_map(system).collect())
    };
    groups.iter().enumerate().map(group).collect()
}

fn system(row: Row, is_open: bool, index: usize) -> Stamp {
    let Row { id, name, status, word, age, about, response, spark, parts } = row;
    let parts_id = [&id, "-parts"].concat();
    let has_parts = !parts.is_empty();
    let parts = if is_open { parts.into_iter().map(part).collect() } else { Vec::new() };
    Stamp::of("system")
        .set("", "id", id)
        .state("", status.name())
        .set("button", "data-act", index.to_string())
        .say("button", "aria-expanded", is_open)
        .set("button", "aria-controls", &*parts_id)
        .text("name", name)
        .text("word", word)
        .text("age", age)
        .text("about", about)
        .set("spark", "d", spark)
        .text("response", response)
        .set("parts", "id", parts_id)
        .hide("parts", !is_open)
        .hide("note", has_parts)
        .children("list", parts)
}

/// A system's line with its past, on a page that has one.
fn with_past(stamp: Stamp, past: &Arc<Past>, is_open: bool, index: usize) -> Stamp {
    let revision = past.revision;
    let [bars, figures, day, details] = [past.clone(), past.clone(), past.clone(), past.clone()];
    stamp
        // Its place in the line is the past's; it is told where the line is opened.
        .hide("about", !is_open)
        .kept("history", revision, move || vec![history::history(&bars, index)])
        .kept("figures", revision, move || vec![history::figures(&figures)])
        .kept("day", revision, move || history::day(&day).into_iter().collect())
        // What is closed is not made.
        .kept("details", if is_open { revision } else { 0 }, move || {
            if is_open { history::details(&details) } else { Vec::new() }
        })
}

fn part(PartRow { name, status, word, why }: PartRow) -> Stamp {
    Stamp::of("part")
        .state("", status.name())
        .text("name", name)
        .text("word", word)
        .text("why", why)
}
