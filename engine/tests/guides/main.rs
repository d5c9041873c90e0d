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

use fleet::{Fleet, Load, Shape};
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
    let text = std::fs::read_to_string(folder.join("expressions.tsv")).unwrap();
    let mut found: Vec<String> = Vec::new();
    for line in text.lines().skip(1) {
        let [_, _, expr, validity, ..] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("no row: {line}")
        };
        if validity == "yes" && !found.iter().any(|known| known == expr) {
            found.push(expr.to_owned());
        }
    }
    found
}

#[test]
fn expressions_of_the_guides_have_the_outcomes_that_are_listed() {
    let Some(folder) = systems() else { return };
    let listed: BTreeMap<&str, &str> =
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
        .filter(|(expr, row)| listed.get(expr) != Some(&row.as_str()))
        .map(|(expr, row)| format!("{expr}\n    listed {:?}\n    found  {row:?}", listed.get(expr)))
        .collect();
    assert!(differing.is_empty(), "\n{}\n", differing.join("\n"));
    assert_eq!(listed.len(), rows.len(), "outcomes.tsv lists what no guide has");
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
