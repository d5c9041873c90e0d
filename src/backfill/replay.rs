//! Replays checks of another program through the code that confirms the recorder's own.

use super::order::OrderedSamples;
use crate::config::Check;
use crate::decode::Answer;
use crate::history::latency::Latency;
use crate::history::{Note, Recording, Stretch};
use crate::monitor::Watch;
use crate::status::check::CheckResult;
use metrics_engine::time::{Duration, Timestamp};

/// Returns the record that a recorder would have made of these checks: stretches in order, and response times.
///
/// `failures` in a row confirm a worse state, `successes` a better one. A verdict becomes stale after three intervals of the monitor it
/// is of, and at least a minute.
pub fn replay(
    imports: &[OrderedSamples],
    failures: u32,
    successes: u32,
) -> (Vec<Stretch>, Latency) {
    let checks = imports.iter().enumerate();
    let checks =
        checks.flat_map(|(imported, checks)| checks.checks.iter().map(move |it| (imported, it)));
    let mut checks: Vec<_> = checks.collect();
    checks.sort_by_key(|(_, check)| check.at);
    let mut stretches = Vec::new();
    let mut latency = Latency::default();
    let Some(begin) = checks.first().map(|(_, check)| check.at) else {
        return (stretches, latency);
    };
    let mut watches: Vec<Watch> =
        imports.iter().map(|imported| watch(imported.interval, begin)).collect();
    let mut recording = Recording::of(1, watches.len(), begin);
    for (imported, check) in checks {
        let Some(watch) = watches.get_mut(imported) else { continue };
        let took = check.took.unwrap_or_default();
        let result = CheckResult { measured: check.at, took, finding: check.result.finding() };
        let answer = Answer { code: 200, headers: Vec::new(), body: Vec::new() };
        watch.take(result, check.at, answer, failures, successes);
        if let Some(took) = check.took {
            latency.add(check.at, took);
        }
        for entry in recording.observe_watches(&watches, &[""], check.at, |_| None) {
            if let Note::Observed { range, state, cause } = entry.note {
                stretches.push(Stretch { range, state, cause });
            }
        }
    }
    (stretches, latency)
}

/// Returns the watch of a check with the interval of the other program's monitor.
fn watch(interval: Duration, now: Timestamp) -> Watch {
    let check = Check {
        id: String::new(),
        name: String::new(),
        mapping: 0,
        interval,
        timeout: Check::TIMEOUT,
        max_bytes: Check::MAX_BYTES,
    };
    Watch::new(0, check, String::new(), Duration::ZERO, now)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{ImportedCheck, ImportedResult};
    use super::*;
    use crate::history::State::{self, MajorOutage, Operational, PartialOutage, Unobserved};
    use crate::history::{Archive, Cause};
    use crate::status::check::Failure;

    /// A check in each minute: `o` well, `x` refused, `u` unwell, `.` none.
    fn imported(words: &str) -> OrderedSamples {
        let checks = (0..).zip(words.chars()).filter_map(|(minute, word)| {
            let result = match word {
                'o' => ImportedResult::Well,
                'x' => ImportedResult::Failed(Failure::Refused),
                'u' => ImportedResult::Unwell,
                _ => return None,
            };
            let took = result.is_well().then_some(Duration(20));
            Some(ImportedCheck { at: Timestamp(minute * 60_000), result, took })
        });
        let interval = Duration::from_secs(60);
        OrderedSamples { interval, checks: checks.collect(), ..OrderedSamples::default() }
    }

    /// Runs with their ends in minutes.
    fn runs(imports: &[&str]) -> Vec<(i64, State)> {
        let imports: Vec<OrderedSamples> = imports.iter().map(|words| imported(words)).collect();
        let (stretches, latency) = replay(&imports, 2, 2);
        let mut archive = Archive::default();
        archive.fill("a", &stretches, &latency);
        let record = archive.of("a").unwrap();
        record.timeline.runs().map(|run| (run.until.0 / 60_000, run.state)).collect()
    }

    #[test]
    fn follows_the_recorders_rule() {
        assert_eq!(runs(&["oooxooo"]), [(6, Operational)]);
        assert_eq!(runs(&["oooxxoo"]), [(3, Operational), (5, MajorOutage), (6, Operational)]);
        // Three intervals are bridged, four are not.
        assert_eq!(runs(&["oo..oo"]), [(5, Operational)]);
        let gap = [(1, Operational), (5, Unobserved), (6, Operational)];
        assert_eq!(runs(&["oo...oo"]), gap);
        assert_eq!(runs(&["oox....xoo"])[..2], [(2, Operational), (7, Unobserved)]);
    }

    #[test]
    fn several_monitors_are_several_checks() {
        let expected = [(2, Operational), (5, PartialOutage), (6, Operational)];
        assert_eq!(runs(&["ooooooo", "ooxxxoo"]), expected);
        // One that ended leaves the whole unknown.
        assert_eq!(runs(&["oooooooooooo", "oooo"])[0], (3, Operational));
    }

    #[test]
    fn causes_and_times_are_kept() {
        let (stretches, latency) = replay(&[imported("oxxuuoo")], 2, 2);
        let causes: Vec<_> = stretches.iter().filter_map(|stretch| stretch.cause).collect();
        assert_eq!(causes.first(), Some(&Cause::Refused));
        assert_eq!(latency.times(Timestamp(400_000)).quarter.values, [Some(20)]);
        assert_eq!(replay(&[], 2, 2).0, []);
    }
}
