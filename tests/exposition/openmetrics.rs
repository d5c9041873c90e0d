//! The public suite of OpenMetrics: what must be read, and what must be refused.

use crate::{files, suite};
use metrics_engine::exposition::page::Page;
use metrics_engine::exposition::{Format, validate};

/// Each case: its name, its page, and whether it is good.
fn cases() -> Vec<(String, Vec<u8>, bool)> {
    let Some(folder) = suite("openmetrics") else { return Vec::new() };
    let cases: Vec<_> = files(&folder, &["test.json"])
        .into_iter()
        .map(|path| {
            let case: serde_json::Value =
                serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let folder = path.parent().unwrap();
            let page = std::fs::read(folder.join(case["file"].as_str().unwrap())).unwrap();
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            (name, page, case["shouldParse"].as_bool().unwrap())
        })
        .collect();
    assert!(!cases.is_empty(), "no cases in {}", folder.display());
    cases
}

#[test]
fn every_case_is_judged_right_in_strict_mode() {
    let cases = cases();
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(_, page, good)| validate::validate(page).is_ok() != *good)
        .map(|(name, page, _)| format!("{name}: {:?}", validate::validate(page)))
        .collect();
    println!("{} cases", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Bad cases that a scrape takes, as Prometheus does: their lines can be read, what they break are rules about the whole.
#[test]
fn good_cases_are_read_without_a_problem_and_bad_lines_with_one() {
    let mut accepted = Vec::new();
    for (name, page, good) in cases() {
        let problems = Page::read(&page, Format::OpenMetrics, false).problems;
        if good {
            assert_eq!(problems, [], "{name}");
        } else if problems.is_empty() {
            accepted.push(name);
        }
    }
    println!("a scrape takes these bad cases, as Prometheus does: {}", accepted.join(" "));
    let lexical = [
        "bad_missing_",
        "bad_value",
        "bad_timestamp",
        "bad_metric_names",
        "bad_text_after",
        "bad_help",
        "bad_exemplar_timestamp",
    ];
    let wrong: Vec<&String> = accepted
        .iter()
        .filter(|name| lexical.iter().any(|group| name.starts_with(group)))
        .filter(|name| !name.starts_with("bad_missing_or_invalid_labels_for_a_type"))
        // Prometheus takes a comma at the end.
        .filter(|name| !name.starts_with("bad_missing_or_extra_commas"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
