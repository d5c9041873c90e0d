//! The recorder's verdicts: the base of every system, and the only source for systems whose answers are not public.
//!
//! A verdict becomes stale as an answer does: a recorder that has stopped leaves its last verdicts behind, and they must not be
//! taken for the present. Reading the file and converting its clock is the shell's business.

use super::{Basis, Monitor, SystemStatus, UnknownReason};
use crate::schedule::stale_after;
use crate::status::Status;
use crate::status::check::{CheckResult, Distrust, Failure, Finding};
use metrics_engine::store::SampleSink;
use metrics_engine::time::{Duration, Timestamp};

/// The recorder's verdict on one system, with its instants on this page's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedVerdict {
    /// The status.
    pub status: Status,
    /// Since when the system has had this status.
    pub since: Timestamp,
    /// When the status was last measured.
    pub measured: Timestamp,
    /// When the recorder wrote the verdict. It writes no status that is stale by the interval of the system.
    pub written: Timestamp,
    /// When this page read it.
    pub read_at: Timestamp,
    /// The longest time from one writing to the next.
    pub interval: Duration,
    /// How the system failed, if the recorder could not reach it.
    pub failure: Option<Failure>,
    /// Whether the status is unknown because the answer was not health.
    pub is_unreadable: bool,
}

impl RecordedVerdict {
    /// Returns when the verdict becomes stale.
    ///
    /// Systems are checked at intervals of their own, so their verdicts differ in age. The recorder judges how long each one
    /// holds; this page judges only the recorder's silence.
    pub fn stale_at(&self) -> Timestamp {
        self.written + stale_after(self.interval)
    }
}

impl RecordedVerdict {
    /// Returns whether the recorder knows a cause of which this browser knows only the class: nginx does not report why it
    /// distrusts a certificate.
    pub(super) fn explains(&self, own: &SystemStatus<'_>) -> bool {
        let has_class_alone = |result: &CheckResult| {
            result.finding == Finding::Failed(Failure::Certificate(Distrust::Unspecified))
        };
        matches!(self.failure, Some(Failure::Certificate(reason)) if reason != Distrust::Unspecified)
            && own
                .checks
                .iter()
                .any(|(watch, _)| watch.believed.as_ref().is_some_and(has_class_alone))
    }
}

impl<S: SampleSink> Monitor<S> {
    /// Takes the recorder's verdicts by id of system; none if the recorder could not be reached.
    pub(super) fn take_recorded(&mut self, verdicts: &[(String, RecordedVerdict)], now: Timestamp) {
        self.has_read_recorder = true;
        self.recorder_read_at = now;
        for (system, known) in self.config.systems.iter().zip(&mut self.recorded) {
            let found = verdicts.iter().find(|(id, _)| *id == system.id);
            let Some(mut verdict) = found.map(|(_, verdict)| *verdict) else { continue };
            // No verdict is newer than now, whatever the clocks say.
            verdict.written = verdict.written.min(now);
            verdict.measured = verdict.measured.min(verdict.written);
            verdict.since = verdict.since.min(verdict.measured);
            verdict.read_at = now;
            if known.is_none_or(|known| known.written <= verdict.written) {
                *known = Some(verdict);
            }
        }
    }

    /// Returns the status of a system that only a recorder checks.
    pub(super) fn recorded_status(&self, system: usize, now: Timestamp) -> SystemStatus<'_> {
        let verdict = self.recorded.get(system).copied().flatten();
        let nothing = SystemStatus {
            status: Status::Checking,
            unknown_reason: None,
            basis: Basis::Recorder,
            dispute: None,
            since: None,
            measured: verdict.map(|verdict| verdict.measured),
            last_known: verdict.map(|verdict| (verdict.status, verdict.measured)),
            streak: None,
            checks: Vec::new(),
            failure: None,
        };
        let unknown_reason = match verdict {
            _ if !self.reachability.online => UnknownReason::Offline,
            Some(verdict) if self.is_current(&verdict, now) => {
                return verdict.system_status(nothing);
            }
            // The proxy serves what the recorder writes.
            _ if self.reachability.proxy.answers == Some(false) => UnknownReason::ProxySilent,
            // Only a page that requested them since then can call the recorder silent: a hidden page sends no requests.
            Some(verdict) if now > verdict.stale_at() => {
                if self.recorder_read_at > verdict.stale_at() {
                    UnknownReason::RecorderSilent
                } else {
                    UnknownReason::Stale
                }
            }
            Some(_) => UnknownReason::ProxySilent,
            None if self.has_read_recorder || !self.config.recorder => UnknownReason::NoRecorder,
            None => return nothing,
        };
        SystemStatus { status: Status::Unknown, unknown_reason: Some(unknown_reason), ..nothing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Site, Source, System};
    use crate::monitor::{Effect, Event};

