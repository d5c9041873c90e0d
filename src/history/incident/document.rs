//! `incidents.json`: the [`IncidentLog`] as the recorder writes it and a page reads it.
//!
//! ```json
//! {"v":1,"from":1787443200,"until":1795175348,"gaps":[[1790000000,1790003600]],
//!  "incidents":[{"id":"2026-11-12-rat","title":"","worst":"major","systems":["rat"],"cause":"refused","since":1795175340,"until":null,
//!   "updates":[{"at":1795175345,"stage":"monitoring","body":[["p",["It is ",["b",["back"]],"."]]]}]}],
//!  "maintenance":[{"id":"move-1","title":"Move","systems":["rat"],"since":1795175340,"until":1795178940}]}
//! ```
//!
//! Instants are whole seconds since 1970. `from`, `until` and what is empty may be absent. A block is `["p",[…]]`, `["ul",[[…],…]]`,
//! `["ol",…]` or `["code","…"]`; a piece of a line is a text, `["b",[…]]`, `["i",[…]]`, `["code","…"]` or `["a","https://…",[…]]`.
//! An address of another kind is read as its words alone, whoever wrote it.

use super::{Block, Incident, IncidentLog, Inline, Stage, Update, Window};
use crate::config::is_id;
use crate::decode::json::{self, Json};
use crate::history::outage::Cause;
use crate::history::timeline::State;
use crate::time::{Duration, Timestamp};
use core::ops::Range;

/// Marks within marks are read so deep. Nobody writes more.
const DEPTH: usize = 8;

/// More seconds than this are no date: the year 5138.
const LAST: f64 = 1e11;

/// Reads a incident log; `None` where it is not one.
#[inline(never)]
pub fn read(bytes: &[u8]) -> Option<IncidentLog> {
    let root = json::parse(bytes).ok()?;
    if root.get("v")?.as_f64()? as i64 != 1 {
        return None;
    }
    let recorded = match (root.get("from"), root.get("until")) {
        (Some(from), Some(until)) => Some(instant(from)?..instant(until)?),
        _ => None,
    };
    Some(IncidentLog {
        recorded,
        gaps: list(&root, "gaps", gap)?,
        incidents: list(&root, "incidents", incident)?,
        maintenance: list(&root, "maintenance", window)?,
    })
}

/// The items of an array, read by `item`; none where there is no array.
fn list<T>(of: &Json, key: &str, item: fn(&Json) -> Option<T>) -> Option<Vec<T>> {
    of.get(key).map_or(Some(Vec::new()), |items| all(items, item))
}

fn all<T>(items: &Json, item: fn(&Json) -> Option<T>) -> Option<Vec<T>> {
    items.as_array()?.iter().map(item).collect()
}

fn instant(json: &Json) -> Option<Timestamp> {
    let seconds = json.as_f64().filter(|seconds| (0.0..LAST).contains(seconds))?;
    Some(Timestamp(seconds as i64 * 1000))
}

fn text(json: &Json) -> Option<String> {
    json.as_str().map(str::to_owned)
}

fn name(json: &Json) -> Option<String> {
    text(json).filter(|name| is_id(name))
}

fn gap(json: &Json) -> Option<Range<Timestamp>> {
    let [since, until] = json.as_array()? else { return None };
    Some(instant(since)?..instant(until)?)
}

fn incident(json: &Json) -> Option<Incident> {
    let state =
        |name: &Json| State::ALL.into_iter().find(|state| Some(state.name()) == name.as_str());
    Some(Incident {
        id: name(json.get("id")?)?,
        title: json.get("title").and_then(text).unwrap_or_default(),
        worst: state(json.get("worst")?)?,
        impact: json.get("impact").and_then(state),
        systems: all(json.get("systems")?, name)?,
        also_affected: list(json, "also_affected", name)?,
        cause: json.get("cause").and_then(|cause| Cause::named(cause.as_str()?)),
        since: instant(json.get("since")?)?,
        until: match json.get("until") {
            None | Some(Json::Null) => None,
            Some(until) => Some(instant(until)?),
        },
        down: json.get("down").and_then(instant).map(|down| Duration(down.0)).unwrap_or_default(),
        updates: list(json, "updates", update)?,
        afterwards: list(json, "afterwards", block)?,
        also: list(json, "also", name)?,
    })
}

fn update(json: &Json) -> Option<Update> {
    Some(Update {
        at: instant(json.get("at")?)?,
        stage: Stage::named(json.get("stage")?.as_str()?)?,
        body: list(json, "body", block)?,
    })
}

fn window(json: &Json) -> Option<Window> {
    Some(Window {
        id: name(json.get("id")?)?,
        title: text(json.get("title")?)?,
        body: list(json, "body", block)?,
        systems: all(json.get("systems")?, name)?,
        since: instant(json.get("since")?)?,
        until: instant(json.get("until")?)?,
    })
}

fn block(json: &Json) -> Option<Block> {
    let [kind, content] = json.as_array()? else { return None };
    Some(match kind.as_str()? {
        "p" => Block::Paragraph(line(content, DEPTH)?),
        "ul" => Block::List(false, all(content, |item| line(item, DEPTH))?),
        "ol" => Block::List(true, all(content, |item| line(item, DEPTH))?),
        "code" => Block::Code(text(content)?),
        _ => return None,
    })
}

