//! The file format of a recorder's entries.
//!
//! One line per entry, its checksum first: `1c291ca3 rat T 1795175348000 1795175363000 M refused`. It is text so that an
//! operator can read it, and consists of lines so that damage ends at the next one: whatever happened to a file, all intact
//! lines are read. A journal grows at its end, and may end anywhere if its writer dies; a snapshot is written as a whole, and
//! its last line holds the number of entries.
//!
//! Letters: T observed state, A answer, P running process; in an archive R run, O outage, S step, C counts.

mod reading;

pub use reading::{Reader, Reading, read};

use super::entry::{Entry, Note};
use super::outage::{Cause, Outage};
use super::scale::Scale;
use super::state::State;
use crate::config::is_id;
use core::fmt::Write as _;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// The beginning of each file: its kind, followed by the version of the format.
const HEAD: &str = "allclear-record";
const VERSION: u32 = 1;

/// Returns the first line of a file.
pub fn head() -> String {
    sealed(&format!("{HEAD} {VERSION}"))
}

/// Returns the last line of a snapshot with this number of entries.
pub fn end(entries: usize) -> String {
    sealed(&format!("end {entries}"))
}

/// Returns the line of an entry.
pub fn line(entry: &Entry) -> String {
    let mut text = format!("{} ", entry.system);
    // Writing into a string cannot fail.
    let _ = match &entry.note {
        Note::Observed { range, state, cause } => {
            let cause = cause.map_or("-", Cause::name);
            write!(text, "T {} {} {cause}", span(range), letter(*state))
        }
        Note::Answered { at, took } => write!(text, "A {} {}", at.0, took.0),
        Note::Running { since, at } => write!(text, "P {} {}", since.0, at.0),
        Note::Run { range, state } => write!(text, "R {} {}", span(range), letter(*state)),
        Note::Outage(Outage { since, until, worst, cause }) => {
            let until = until.map_or("-".to_owned(), |until| until.0.to_string());
            write!(text, "O {} {until} {} {}", since.0, letter(*worst), cause.name())
        }
        Note::Step { scale, index, value } => {
            write!(text, "S {} {index} {value}", scale_name(*scale))
        }
        Note::Counts { scale, index, counts } => {
            let _ = write!(text, "C {} {index}", scale_name(*scale));
            counts.iter().try_for_each(|(bucket, count)| write!(text, " {bucket}:{count}"))
        }
    };
    sealed(&text)
}

fn sealed(text: &str) -> String {
    format!("{:08x} {text}\n", crc32fast::hash(text.as_bytes()))
}

/// Returns the content of a line, if it is intact.
fn opened(line: &[u8]) -> Option<&str> {
    let line = core::str::from_utf8(line).ok()?;
    let (sum, text) = line.split_once(' ')?;
    let is_intact =
        sum.len() == 8 && u32::from_str_radix(sum, 16) == Ok(crc32fast::hash(text.as_bytes()));
    is_intact.then_some(text)
}

fn entry(text: &str) -> Option<Entry> {
    let mut words = text.split(' ');
    let system = words.next().filter(|id| is_id(id))?.to_owned();
    let kind = words.next()?;
    let rest: Vec<&str> = words.collect();
    let note = match (kind, rest.as_slice()) {
        ("T", [since, until, state, cause]) => Note::Observed {
            range: range(since, until)?,
            state: named(state)?,
            cause: if *cause == "-" { None } else { Some(Cause::named(cause)?) },
        },
        ("A", [at, took]) => {
            Note::Answered { at: instant(at)?, took: Duration(took.parse().ok()?) }
        }
        ("P", [since, at]) => Note::Running { since: instant(since)?, at: instant(at)? },
        ("R", [since, until, state]) => {
            Note::Run { range: range(since, until)?, state: named(state)? }
        }
        ("O", [since, until, worst, cause]) => Note::Outage(Outage {
            since: instant(since)?,
            until: if *until == "-" { None } else { Some(instant(until)?) },
            worst: named(worst)?,
            cause: Cause::named(cause)?,
        }),
        ("S", [scale, index, value]) => Note::Step {
            scale: scale_named(scale)?,
            index: index.parse().ok()?,
            value: value.parse().ok()?,
        },
        ("C", [scale, index, counts @ ..]) => Note::Counts {
            scale: scale_named(scale)?,
            index: index.parse().ok()?,
            counts: counts.iter().map(|count| pair(count)).collect::<Option<_>>()?,
        },
        _ => return None,
    };
    Some(Entry { system, note })
}

/// Letters of states, in the order of [`State::ALL`]; `history.json` uses the same.
const LETTERS: [&str; 6] = ["O", "D", "P", "M", "W", "U"];

fn letter(state: State) -> &'static str {
    LETTERS.get(state as usize).copied().unwrap_or("U")
}

fn named(letter: &str) -> Option<State> {
    let place = LETTERS.iter().position(|known| *known == letter)?;
    State::ALL.get(place).copied()
}

fn scale_name(scale: Scale) -> &'static str {
    match scale {
        Scale::Fine => "fine",
        Scale::Daily => "daily",
    }
}

fn scale_named(name: &str) -> Option<Scale> {
    [Scale::Fine, Scale::Daily].into_iter().find(|scale| scale_name(*scale) == name)
}

fn span(range: &Range<Timestamp>) -> String {
    format!("{} {}", range.start.0, range.end.0)
}

fn range(since: &str, until: &str) -> Option<Range<Timestamp>> {
    Some(instant(since)?..instant(until)?)
}

/// Parses an instant within ten thousand years of 1970, so that sums of instants do not overflow.
fn instant(text: &str) -> Option<Timestamp> {
    let millis: i64 = text.parse().ok()?;
    (millis.unsigned_abs() < 400_000_000_000_000).then_some(Timestamp(millis))
}

fn pair(text: &str) -> Option<(u16, u32)> {
    let (bucket, count) = text.split_once(':')?;
    Some((bucket.parse().ok()?, count.parse().ok()?))
}

#[cfg(test)]
mod tests;
