//! Rule files: every expression parses, and prints back to one that parses to the same.

use super::suite;
use allclear::rules::template;
use metrics_engine::labels::LabelSet;
use metrics_engine::promql::{self, Kind};
use saphyr::{LoadableYamlNode, Yaml};

#[test]
fn reads_the_rules_that_people_use() {
    let Some(folder) = suite("rules") else { return };
    let (mut rules, mut evaluable, mut wrong) = (0, 0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for document in Yaml::load_from_str(&text).unwrap() {
            for group in document["groups"].as_vec().into_iter().flatten() {
                for rule in group["rules"].as_vec().into_iter().flatten() {
                    rules += 1;
                    evaluable += usize::from(rule_is_evaluable(rule, &mut wrong));
                }
            }
        }
    }
    eprintln!("{rules} rules read, {evaluable} of them can be evaluated");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(evaluable > 0 && rules >= 100, "the suite was not found whole");
}

fn rule_is_evaluable(rule: &Yaml, wrong: &mut Vec<String>) -> bool {
    let expr = rule["expr"].as_str().map_or_else(
        || rule["expr"].as_integer().map(|number| number.to_string()).unwrap_or_default(),
        str::to_owned,
    );
    match promql::parse(&expr) {
        Ok(read) => {
            let printed = read.to_string();
            if promql::parse(&printed).as_ref() != Ok(&read) {
                wrong.push(format!("{expr}\n    prints as {printed}"));
            }
        }
        Err(error) => wrong.push(format!("{expr}\n    {error}")),
    }
    let annotations = rule.as_mapping_get("annotations").and_then(Yaml::as_mapping);
    for text in annotations.into_iter().flat_map(|texts| texts.values()).filter_map(Yaml::as_str) {
        let shown = template::expand(text, &LabelSet::new("m", &[("job", "a")]), 1.0);
        if shown.starts_with("<error") {
            wrong.push(format!("{text}\n    {shown}"));
        }
    }
    match promql::compile(&expr) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.kind, Kind::Experimental, "{expr}");
            false
        }
    }
}