fn line(json: &Json, depth: usize) -> Option<Vec<Inline>> {
    let mut pieces = Vec::new();
    for piece in json.as_array()? {
        if let Some(words) = piece.as_str() {
            pieces.push(Inline::Text(words.to_owned()));
            continue;
        }
        let deeper = |content| line(content, depth.checked_sub(1)?);
        let [kind, rest @ ..] = piece.as_array()? else { return None };
        match (kind.as_str()?, rest) {
            ("b", [content]) => pieces.push(Inline::Strong(deeper(content)?)),
            ("i", [content]) => pieces.push(Inline::Emphasis(deeper(content)?)),
            ("code", [content]) => pieces.push(Inline::Code(text(content)?)),
            ("a", [address, content]) => match text(address)? {
                address if is_link(&address) => {
                    pieces.push(Inline::Link(address, deeper(content)?));
                }
                _ => pieces.extend(deeper(content)?),
            },
            _ => return None,
        }
    }
    Some(pieces)
}

/// Whether an address may stand behind a link in a text: of the web, and in one piece.
pub fn is_link(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && !address.chars().any(|char| char.is_control() || char.is_whitespace())
}

/// The document of a incident log. Print it with `to_string`.
pub fn write(incident_log: &IncidentLog) -> Json {
    let mut root = vec![("v", Json::Number(1.0))];
    if let Some(recorded) = &incident_log.recorded {
        root.push(("from", seconds(recorded.start)));
        root.push(("until", seconds(recorded.end)));
    }
    let gap = |gap: &Range<Timestamp>| Json::Array(vec![seconds(gap.start), seconds(gap.end)]);
    put(&mut root, "gaps", &incident_log.gaps, gap);
    root.push((
        "incidents",
        Json::Array(incident_log.incidents.iter().map(incident_json).collect()),
    ));
    root.push((
        "maintenance",
        Json::Array(incident_log.maintenance.iter().map(window_json).collect()),
    ));
    object(root)
}

fn object(members: Vec<(&str, Json)>) -> Json {
    Json::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A list that is left out where it is empty.
fn put<T>(
    into: &mut Vec<(&'static str, Json)>,
    key: &'static str,
    items: &[T],
    item: impl Fn(&T) -> Json,
) {
    if !items.is_empty() {
        into.push((key, Json::Array(items.iter().map(item).collect())));
    }
}

/// Whole seconds; the part of a second that is left is forgotten.
fn seconds(at: Timestamp) -> Json {
    Json::Number(at.0.div_euclid(1000) as f64)
}

fn words(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn strings(texts: &[String]) -> Json {
    Json::Array(texts.iter().map(|text| words(text)).collect())
}

fn incident_json(incident: &Incident) -> Json {
    let mut members = vec![
        ("id", words(&incident.id)),
        ("title", words(&incident.title)),
        ("worst", words(incident.worst.name())),
        ("systems", strings(&incident.systems)),
        ("since", seconds(incident.since)),
        ("until", incident.until.map_or(Json::Null, seconds)),
    ];
    if let Some(impact) = incident.impact {
        members.push(("impact", words(impact.name())));
    }
    if let Some(cause) = incident.cause {
        members.push(("cause", words(cause.name())));
    }
    if incident.down > Duration::ZERO {
        members.push(("down", Json::Number(incident.down.0.div_euclid(1000) as f64)));
    }
    put(&mut members, "also_affected", &incident.also_affected, |id| words(id));
    put(&mut members, "updates", &incident.updates, |update| {
        let mut members = vec![("at", seconds(update.at)), ("stage", words(update.stage.name()))];
        put(&mut members, "body", &update.body, block_json);
        object(members)
    });
    put(&mut members, "afterwards", &incident.afterwards, block_json);
    put(&mut members, "also", &incident.also, |id| words(id));
    object(members)
}

fn window_json(window: &Window) -> Json {
    let mut members = vec![
        ("id", words(&window.id)),
        ("title", words(&window.title)),
        ("systems", strings(&window.systems)),
        ("since", seconds(window.since)),
        ("until", seconds(window.until)),
    ];
    put(&mut members, "body", &window.body, block_json);
    object(members)
}

fn block_json(block: &Block) -> Json {
    let (kind, content) = match block {
        Block::Paragraph(line) => ("p", line_json(line)),
        Block::List(is_numbered, items) => (
            if *is_numbered { "ol" } else { "ul" },
            Json::Array(items.iter().map(|item| line_json(item)).collect()),
        ),
        Block::Code(code) => ("code", words(code)),
    };
    Json::Array(vec![words(kind), content])
}

fn line_json(line: &[Inline]) -> Json {
    let piece = |piece: &Inline| match piece {
        Inline::Text(text) => words(text),
        Inline::Strong(line) => Json::Array(vec![words("b"), line_json(line)]),
        Inline::Emphasis(line) => Json::Array(vec![words("i"), line_json(line)]),
        Inline::Code(code) => Json::Array(vec![words("code"), words(code)]),
        Inline::Link(address, line) => {
            Json::Array(vec![words("a"), words(address), line_json(line)])
        }
    };
    Json::Array(line.iter().map(piece).collect())
}

#[cfg(test)]
mod tests;
