//! States from when to when, without gaps or overlaps.

use super::state::State;
use super::uptime::Tally;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// A stretch of time in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The state.
    pub state: State,
    /// When it began.
    pub since: Timestamp,
    /// When it ended: the first instant that is not in it.
    pub until: Timestamp,
}

/// States over a time. Neighbouring runs differ in state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    from: Timestamp,
    /// The state and the end of each run.
    runs: Vec<(State, Timestamp)>,
}

impl Timeline {
    /// Creates a timeline that begins, and for the time being ends, at `from`.
    pub fn new(from: Timestamp) -> Self {
        Self { from, runs: Vec::new() }
    }

    /// Returns where it begins.
    pub fn from(&self) -> Timestamp {
        self.from
    }

    /// Returns where it ends.
    pub fn until(&self) -> Timestamp {
        self.runs.last().map_or(self.from, |(_, until)| *until)
    }

    /// Continues in `state` until `until`. An instant that is not after the end changes nothing: a clock that jumps back does
    /// not undo the past.
    pub fn extend(&mut self, state: State, until: Timestamp) {
        if until <= self.until() {
            return;
        }
        match self.runs.last_mut() {
            Some((last, end)) if *last == state => *end = until,
            _ => self.runs.push((state, until)),
        }
    }

    /// Returns the runs, oldest first.
    pub fn runs(&self) -> impl Iterator<Item = Run> {
        let begins = core::iter::once(self.from).chain(self.runs.iter().map(|(_, until)| *until));
        begins.zip(&self.runs).map(|(since, (state, until))| Run {
            state: *state,
            since,
            until: *until,
        })
    }

    /// Returns the runs within `range`, cut at its ends.
    pub fn within(&self, range: Range<Timestamp>) -> impl Iterator<Item = Run> {
        // A year of a flapping system has many runs, and a page reads ninety days one by one.
        let first = self.runs.partition_point(|(_, until)| *until <= range.start);
        let since = match first.checked_sub(1) {
            Some(before) => self.runs.get(before).map_or(self.from, |(_, until)| *until),
            None => self.from,
        };
        let rest = self.runs.get(first..).unwrap_or_default();
        let begins = core::iter::once(since).chain(rest.iter().map(|(_, until)| *until));
        let runs = begins.zip(rest).map(move |(since, (state, until))| Run {
            state: *state,
            since: since.max(range.start),
            until: (*until).min(range.end),
        });
        runs.take_while(move |run| run.since < range.end)
    }

    /// Returns the newest run that began before `now`. A clock that was ahead for a while leaves runs that began after it, and
    /// before them an unobserved stretch up to the present, which is not the present state.
    pub fn last_before(&self, now: Timestamp) -> Option<Run> {
        let is_ahead = |run: &Run| run.state == State::Unobserved && run.until > now;
        self.runs().take_while(|run| run.since < now).filter(|run| !is_ahead(run)).last()
    }

    /// Returns the state at an instant.
    pub fn at(&self, at: Timestamp) -> State {
        let range = at..at + Duration(1);
        self.within(range).next().map_or(State::Unobserved, |run| run.state)
    }

    /// Changes the states of a stretch of the past: a confirmed outage is dated back to its first failure, and a maintenance
    /// window replaces what was measured in it. Whatever lies outside of the timeline is ignored.
    pub fn replace(&mut self, range: Range<Timestamp>, state: impl Fn(State) -> State) {
        let mut changed = Self::new(self.from);
        for run in self.runs() {
            let (since, until) = (run.since.max(range.start), run.until.min(range.end));
            if since < until {
                changed.extend(run.state, since);
                changed.extend(state(run.state), until);
            }
            changed.extend(run.state, run.until);
        }
        *self = changed;
    }

    /// Drops what was before `from`.
    pub fn forget_before(&mut self, from: Timestamp) {
        if from > self.from {
            self.runs.retain(|(_, until)| *until > from);
            self.from = from;
        }
    }

