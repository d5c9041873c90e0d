//! A service that was watched once a minute for forty days and a part of one, and what is to be past of it, computed without the
//! library's rules.

use allclear::history::{Archive, State};
use metrics_engine::time::Timestamp;

pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const DAYS: i64 = 40;

/// A sample: when, and whether all was well.
pub(crate) type Sample = (i64, bool);

/// Checks that end at `now`: blips of one sample, outages of minutes and of a day, and times in which the other program was stopped. They
/// begin at a midnight of UTC, so that hours and days hold the same whatever the time is at which this runs.
pub(crate) fn samples(now: i64) -> Vec<Sample> {
    let begin = (now / (1440 * MINUTE) - DAYS) * 1440 * MINUTE + 137;
    let mut samples = Vec::new();
    for minute in 0..(now - begin) / MINUTE {
        let (day, within) = (minute / 1440, minute % 1440);
        let is_stopped = match day {
            // Three hours on an old day and on a young one, and ten minutes.
            4 | 36 => (600..780).contains(&within),
            20 => (600..610).contains(&within),
            _ => false,
        };
        let is_down = match day {
            // A blip a day.
            _ if within == 333 => true,
            7 | 38 => (100..130).contains(&within),
            12 => within >= 1200,
            13 => within < 900,
            // Where an hour is counted, or each sample is kept.
            39 => (1000..1025).contains(&within),
            _ => false,
        };
        if !is_stopped {
            samples.push((begin + minute * MINUTE, !is_down));
        }
    }
    samples
}

/// What is to be past of them, in milliseconds: stretches with their ends, by looking at pairs. Two samples of one kind in a row are
/// believed from the first on; until others are, what was believed last holds; of what lies between samples that are more than three
/// minutes apart, nothing is known.
pub(crate) fn expected(samples: &[Sample]) -> Vec<(i64, i64, State)> {
    let is_row = |pair: &[Sample]| pair[1].0 - pair[0].0 <= 3 * MINUTE && pair[0].1 == pair[1].1;
    let mut believed = None;
    let mut past = Vec::new();
    for (index, pair) in samples.windows(2).enumerate() {
        let ((since, kind), (until, _)) = (pair[0], pair[1]);
        let follows = index > 0 && is_row(&samples[index - 1..=index]);
        if follows || is_row(pair) || (believed.is_none() && kind) {
            believed = Some(kind);
        }
        let state = match believed {
            _ if until - since > 3 * MINUTE => State::Unobserved,
            Some(true) => State::Operational,
            Some(false) => State::MajorOutage,
            None => State::Unobserved,
        };
        past.push((since, until, state));
    }
    past
}

/// How long it was up, and how long down, in milliseconds.
pub(crate) fn sums(past: &[(i64, i64, State)]) -> (i64, i64) {
    let sum = |wanted| {
        let those = past.iter().filter(|(.., state)| *state == wanted);
        those.map(|(since, until, _)| until - since).sum()
    };
    (sum(State::Operational), sum(State::MajorOutage))
}

/// The same of an archive.
pub(crate) fn sums_of(archive: &Archive, id: &str) -> (i64, i64) {
    let timeline = &archive.of(id).unwrap().timeline;
    let tally = timeline.tally(timeline.from()..timeline.until());
    (tally.of(State::Operational).0, tally.of(State::MajorOutage).0)
}

/// Beginnings and ends of outages.
pub(crate) fn outages(archive: &Archive, id: &str) -> Vec<(i64, i64)> {
    let outages = archive.of(id).unwrap().outages.iter();
    outages.map(|it| (it.since.0, it.until.unwrap_or(Timestamp(0)).0)).collect()
}

/// The same of what is expected.
pub(crate) fn outages_of(past: &[(i64, i64, State)]) -> Vec<(i64, i64)> {
    let mut outages: Vec<(i64, i64)> = Vec::new();
    for (since, until, _) in past.iter().filter(|(.., state)| *state == State::MajorOutage) {
        match outages.last_mut() {
            Some(last) if last.1 == *since => last.1 = *until,
            _ => outages.push((*since, *until)),
        }
    }
    outages
}
