//! Reads the rows of Uptime Kuma's database.
//!
//! Version 1 keeps every heartbeat (for 180 days unless set otherwise). Version 2 keeps those of the last 24 hours, at least the newest
//! 100; of the time before, the important ones, which are the changes, and counts: by the hour for 30 days, by the day for a year.
//! From the mean response times of those, no percentile follows, so none is taken.
//!
//! A heartbeat that is pending is a failed check that Kuma was about to repeat. The number of failures that make an outage is set by
//! `failures`; Kuma's own uptime counts them as down, too. During its maintenance Kuma sends no requests, so nothing is observed.
//!
//! An upside-down monitor is up while its service does not answer. What is taken is the state of the service, so its rows are
//! turned around.

use super::samples::{Change, Count, ImportedCheck, ImportedResult, ImportedSamples};
use super::skipped::SkipReason;
use super::words;
use metrics_engine::time::{Duration, Timestamp};

/// A row of `heartbeat`. What could not be read is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beat {
    /// `time`.
    pub at: Option<Timestamp>,
    /// `status`: 0 down, 1 up, 2 pending, 3 maintenance.
    pub status: Option<i64>,
    /// `msg`.
    pub message: String,
    /// `ping`, in milliseconds.
    pub ping: Option<f64>,
    /// `important`: whether the state changed.
    pub is_important: bool,
    /// `retries`: how often it was pending before.
    pub retries: u32,
}

/// The settings of a monitor, from its row in the table `monitor`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Monitor {
    /// `interval`, in seconds.
    pub interval: Option<i64>,
    /// `upside_down`: whether it is up while the service does not answer.
    pub is_upside_down: bool,
}

/// The meaning of a heartbeat.
enum Meaning {
    ImportedResult(ImportedResult),
    Maintenance,
}

impl Beat {
    /// The same as a monitor that is not upside down would have kept it.
    fn inverted(self) -> Self {
        let status = self.status.map(|status| match status {
            // Pending is down in Kuma's eyes: here, the service answered.
            0 | 2 => 1,
            1 => 0,
            other => other,
        });
        Self { status, retries: 0, ..self }
    }

    fn meaning(&self) -> Option<Meaning> {
        match self.status? {
            1 => Some(Meaning::ImportedResult(ImportedResult::Well)),
            0 | 2 => Some(Meaning::ImportedResult(
                words::failure(&self.message)
                    .map_or(ImportedResult::Unwell, ImportedResult::Failed),
            )),
            3 => Some(Meaning::Maintenance),
            _ => None,
        }
    }
}

/// Returns the samples of a monitor: its heartbeats, and the rows of `stat_hourly` and `stat_daily` where there are such tables.
pub fn import(
    monitor: Monitor,
    mut beats: Vec<Beat>,
    mut hourly: Vec<Count>,
    mut daily: Vec<Count>,
) -> ImportedSamples {
    if monitor.is_upside_down {
        beats = beats.into_iter().map(Beat::inverted).collect();
        for count in hourly.iter_mut().chain(&mut daily) {
            core::mem::swap(&mut count.well, &mut count.failed);
        }
    }
    let mut imported = ImportedSamples {
        interval: monitor.interval.filter(|seconds| *seconds > 0).map(Duration::from_secs),
        counts: counts(hourly, daily),
        ..ImportedSamples::default()
    };
    // Before the first unimportant one, the unimportant ones were removed.
    let is_thinned = !imported.counts.is_empty();
    let usual = beats.iter().filter(|beat| !beat.is_important).filter_map(|beat| beat.at).min();
    let whole = if is_thinned { usual.unwrap_or(Timestamp(i64::MAX)) } else { Timestamp(i64::MIN) };
    for beat in beats {
        let (Some(at), Some(meaning)) = (beat.at, beat.meaning()) else {
            imported.skipped.add(SkipReason::Unreadable, 1);
            continue;
        };
        let result = match meaning {
            Meaning::ImportedResult(result) => Some(result),
            Meaning::Maintenance => None,
        };
        if is_thinned && beat.is_important {
            imported.changes.push(Change { at, result, tries: beat.retries });
        }
        match result {
            _ if at < whole => {}
            None => imported.skipped.add(SkipReason::Maintenance, 1),
            Some(result) => {
                let ping = beat.ping.filter(|ping| result.is_well() && (0.0..1e9).contains(ping));
                let took = ping.map(|ping| Duration(ping.round() as i64));
                imported.checks.push(ImportedCheck { at, result, took });
            }
        }
    }
    imported
}

