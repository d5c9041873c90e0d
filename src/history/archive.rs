//! Everything that a recorder knows of the past: the sum of its entries.
//!
//! Entries may come twice, late, or with instants of a clock that was wrong. One rule makes this harmless: an observed state is
//! never overwritten, an unobserved stretch may be filled later. So a clock that goes back rewrites nothing, and one that was
//! ahead and was corrected leaves no hole.

mod fill;
mod record;

pub use record::{Record, Stretch};

use super::document::{Grid, History, Past, Times};
use super::entry::{Entry, Note};
use super::timeline::Timeline;
use metrics_engine::time::{Duration, Timestamp};

/// The past of all systems that were ever recorded, in order of first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    systems: Vec<Record>,
}

impl Archive {
    /// The amount of observed time that is kept.
    pub const RETENTION: Duration = record::RETENTION;

    /// The amount of time that is published.
    pub const PUBLISHED: Duration = Duration::from_secs(90 * 86_400);

    /// Maximum number of systems. A document holds fewer.
    const MAX_SYSTEMS: usize = 1000;

    /// Returns the past of all systems.
    pub fn systems(&self) -> &[Record] {
        &self.systems
    }

    /// Returns the past of a system.
    pub fn of(&self, id: &str) -> Option<&Record> {
        self.systems.iter().find(|record| record.id == id)
    }

    /// Adds an entry.
    pub fn apply(&mut self, entry: &Entry) {
        let found = self.systems.iter().position(|record| record.id == entry.system);
        let place = match found {
            Some(place) => place,
            None if self.systems.len() >= Self::MAX_SYSTEMS => return,
            None => {
                let begin = match &entry.note {
                    Note::Observed { range, .. } | Note::Run { range, .. } => range.start,
                    Note::Outage(outage) => outage.since,
                    Note::Answered { at, .. } | Note::Running { at, .. } => *at,
                    Note::Step { .. } | Note::Counts { .. } => Timestamp(0),
                };
                self.systems.push(Record::new(entry.system.clone(), begin));
                self.systems.len() - 1
            }
        };
        if let Some(record) = self.systems.get_mut(place) {
            record.apply(&entry.note);
        }
    }

    /// Drops what is older than [`Archive::RETENTION`].
    pub fn forget(&mut self) {
        self.systems.iter_mut().for_each(Record::forget);
    }

    /// Returns everything as entries. Applied in this order to an empty archive, they make an equal one.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        self.systems.iter().flat_map(|record| {
            let runs = record.timeline.runs();
            let runs = runs.map(|run| Note::Run { range: run.since..run.until, state: run.state });
            let outages = record.outages.iter().copied().map(Note::Outage);
            let notes = runs.chain(outages).chain(record.latency.notes());
            notes.map(|note| Entry { system: record.id.clone(), note })
        })
    }

    /// Returns what is published of these systems at `now`, in their order. A system that was never recorded has an empty
    /// timeline.
    pub fn history(&self, ids: &[&str], now: Timestamp) -> History {
        let from = Timestamp(now.0 - Self::PUBLISHED.0);
        let systems: Vec<Past> = ids
            .iter()
            .map(|id| match self.of(id) {
                Some(record) => record.past(from..now),
                None => {
                    Past { id: (*id).to_owned(), timeline: Timeline::new(now), outages: Vec::new() }
                }
            })
            .collect();
        let from = systems.iter().map(|past| past.timeline.from()).min().unwrap_or(now);
        let until = systems.iter().map(|past| past.timeline.until()).max().unwrap_or(now);
        History { from, until, systems, ..History::default() }
    }

    /// Returns the response times of a system over the last hour; `None` before any were recorded.
    pub fn last_hour(&self, id: &str, now: Timestamp) -> Option<Grid> {
        let grid = self.of(id)?.latency.last_hour(now);
        grid.values.iter().any(Option::is_some).then_some(grid)
    }

    /// Returns what is published of the response times of a system.
    pub fn times(&self, id: &str, now: Timestamp) -> Times {
        self.of(id).map(|record| record.latency.times(now)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
