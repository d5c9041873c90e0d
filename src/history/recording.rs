//! From what a monitor confirms to what is written down.
//!
//! A state lasts from one check to the next if they are no further apart than [`stale_after`](crate::schedule::stale_after);
//! what lies between checks that are further apart is unobserved. A doubt is held back until it is decided, and then written
//! from its first check on. So an entry is never revised, and an outage begins with its first failure.
//!
//! A system is written down as far as all of its checks are decided. The [`Archive`](super::Archive) sums the entries up.

mod course;

use super::entry::{Entry, Note};
use crate::config::Config;
use crate::monitor::{Monitor, Watch};
use crate::status::Status;
use course::{Course, Stretch, over};
use metrics_engine::labels::LabelSet;
use metrics_engine::store::SampleSink;
use metrics_engine::time::{Duration, Timestamp};

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

/// How far the entries of a system go.
#[derive(Clone, Copy, Debug)]
struct Progress {
    until: Timestamp,
    /// Latest possible start of its process, as other sources found out.
    ran: Option<Timestamp>,
    /// Whether the start of its process was written.
    vouched: bool,
}

impl Recording {
    /// After a smaller backward step the recorder waits for the clock; after a larger one it starts again.
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
    pub fn observe<S: SampleSink>(&mut self, monitor: &Monitor<S>, now: Timestamp) -> Vec<Entry> {
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
                Some((current, _)) if current == stretch => {}
                Some((current, since)) => {
                    entries.push(entry(current.note(since, progress.until)));
                    open = Some((stretch, progress.until));
                }
                None => open = Some((stretch, progress.until)),
            }
            progress.until = until;
            for course in &mut checks {
                course.drop_until(until);
            }
        }
        let Some((current, since)) = open else { return };
        entries.push(entry(current.note(since, progress.until)));
        if current.status == Status::Operational && !progress.vouched {
            // Of several processes, the youngest. If none is known yet, a page of metrics may still bring one.
            let running = running(id).max(progress.ran);
            progress.vouched = running.is_some();
            entries.extend(running.map(|since| entry(Note::Running { since, at: progress.until })));
        }
    }
}

/// Returns the latest possible start of the process behind a system, as its answers report it: by the numbers that the presets
/// name `uptime_seconds`, or by `process_start_time_seconds`.
fn running_since<S: SampleSink>(monitor: &Monitor<S>, system: &str) -> Option<Timestamp> {
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
