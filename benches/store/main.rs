//! The cost of a day of five systems in memory and time: bytes per sample, and nanoseconds to append, find and read one.
//!
//! The demo systems play a day at a thousand times its pace, and their pages are scraped as the page does it, every fifteen
//! seconds of theirs. The samples of that day then fill a store of 5,000 series. `ALLCLEAR_PAGES=DIR` keeps the pages there, and
//! takes them from there the next time.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement ends where something is missing, and it reads the clock"
)]

mod day;
#[expect(dead_code, reason = "the end-to-end tests need more of it")]
#[path = "../../tests/e2e/places.rs"]
mod places;

use allclear::config::private::Target;
use allclear::decode::Answer;
use allclear::scrape;
use metrics_engine::labels::{Matcher, NAME};
use metrics_engine::scrape::Scrape;
use metrics_engine::series::{Entry, SeriesId, TimeRange};
use metrics_engine::store::{GroupId, Limits, Store};
use metrics_engine::time::{Duration, Timestamp};
use std::time::Instant;

/// Time between two scrapes, and how many make a day.
const INTERVAL: i64 = 15_000;
const ROWS: usize = 5760;

fn main() {
    let pages = day::pages();
    let mut all = Store::default();
    println!("One day of each system, a row every 15 s");
    for system in &pages {
        let mut store = Store::default();
        scrape(system, &mut store);
        figures(&system.name, &store);
        scrape(system, &mut all);
    }
    figures("all", &all);
    let columns = Columns::of(&all);
    drop(all);
    let store = append(&columns);
    read(&store);
    select(&store);
    snapshot(store);
}

/// Scrapes the pages of a day.
fn scrape(system: &day::System, store: &mut Store) {
    let target = Target::new(&system.name, "main", "127.0.0.1:9000");
    let mut scrape = Scrape::new(&scrape::target(&target), store);
    for (row, page) in (0_i64..).zip(&system.pages) {
        // A browser's timers are not exact, and no two scrapes take the same time.
        let late = row * 7919 % 23;
        let took = Duration(10 + row * 104_729 % 17);
        let answer = Answer { code: 200, headers: Vec::new(), body: page.clone() };
        scrape.take(
            store,
            Timestamp(START + row * INTERVAL + late),
            took,
            scrape::response(Ok(&answer)),
        );
    }
}

/// 2026-11-20T00:00:00Z.
const START: i64 = 1_795_132_800_000;

fn figures(name: &str, store: &Store) {
    let usage = store.usage();
    let per = |bytes: usize| bytes as f64 / usage.samples.max(1) as f64;
    println!(
        "  {name:<10} {:>5} series {:>9} samples  {:.3} B/sample closed and open, {:.3} with labels  ({} KB open, {} KB labels)",
        usage.series,
        usage.samples,
        per(usage.bytes - usage.label_bytes),
        per(usage.bytes),
        usage.open_bytes / 1024,
        usage.label_bytes / 1024,
    );
}

/// The samples of a day, as rows of each group.
struct Columns {
    labels: Vec<Vec<(String, String)>>,
    values: Vec<Vec<Entry>>,
}

