//! Reading metrics, natively, beside the crates that do it too: megabytes per second, allocations, and what is found.
//!
//! All are measured in turns in one process, on real pages, so that the ratio holds on a busy machine, too. Ours is a whole scrape:
//! labels decoded and interned, samples appended to the store, stale marks. The peers return what they parsed, and no more.
//! `cold` is a target's first page, `warm` each one after it.
//!
//! `scripts/bench.sh exposition`. It fails where a peer is faster on a page that it can read.
//! The same in a browser, in wasm, against JavaScript: `browser.mjs` in this folder.

mod peers;

use allclear::config::private::Target;
use allclear::decode::Answer;
use allclear::scrape;
use metrics_engine::exposition::Format;
use metrics_engine::exposition::page::Page;
use metrics_engine::scrape::Scrape;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};
use peers::Found;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// One reader on one page.
struct Line {
    name: &'static str,
    /// The best of all turns, in seconds.
    best: f64,
    allocations: usize,
    /// `None` where it refuses the page.
    found: Option<Found>,
}

fn main() -> ExitCode {
    let folder = std::env::var_os("ALLCLEAR_CONFORMANCE").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance"),
        PathBuf::from,
    );
    let Ok(entries) = std::fs::read_dir(folder.join("expositions")) else {
        println!("SKIPPED: {} is missing, nothing was measured", folder.display());
        return ExitCode::SUCCESS;
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut is_ahead = true;
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let lines = measure(&text);
        print(&file, &text, &lines);
        let cold = lines.first().map_or(0.0, |ours| ours.best);
        is_ahead &= lines.iter().skip(2).all(|peer| peer.found.is_none() || peer.best > cold);
    }
    if is_ahead { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// All readers in turns, ours first.
fn measure(text: &str) -> Vec<Line> {
    let mut target = Ours::new(text);
    let mut lines = vec![Line::new("allclear, cold"), Line::new("allclear, warm")];
    lines.extend(peers::ALL.iter().map(|peer| Line::new(peer.name)));
    let turns = (20_000_000 / text.len()).clamp(5, 40);
    let [cold, warm, others @ ..] = lines.as_mut_slice() else { return lines };
    for _ in 0..turns {
        target.forget();
        cold.turn(|| target.scrape());
        warm.turn(|| target.scrape());
        for (line, peer) in others.iter_mut().zip(peers::ALL) {
            line.turn(|| (peer.read)(text));
        }
    }
    let found = ours(text);
    cold.found = Some(found.clone());
    warm.found = Some(found);
    for (line, peer) in others.iter_mut().zip(peers::ALL) {
        line.found = (peer.parse)(text);
    }
    lines
}

impl Line {
    fn new(name: &'static str) -> Self {
        Self { name, best: f64::INFINITY, allocations: usize::MAX, found: None }
    }

    #[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
    fn turn<T>(&mut self, read: impl FnOnce() -> T) {
        let region = Region::new(ALLOCATOR);
        let start = Instant::now();
        let result = std::hint::black_box(read());
        self.best = self.best.min(start.elapsed().as_secs_f64());
        let change = region.change();
        self.allocations = self.allocations.min(change.allocations + change.reallocations);
        drop(result);
    }
}

fn print(file: &Path, text: &str, lines: &[Line]) {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    println!("\n{name}, {} KB", text.len() / 1000);
    println!(
        "  {:<26} {:>7} {:>7} {:>11}  {:>13}  labels",
        "", "MB/s", "ratio", "allocations", "samples"
    );
    let (cold, all) = match lines.first() {
        Some(Line { best, found: Some(found), .. }) => (*best, found),
        _ => return,
    };
    for line in lines {
        let Some(found) = &line.found else {
            println!("  {:<26} refuses the page", line.name);
            continue;
        };
        let speed = text.len() as f64 / 1e6 / line.best;
        let samples = format!("{} of {}", found.samples, all.samples);
        let right = found.labels.intersection(&all.labels).count();
        let wrong = found.labels.difference(&all.labels).count();
        let labels = format!("{right} of {} right, {wrong} wrong", all.labels.len());
        println!(
            "  {:<26} {speed:>7.0} {:>6.2}x {:>11}  {samples:>13}  {labels}",
            line.name,
            cold / line.best,
            line.allocations,
        );
    }
}

/// A target that is scraped.
struct Ours {
    target: Target,
    answer: Answer,
    store: Store,
    scrape: Scrape,
    now: i64,
}

impl Ours {
    fn new(text: &str) -> Self {
        let target = Target::new("bench", "bench", "bench:80");
        let mut store = Store::default();
        let scrape = Scrape::new(&scrape::target(&target), &mut store);
        let answer = Answer { code: 200, headers: Vec::new(), body: text.as_bytes().to_vec() };
        Self { target, answer, store, scrape, now: 1_700_000_000_000 }
    }

    fn forget(&mut self) {
        self.store = Store::default();
        self.scrape = Scrape::new(&scrape::target(&self.target), &mut self.store);
    }

    fn scrape(&mut self) -> usize {
        self.now += 15_000;
        let at = Timestamp(self.now);
        self.scrape.take(&mut self.store, at, Duration(5), scrape::response(Ok(&self.answer))).kept
    }
}

/// The result of the decoder. `tests/exposition` checks it against a reader of another kind.
fn ours(text: &str) -> Found {
    let format = Format::of(None, text.as_bytes()).unwrap_or_default();
    let page = Page::read(text.as_bytes(), format, false);
    let mut found = Found { samples: page.sample_count(), ..Found::default() };
    for sample in page.families.iter().flat_map(|family| &family.samples) {
        for (name, value) in sample.labels.iter().filter(|(name, _)| *name != "__name__") {
            found.label(name, value);
        }
    }
    found
}
