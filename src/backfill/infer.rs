//! Checks that were not kept, where counts and changes leave no choice about them.
//!
//! Gatus and Uptime Kuma 2 forget a check after hours. What they keep for longer is when a state changed, to the millisecond, and how
//! many checks of an hour or a day went well. Together they say what was observed: a check at each change, and from there one in each
//! interval up to the next. That is taken for an hour or a day if as many checks were counted as this makes, and as many failed, up to
//! one in a hundred (at least two, which may be missing without a verdict growing old). Otherwise nothing of it is imported.
//!
//! Failures beyond that have no time. They are passed over only if they are too few to confirm an outage anywhere.

use super::samples::{Change, Count, ImportedCheck};
use super::skipped::{SkipReason, Skipped};
use metrics_engine::time::{Duration, Timestamp};

/// Returns the checks before `until` that follow from changes and counts, both in order.
pub(super) fn infer(
    changes: &[Change],
    counts: &[Count],
    until: Timestamp,
    interval: Duration,
    failures: u32,
    skipped: &mut Skipped,
) -> Vec<ImportedCheck> {
    let mut checks = Vec::new();
    let steps = periods(counts, interval);
    let before = counts.iter().zip(steps).filter(|(count, _)| count.range.start < until);
    for (count, step) in before {
        match checks_within(count, changes, step, failures) {
            Ok(found) => checks.extend(found.into_iter().filter(|check| check.at < until)),
            Err(reason) => skipped.add(reason, count.well.saturating_add(count.failed)),
        }
    }
    checks
}

/// Number of hours or days before one, and after it, that are expected to have its interval.
const NEIGHBOURS: usize = 12;

/// Returns the time between two checks for each hour or day. It changes where version 2 of Uptime Kuma took over: version 1 waits an
/// interval after each check, version 2 starts a check every interval.
fn periods(counts: &[Count], interval: Duration) -> Vec<Duration> {
    let span = |count: &Count| {
        let checks = i64::try_from(count.well.checked_add(count.failed)?).ok()?;
        count.range.end.since(count.range.start).0.checked_div(checks)
    };
    let spans: Vec<Option<i64>> = counts.iter().map(span).collect();
    let around = |at: usize| {
        let (from, until) = (at.saturating_sub(NEIGHBOURS), at + NEIGHBOURS + 1);
        let stretch = spans.get(from..until.min(spans.len())).unwrap_or_default();
        period(&stretch.iter().flatten().copied().collect::<Vec<i64>>(), interval)
    };
    (0..counts.len()).map(around).collect()
}

/// Returns the time between two checks in a run of hours or days, which exceeds `interval` where a program waits after each check. The
/// median counts only if most of at least twelve hours and days agree with it.
fn period(spans: &[i64], interval: Duration) -> Duration {
    let found = median(spans.to_vec()).map(Duration);
    let agrees = |it: Duration| {
        let agreeing = spans.iter().filter(|span| (**span - it.0).abs() <= it.0 / 50).count();
        spans.len() >= 12 && agreeing * 2 > spans.len()
    };
    let found = found.filter(|it| *it > interval && it.0 <= interval.0 / 4 * 5 && agrees(*it));
    found.unwrap_or(interval)
}

/// The value in the middle.
pub(super) fn median(mut values: Vec<i64>) -> Option<i64> {
    let middle = values.len() / 2;
    (middle < values.len()).then(|| *values.select_nth_unstable(middle).1)
}

