//! How far one check is decided: its confirmed states, until they are written.

use crate::history::entry::Note;
use crate::history::outage::Cause;
use crate::history::state::State;
use crate::monitor::Watch;
use crate::status::Status;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::VecDeque;

/// The decided and still unwritten results of a check.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// Each stretch and its end, oldest first. The first begins where the system's entries end.
    pub(super) stretches: VecDeque<(Stretch, Timestamp)>,
    /// How far it is decided.
    pub(super) until: Timestamp,
    /// When the newest result was measured, or watching began.
    measured: Timestamp,
    /// Whether there was a result since.
    was_seen: bool,
    /// The confirmed state.
    believed: Stretch,
}

/// The state of a check for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) status: Status,
    cause: Option<Cause>,
}

const UNSEEN: Stretch = Stretch { status: Status::Unknown, cause: None };

impl Course {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            stretches: VecDeque::new(),
            until: now,
            measured: now,
            was_seen: false,
            believed: UNSEEN,
        }
    }

    /// Takes the results of a check. Returns how long the newest answer took, if it was not seen before.
    pub(super) fn take(&mut self, watch: &Watch, now: Timestamp) -> Option<Duration> {
        let stale_after = watch.stale_after();
        let result = watch.last.as_ref();
        let result = result.filter(|result| result.measured > self.measured || !self.was_seen);
        // A result from before the recording is no news.
        let Some(result) = result.filter(|result| result.measured >= self.until.min(self.measured))
        else {
            if now.since(self.measured) > stale_after {
                self.extend(UNSEEN, now);
                self.believed = UNSEEN;
            }
            return None;
        };
        if !self.was_seen || result.measured.since(self.measured) > stale_after {
            self.extend(UNSEEN, result.measured);
            self.believed = UNSEEN;
        }
        self.was_seen = true;
        self.measured = result.measured;
        match (watch.confirmation.streak, watch.confirmation.confirmed) {
            (Some(streak), _) => self.extend(self.believed, streak.first),
            (None, Some(confirmed)) => {
                let status = Status::from(confirmed.condition);
                let finding = watch.believed.as_ref().map(|result| &result.finding);
                let cause = finding.filter(|_| status.is_problem()).map(Cause::from);
                self.extend(self.believed, confirmed.since.min(result.measured));
                self.believed = Stretch { status, cause };
                self.extend(self.believed, result.measured);
            }
            (None, None) => {}
        }
        // The time until a connection failed is not a response time of the service.
        result.finding.is_answer().then_some(result.took)
    }

    fn extend(&mut self, stretch: Stretch, until: Timestamp) {
        if until <= self.until {
            return;
        }
        self.until = until;
        match self.stretches.back_mut() {
            Some((last, end)) if *last == stretch => *end = until,
            _ => self.stretches.push_back((stretch, until)),
        }
    }

    pub(super) fn first(&self) -> Stretch {
        self.stretches.front().map_or(UNSEEN, |(stretch, _)| *stretch)
    }

    pub(super) fn drop_until(&mut self, until: Timestamp) {
        while self.stretches.front().is_some_and(|(_, end)| *end <= until) {
            self.stretches.pop_front();
        }
    }
}

impl Stretch {
    pub(super) fn note(self, since: Timestamp, until: Timestamp) -> Note {
        Note::Observed { range: since..until, state: State::from(self.status), cause: self.cause }
    }
}

/// Returns the stretch over those of several checks, with the cause of the worst.
pub(super) fn over(all: &[Stretch]) -> Stretch {
    let statuses: Vec<Status> = all.iter().map(|stretch| stretch.status).collect();
    let status = Status::over(&statuses);
    let worst = |status| all.iter().find(move |stretch| stretch.status == status);
    let cause = worst(Status::MajorOutage).or_else(|| worst(Status::Degraded));
    Stretch { status, cause: cause.filter(|_| status.is_problem()).and_then(|worst| worst.cause) }
}
