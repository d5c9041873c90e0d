//! `history.json`: the states and outages of all public systems.
//!
//! A timeline is printed as one letter per run with its length in seconds, in base 36: `O1c4M5` was operational for 1,732 seconds
//! and down for 5. Whole seconds are precise enough for readers, and a quarter without a failure is one run of nine letters. Runs
//! that are shorter than a second after rounding are left out of the letters; an outage never is.

use super::MAX_SYSTEMS;
use super::fields::{MAX_SECONDS, at_most, id, optional_seconds, seconds, whole_seconds};
use super::times::Grid;
use crate::history::{Cause, Outage, State, Timeline};
use metrics_engine::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The history of all public systems.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Its start: no system's timeline begins earlier.
    #[serde(with = "seconds")]
    pub from: Timestamp,
    /// Its end: when it was written, on the recorder's clock.
    #[serde(with = "seconds")]
    pub until: Timestamp,
    /// The systems, in the order of the configuration.
    #[serde(deserialize_with = "at_most::<MAX_SYSTEMS, _, _>")]
    pub systems: Vec<Past>,
    /// The response times of the last hour, by the id of the system, where they are public.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub responses: BTreeMap<String, Grid>,
}

/// The history of one system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "PastFields", try_from = "PastFields")]
pub struct Past {
    /// The system's id.
    pub id: String,
    /// Its states.
    pub timeline: Timeline,
    /// Its outages, oldest first.
    pub outages: Vec<Outage>,
}

impl History {
    /// Returns the history of a system.
    pub fn of(&self, id: &str) -> Option<&Past> {
        self.systems.iter().find(|past| past.id == id)
    }

    /// Returns the document.
    pub fn print(&self) -> String {
        super::print(self)
    }

    /// Reads the document.
    ///
    /// # Errors
    ///
    /// If it is not what [`History::print`] writes.
    pub fn read(bytes: &[u8]) -> serde_json::Result<Self> {
        super::read(bytes)
    }
}

/// [`Past`] as it stands in the document.
#[derive(Serialize, Deserialize)]
struct PastFields {
    #[serde(deserialize_with = "id")]
    id: String,
    #[serde(with = "seconds")]
    from: Timestamp,
    runs: String,
    #[serde(deserialize_with = "at_most::<MAX_OUTAGES, _, _>")]
    outages: Vec<OutageFields>,
}

/// [`Outage`] as it stands in the document: `[1795001732,null,"major","timeout"]`.
#[derive(Serialize, Deserialize)]
struct OutageFields(
    #[serde(with = "seconds")] Timestamp,
    #[serde(with = "optional_seconds")] Option<Timestamp>,
    State,
    Cause,
);

/// Letters of states, in the order of [`State::ALL`].
const LETTERS: [u8; 6] = *b"ODPMWU";

/// Maximum number of runs of one system: a change in every minute of a quarter.
const MAX_RUNS: usize = 131_072;

/// Maximum number of outages of one system.
const MAX_OUTAGES: usize = 65_536;

impl From<Past> for PastFields {
    fn from(past: Past) -> Self {
        let runs = print_runs(&past.timeline);
        let outages = past.outages.iter().map(|outage| {
            let Outage { since, until, worst, cause } = *outage;
            OutageFields(since, until, worst, cause)
        });
        Self { id: past.id, from: past.timeline.from(), runs, outages: outages.collect() }
    }
}

impl TryFrom<PastFields> for Past {
    type Error = &'static str;

    fn try_from(fields: PastFields) -> Result<Self, Self::Error> {
        let timeline = read_runs(fields.from, &fields.runs).ok_or("expected runs of states")?;
        let outages = fields.outages.into_iter().map(|OutageFields(since, until, worst, cause)| {
            let until = until.map(|until| until.max(since));
            worst.is_problem().then_some(Outage { since, until, worst, cause })
        });
        let outages: Option<Vec<Outage>> = outages.collect();
        Ok(Self { id: fields.id, timeline, outages: outages.ok_or("expected outages")? })
    }
}

/// Returns the runs of a timeline, in whole seconds.
fn print_runs(timeline: &Timeline) -> String {
    let whole = |at| Timestamp(whole_seconds(at) * 1000);
    let mut rounded = Timeline::new(whole(timeline.from()));
    for run in timeline.runs() {
        rounded.extend(run.state, whole(run.until));
    }
    let mut out = String::new();
    for run in rounded.runs() {
        out.push(char::from(LETTERS.get(run.state as usize).copied().unwrap_or(b'U')));
        print_base36((run.until.since(run.since).0 / 1000).unsigned_abs(), &mut out);
    }
    out
}

fn print_base36(number: u64, out: &mut String) {
    if number >= 36 {
        print_base36(number / 36, out);
    }
    let digit = u32::try_from(number % 36).ok().and_then(|digit| char::from_digit(digit, 36));
    out.extend(digit);
}

/// Returns the timeline that begins at `from` and has these runs; `None` if they are malformed, too many or too long.
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