    /// Returns how long each state lasted within `range`. What lies outside of the timeline is unobserved.
    pub fn tally(&self, range: Range<Timestamp>) -> Tally {
        let mut tally = Tally::default();
        let mut rest = range.end.since(range.start).0.max(0);
        for run in self.within(range) {
            let span = run.until.since(run.since);
            rest -= span.0;
            tally.add(run.state, span);
        }
        tally.add(State::Unobserved, Duration(rest));
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::State::{MajorOutage as Down, Operational as Up, Unobserved as Unseen};
    use super::*;

    fn timeline(runs: &[(State, i64)]) -> Timeline {
        let mut timeline = Timeline::new(Timestamp(100));
        for (state, until) in runs {
            timeline.extend(*state, Timestamp(*until));
        }
        timeline
    }

    fn range(from: i64, until: i64) -> Range<Timestamp> {
        Timestamp(from)..Timestamp(until)
    }

    fn shown(runs: impl Iterator<Item = Run>) -> Vec<(State, i64, i64)> {
        runs.map(|run| (run.state, run.since.0, run.until.0)).collect()
    }

    #[test]
    fn goes_on_without_gaps_and_never_back() {
        let all = timeline(&[(Up, 200), (Up, 300), (Down, 250), (Down, 400), (Up, 500)]);
        assert_eq!(shown(all.runs()), [(Up, 100, 300), (Down, 300, 400), (Up, 400, 500)]);
        assert_eq!(all.at(Timestamp(299)), Up);
        assert_eq!(all.at(Timestamp(300)), Down);
        assert_eq!(all.at(Timestamp(500)), Unseen);
        assert_eq!(all.at(Timestamp(99)), Unseen);
    }

    #[test]
    fn is_cut_to_the_range() {
        let all = timeline(&[(Up, 300), (Down, 400), (Up, 500)]);
        assert_eq!(shown(all.within(range(350, 450))), [(Down, 350, 400), (Up, 400, 450)]);
        assert_eq!(shown(all.within(range(0, 150))), [(Up, 100, 150)]);
        assert_eq!(shown(all.within(range(500, 600))), []);
        assert_eq!(shown(all.within(range(300, 300))), []);
        let tally = all.tally(range(0, 600));
        assert_eq!([Up, Down, Unseen].map(|state| tally.of(state).0), [300, 100, 200]);
        assert_eq!(tally.total().0, 600);
    }

    #[test]
    fn what_a_clock_that_was_ahead_left_behind_is_not_the_present() {
        let all = timeline(&[(Down, 200), (Up, 300), (Unseen, 9000), (Down, 9100)]);
        let last = |now| all.last_before(Timestamp(now)).map(|run| (run.state, run.since.0));
        assert_eq!(last(100), None);
        assert_eq!(last(150), Some((Down, 100)));
        assert_eq!(last(310), Some((Up, 200)));
        assert_eq!(last(9050), Some((Down, 9000)));
        let all = timeline(&[(Up, 300), (Unseen, 400)]);
        assert_eq!(all.last_before(Timestamp(500)).map(|run| run.state), Some(Unseen));
    }

    #[test]
    fn is_announced_differently_afterwards() {
        let mut all = timeline(&[(Up, 300), (Unseen, 400), (Up, 500)]);
        all.replace(range(250, 450), |state| if state == Up { Down } else { state });
        assert_eq!(
            shown(all.runs()),
            [
                (Up, 100, 250),
                (Down, 250, 300),
                (Unseen, 300, 400),
                (Down, 400, 450),
                (Up, 450, 500)
            ]
        );
        all.forget_before(Timestamp(320));
        assert_eq!(shown(all.runs()), [(Unseen, 320, 400), (Down, 400, 450), (Up, 450, 500)]);
        assert_eq!(all.from(), Timestamp(320));
    }
}
