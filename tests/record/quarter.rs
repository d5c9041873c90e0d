//! A quarter on a simulated clock, check by check beside an independent computation.

use crate::simulation::{DAYS, Does, Plan, draws, record};
use allclear::history::document::History;
use allclear::history::{Archive, Share, State};
use metrics_engine::time::Timestamp;

const START: i64 = 1_790_000_000;
const INTERVAL: i64 = 30;

/// The plan of a service: its behaviour from which second on. Drawn so that there are blips, outages of minutes and of a day,
/// and times without checks.
fn plan(seed: u64) -> Plan {
    let mut draw = draws(seed);
    let mut plan = vec![(0, Does::Well)];
    let mut second = 3600;
    while second < DAYS * 86_400 {
        let (does, lasts) = match draw(6) {
            0 => (Does::Refuses, 1 + draw(20)),
            1 => (Does::Refuses, 120 + draw(3000)),
            2 => (Does::Fails, 600 + draw(80_000)),
            3 => (Does::CannotBeSent, 300 + draw(20_000)),
            4 => (Does::CannotBeSent, 1 + draw(20)),
            _ => (Does::Fails, 200 + draw(500)),
        };
        plan.push((second, does));
        second += lasts;
        plan.push((second, Does::Well));
        second += 7200 + draw(200_000);
    }
    plan
}

/// The rules, written in another way: results of one kind in a row are a row; a row of two is confirmed, from its first result
/// on; between two rows, what was confirmed last holds; and what lies between results that are too far apart is unknown.
fn expected(results: &[(i64, Does)], patience: i64) -> Vec<(i64, i64, State)> {
    let measured: Vec<(i64, bool)> = results
        .iter()
        .filter(|(_, word)| *word != Does::CannotBeSent)
        .map(|(at, word)| (*at, *word == Does::Well))
        .collect();
    let is_row = |pair: &[(i64, bool)]| pair[1].0 - pair[0].0 <= patience && pair[0].1 == pair[1].1;
    let mut believed = None;
    let mut stretches = Vec::new();
    for (index, pair) in measured.windows(2).enumerate() {
        let ((since, kind), (until, _)) = (pair[0], pair[1]);
        let follows = index > 0 && is_row(&measured[index - 1..=index]);
        if follows || is_row(pair) || (believed.is_none() && kind) {
            believed = Some(kind);
        }
        let state = match believed {
            _ if until - since > patience => State::Unobserved,
            Some(true) => State::Operational,
            Some(false) => State::MajorOutage,
            None => State::Unobserved,
        };
        stretches.push((since, until, state));
    }
    stretches
}

#[test]
fn a_quarter_agrees_check_by_check_with_an_independent_computation() {
    let plans: Vec<_> = (1..=6).map(|seed| plan(seed * 7919)).collect();
    let (archive, results) = record(&plans, Timestamp(START * 1000), INTERVAL);
    for (index, results) in results.iter().enumerate() {
        let record = archive.of(&format!("s{index}")).unwrap();
        let stretches = expected(results, INTERVAL * 3 * 1000);
        let mut wrong = 0;
        let end = record.timeline.until().0;
        for (since, until, state) in &stretches {
            // All changes are at checks, so the two ends of a stretch between two of them stand for it.
            for at in [*since, *until - 1].into_iter().filter(|at| *at < end) {
                let found = record.timeline.at(Timestamp(at));
                if found != *state {
                    wrong += 1;
                    assert!(wrong < 3, "s{index} at {at}: {found:?}, not {state:?}");
                }
            }
        }
        assert_eq!(wrong, 0, "s{index}");
        days_agree(&archive, index, &stretches, end);
    }
    size_is_small(&archive, plans.len());
}

/// Compares each day's seconds and its uptime, from the published document, with a count of seconds.
fn days_agree(archive: &Archive, index: usize, stretches: &[(i64, i64, State)], end: i64) {
    let until = Timestamp((START + DAYS * 86_400) * 1000);
    let history = archive.history(&[&format!("s{index}")], until);
    let history = History::read(history.print().as_bytes()).unwrap();
    let timeline = &history.systems[0].timeline;
    for day in 2..DAYS - 1 {
        let (first, last) = ((START + day * 86_400) * 1000, (START + (day + 1) * 86_400) * 1000);
        let tally = timeline.tally(Timestamp(first)..Timestamp(last));
        let mut spans = [0_i64; 6];
        for (since, until, state) in stretches {
            spans[*state as usize] += ((*until).min(last).min(end) - (*since).max(first)).max(0);
        }
        for state in State::ALL {
            // Each change of a day is rounded to a second.
            let off = (tally.of(state).0 - spans[state as usize]).abs();
            assert!(off <= 1000 * 12, "s{index} day {day} {state:?}: off by {off} ms");
        }
        let up = spans[0] as f64 / (spans[0] + spans[3]) as f64 * 10_000.0;
        if let Some(Share(share)) = tally.uptime() {
            assert!((f64::from(share) - up).abs() < 2.5, "s{index} day {day}: {share} beside {up}");
            assert!(share < 10_000 || spans[3] < 1000, "never rounded up");
        }
    }
}

/// Thirty such systems: at most 40 KB of brotli.
fn size_is_small(archive: &Archive, count: usize) {
    let ids: Vec<String> = (0..count).map(|index| format!("s{index}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let until = Timestamp((START + DAYS * 86_400) * 1000);
    let text = archive.history(&ids, until).print();
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    brotli::BrotliCompress(&mut text.as_bytes(), &mut packed, &parameters).unwrap();
    let thirty = packed.len() * 30 / count;
    println!(
        "history.json of thirty systems that fail every day: {thirty} bytes of brotli, {} plain",
        text.len() * 30 / count
    );
    assert!(thirty <= 40_000, "{thirty} bytes");
}
