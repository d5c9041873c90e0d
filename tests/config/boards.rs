//! The dashboards and rules that presets bring along, against what the systems really expose.

use crate::path;
use allclear::config::document;
use allclear::config::preset;
use allclear::config::private::{Dashboard, PanelKind, Private, Width, wire};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// All that the presets of a system bring along.
fn provided(system: &str, presets: &[&str]) -> Private {
    let check = |name| format!("{{ name: {name}, preset: {name}, url: 'http://127.0.0.1:1/x' }}");
    let checks = presets.iter().map(check).collect::<Vec<_>>().join(", ");
    let text = format!(
        "site: {{ name: A }}\nsystems:\n  - name: {system}\n    checks: [{checks}]\n    metrics: [{{ url: 'http://127.0.0.1:1/metrics' }}]\n"
    );
    let reading = document::read(&text);
    reading.deployment.unwrap_or_else(|| panic!("{:#?}", reading.problems)).private()
}

/// Every preset that brings dashboards along, by system.
const SYSTEMS: [(&str, &[&str]); 5] = [
    ("chatalot", &["chatalot"]),
    ("superchat", &["superchat"]),
    ("rat", &["rat"]),
    ("chatbot", &["chatbot", "chatbot-db-pool"]),
    ("sockudo", &["sockudo", "sockudo-stats"]),
];

fn expressions(dashboard: &Dashboard) -> impl Iterator<Item = &str> {
    dashboard.panels.iter().flat_map(|panel| &panel.queries).map(|query| query.expr.as_str())
}

/// The metric that an expression of the first query language asks for; `None` where it names none.
fn metric(expr: &str) -> Option<&str> {
    let inner = expr.trim_start_matches("rate(").trim_start_matches("increase(");
    inner.split(['{', '[', ' ']).next().filter(|name| !name.is_empty())
}

/// Names of all series on the pages of a system whose file names pass.
fn exposed(system: &str, passes: fn(&str) -> bool) -> Option<BTreeSet<String>> {
    let folder = path("../shared/systems").join(system);
    let mut names = BTreeSet::new();
    let mut pages: Vec<_> =
        fs::read_dir(&folder).ok()?.map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    for page in pages {
        let name = page.file_stem().unwrap().to_string_lossy().into_owned();
        if page.extension().is_some_and(|kind| kind == "prom") && passes(&name) {
            let text = fs::read_to_string(&page).unwrap();
            names.extend(
                text.lines()
                    .filter(|line| !line.starts_with('#') && !line.is_empty())
                    .filter_map(metric)
                    .map(str::to_owned),
            );
        }
    }
    Some(names)
}

/// Series that the page makes itself.
fn own(presets: &[&str]) -> BTreeSet<String> {
    let numbers = presets.iter().filter_map(|name| preset::mapping(name));
    let numbers = numbers.flat_map(|mapping| mapping.numbers).map(|source| source.name);
    let health =
        ["up", "health_status", "health_consecutive_failures", "health_check_duration_seconds"];
    numbers.chain(health.map(str::to_owned)).collect()
}

#[test]
fn asks_for_what_the_systems_really_expose() {
    for (system, presets) in SYSTEMS {
        let Some(mut real) =
            exposed(system, |name| !name.contains("documented") && !name.contains("ASSUMED"))
        else {
            println!("SKIPPED: ../shared/systems is missing");
            return;
        };
        real.extend(own(presets));
        let mut described = exposed(system, |_| true).unwrap();
        described.extend(real.iter().cloned());
        for dashboard in provided(system, presets).dashboards {
            let is_guide = dashboard.id.ends_with("-guide");
            let known = if is_guide { &described } else { &real };
            for expr in expressions(&dashboard) {
                let name = metric(expr).unwrap();
                assert!(known.contains(name), "{}: {expr}", dashboard.id);
            }
        }
    }
}

#[test]
fn shows_full_rows_in_every_kind() {
    let mut kinds = BTreeMap::new();
    for (system, presets) in SYSTEMS.into_iter().chain([("any", ["status-code"].as_slice())]) {
        for dashboard in provided(system, presets).dashboards {
            let mut column = 0;
            for panel in &dashboard.panels {
                column += match panel.width {
                    Width::Quarter => 3,
                    Width::Third => 4,
                    Width::Half => 6,
                    Width::TwoThirds => 8,
                    Width::Full => 12,
                };
                assert!(column <= 12, "{}: {} crosses a row", dashboard.id, panel.id);
                column %= 12;
                *kinds.entry(format!("{:?}", panel.kind)).or_insert(0) += 1;
                let is_sentence = panel.description.ends_with('.');
                assert!(is_sentence, "{}: {} has no description", dashboard.id, panel.id);
                if panel.kind == PanelKind::Gauge {
                    assert!(panel.min.is_some() && panel.max.is_some(), "{}", panel.id);
                }
            }
            assert_eq!(column, 0, "{}: the last row is not full", dashboard.id);
        }
    }
    assert_eq!(kinds.len(), 9, "{kinds:?}");
}

#[test]
fn brings_nothing_that_is_switched_off() {
    let text = "site: { name: A }\nsystems:\n  - { name: B, preset: rat, url: 'http://127.0.0.1:1/x', dashboards: [], rules: [] }";
    let private = document::read(text).deployment.unwrap().private();
    assert_eq!((private.dashboards.len(), private.groups.len()), (0, 0));
    let text = text.replace(", dashboards: [], rules: []", "");
    let private = document::read(&text).deployment.unwrap().private();
    // Without targets, only what health checks tell.
    let expressions: Vec<&str> = private.dashboards.iter().flat_map(expressions).collect();
    assert!(expressions.iter().all(|expr| expr.contains("{system=\"b\"")), "{expressions:?}");
    let rules = private.groups.iter().flat_map(|group| &group.rules);
    assert!(rules.clone().count() > 2 && rules.clone().all(|rule| !rule.expr.contains("job")));
}

#[test]
fn writes_all_of_the_demo_for_the_operators_page() {
    let text = fs::read_to_string(path("demo/allclear.yaml")).unwrap();
    let private = document::read(&text).deployment.unwrap().private();
    let written = wire::write::write(&private).to_string();
    assert_eq!(wire::read(written.as_bytes()), Ok(private));
}

/// The examples of the documentation, each below a whole document's beginning.
#[test]
fn accepts_what_the_documentation_shows() {
    let text = fs::read_to_string(path("docs/dashboards-and-rules.md")).unwrap();
    let mut n_examples = 0;
    for example in text.split("```yaml\n").skip(1) {
        let example = example.split("```").next().unwrap();
        let reading = document::read(example);
        assert!(reading.problems.is_empty(), "{example}: {:#?}", reading.problems);
        n_examples += 1;
    }
    assert!(n_examples > 1, "{n_examples} examples");
}