/// Returns the checks of an hour or a day.
fn checks_within(
    count: &Count,
    changes: &[Change],
    step: Duration,
    failures: u32,
) -> Result<Vec<ImportedCheck>, SkipReason> {
    let range = &count.range;
    let mut found = Vec::new();
    let mut watched = Duration::ZERO;
    let mut tries = 0_u64;
    let first = changes.partition_point(|change| change.at <= range.start).saturating_sub(1);
    for (index, change) in changes.iter().enumerate().skip(first) {
        if change.at >= range.end {
            break;
        }
        let Some(result) = change.result else { continue };
        let next = changes.get(index + 1).map_or(Timestamp(i64::MAX), |next| next.at);
        let (begin, end) = (change.at.max(range.start), next.min(range.end));
        watched = watched + end.since(begin);
        if range.contains(&change.at) && !result.is_well() {
            tries += u64::from(change.tries);
        }
        let steps = (begin.since(change.at).0 + step.0 - 1) / step.0;
        let mut at = change.at + step * steps;
        // A check half a step before a change would have observed it.
        let last = next - Duration(step.0 / 2);
        while at < end && (at == change.at || at < last) {
            found.push(ImportedCheck { at, result, took: None });
            at += step;
        }
    }
    let due = watched.0.unsigned_abs() / step.0.unsigned_abs();
    if due == 0 {
        return Err(SkipReason::Unstated);
    }
    let slack = (due / 100).max(2);
    if count.well.saturating_add(count.failed).saturating_add(slack) < due {
        return Err(SkipReason::Sparse);
    }
    let failed = found.iter().filter(|check| !check.result.is_well()).count() as u64;
    let harmless = u64::from(failures.saturating_sub(1));
    if count.failed > failed + failed / 100 + tries + harmless {
        return Err(SkipReason::Unplaced);
    }
    if failed > count.failed.saturating_add(slack) {
        return Err(SkipReason::Unstated);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::samples::ImportedResult::{self, Unwell, Well};
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn change(at: i64, result: ImportedResult) -> Change {
        Change { at: Timestamp(at), result: Some(result), tries: 0 }
    }

    fn count(hour: i64, well: u64, failed: u64) -> Count {
        Count { range: Timestamp(hour * HOUR)..Timestamp((hour + 1) * HOUR), well, failed }
    }

    type Checks = Vec<(i64, bool)>;

    /// Returns the inferred checks, and why others are skipped.
    fn run(changes: &[Change], counts: &[Count]) -> (Checks, Vec<(SkipReason, u64)>) {
        let mut skipped = Skipped::default();
        let until = Timestamp(10 * HOUR);
        let checks = infer(changes, counts, until, Duration::from_secs(60), 2, &mut skipped);
        let checks = checks.iter().map(|check| (check.at.0, check.result.is_well())).collect();
        (checks, skipped.iter().collect())
    }

    #[test]
    fn a_full_hour_without_a_change_is_one_check_a_minute() {
        let (checks, skipped) = run(&[change(-500, Well)], &[count(0, 60, 0), count(1, 58, 1)]);
        assert_eq!(checks.len(), 120);
        assert_eq!(checks.first(), Some(&(59_500, true)));
        assert!(checks.windows(2).all(|two| two[1].0 - two[0].0 == 60_000));
        assert_eq!(skipped, []);
    }

    #[test]
    fn a_change_is_where_it_was() {
        let changes = [change(0, Well), change(600_123, Unwell), change(1_200_123, Well)];
        let (checks, skipped) = run(&changes, &[count(0, 50, 10)]);
        assert_eq!(skipped, []);
        let down: Vec<i64> = checks.iter().filter(|check| !check.1).map(|check| check.0).collect();
        assert_eq!((down.len(), down[0]), (10, 600_123));
        assert!(checks.contains(&(1_200_123, true)));
        // One failed check stays one, wherever hours meet.
        let changes = [change(0, Well), change(HOUR - 20_000, Unwell), change(HOUR + 40_000, Well)];
        let (checks, skipped) = run(&changes, &[count(0, 59, 1), count(1, 60, 0)]);
        assert_eq!(checks.iter().filter(|check| !check.1).count(), 1);
        assert_eq!(skipped, []);
    }

    #[test]
    fn what_is_not_certain_is_left_out() {
        let well = [change(0, Well)];
        let down = [change(0, Unwell)];
        for (changes, count, reason) in [
            (&well[..], count(0, 57, 0), SkipReason::Sparse),
            // Two failures could be an outage, and nothing says when they were.
            (&well[..], count(0, 58, 2), SkipReason::Unplaced),
            (&down[..], count(0, 60, 0), SkipReason::Unstated),
            (&[][..], count(0, 60, 0), SkipReason::Unstated),
            (&[change(2 * HOUR, Well)][..], count(0, 60, 0), SkipReason::Unstated),
        ] {
            let total = count.well + count.failed;
            assert_eq!(run(changes, &[count]), (vec![], vec![(reason, total)]), "{reason}");
        }
        // Failures that were tried again before the change have their place.
        let tried = [change(0, Well), Change { tries: 3, ..change(600_000, Unwell) }];
        assert_eq!(run(&tried, &[count(0, 7, 53)]).1, []);
        // No check was made from the change on.
        let paused = [change(0, Well), Change { result: None, ..change(1_800_000, Well) }];
        let (checks, skipped) = run(&paused, &[count(0, 30, 0)]);
        assert_eq!((checks.len(), skipped), (30, vec![]));
    }

    #[test]
    fn programs_that_wait_after_each_check_are_a_little_slower() {
        let hours = |checks: u64, hours: i64| -> Vec<Count> {
            (0..hours).map(|hour| count(hour, checks, 0)).collect()
        };
        let (checks, skipped) = run(&[change(0, Well)], &hours(55, 12));
        assert_eq!(skipped, []);
        assert_eq!(checks[1].0, HOUR / 55);
        // The interval is too long, or the hours are too few to infer one.
        assert_eq!(run(&[change(0, Well)], &hours(30, 12)).0, []);
        assert_eq!(run(&[change(0, Well)], &hours(55, 9)).0, []);
    }

    #[test]
    fn each_stretch_has_its_own_pace() {
        for (slow, quick) in [(20, 40), (40, 20), (13, 300)] {
            let slow_hours = (0..slow).map(|hour| count(hour, 55, 0));
            let quick_hours = (slow..slow + quick).map(|hour| count(hour, 60, 0));
            let counts: Vec<Count> = slow_hours.chain(quick_hours).collect();
            let mut skipped = Skipped::default();
            let until = Timestamp((slow + quick) * HOUR);
            let minute = Duration::from_secs(60);
            let checks = infer(&[change(0, Well)], &counts, until, minute, 2, &mut skipped);
            assert_eq!(skipped.iter().collect::<Vec<_>>(), [], "{slow} and {quick}");
            // Where one pace gives way to the other, a check may lie on either side.
            let due = (slow * 55 + quick * 60).unsigned_abs() as usize;
            assert!(checks.len().abs_diff(due) <= 1, "{slow} and {quick}: {}", checks.len());
        }
    }
}