    const NOON: Timestamp = Timestamp(1_795_176_000_000);

    const NOTHING: RecordedVerdict = RecordedVerdict {
        status: Status::Unknown,
        since: NOON,
        measured: NOON,
        written: NOON,
        read_at: NOON,
        interval: Duration::ZERO,
        failure: None,
        is_unreadable: false,
    };

    fn monitor(recorder: bool) -> Monitor {
        let system = System {
            id: "rat".to_owned(),
            name: "RAT".to_owned(),
            group: String::new(),
            description: String::new(),
            source: Source::Recorder,
            failures: 2,
            successes: 2,
            part_names: Vec::new(),
        };
        let config = Config {
            site: Site::default(),
            proxy: String::new(),
            cache: Config::CACHE,
            recorder,
            mappings: Vec::new(),
            systems: vec![system],
        };
        Monitor::new(config, NOON)
    }

    fn verdict(status: Status, measured: Timestamp) -> Event {
        let interval = Duration::from_secs(30);
        let (since, written) = (measured, measured);
        let recorded = RecordedVerdict { status, since, measured, written, interval, ..NOTHING };
        Event::VerdictsRead(vec![("rat".to_owned(), recorded)])
    }

    fn later(seconds: i64) -> Timestamp {
        NOON + Duration::from_secs(seconds)
    }

    #[test]
    fn a_verdict_holds_for_three_intervals_and_no_longer() {
        let mut monitor = monitor(true);
        assert_eq!(monitor.system_status(0, NOON).status, Status::Checking);
        let effects = monitor.update(verdict(Status::Operational, NOON), later(2));
        assert_eq!(monitor.system_status(0, later(90)).status, Status::Operational);
        let stale = monitor.system_status(0, later(91));
        assert_eq!(
            (stale.status, stale.unknown_reason),
            (Status::Unknown, Some(UnknownReason::Stale))
        );
        assert_eq!(stale.last_known, Some((Status::Operational, NOON)));
        // A page that sent no request since then, because it was hidden, does not blame the recorder.
        assert_eq!(
            monitor.system_status(0, later(9000)).unknown_reason,
            Some(UnknownReason::Stale)
        );
        monitor.update(verdict(Status::Operational, NOON), later(9001));
        assert_eq!(
            monitor.system_status(0, later(9001)).unknown_reason,
            Some(UnknownReason::RecorderSilent)
        );
        // A hidden tab must not keep a green title.
        assert!(effects.contains(&Effect::WakeAt(later(90) + Duration(1))), "{effects:?}");
    }

    #[test]
    fn a_rarely_checked_system_is_known_while_its_recorder_is_current() {
        let mut monitor = monitor(true);
        let (written, measured) = (later(600), later(330));
        let interval = Duration::from_secs(30);
        let status = Status::Operational;
        let recorded =
            RecordedVerdict { status, since: NOON, measured, written, interval, ..NOTHING };
        monitor.update(Event::VerdictsRead(vec![("rat".to_owned(), recorded)]), later(601));
        let system_status = monitor.system_status(0, later(690));
        assert_eq!((system_status.status, system_status.measured), (status, Some(measured)));
        assert_eq!(monitor.system_status(0, later(691)).status, Status::Unknown);
    }

    #[test]
    fn what_did_not_come_takes_nothing_back_and_older_news_are_none() {
        let mut monitor = monitor(true);
        monitor.update(Event::VerdictsRead(Vec::new()), NOON);
        assert_eq!(monitor.system_status(0, NOON).unknown_reason, Some(UnknownReason::NoRecorder));
        monitor.update(verdict(Status::MajorOutage, later(10)), later(10));
        monitor.update(Event::VerdictsRead(Vec::new()), later(20));
        monitor.update(verdict(Status::Operational, later(5)), later(20));
        let system_status = monitor.system_status(0, later(20));
        assert_eq!(
            (system_status.status, system_status.since),
            (Status::MajorOutage, Some(later(10)))
        );
    }

    #[test]
    fn nothing_is_fresher_than_now() {
        let mut monitor = monitor(true);
        monitor.update(verdict(Status::Operational, later(86_400)), NOON);
        assert_eq!(monitor.system_status(0, later(91)).status, Status::Unknown);
        monitor.update(Event::ConnectionChanged { online: false }, later(95));
        monitor.update(verdict(Status::Operational, later(95)), later(95));
        assert_eq!(
            monitor.system_status(0, later(95)).unknown_reason,
            Some(UnknownReason::Offline)
        );
    }

    #[test]
    fn a_page_without_a_recorder_waits_for_none() {
        assert_eq!(
            monitor(false).system_status(0, NOON).unknown_reason,
            Some(UnknownReason::NoRecorder)
        );
    }
}
