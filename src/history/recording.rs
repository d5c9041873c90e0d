//! From what a monitor confirms to what is written down.
//!
//! A state lasts from one check to the next if they are no further apart than [`stale_after`](crate::schedule::stale_after);
//! what lies between checks that are further apart is unobserved. A doubt is held back until it is decided, and then written
//! from its first check on. So an entry is never revised, and an outage begins with its first failure.
//!
//! A system is written down as far as all of its checks are decided. The [`Archive`](super::Archive) sums the entries up.

use super::entry::{Entry, Note};
use super::outage::Cause;
use super::state::State;
use crate::config::Config;
use crate::labels::LabelSet;
use crate::monitor::{Monitor, Watch};
use crate::status::Status;
use crate::store::Keep;
use crate::time::{Duration, Timestamp};
use std::collections::VecDeque;

/// The state of a recorder between its entries.
#[derive(Clone, Debug)]
pub struct Recording {
    /// One for each watch of the monitor.
    checks: Vec<Course>,
    /// One for each system.
    systems: Vec<Progress>,
    /// The newest instant seen.
    now: Timestamp,
}

/// What is decided of a check and not yet written.
#[derive(Clone, Debug)]
struct Course {
    /// Each stretch and its end, oldest first. The first begins where the system's entries end.
    stretches: VecDeque<(Stretch, Timestamp)>,
    /// How far it is decided.
    until: Timestamp,
    /// When the newest result was measured, or watching began.
    measured: Timestamp,
    /// Whether there was a result since.
    was_seen: bool,
    /// The confirmed state.
    believed: Stretch,
}

/// The state of a check for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    status: Status,
    cause: Option<Cause>,
}

/// How far the entries of a system go.
#[derive(Clone, Copy, Debug)]
struct Progress {
    until: Timestamp,
    /// Latest possible start of its process, as other sources found out.
    ran: Option<Timestamp>,
    /// Whether the start of its process was written.
    vouched: bool,
}

const UNSEEN: Stretch = Stretch { status: Status::Unknown, cause: None };

impl Recording {
    /// A clock that goes back by less waits until it has caught up; one that goes back further begins anew.
    const SLACK: Duration = Duration::from_secs(60);

    /// Creates a recording of this configuration that begins at `now`.
    pub fn new(config: &Config, checks: usize, now: Timestamp) -> Self {
        Self::of(config.systems.len(), checks, now)
    }

    /// Creates a recording of this number of systems and checks.
    pub fn of(systems: usize, checks: usize, now: Timestamp) -> Self {
        Self {
            checks: vec![Course::new(now); checks],
            systems: vec![Progress { until: now, ran: None, vouched: false }; systems],
            now,
        }
    }

    /// Notes that the process behind this system has run since then at the latest. It is written once, when the system is
    /// operational, as what its health answers report is.
    pub fn ran(&mut self, config: &Config, system: &str, since: Timestamp) {
        let place = config.systems.iter().position(|other| other.id == system);
        if let Some(progress) = place.and_then(|place| self.systems.get_mut(place)) {
            progress.ran = progress.ran.max(Some(since));
        }
    }

    /// Observes the monitor after an event, and returns the new entries.
    pub fn observe<K: Keep>(&mut self, monitor: &Monitor<K>, now: Timestamp) -> Vec<Entry> {
        let ids: Vec<&str> =
            monitor.config().systems.iter().map(|system| system.id.as_str()).collect();
        self.observe_watches(monitor.watches(), &ids, now, |id| running_since(monitor, id))
    }

    /// Observes watches without a monitor, of the systems with these ids. `running` returns since when the process behind a
    /// system has run, if that is known.
    pub fn observe_watches(
        &mut self,
        watches: &[Watch],
        ids: &[&str],
        now: Timestamp,
        running: impl Fn(&str) -> Option<Timestamp>,
    ) -> Vec<Entry> {
        if now < self.now && self.now.since(now) > Self::SLACK {
            self.checks.fill(Course::new(now));
            for progress in &mut self.systems {
                progress.until = now;
            }
        } else if now <= self.now && self.now != now {
            return Vec::new();
        }
        self.now = now;
        let mut entries = Vec::new();
        for (course, watch) in self.checks.iter_mut().zip(watches) {
            if let (Some(took), Some(id)) = (course.take(watch, now), ids.get(watch.system)) {
                let note = Note::Answered { at: now, took };
                entries.push(Entry { system: (*id).to_owned(), note });
            }
        }
        for (index, id) in ids.iter().enumerate() {
            self.settle(index, id, watches, &running, &mut entries);
        }
        entries
    }

