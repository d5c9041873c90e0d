//! How long a visitor waits for the truth, and whether anything moves meanwhile.

use std::time::Duration;

use crate::{
    Result,
    browser::Window,
    report::{Limit, Report, median, spread, worst},
    visit::{Seen, Visit, Visitor},
    world::World,
};

/// How often each page is visited.
const RUNS: usize = 7;

/// The page may take so many times as long as the floor.
const TIMES_THE_FLOOR: f64 = 2.0;

const VISITOR: Visitor = Visitor { window: Window::Phone, is_slow: true };
const WATCH: &str = include_str!("watch.js");

pub(crate) async fn measure(report: &mut Report) -> Result {
    report.section("Time to the first truthful state");
    let usual = Duration::from_secs(30);
    let floor = World::floor().await?;
    let few = World::start(5, usual).await?;
    let many = World::start(200, usual).await?;
    let mut seen: [Vec<Seen>; 3] = Default::default();
    for run in 1..=RUNS {
        eprintln!("bench:   run {run} of {RUNS}");
        for (world, seen) in [&floor, &few, &many].into_iter().zip(&mut seen) {
            seen.push(Visit::begin(world, VISITOR, &[WATCH]).await?.seen().await?);
        }
    }
    let [floor, few, many] = seen;

    let first = |seen: &[Seen]| -> Vec<f64> { seen.iter().map(|seen| seen.first).collect() };
    let all = |seen: &[Seen]| -> Vec<f64> { seen.iter().map(|seen| seen.all).collect() };
    let base = median(&first(&floor));
    report.figure("floor: one file, one question, one verdict", base, spread(&first(&floor)), Limit::None);
    for (name, seen) in [("5 systems", &few), ("200 systems", &many)] {
        let times = median(&first(seen)) / base;
        let limit = Limit::AtMost(TIMES_THE_FLOOR);
        report.figure(format!("{name}: first verdict, in floors"), times, format!("{times:.2} x"), limit);
        report.figure(format!("{name}: first verdict"), 0.0, spread(&first(seen)), Limit::None);
        let times = median(&all(seen)) / base;
        let words = format!("{}, {times:.2} x", spread(&all(seen)));
        report.figure(format!("{name}: verdict over all of them"), times, words, Limit::None);
    }
    report.note("First verdict: the first frame in which a system stands on the page as measured, neither checking nor unknown.");
    report.note(format!("Medians of {RUNS} visits (least to most), in turns, each in a new browser with nothing cached; phone of 390 x 844,"));
    report.note("1.6 Mbit/s down, 750 kbit/s up, 150 ms per request, processor slowed down by 4.");
    way(report, &few);

    report.section("Layout shift until all systems have answered (phone, slow)");
    for (name, seen) in [("5 systems, all well", &few), ("200 systems, all well", &many)] {
        shift(report, name, seen);
    }
    for (name, count) in [("5 systems, one down", 5), ("200 systems, one down", 200)] {
        let world = World::start(count, usual).await?;
        world.break_one();
        let seen = Visit::begin(&world, VISITOR, &[WATCH]).await?.seen().await?;
        shift(report, name, &[seen]);
    }
    Ok(())
}

/// Adds the worst sum of layout shifts over some visits, and what moved in it.
pub(crate) fn shift(report: &mut Report, name: &str, seen: &[Seen]) {
    let shifts: Vec<f64> = seen.iter().map(Seen::shift).collect();
    let value = worst(&shifts);
    report.figure(name, value, format!("{value:.4}"), Limit::AtMost(0.0));
    for shift in seen.iter().flat_map(|seen| &seen.shifts).take(3) {
        report.note(format!("    {:.4}: {}", shift.value, shift.moved));
    }
}

/// Where the time goes: when each file was asked for and had come, in medians.
fn way(report: &mut Report, seen: &[Seen]) {
    let Some(one) = seen.first() else { return };
    report.note("Where the time goes with 5 systems (asked for, arrived; ms):");
    for loaded in one.loaded.iter().take(9) {
        let same = || seen.iter().flat_map(|seen| &seen.loaded).filter(|other| other.path == loaded.path);
        let asked: Vec<f64> = same().map(|loaded| loaded.asked).collect();
        let came: Vec<f64> = same().map(|loaded| loaded.came).collect();
        report.note(format!("    {:<34} {:>5.0} {:>5.0}", loaded.path, median(&asked), median(&came)));
    }
}
