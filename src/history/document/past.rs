//! `history.json`: the states and outages of all public systems.
//!
//! A timeline is printed as one letter per run with its length in seconds, in base 36: `O1c4M5` was operational for 1,732 seconds
//! and down for 5. Runs that are shorter than a second after rounding are left out of the letters; an outage never is.

use super::{MAX_SECONDS, MAX_SYSTEMS, Unreadable, quoted, root, second, seconds};
use crate::config::is_id;
use crate::decode::json::Json;
use crate::history::{Cause, Outage, State, Timeline};
use crate::time::Timestamp;
use core::fmt::Write as _;

/// What was, of all public systems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Where it begins: no system's timeline begins earlier.
    pub from: Timestamp,
    /// How far it goes: when it was written, on the recorder's clock.
    pub until: Timestamp,
    /// The systems, in the order of the configuration.
    pub systems: Vec<Past>,
}

/// What was, of one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The system.
    pub id: String,
    /// Its states.
    pub timeline: Timeline,
    /// Its outages, oldest first.
    pub outages: Vec<Outage>,
}

/// Letters of states, in the order of [`State::ALL`].
const LETTERS: [u8; 6] = *b"ODPMWU";

/// The most runs of one system: a change in every minute of a quarter.
const MAX_RUNS: usize = 131_072;

/// The most outages of one system.
const MAX_OUTAGES: usize = 65_536;

impl History {
    /// The history of a system.
    pub fn of(&self, id: &str) -> Option<&Past> {
        self.systems.iter().find(|past| past.id == id)
    }

    /// The document.
    pub fn print(&self) -> String {
        let (from, until) = (seconds(self.from), seconds(self.until));
        let mut out = format!(r#"{{"v":1,"from":{from},"until":{until},"systems":["#);
        for (index, past) in self.systems.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            let from = seconds(past.timeline.from());
            let _ = write!(out, r#"{comma}{{"id":{},"from":{from},"runs":""#, quoted(&past.id));
            print_runs(&past.timeline, &mut out);
            out.push_str(r#"","outages":["#);
            for (index, outage) in past.outages.iter().enumerate() {
                let comma = if index > 0 { "," } else { "" };
                let _ = write!(out, "{comma}[{},", seconds(outage.since));
                match outage.until {
                    Some(until) => drop(write!(out, "{}", seconds(until))),
                    None => out.push_str("null"),
                }
                let _ = write!(out, r#","{}","{}"]"#, outage.worst.name(), outage.cause.name());
            }
            out.push_str("]}");
        }
        out.push_str("]}");
        out
    }

    /// Reads the document.
    ///
    /// # Errors
    ///
    /// Where it is not what [`History::print`] writes.
    #[inline(never)]
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let root = root(bytes)?;
        let from = second(root.get("from")).ok_or(Unreadable::Due("from: an instant"))?;
        let until = second(root.get("until")).ok_or(Unreadable::Due("until: an instant"))?;
        let systems = root.get("systems").and_then(Json::as_array);
        let systems = systems.filter(|systems| systems.len() <= MAX_SYSTEMS);
        let systems = systems.ok_or(Unreadable::Due("systems: a list"))?;
        let systems = systems.iter().map(past).collect::<Result<_, _>>()?;
        Ok(Self { from, until, systems })
    }
}

/// The runs of a timeline, in whole seconds.
fn print_runs(timeline: &Timeline, out: &mut String) {
    let mut whole = Timeline::new(Timestamp(seconds(timeline.from()) * 1000));
    for run in timeline.runs() {
        whole.extend(run.state, Timestamp(seconds(run.until) * 1000));
    }
    for run in whole.runs() {
        out.push(char::from(LETTERS.get(run.state as usize).copied().unwrap_or(b'U')));
        print_base36((run.until.since(run.since).0 / 1000).unsigned_abs(), out);
    }
}

fn print_base36(number: u64, out: &mut String) {
    if number >= 36 {
        print_base36(number / 36, out);
    }
    let digit = u32::try_from(number % 36).ok().and_then(|digit| char::from_digit(digit, 36));
    out.extend(digit);
}

fn past(system: &Json) -> Result<Past, Unreadable> {
    let due = Unreadable::Due;
    let id = system.get("id").and_then(Json::as_str).filter(|id| is_id(id));
    let id = id.ok_or(due("systems: an id"))?.to_owned();
    let from = second(system.get("from")).ok_or(due("systems: from: an instant"))?;
    let runs = system.get("runs").and_then(Json::as_str);
    let timeline = runs.and_then(|runs| read_runs(from, runs)).ok_or(due("systems: runs"))?;
    let outages = system.get("outages").and_then(Json::as_array);
    let outages = outages.filter(|outages| outages.len() <= MAX_OUTAGES);
    let outages = outages.and_then(|outages| outages.iter().map(outage).collect());
    Ok(Past { id, timeline, outages: outages.ok_or(due("systems: outages"))? })
}

/// The timeline that begins at `from` and goes on with these runs.
fn read_runs(from: Timestamp, text: &str) -> Option<Timeline> {
    let mut timeline = Timeline::new(from);
    let mut rest = text.as_bytes();
    let mut runs = 0;
    while let Some((letter, after)) = rest.split_first() {
        let place = LETTERS.iter().position(|known| known == letter)?;
        let digits =
            after.iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'z')).count();
        let (length, after) = after.split_at_checked(digits)?;
        let length = i64::from_str_radix(core::str::from_utf8(length).ok()?, 36).ok()?;
        let until = (timeline.until().0 / 1000).checked_add(length)?;
        runs += 1;
        if until > MAX_SECONDS || runs > MAX_RUNS {
            return None;
        }
        timeline.extend(*State::ALL.get(place)?, Timestamp(until * 1000));
        rest = after;
    }
    Some(timeline)
}

fn outage(value: &Json) -> Option<Outage> {
    let [since, until, worst, cause] = value.as_array()? else { return None };
    let since = second(Some(since))?;
    let until = if *until == Json::Null { None } else { Some(second(Some(until))?) };
    let worst = worst.as_str()?;
    Some(Outage {
        since,
        until: until.map(|until| until.max(since)),
        worst: State::ALL.into_iter().find(|state| state.is_problem() && state.name() == worst)?,
        cause: Cause::named(cause.as_str()?)?,
    })
}