    /// Writes what is decided of all checks of a system.
    fn settle(
        &mut self,
        index: usize,
        id: &str,
        watches: &[Watch],
        running: impl Fn(&str) -> Option<Timestamp>,
        entries: &mut Vec<Entry>,
    ) {
        let Some(progress) = self.systems.get_mut(index) else { return };
        let of_system = self.checks.iter_mut().zip(watches).filter(|(_, at)| at.system == index);
        let mut checks: Vec<&mut Course> = of_system.map(|(course, _)| course).collect();
        let entry = |note| Entry { system: id.to_owned(), note };
        let mut open: Option<(Stretch, Timestamp)> = None;
        let Some(end) = checks.iter().map(|course| course.until).min() else { return };
        while progress.until < end {
            let now: Vec<Stretch> = checks.iter().map(|course| course.first()).collect();
            let until = checks.iter().filter_map(|course| course.stretches.front());
            let until = until.map(|(_, until)| *until).min().unwrap_or(end);
            let stretch = over(&now);
            // One entry for one state, however many checks changed under it.
            match open {
                Some((told, _)) if told == stretch => {}
                Some((told, since)) => {
                    entries.push(entry(told.note(since, progress.until)));
                    open = Some((stretch, progress.until));
                }
                None => open = Some((stretch, progress.until)),
            }
            progress.until = until;
            for course in &mut checks {
                course.drop_until(until);
            }
        }
        let Some((told, since)) = open else { return };
        entries.push(entry(told.note(since, progress.until)));
        if told.status == Status::Operational && !progress.vouched {
            // Of several processes, the youngest. If none is known yet, a page of metrics may still bring one.
            let running = running(id).max(progress.ran);
            progress.vouched = running.is_some();
            entries.extend(running.map(|since| entry(Note::Running { since, at: progress.until })));
        }
    }
}

impl Course {
    fn new(now: Timestamp) -> Self {
        Self {
            stretches: VecDeque::new(),
            until: now,
            measured: now,
            was_seen: false,
            believed: UNSEEN,
        }
    }

    /// Takes the results of a check. Returns how long the newest answer took, if it was not seen before.
    fn take(&mut self, watch: &Watch, now: Timestamp) -> Option<Duration> {
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

    fn first(&self) -> Stretch {
        self.stretches.front().map_or(UNSEEN, |(stretch, _)| *stretch)
    }

    fn drop_until(&mut self, until: Timestamp) {
        while self.stretches.front().is_some_and(|(_, end)| *end <= until) {
            self.stretches.pop_front();
        }
    }
}

impl Stretch {
    fn note(self, since: Timestamp, until: Timestamp) -> Note {
        Note::Observed { range: since..until, state: State::from(self.status), cause: self.cause }
    }
}

/// Returns the stretch over those of several checks, with the cause of the worst.
fn over(all: &[Stretch]) -> Stretch {
    let statuses: Vec<Status> = all.iter().map(|stretch| stretch.status).collect();
    let status = Status::over(&statuses);
    let worst = |status| all.iter().find(move |stretch| stretch.status == status);
    let cause = worst(Status::MajorOutage).or_else(|| worst(Status::Degraded));
    Stretch { status, cause: cause.filter(|_| status.is_problem()).and_then(|worst| worst.cause) }
}

/// Returns the latest possible start of the process behind a system, as its answers report it: by the numbers that the presets
/// name `uptime_seconds`, or by `process_start_time_seconds`.
fn running_since<K: Keep>(monitor: &Monitor<K>, system: &str) -> Option<Timestamp> {
    let watches = monitor.watches().iter();
    let own = watches.filter(|watch| {
        monitor.config().systems.get(watch.system).is_some_and(|other| other.id == system)
    });
    let subsystems = core::iter::once("").chain(own.map(|watch| watch.check.id.as_str()));
    let since = subsystems.filter_map(|subsystem| {
        let newest = |name| {
            let labels = LabelSet::new(name, &[("system", system), ("subsystem", subsystem)]);
            monitor.store().newest(&labels)
        };
        let up = newest("uptime_seconds").filter(|up| up.value >= 0.0);
        let up = up.map(|up| Timestamp(up.at.0.saturating_sub((up.value * 1000.0) as i64)));
        let begun = newest("process_start_time_seconds").filter(|begun| begun.value > 0.0);
        let begun = begun.map(|begun| Timestamp((begun.value * 1000.0).ceil() as i64));
        up.max(begun)
    });
    // Of several processes, the youngest.
    since.max()
}

#[cfg(test)]
mod tests;