impl Columns {
    fn of(store: &Store) -> Self {
        let mut reader = store.reader(TimeRange::ALL);
        let ids = store.select(&[]);
        let labels = |id: &SeriesId| {
            let labels = store.labels(*id).unwrap();
            labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        let values = |id: &SeriesId| {
            let mut entries = Vec::new();
            reader.read(*id, &mut entries);
            entries
        };
        Self { labels: ids.iter().map(labels).collect(), values: ids.iter().map(values).collect() }
    }
}

/// Fills 5,000 series, in groups of about 1,500.
fn append(columns: &Columns) -> Store {
    const SERIES: usize = 5000;
    const GROUP: usize = 1500;
    let before = resident();
    let mut store = Store::new(Limits { bytes: 256 << 20, ..Limits::default() });
    let mut series: Vec<(GroupId, SeriesId, usize)> = Vec::new();
    for number in 0..SERIES {
        let from = number % columns.labels.len();
        let copy = format!("copy-{}", number / columns.labels.len());
        let mut labels: Vec<(&str, &str)> = columns.labels[from]
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        labels.push(("zzz", &copy));
        let group = store.group(&format!("group-{}", number / GROUP));
        series.push((group, store.series(group, &labels).unwrap(), from));
    }
    let mut spent = std::time::Duration::ZERO;
    let (mut samples, mut longest) = (0, std::time::Duration::ZERO);
    let mut row_values: Vec<(SeriesId, f64)> = Vec::new();
    for (row, at) in (0..ROWS).zip(0_i64..) {
        let at = Timestamp(START + at * INTERVAL);
        for group in series.chunk_by(|one, other| one.0 == other.0) {
            row_values.clear();
            for (_, id, from) in group {
                let value = columns.values[*from].get(row).and_then(|entry| entry.value);
                row_values.extend(value.map(|value| (*id, value)));
            }
            let began = Instant::now();
            store.append(group[0].0, at, &row_values, &[]);
            let took = began.elapsed();
            spent += took;
            longest = longest.max(took);
            samples += row_values.len();
        }
    }
    let usage = store.usage();
    println!("\n{SERIES} series for a day, in groups of {GROUP}");
    figures("filled", &store);
    let grown = resident().saturating_sub(before);
    println!(
        "  {:.1} MB by the store's own account, {:.1} MB by the process",
        megabytes(usage.bytes),
        megabytes(grown)
    );
    let each = spent.as_secs_f64() * 1e9 / f64::from(samples as u32);
    println!(
        "  append: {each:.1} ns/sample, {:.3} ms/row of {GROUP}; the longest row {:.2} ms (closes a block)",
        each * GROUP as f64 / 1e6,
        longest.as_secs_f64() * 1e3
    );
    store
}

fn read(store: &Store) {
    let ids = store.select(&[]);
    let ranges = [
        ("a day", TimeRange::ALL),
        (
            "an hour",
            TimeRange { after: Timestamp(START + 23 * 3_600_000), until: Timestamp(i64::MAX) },
        ),
    ];
    println!("\nReading all {} series", ids.len());
    for (name, range) in ranges {
        let best = best_of(5, || {
            let (mut entries, mut count) = (Vec::new(), 0);
            let mut reader = store.reader(range);
            for id in &ids {
                entries.clear();
                reader.read(*id, &mut entries);
                count += entries.len();
            }
            count
        });
        println!("  Reader::read, {name}: {:.2} ns/sample", best.0 * 1e9 / best.1 as f64);
    }
    let best = best_of(3, || ids.iter().map(|id| store.entries(*id, TimeRange::ALL).count()).sum());
    println!("  Store::entries, a day: {:.2} ns/sample", best.0 * 1e9 / best.1 as f64);
    let best = best_of(5, || ids.iter().filter(|id| store.newest(**id).is_some()).count());
    println!("  Store::newest: {:.0} ns/series", best.0 * 1e9 / best.1 as f64);
}

fn select(store: &Store) {
    println!("\nSelecting among {} series", store.usage().series);
    let ids = store.select(&[]);
    let name = |id: &SeriesId| store.labels(*id).unwrap().get(NAME).to_owned();
    let mut names: Vec<String> = ids.iter().map(name).collect();
    names.dedup();
    let matchers: Vec<[Matcher; 1]> =
        names.iter().map(|name| [Matcher::equal(NAME, name)]).collect();
    let best = best_of(5, || matchers.iter().map(|one| store.select(one).len()).sum());
    println!(
        "  one name: {:.2} us, {:.0} ns per series found",
        best.0 * 1e6 / names.len() as f64,
        best.0 * 1e9 / best.1 as f64
    );
    let best = best_of(5, || store.select(&[]).len());
    println!("  everything, sorted: {:.2} ms", best.0 * 1e3);
    let labels: Vec<Vec<(&str, &str)>> =
        ids.iter().map(|id| store.labels(*id).unwrap().iter().collect()).collect();
    let mut known = store.clone();
    let best = best_of(5, || {
        labels.iter().filter(|labels| known.series(GroupId(0), labels).is_some()).count()
    });
    println!("  a known series by its labels: {:.0} ns", best.0 * 1e9 / labels.len() as f64);
}

fn snapshot(mut store: Store) {
    println!("\nSnapshot of all of it");
    let began = Instant::now();
    let batch = store.take_unsaved();
    let bytes: usize = batch.put.iter().map(|record| record.bytes.len()).sum();
    println!(
        "  {} records, {:.1} MB, written in {:.0} ms",
        batch.put.len(),
        megabytes(bytes),
        began.elapsed().as_secs_f64() * 1e3
    );
    let samples = store.usage().samples;
    drop(store);
    let began = Instant::now();
    let (mut restored, problems) = Store::restore(Limits::default(), &batch.put).unwrap();
    println!("  read in {:.0} ms", began.elapsed().as_secs_f64() * 1e3);
    assert_eq!((restored.usage().samples, problems.len()), (samples, 0));
    let ids = restored.select(&[]);
    let values: Vec<(SeriesId, f64)> =
        ids.iter().take(1500).enumerate().map(|(n, id)| (*id, n as f64 * 1.5)).collect();
    // The first closes a block.
    restored.append(GroupId(0), Timestamp(i64::MAX / 2), &values, &[]);
    restored.take_unsaved();
    restored.append(GroupId(0), Timestamp(i64::MAX / 2 + INTERVAL), &values, &[]);
    let began = Instant::now();
    let bytes: usize = restored.take_unsaved().put.iter().map(|record| record.bytes.len()).sum();
    println!(
        "  one more row of {}: {bytes} bytes in {:.2} ms",
        values.len(),
        began.elapsed().as_secs_f64() * 1e3
    );
}

/// Seconds of the quickest run, and what it counted.
fn best_of(times: usize, mut run: impl FnMut() -> usize) -> (f64, usize) {
    let mut best = (f64::INFINITY, 0);
    for _ in 0..times {
        let began = Instant::now();
        let count = std::hint::black_box(run());
        best = (best.0.min(began.elapsed().as_secs_f64()), count);
    }
    best
}

/// Memory of this process, in bytes; 0 where the system does not report it.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
