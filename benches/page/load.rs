//! How long a visitor waits for the truth, and whether anything moves meanwhile.

use std::time::Duration;

use crate::{
    Result,
    browser::Window,
    report::{Limit, Report, median, spread, worst},
    visit::{Loaded, Seen, Visit, Visitor},
    world::World,
};

/// How often each page is visited.
const RUNS: usize = 7;

/// The page may take so many times as long as the floor.
const TIMES_THE_FLOOR: f64 = 2.0;

/// The page with a recorder's state in its HTML may take so many times as long as the floor.
const TIMES_WITH_RECORDER: f64 = 1.3;

const VISITOR: Visitor = Visitor { window: Window::Phone, is_slow: true };
const WATCH: &str = include_str!("watch.js");

pub(crate) async fn measure(report: &mut Report) -> Result {
    report.section("Time to the first truthful state");
    let usual = Duration::from_secs(30);
    let floor = World::floor().await?;
    let few = World::start(5, usual).await?;
    let many = World::start(200, usual).await?;
    let recorded = [World::start(5, usual).await?, World::start(200, usual).await?];
    let _recorders = [recorded[0].start_recorder().await?, recorded[1].start_recorder().await?];
    let mut seen: [Vec<Seen>; 5] = Default::default();
    for run in 1..=RUNS {
        eprintln!("bench:   run {run} of {RUNS}");
        let worlds = [&floor, &few, &many, &recorded[0], &recorded[1]];
        for (world, seen) in worlds.into_iter().zip(&mut seen) {
            seen.push(Visit::begin(world, VISITOR, &[WATCH]).await?.seen().await?);
        }
    }
    let [floor, few, many, few_recorded, many_recorded] = seen;

    let first = |seen: &[Seen]| -> Vec<f64> { seen.iter().map(|seen| seen.first).collect() };
    let all = |seen: &[Seen]| -> Vec<f64> { seen.iter().map(|seen| seen.all).collect() };
    let base = median(&first(&floor));
    report.figure("floor: one file, one request, one verdict", spread(&first(&floor)));
    for (name, seen) in [("5 systems", &few), ("200 systems", &many)] {
        let times = median(&first(seen)) / base;
        let words = format!("{}, {times:.2} floors", spread(&first(seen)));
        report.limited(format!("{name}: first verdict"), words, times, Limit::Aim(TIMES_THE_FLOOR));
        let times = median(&all(seen)) / base;
        let words = format!("{}, {times:.2} floors", spread(&all(seen)));
        report.figure(format!("{name}: verdict over all of them"), words);
    }
    for (name, seen) in [("5 systems", &few_recorded), ("200 systems", &many_recorded)] {
        let times = median(&first(seen)) / base;
        let words = format!("{}, {times:.2} floors", spread(&first(seen)));
        let name = format!("{name}, with a recorder: first verdict");
        report.limited(name, words, times, Limit::AtMost(TIMES_WITH_RECORDER));
    }
    report.note("First verdict: the first frame in which a system stands on the page as measured, neither checking nor unknown.");
    report.note(format!("Medians of {RUNS} visits (least to most), in turns, each in a new browser with nothing cached; phone of 390 x 844,"));
    report.note("1.6 Mbit/s down, 750 kbit/s up, 150 ms per request, processor slowed down by 4.");
    for (name, seen) in [("5 systems", &few), ("200 systems", &many)] {
        waterfall(report, name, seen);
    }

    report.section("Layout shift until the verdict over all systems (phone, slow)");
    for (name, seen) in [("5 systems, all well", &few), ("200 systems, all well", &many)] {
        shift(report, name, seen, false);
    }
    for (name, count) in [("5 systems, one down", 5), ("200 systems, one down", 200)] {
        let world = World::start(count, usual).await?;
        world.break_one();
        let seen = [Visit::begin(&world, VISITOR, &[WATCH]).await?.seen().await?];
        shift(report, name, &seen, false);
        shift(report, &format!("{name}: as the news comes in"), &seen, true);
    }
    Ok(())
}

/// Adds the worst sum of layout shifts over some visits, and the largest with what moved in it. News may move what is below it:
/// it comes once, on top, where a reader expects it.
fn shift(report: &mut Report, name: &str, seen: &[Seen], is_news: bool) {
    // The sum of nothing is -0, which reads oddly.
    let sum = |seen: &Seen| 0.0 + seen.shifts(is_news).map(|shift| shift.value).sum::<f64>();
    let value = worst(&seen.iter().map(sum).collect::<Vec<f64>>());
    let limit = if is_news { Limit::Aim(0.0) } else { Limit::AtMost(0.0) };
    report.limited(name, format!("{value:.4}"), value, limit);
    let shifts = seen.iter().flat_map(|seen| seen.shifts(is_news));
    if let Some(largest) = shifts.max_by(|one, other| one.value.total_cmp(&other.value)) {
        report.note(format!("{name}, {:.4} of it:", largest.value));
        for moved in &largest.moved {
            report.note(format!("    {}", moved.replace('\n', " ")));
        }
    }
}

/// Prints where the time goes: when each file was requested and had arrived, in medians.
fn waterfall(report: &mut Report, name: &str, seen: &[Seen]) {
    let Some(one) = seen.first() else { return };
    report.note(format!("Where the time goes with {name} (requested, arrived; ms):"));
    for Loaded { path, .. } in one.loaded.iter().take(8) {
        let same = || seen.iter().flat_map(|seen| &seen.loaded).filter(|other| other.path == *path);
        let requested: Vec<f64> = same().map(|loaded| loaded.requested).collect();
        let came: Vec<f64> = same().map(|loaded| loaded.came).collect();
        report.note(format!("    {path:<34} {:>5.0} {:>5.0}", median(&requested), median(&came)));
    }
}
