//! Every valid expression of the five systems' monitoring guides, evaluated over pages of these systems in the shape of their guides and
//! of the running programs. `outcomes.tsv` says what comes out: values, NaN where a system is idle, or nothing and why. Its columns are
//! the expression, and the outcomes for real pages of busy and of idle systems, and for documented pages of busy and of idle ones. The
//! test writes the found outcomes to the file that `GUIDES_TABLE` names.
//!
//! Expressions and pages are read from the folder that `ALLCLEAR_SYSTEMS` names, by default `../shared/systems` beside the checkout.

#![expect(clippy::unwrap_used, reason = "pages that cannot be read stop the test")]

mod fleet;
mod naive;
mod outcome;

use fleet::{END, Fleet, Load, Shape};
use metrics_engine::promql;
use metrics_engine::promql::eval::{self, Evaluation, Settings};
use metrics_engine::promql::explain::explain;
use metrics_engine::promql::metadata::Metadata;
use metrics_engine::promql::value::Grid;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Returns the folder with the systems, or `None` with a message on the console.
fn systems() -> Option<PathBuf> {
    let named = std::env::var_os("ALLCLEAR_SYSTEMS").map(PathBuf::from);
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/systems"));
    let folder = named.unwrap_or_else(default);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no systems at {}; set ALLCLEAR_SYSTEMS", folder.display());
    None
}

/// Returns the valid expressions of the guides, each once.
fn expressions(folder: &Path) -> Vec<String> {
    listed(folder, |validity| validity == "yes")
}

/// Returns the expressions of the guides with such a validity, each once.
fn listed(folder: &Path, is_wanted: fn(&str) -> bool) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("expressions.tsv")).unwrap();
    let mut found: Vec<String> = Vec::new();
    for line in text.lines().skip(1) {
        let [_, _, expr, validity, ..] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("no row: {line}")
        };
        if is_wanted(validity) && !found.iter().any(|known| known == expr) {
            found.push(expr.to_owned());
        }
    }
    found
}

#[test]
fn expressions_of_the_guides_have_the_outcomes_that_are_listed() {
    let Some(folder) = systems() else { return };
    let outcomes: BTreeMap<&str, &str> =
        include_str!("outcomes.tsv").lines().map(|line| line.split_once('\t').unwrap()).collect();
    let fleets: Vec<Fleet> = Shape::ALL
        .into_iter()
        .flat_map(|shape| Load::ALL.map(|load| Fleet::new(&folder, shape, load)))
        .collect();
    let expressions = expressions(&folder);
    assert!(expressions.len() > 100, "only {} expressions", expressions.len());
    let mut rows = Vec::new();
    for expr in &expressions {
        let outcomes: Vec<String> = fleets.iter().map(|fleet| outcome::of(expr, fleet)).collect();
        rows.push((expr.as_str(), outcomes.join("\t")));
    }
    if let Some(path) = std::env::var_os("GUIDES_TABLE") {
        let lines: Vec<String> =
            rows.iter().map(|(expr, row)| format!("{expr}\t{row}\n")).collect();
        std::fs::write(path, lines.concat()).unwrap();
    }
    let differing: Vec<String> = rows
        .iter()
        .filter(|(expr, row)| outcomes.get(expr) != Some(&row.as_str()))
        .map(|(expr, row)| {
            format!("{expr}\n    listed {:?}\n    found  {row:?}", outcomes.get(expr))
        })
        .collect();
    assert!(differing.is_empty(), "\n{}\n", differing.join("\n"));
    assert_eq!(outcomes.len(), rows.len(), "outcomes.tsv lists what no guide has");
}

#[test]
fn values_are_those_of_a_computation_by_hand() {
    let Some(folder) = systems() else { return };
    let mut checked = 0;
    for shape in Shape::ALL {
        let fleet = Fleet::new(&folder, shape, Load::Busy);
        for expr in expressions(&folder) {
            checked += usize::from(naive::check(&expr, &fleet));
        }
    }
    assert!(checked >= 60, "only {checked} expressions were computed by hand");
}

#[test]
fn slices_have_the_values_of_the_whole_evaluation() {
    let Some(folder) = systems() else { return };
    let fleet = Fleet::new(&folder, Shape::Documented, Load::Busy);
    let end = Timestamp(END * 1000);
    let (settings, step) = (Settings::default(), Duration::from_secs(30));
    let grid = Grid::between(end - Duration::from_secs(1200), end, step);
    let later = Grid { start: grid.start + step * 7, ..grid };
    for text in expressions(&folder) {
        let expr = promql::parse(&text).unwrap();
        let whole = |grid| eval::evaluate(&expr, &fleet.store, grid, &settings);
        let mut evaluation = Evaluation::new(expr.clone(), grid, settings);
        let mut n_slices = 1;
        while !evaluation.advance(&fleet.store, 2000).unwrap() {
            n_slices += 1;
        }
        // Steps are at most doubled from one slice to the next.
        assert!(n_slices >= 6, "{text}: {n_slices} slices");
        assert_same(&evaluation.outcome(), &whole(grid).unwrap(), &text);
        evaluation.move_to(later, grid.end());
        assert_eq!(evaluation.left(), 7, "{text}");
        while !evaluation.advance(&fleet.store, 2000).unwrap() {}
        assert_same(&evaluation.finish(), &whole(later).unwrap(), &text);
    }
}

/// Compares two outcomes, in which NaN is the same as NaN.
fn assert_same(found: &eval::Outcome, due: &eval::Outcome, text: &str) {
    assert_eq!(format!("{found:?}"), format!("{due:?}"), "{text}");
}

#[test]
fn invalid_expressions_are_repaired_and_the_repaired_ones_are_evaluated() {
    let Some(folder) = systems() else { return };
    let fleet = Fleet::new(&folder, Shape::Documented, Load::Busy);
    let invalid = listed(&folder, |validity| validity.starts_with("NO"));
    assert_eq!(invalid.len(), 8);
    for text in invalid {
        assert!(promql::parse(&text).is_err(), "{text}");
        let repaired = promql::repaired(&text).unwrap_or_else(|| panic!("no repair: {text}"));
        fleet.query(&repaired).unwrap_or_else(|error| panic!("{repaired}: {error}"));
    }
}

#[test]
fn empty_expressions_are_explained() {
    let Some(folder) = systems() else { return };
    let fleet = Fleet::new(&folder, Shape::Real, Load::Busy);
    let (settings, metadata) = (Settings::default(), Metadata::default());
    let mut n_empty = 0;
    for text in expressions(&folder) {
        let expr = promql::parse(&text).unwrap();
        let whole = explain(&expr, &fleet.store, Timestamp(END * 1000), &settings, &metadata);
        n_empty += usize::from(whole.is_empty());
        assert!(!whole.is_empty() || !whole.causes().is_empty(), "{text}: {whole:?}");
    }
    assert!(n_empty > 50, "only {n_empty} are empty");
}
