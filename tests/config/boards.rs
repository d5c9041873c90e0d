//! The dashboards and rules that presets bring along, against what the systems really expose.

use crate::path;
use allclear::chart::PanelKind;
use allclear::config::document;
use allclear::config::preset;
use allclear::config::private::{Dashboard, Private, Query, Target, Width};
use allclear::decode::Answer;
use allclear::decode::health::NumberSource;
use allclear::scrape;
use metrics_engine::labels::LabelSet;
use metrics_engine::promql::{self, eval, threshold};
use metrics_engine::scrape::Scrape;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::BTreeMap;
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

const NOW: Timestamp = Timestamp(1_795_175_000_000);

/// Each page of a system's metrics whose file name passes, scraped twice; `None` where there are no pages.
fn scraped(system: &str, target: &Target, passes: fn(&str) -> bool) -> Option<Vec<Store>> {
    let folder = path("../shared/systems").join(system);
    let mut pages: Vec<_> =
        fs::read_dir(&folder).ok()?.map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|kind| kind == "prom"));
    pages.retain(|page| passes(&page.file_stem().unwrap().to_string_lossy()));
    pages.sort();
    let scrape = |page| {
        let header = ("content-type".to_owned(), "text/plain; version=0.0.4".to_owned());
        let answer = Answer { code: 200, headers: vec![header], body: fs::read(page).unwrap() };
        let mut store = Store::default();
        let mut scrape = Scrape::new(&scrape::target(target), &mut store);
        for at in [NOW - Duration::from_secs(15), NOW] {
            let report =
                scrape.take(&mut store, at, Duration::from_secs(1), scrape::response(Ok(&answer)));
            assert!(report.up, "{report:?}");
        }
        store
    };
    Some(pages.into_iter().map(scrape).collect())
}

/// The first answer that any of the stores has for an expression.
fn answer(stores: &[Store], expr: &str) -> Option<LabelSet> {
    let expr = promql::compile(expr).unwrap();
    stores.iter().find_map(|store| {
        let mut series = eval::instant(&expr, store, NOW).unwrap();
        (!series.is_empty()).then(|| series.remove(0).0)
    })
}

#[test]
fn shows_something_of_what_the_systems_really_expose() {
    for (system, presets) in SYSTEMS {
        let private = provided(system, presets);
        let real = |name: &str| !name.contains("documented") && !name.contains("ASSUMED");
        let pages = scraped(system, &private.targets[0], real);
        let (Some(real), Some(all)) = (pages, scraped(system, &private.targets[0], |_| true))
        else {
            println!("SKIPPED: ../shared/systems is missing");
            return;
        };
        let numbers: Vec<NumberSource> = presets
            .iter()
            .filter_map(|name| preset::find(name))
            .flat_map(|preset| preset.mapping().numbers)
            .collect();
        for dashboard in &private.dashboards {
            let stores = if dashboard.id.ends_with("-guide") { &all } else { &real };
            // Where nothing serves what a guide has, the panel offers what is really there.
            let is_served = |query: &Query| answer(stores, &query.expr).is_some();
            let queries = dashboard.panels.iter().flat_map(|panel| {
                let is_repaired =
                    !panel.repaired.is_empty() && !panel.queries.iter().all(is_served);
                if is_repaired { &panel.repaired } else { &panel.queries }
            });
            let repaired = dashboard.panels.iter().flat_map(|panel| &panel.repaired);
            for query in repaired {
                assert!(answer(&real, &query.expr).is_some(), "{}: {query:?}", dashboard.id);
            }
            for query in queries {
                let expr = &query.expr;
                if expr.contains("{system=") {
                    let name = expr.split('{').next().unwrap();
                    let is_number = numbers.iter().any(|source| source.name == name);
                    assert!(is_number || HEALTH.contains(&name), "{}: {expr}", dashboard.id);
                    continue;
                }
                let Some(labels) = answer(stores, expr) else {
                    panic!("{}: {expr} finds nothing", dashboard.id)
                };
                for label in query.legend.split("{{").skip(1) {
                    let label = label.split("}}").next().unwrap();
                    assert!(labels.get(label).is_some(), "{}: {expr}: {label}", dashboard.id);
                }
            }
        }
        // A rule can fire: what it measures is exposed, as the guide has it or as it really is.
        for rule in private.groups.iter().flat_map(|group| &group.rules) {
            let expr = promql::compile(&rule.expr).unwrap();
            let measured = threshold::of(&expr).unwrap().0.to_string();
            let is_own = measured.starts_with("health_");
            assert!(is_own || answer(&all, &measured).is_some(), "{}: {measured}", rule.alert);
        }
    }
}

/// Series of health checks.
const HEALTH: [&str; 3] =
    ["health_status", "health_consecutive_failures", "health_check_duration_seconds"];

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
    assert_eq!(kinds.len(), PanelKind::ALL.len(), "{kinds:?}");
}

#[test]
fn brings_nothing_that_is_switched_off() {
    let text = "site: { name: A }\nsystems:\n  - { name: B, preset: rat, url: 'http://127.0.0.1:1/x', dashboards: [], rules: [] }";
    let private = document::read(text).deployment.unwrap().private();
    assert_eq!((private.dashboards.len(), private.groups.len()), (0, 1));
    // What every system has without a word.
    let built_in = &private.groups[0];
    assert_eq!((built_in.name.as_str(), built_in.rules.len()), ("built in", 1));
    assert_eq!(built_in.rules[0].alert, "BDown");
    let quiet = text.replace("rules: []", "rules: [], down_alert: false");
    assert_eq!(document::read(&quiet).deployment.unwrap().private().groups.len(), 0);
    let text = text.replace(", dashboards: [], rules: []", "");
    let private = document::read(&text).deployment.unwrap().private();
    // Without targets, only the series of health checks.
    let expressions: Vec<&str> = private.dashboards.iter().flat_map(expressions).collect();
    assert!(expressions.iter().all(|expr| expr.contains("{system=\"b\"")), "{expressions:?}");
    let rules = private.groups.iter().flat_map(|group| &group.rules);
    assert!(rules.clone().count() > 2 && rules.clone().all(|rule| !rule.expr.contains("job")));
}

#[test]
fn writes_all_of_the_demo_for_the_operators_page() {
    let private = crate::read(&path("demo/allclear.yaml")).deployment.unwrap().private();
    let written = private.to_json();
    assert_eq!(Private::from_json(written.as_bytes()), Ok(private));
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
