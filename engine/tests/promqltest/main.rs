//! Prometheus' own evaluation scripts (`promql/promqltest`), run unmodified, and the cases of its parser.
//!
//! They are read from `promqltest` in the folder that `ALLCLEAR_CONFORMANCE` names, by default `../shared/conformance` beside the
//! checkout. Each instant case runs as Prometheus' own runner does it: at its time, with `@` of its time at other times, and as the
//! middle step of a range.
//!
//! `left_out.txt` lists the cases that this engine does not evaluate, with their reasons. A listed case that passes fails the test, and so
//! does one that fails without being listed. Of scripts that the list does not name, a rule leaves out failing cases of the same reasons:
//! experimental syntax, and series that were loaded as native histograms, with start timestamps or with labels of type and unit. The test
//! writes the failures to the file that `PROMQLTEST_FAILURES` names.

#![expect(clippy::unwrap_used, reason = "a suite that cannot be read stops")]

mod case;
mod data;
mod evaluate;
mod expected;
mod left_out;
mod script;
mod series;
mod syntax;

use case::Case;
use data::Data;
use left_out::LeftOut;
use script::Command;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Returns the folder with the scripts, or `None` with a message on the console.
fn scripts() -> Option<PathBuf> {
    let named = std::env::var_os("ALLCLEAR_CONFORMANCE").map(PathBuf::from);
    let default =
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/conformance"));
    let folder = named.unwrap_or_else(default).join("promqltest");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no suites at {}; set ALLCLEAR_CONFORMANCE", folder.display());
    None
}

#[test]
fn evaluates_what_prometheus_evaluates() {
    let Some(folder) = scripts() else { return };
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "test"))
        .collect();
    paths.sort();
    let list = LeftOut::read();
    let mut total = Tally::default();
    for path in &paths {
        let tally = run(path, &list);
        eprintln!("{}: {}", path.file_name().unwrap().to_string_lossy(), tally.summary());
        total.add(tally);
    }
    eprintln!("all: {}", total.summary());
    if let Some(path) = std::env::var_os("PROMQLTEST_FAILURES") {
        std::fs::write(path, total.failed.join("\n")).unwrap();
    }
    let only: Vec<_> = total.failed.iter().take(40).cloned().collect();
    assert!(total.failed.is_empty(), "\n{}\n{} failed", only.join("\n"), total.failed.len());
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: Vec<String>,
    /// The number of cases that were left out, by reason.
    left_out: BTreeMap<String, usize>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        for (reason, count) in other.left_out {
            *self.left_out.entry(reason).or_default() += count;
        }
    }

    fn summary(&self) -> String {
        let out: usize = self.left_out.values().sum();
        let all = self.passed + self.failed.len() + out;
        let reasons: Vec<_> =
            self.left_out.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        let passed = self.passed;
        format!("{passed} of {all} passed, {out} left out ({})", reasons.join(", "))
    }
}

/// Runs one script.
fn run(path: &Path, list: &LeftOut) -> Tally {
    let file = path.file_name().unwrap().to_string_lossy().into_owned();
    let mut tally = Tally::default();
    let mut data = Data::default();
    for (line, command) in script::commands(&std::fs::read_to_string(path).unwrap()) {
        match command {
            Command::Clear => data = Data::default(),
            Command::Load { step, lines, converts } => {
                data.load(step, &lines);
                if converts {
                    data.mark_converted(&lines);
                }
            }
            Command::Eval(case) => {
                let place = format!("{file}:{line}");
                let left_out = list.reason(&file, line, &case, &data);
                check(&case, &place, &mut data, left_out, &mut tally);
            }
        }
    }
    tally
}

fn check(case: &Case, place: &str, data: &mut Data, left_out: Option<String>, tally: &mut Tally) {
    match (case.run(data.store()), left_out) {
        (Ok(()), None) => tally.passed += 1,
        (Ok(()), Some(reason)) if reason.ends_with(left_out::BY_RULE) => tally.passed += 1,
        (Ok(()), Some(_)) => {
            tally.failed.push(format!("{place}: passes, so remove it from left_out.txt"));
        }
        (Err(_), Some(reason)) => {
            // `experimental: function step` is counted as `experimental`.
            let kind = reason.split(':').next().unwrap_or_default();
            *tally.left_out.entry(kind.to_owned()).or_default() += 1;
        }
        (Err(why), None) => tally.failed.push(format!("{place}: {}\n    {why}", case.expr)),
    }
}
