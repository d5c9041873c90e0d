//! Groups of systems, a line for each, which opens to its parts.

use super::{Stamp, symbol};
use crate::view::public::{PartRow, Row};

pub(super) fn groups(groups: &[(String, Vec<usize>)], rows: Vec<Row>, open: &[bool]) -> Vec<Stamp> {
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    let group = |(index, (name, members)): (usize, &(String, Vec<usize>))| {
        let system = |member: &usize| {
            let is_open = open.get(*member).copied().unwrap_or_default();
            rows.get_mut(*member).and_then(Option::take).map(|row| system(row, is_open, *member))
        };
        let id = format!("group-{index}");
        Stamp::of("group")
            .set("", "aria-labelledby", &*id)
            .set("heading", "id", id)
            .text("heading", if name.is_empty() { "Systems" } else { name })
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
        .set("", "data-status", status.name())
        .set("button", "data-act", index.to_string())
        .set("button", "aria-expanded", if is_open { "true" } else { "false" })
        .set("button", "aria-controls", &*parts_id)
        .set("icon", "href", symbol(status))
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

fn part(PartRow { name, status, word, why }: PartRow) -> Stamp {
    Stamp::of("part")
        .set("", "data-status", status.name())
        .set("icon", "href", symbol(status))
        .text("name", name)
        .text("word", word)
        .text("why", why)
}
