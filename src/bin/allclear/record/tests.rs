//! The disk writes for 200 systems of 500 series, on a simulated clock.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "tests print what they measured")]

use super::disk::WriteReport;
use super::publish::Publisher;
use super::series::Series;
use super::storage::RecordStorage;
use allclear::config::deployment::Deployment;
use allclear::config::document;
use allclear::console::Save;
use allclear::decode::Answer;
use allclear::history::Recording;
use allclear::monitor::{Effect, Event, Monitor};
use metrics_engine::store::{Limits, Store};
use metrics_engine::time::{Duration, Timestamp};
use std::fs;
use std::path::Path;

const SYSTEMS: usize = 200;
const SERIES: usize = 500;

/// Maximum number of bytes a day.
const LIMIT: u64 = 2_000_000_000;

const START: Timestamp = Timestamp(1_795_000_000_000);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// Returns the bytes that this thread has written since it began; `None` if the system does not report them.
fn written() -> Option<u64> {
    let io = fs::read_to_string("/proc/thread-self/io").ok()?;
    io.lines().find_map(|line| line.strip_prefix("wchar: "))?.parse().ok()
}

fn size(folder: &Path) -> u64 {
    let items = fs::read_dir(folder).into_iter().flatten().flatten();
    items.map(|item| item.metadata().map_or(0, |found| found.len())).sum()
}

/// Returns a generator of numbers below its argument (xorshift).
fn draws() -> impl FnMut(u64) -> u64 {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    move |most| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % most
    }
}

/// Scrapes all targets every fifteen seconds for an hour, and saves as a console does. Returns the bytes of a day.
fn series_of_an_hour(systems: usize, changes: impl Fn(usize, f64, u64) -> f64) -> Option<u64> {
    let folder = tempfile::tempdir().unwrap();
    let (mut series, kept) = Series::open(folder.path(), MINUTE, WriteReport::default());
    assert_eq!(kept.records, []);
    let limits = Limits { bytes: 40 << 20, series: 200_000, ..Limits::default() };
    let mut store = Store::new(limits);
    let mut draw = draws();
    let groups: Vec<_> = (0..systems).map(|system| store.group(&system.to_string())).collect();
    let mut targets: Vec<Vec<_>> = Vec::new();
    for (system, group) in groups.iter().enumerate() {
        let id = |index: usize| {
            let (name, job) = (format!("app_metric_{index}"), format!("s{system}"));
            let id = store.series(*group, &[("__name__", name.as_str()), ("job", job.as_str())]);
            (id.unwrap(), 0.0)
        };
        targets.push((0..SERIES).map(id).collect());
    }
    let began = written()?;
    let (mut is_saving, mut half, mut saves) = (false, 0, 0);
    for second in 0..3600 {
        let now = START + SECOND * second;
        // Each target has a second of its own.
        let due = usize::try_from(second % 15).unwrap();
        for (target, group) in targets.iter_mut().zip(&groups).skip(due).step_by(15) {
            for (index, (_, value)) in target.iter_mut().enumerate() {
                *value = changes(index, *value, draw(10_000));
            }
            store.append(*group, now, target, &[]);
        }
        if second % 60 == 0 {
            store.retain(now);
            let usage = store.usage();
            assert!(usage.bytes <= limits.bytes, "minute {}: {usage:?}", second / 60);
            // Twice the limit, and little more: labels and rows are longer there than in memory.
            let disk = size(&folder.path().join("store"));
            assert!(disk <= 3 * limits.bytes as u64, "minute {}: {disk} bytes", second / 60);
        }
        if is_saving {
            is_saving = !series.is_saved(now);
        }
        if !is_saving {
            let batch = store.take_unsaved();
            series.save(Save { batch, ..Save::default() }, now);
            assert!(!series.is_saved(now));
            is_saving = true;
            saves += 1;
        }
        if second == 1800 {
            (half, saves) = (written()?, 0);
        }
    }
    let all = written()?;
    // Everything on the disk makes the same store.
    let batch = store.take_unsaved();
    series.flush();
    series.save(Save { batch, ..Save::default() }, START + MINUTE * 60);
    assert!(series.flush());
    let (_, kept) = Series::open(folder.path(), MINUTE, WriteReport::default());
    let (restored, damaged) = Store::restore(limits, &kept.records).unwrap();
    assert_eq!(damaged, []);
    assert_eq!(restored.usage().samples, store.usage().samples);
    let (first, second) = ((half - began) * 48, (all - half) * 48);
    println!(
        "series: {first} bytes a day in the first half hour, {second} and {saves} saves in the second"
    );
    Some((all - began) * 24)
}

