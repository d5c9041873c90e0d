//! Fills stretches that the recorder did not observe with what another program observed.
//!
//! The recorder's own observations are never overwritten. Together, the past is reapplied from its beginning, in the order
//! of time and by the recorder's own rule: an outage that one of them saw begin and the other saw end is one outage. Filling in
//! the same data twice changes nothing.

use super::Archive;
use super::record::{Record, Stretch};
use crate::history::entry::Note;
use crate::history::latency::Latency;
use crate::history::outage::Cause;
use crate::history::state::State;
use crate::history::timeline::Run;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

impl Archive {
    /// Adds what another program observed of a system: stretches that do not overlap, and response times. Returns how much of
    /// it was unknown here.
    pub fn fill(&mut self, system: &str, stretches: &[Stretch], latency: &Latency) -> Duration {
        let Some(first) = stretches.iter().find(|stretch| stretch.state != State::Unobserved)
        else {
            return Duration::ZERO;
        };
        let found = self.systems.iter().position(|record| record.id == system);
        let place = match found {
            Some(place) => place,
            None if self.systems.len() >= Self::MAX_SYSTEMS => return Duration::ZERO,
            None => {
                self.systems.push(Record::new(system.to_owned(), first.range.start));
                self.systems.len() - 1
            }
        };
        let record = self.systems.get_mut(place);
        record.map_or(Duration::ZERO, |record| record.fill(stretches, latency))
    }
}

impl Record {
    fn fill(&mut self, stretches: &[Stretch], latency: &Latency) -> Duration {
        self.latency.fill(latency);
        let observed = stretches.iter().filter(|stretch| stretch.state != State::Unobserved);
        let new: Vec<Stretch> = observed.flat_map(|stretch| self.unknown_of(stretch)).collect();
        if new.is_empty() {
            return Duration::ZERO;
        }
        let span = new.iter().map(|stretch| stretch.range.end.since(stretch.range.start).0).sum();
        let own = self.timeline.runs().filter(|run| run.state != State::Unobserved);
        let own = own.map(|run| Stretch {
            range: run.since..run.until,
            state: run.state,
            cause: self.cause_of(&run),
        });
        let mut all: Vec<Stretch> = own.chain(new).collect();
        all.sort_by_key(|stretch| stretch.range.start);
        let begin = all.first().map_or(self.timeline.from(), |stretch| stretch.range.start);
        let begin = begin.min(self.timeline.from());
        let mut record = Self::new(core::mem::take(&mut self.id), begin);
        for Stretch { range, state, cause } in all {
            record.apply(&Note::Observed { range, state, cause });
        }
        record.timeline.extend(State::Unobserved, self.timeline.until());
        record.latency = core::mem::take(&mut self.latency);
        *self = record;
        Duration(span)
    }

    /// Returns the parts of a stretch that are unknown here.
    fn unknown_of(&self, stretch: &Stretch) -> Vec<Stretch> {
        let mut parts = Vec::new();
        let mut begin = stretch.range.start;
        let mut put = |range: Range<Timestamp>| {
            if range.start < range.end {
                parts.push(Stretch { range, ..stretch.clone() });
            }
        };
        for run in self.timeline.within(stretch.range.clone()) {
            if run.state != State::Unobserved {
                put(begin..run.since);
                begin = run.until;
            }
        }
        put(begin..stretch.range.end);
        parts
    }

    /// Returns the cause of the outage that the run is a part of.
    fn cause_of(&self, run: &Run) -> Option<Cause> {
        let after = self.outages.partition_point(|outage| outage.since <= run.since);
        let earlier = self.outages.get(..after).unwrap_or_default();
        let around = earlier.iter().rev().find(|it| it.until.is_none_or(|until| until > run.since));
        around.filter(|_| run.state.is_problem()).map(|outage| outage.cause)
    }
}

#[cfg(test)]
mod tests;
