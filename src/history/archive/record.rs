//! The past of one system, and how entries change it.

use crate::history::document::Past;
use crate::history::entry::Note;
use crate::history::latency::Latency;
use crate::history::outage::{Cause, Outage};
use crate::history::state::State;
use crate::history::timeline::Timeline;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// The past of one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The system's id.
    pub id: String,
    /// Its states.
    pub timeline: Timeline,
    /// Its outages, in the order of their beginnings.
    pub outages: Vec<Outage>,
    /// Its response times.
    pub latency: Latency,
}

/// A stretch of time in one state, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its start and end.
    pub range: Range<Timestamp>,
    /// The state.
    pub state: State,
    /// The cause of a problem.
    pub cause: Option<Cause>,
}

/// The amount of observed time that is kept. Only observed time counts, so that a clock that is years ahead, or a recorder that
/// paused for a year, costs no history.
pub(super) const RETENTION: Duration = Duration::from_secs(400 * 86_400);

/// Maximum number of runs, and of outages, of one system: a change every nine minutes for 400 days.
pub(super) const MAX_RUNS: usize = 65_536;

/// Longest gap that a process running without a break vouches for.
const VOUCHED: Duration = Duration::from_secs(3600);

impl Record {
    pub(super) fn new(id: String, begin: Timestamp) -> Self {
        Self {
            id,
            timeline: Timeline::new(begin),
            outages: Vec::new(),
            latency: Latency::default(),
        }
    }

    pub(super) fn apply(&mut self, note: &Note) {
        match note {
            Note::Observed { range, state, cause } if range.start < range.end => {
                self.fill_unobserved(range, *state);
                self.note_outage(range, *state, *cause);
            }
            Note::Run { range, state } if range.start < range.end => {
                self.fill_unobserved(range, *state);
            }
            Note::Outage(outage) => {
                let place = self.outages.partition_point(|other| other.since < outage.since);
                if self.outages.get(place).is_none_or(|other| other.since != outage.since) {
                    self.outages.insert(place, *outage);
                }
            }
            Note::Answered { at, took } => self.latency.add(*at, *took),
            Note::Running { since, at } => self.fill_while_running(*since, *at),
            Note::Step { .. } | Note::Counts { .. } => self.latency.restore(note),
            Note::Observed { .. } | Note::Run { .. } => {}
        }
    }

    /// Sets the state of a stretch wherever nothing was observed.
    fn fill_unobserved(&mut self, range: &Range<Timestamp>, state: State) {
        if range.start < self.timeline.from() {
            // Older than anything known: an import, or the first entries came from a clock that was ahead.
            let mut older = Timeline::new(range.start);
            older.extend(state, range.end.min(self.timeline.from()));
            older.extend(State::Unobserved, self.timeline.from());
            for run in self.timeline.runs() {
                older.extend(run.state, run.until);
            }
            self.timeline = older;
        }
        self.timeline.extend(State::Unobserved, range.start);
        if range.start < self.timeline.until() && state != State::Unobserved {
            self.timeline.replace(range.clone(), |known| {
                if known == State::Unobserved { state } else { known }
            });
        }
        self.timeline.extend(state, range.end);
    }

    /// Applies a stretch to the outages: it begins one, makes one worse, ends one, or changes nothing.
    fn note_outage(&mut self, range: &Range<Timestamp>, state: State, cause: Option<Cause>) {
        let place = self.outages.partition_point(|other| other.since <= range.start);
        let earlier = self.outages.get_mut(..place).unwrap_or_default();
        // Applied before: its end is known.
        let is_known =
            earlier.last().is_some_and(|last| last.until.is_some_and(|until| until > range.start));
        // Only a clock that went back leaves more than the last outage open.
        let open = earlier.iter_mut().rev().take(8).find(|outage| outage.until.is_none());
        match (open, state) {
            // Not observed: an outage may last or may be over.
            (_, State::Unobserved) => {}
            (Some(open), state) if state.is_problem() => {
                if state > open.worst {
                    open.worst = state;
                    open.cause = cause.unwrap_or(open.cause);
                }
            }
            (Some(open), _) => open.until = Some(range.start),
            (None, state) if state.is_problem() && !is_known => {
                let cause = cause.unwrap_or(Cause::Unhealthy);
                let begun = Outage { since: range.start, until: None, worst: state, cause };
                self.outages.insert(place, begun);
            }
            (None, _) => {}
        }
    }

    /// Fills a gap during which a process is known to have run, if the system was operational before and after.
    ///
    /// That the process ran does not prove that it answered. It is taken for operational if the recorder saw it so on both
    /// sides, for at most an hour: longer than a machine takes to restart, too short to hide an outage that people would
    /// remember.
    fn fill_while_running(&mut self, since: Timestamp, at: Timestamp) {
        let runs: Vec<_> = self.timeline.runs().collect();
        let after = runs.iter().rposition(|run| run.since < at && at <= run.until);
        let Some([before, gap, after]) =
            after.and_then(|after| runs.get(after.checked_sub(2)?..=after))
        else {
            return;
        };
        let was_fine = [before, after].iter().all(|run| run.state == State::Operational);
        let is_short = gap.until.since(gap.since) <= VOUCHED;
        if gap.state == State::Unobserved && is_short && since <= gap.since && was_fine {
            self.timeline.replace(gap.since..gap.until, |_| State::Operational);
        }
    }

    /// Returns what is published of it: the runs and outages of this range, none of them in the future.
    pub(super) fn past(&self, range: Range<Timestamp>) -> Past {
        let from = range.start.max(self.timeline.from()).min(range.end);
        let mut timeline = Timeline::new(from);
        for run in self.timeline.within(from..range.end) {
            timeline.extend(run.state, run.until);
        }
        let outages = self.outages.iter().filter(|outage| {
            outage.since < range.end && outage.until.is_none_or(|until| until > from)
        });
        // An end in the future is from before a clock was set back.
        let outages = outages.map(|outage| Outage {
            until: outage.until.map(|until| until.min(range.end)),
            ..*outage
        });
        Past { id: self.id.clone(), timeline, outages: outages.collect() }
    }

    pub(super) fn forget(&mut self) {
        let runs: Vec<_> = self.timeline.runs().collect();
        let mut kept = Duration::ZERO;
        let mut begin = self.timeline.from();
        for (count, run) in runs.iter().rev().enumerate() {
            let span = run.until.since(run.since);
            if run.state != State::Unobserved {
                kept = kept + span;
            }
            if kept >= RETENTION {
                begin = run.since + Duration(kept.0 - RETENTION.0);
                break;
            }
            if count + 1 >= MAX_RUNS {
                begin = run.since;
                break;
            }
        }
        self.timeline.forget_before(begin);
        self.outages.retain(|outage| outage.until.is_none_or(|until| until > begin));
        let surplus = self.outages.len().saturating_sub(MAX_RUNS);
        self.outages.drain(..surplus);
    }
}