fn deployment() -> Deployment {
    let systems = (0..SYSTEMS).map(|index| {
        format!(
            "  - {{name: System number {index}, id: system-{index}, group: Region {}, preset: text, url: 'http://127.0.0.1:9/{index}'}}\n",
            index / 20
        )
    });
    let text = format!(
        "site: {{name: Many}}\ndefaults: {{interval: 15s}}\nsystems:\n{}",
        systems.collect::<String>()
    );
    document::read(&text).deployment.unwrap()
}

/// Watches systems for a while, of which `flaps` fail and recover every half minute. Returns the bytes of a day.
fn files_of_a_while(flaps: usize, minutes: i64) -> Option<u64> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_owned();
    let deployment = deployment();
    let mut storage = RecordStorage::open(&out).unwrap();
    let mut publisher = Publisher::new(
        out.join("record"),
        MINUTE,
        &out.join("allclear.yaml"),
        &deployment,
        WriteReport::default(),
    );
    let mut monitor: Monitor = Monitor::new(deployment.recorded(), START);
    let mut recording = Recording::new(monitor.config(), SYSTEMS, START);
    let mut events = vec![Event::LeadChanged { leads: true }];
    let mut began = 0;
    for second in 0..minutes * 60 {
        let now = START + SECOND * second;
        events.push(Event::Tick);
        while let Some(event) = events.pop() {
            for effect in monitor.update(event, now) {
                let Effect::Fetch { check, .. } = effect else { continue };
                let fails = check < flaps && second / 30 % 2 == 1;
                let code = if fails { 500 } else { 200 };
                let result = Ok(Answer { code, headers: Vec::new(), body: b"ok".to_vec() });
                events.push(Event::Fetched { check, took: Duration(20), result });
            }
            storage.persist(&recording.observe(&monitor, now));
        }
        storage.tend();
        publisher.publish(&monitor, storage.archive(), now);
        // The first minutes write everything for the first time, and use up the budget for changes.
        if second == 300 {
            began = written()?;
        }
    }
    let day = (written()? - began) * 1440 / (minutes.unsigned_abs() - 5);
    println!("all other files, {flaps} systems flapping: {day} bytes a day");
    Some(day)
}

#[test]
fn two_hundred_systems_of_five_hundred_series_are_less_than_two_gigabytes_a_day() {
    // A third counts, a third is measured with two decimals, a third does not change.
    let usual = series_of_an_hour(SYSTEMS, |index, value, draw| match index % 3 {
        0 => value + (draw as f64 * index as f64 / 10_000.0).floor(),
        1 => draw as f64 / 100.0,
        _ => value,
    });
    let Some((usual, files)) = usual.zip(files_of_a_while(0, 10)) else {
        eprintln!("SKIPPED: this system does not say what a thread has written");
        return;
    };
    assert!(usual + files < LIMIT, "{usual} and {files} bytes a day");
}

#[test]
fn files_of_systems_that_flap_all_the_time_are_bounded() {
    let Some(files) = files_of_a_while(SYSTEMS / 10, 10) else {
        eprintln!("SKIPPED: this system does not say what a thread has written");
        return;
    };
    // Together with the series in the long run, still below the limit.
    assert!(files < LIMIT - 691_000_000, "{files} bytes a day");
}

#[test]
fn series_of_noise_are_bounded() {
    // Noise cannot be compressed.
    let Some(series) =
        series_of_an_hour(SYSTEMS / 2, |_, value, draw| (value + draw as f64).sqrt() * 1.000_001)
    else {
        eprintln!("SKIPPED: this system does not say what a thread has written");
        return;
    };
    assert!(series < LIMIT, "{series} bytes a day");
}