/// Hours, and days before the first of them.
fn counts(hourly: Vec<Count>, mut daily: Vec<Count>) -> Vec<Count> {
    if let Some(begin) = hourly.iter().map(|count| count.range.start).min() {
        daily.retain(|count| count.range.end <= begin);
    }
    daily.extend(hourly);
    daily
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::check::Failure;

    fn beat(at: i64, status: i64, is_important: bool) -> Beat {
        Beat { at: Some(Timestamp(at)), status: Some(status), is_important, ..Beat::default() }
    }

    #[test]
    fn pending_is_a_failed_check_and_maintenance_is_none() {
        let refused = Beat { message: "connect ECONNREFUSED".to_owned(), ..beat(3, 0, true) };
        let odd = [beat(5, 9, false), Beat { at: None, ..beat(6, 1, false) }, Beat::default()];
        let slow = Beat { ping: Some(31.6), ..beat(1, 1, true) };
        let beats = [slow, beat(2, 2, false), refused, beat(4, 3, true)].into_iter().chain(odd);
        let monitor = Monitor { interval: Some(60), is_upside_down: false };
        let imported = import(monitor, beats.collect(), Vec::new(), Vec::new());
        let result: Vec<ImportedResult> =
            imported.checks.iter().map(|check| check.result).collect();
        assert_eq!(
            result,
            [
                ImportedResult::Well,
                ImportedResult::Unwell,
                ImportedResult::Failed(Failure::Refused)
            ]
        );
        assert_eq!(imported.checks[0].took, Some(Duration(32)));
        assert_eq!(imported.interval, Some(Duration::from_secs(60)));
        assert_eq!(imported.changes, []);
        assert_eq!(imported.skipped.of(SkipReason::Unreadable), 3);
        assert_eq!(imported.skipped.of(SkipReason::Maintenance), 1);
    }

    #[test]
    fn what_version_2_thinned_are_changes() {
        let count = |start: i64, end: i64| Count {
            range: Timestamp(start)..Timestamp(end),
            well: 1,
            failed: 0,
        };
        let beats = vec![beat(1, 1, true), beat(50, 0, true), beat(70, 3, true), beat(90, 1, true)];
        let recent = [beat(95, 1, false), beat(96, 0, true), beat(97, 0, false)];
        let beats = beats.into_iter().chain(recent).collect();
        let days = vec![count(0, 24), count(24, 48), count(48, 72)];
        let imported = import(Monitor::default(), beats, vec![count(60, 61), count(61, 62)], days);
        let checks: Vec<i64> = imported.checks.iter().map(|check| check.at.0).collect();
        assert_eq!(checks, [95, 96, 97]);
        let changes: Vec<(i64, bool)> =
            imported.changes.iter().map(|change| (change.at.0, change.result.is_some())).collect();
        assert_eq!(changes, [(1, true), (50, true), (70, false), (90, true), (96, true)]);
        let counts: Vec<i64> = imported.counts.iter().map(|count| count.range.start.0).collect();
        assert_eq!(counts, [0, 24, 60, 61]);
        assert_eq!(imported.skipped.iter().count(), 0);
    }

    #[test]
    fn an_upside_down_monitor_is_turned() {
        let refused = Beat { message: "connect ECONNREFUSED".to_owned(), ..beat(1, 1, true) };
        let answered = Beat { ping: Some(20.0), retries: 1, ..beat(3, 0, true) };
        let beats = vec![refused, beat(2, 2, false), answered, beat(4, 3, true)];
        let count = Count { range: Timestamp(0)..Timestamp(9), well: 7, failed: 2 };
        let monitor = Monitor { interval: Some(60), is_upside_down: true };
        let imported = import(monitor, beats, vec![count], Vec::new());
        let result: Vec<ImportedResult> =
            imported.checks.iter().map(|check| check.result).collect();
        assert_eq!(result, [ImportedResult::Well, ImportedResult::Well]);
        assert_eq!(imported.checks[1].took, Some(Duration(20)));
        let changes: Vec<(Option<ImportedResult>, u32)> =
            imported.changes.iter().map(|change| (change.result, change.tries)).collect();
        let refused = Some(ImportedResult::Failed(Failure::Refused));
        assert_eq!(changes, [(refused, 0), (Some(ImportedResult::Well), 0), (None, 0)]);
        assert_eq!((imported.counts[0].well, imported.counts[0].failed), (2, 7));
        assert_eq!(imported.skipped.of(SkipReason::Maintenance), 1);
    }
}
