//! The dashboards and alerting rules of presets, from files that are read in the same way as the operator's document.
//!
//! In their expressions, `$job` stands for a matcher of the system's targets and `$system` for one of its health series, in
//! titles `$name` for its name, so that the same file serves a system of any name. Where a system has no targets, panels and rules
//! that use `$job` are left out.

use super::{Report, Source, board, rule};
use crate::chart::PanelKind;
use crate::config::deployment::Target;
use crate::config::private::Dashboard;
use crate::config::raw::{self, board as raw_board, rule as raw_rule};
use crate::config::{preset, yaml};
use crate::rules::AlertingRule;
use schemars::JsonSchema;
use serde::Deserialize;

/// The rules and dashboards of the presets of one system.
#[derive(Default)]
pub(super) struct Provided {
    pub(super) rules: Vec<AlertingRule>,
    pub(super) dashboards: Vec<Dashboard>,
}

/// A preset's file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rules: Vec<raw_rule::Rule>,
    dashboards: Vec<raw_board::Dashboard>,
}

/// Returns the rules and dashboards of the presets of `system`, whose id is `id`: of its own preset and of those of its checks.
pub(super) fn find(system: &raw::System, id: &str, metrics: &[Target]) -> Provided {
    let jobs = metrics.iter().map(|target| target.settings.job.as_str());
    let values = Values::new(&system.name, id, jobs);
    let checks = system.checks.iter().map(|check| check.preset.as_deref());
    let names = core::iter::once(system.preset.as_deref()).chain(checks).flatten();
    let mut files: Vec<&str> = Vec::new();
    for file in names.filter_map(|name| preset::find(name)?.dashboards) {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    if files.is_empty() {
        files.push(preset::ANY_DASHBOARDS);
    }
    let mut all = Provided::default();
    for file in files {
        let provided = read(file, id, &values).0;
        all.rules.extend(provided.rules);
        all.dashboards.extend(provided.dashboards);
    }
    all
}

/// Reads a file, with what is wrong in it. That is tested to be nothing, so no operator ever reads it.
fn read(text: &str, id: &str, values: &Values) -> (Provided, Vec<super::Problem>) {
    let tree = match yaml::read(text) {
        Ok(tree) => tree,
        Err(problems) => return (Provided::default(), problems),
    };
    let Ok(mut file) = File::deserialize(tree.to_json()) else { return <_>::default() };
    let read_file = &|_: &str| Err("a preset names no files".to_owned());
    let mut report = Report::new(Source { text, tree: &tree, broken: &[], read_file });
    file.rules.retain_mut(|rule| values.put(&mut rule.expr));
    for dashboard in &mut file.dashboards {
        if let Some(title) = &mut dashboard.title {
            *title = title.replace("$name", &values.name);
        }
        dashboard.panels.retain_mut(|panel| {
            let queries = panel.queries.iter_mut().chain(&mut panel.repaired);
            let queries = queries.map(|query| &mut query.expr);
            panel.expr.iter_mut().chain(queries).all(|expr| values.put(expr))
        });
    }
    let has_data = |panel: &raw_board::Panel| panel.kind != PanelKind::Text;
    file.dashboards.retain(|dashboard| dashboard.panels.iter().any(has_data));
    let dashboards = board::dashboards(&file.dashboards, "dashboards", id, &mut report);
    let rules = rule::rules(&file.rules, "rules", &mut report);
    (Provided { rules, dashboards }, report.problems)
}

/// The values of `$name`, `$job` and `$system`.
struct Values {
    name: String,
    job: Option<String>,
    system: String,
}

impl Values {
    fn new<'a>(name: &str, id: &str, jobs: impl Iterator<Item = &'a str>) -> Self {
        let mut jobs: Vec<&str> = jobs.collect();
        jobs.sort_unstable();
        jobs.dedup();
        // Jobs are made of a-z, 0-9 and -, which mean nothing in a regular expression.
        let job = match jobs.as_slice() {
            [] => None,
            [job] => Some(format!("job=\"{job}\"")),
            jobs => Some(format!("job=~\"{}\"", jobs.join("|"))),
        };
        Self { name: name.to_owned(), job, system: format!("system=\"{id}\"") }
    }

    /// Writes the matchers into an expression. Returns whether it can be evaluated.
    fn put(&self, expr: &mut String) -> bool {
        let needs_targets = expr.contains("$job");
        let job = self.job.as_deref().unwrap_or_default();
        *expr = expr.replace("$job", job).replace("$system", &self.system);
        !needs_targets || self.job.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::structure;

    #[test]
    fn finds_nothing_wrong_in_the_files() {
        let files = preset::all().filter_map(|preset| Some((preset.name, preset.dashboards?)));
        for (name, text) in files.chain([("any", preset::ANY_DASHBOARDS)]) {
            let tree = yaml::read(text).unwrap();
            let schema = schemars::schema_for!(File).to_value();
            let mut problems = structure::fit(&tree, &schema).problems;
            let (provided, others) =
                read(text, "chat", &Values::new("Chat", "chat", ["chat"].into_iter()));
            problems.extend(others);
            assert!(problems.is_empty(), "{name}: {problems:#?}");
            assert!(!provided.dashboards.is_empty(), "{name}");
            let whole = format!("{:?}{:?}", provided.dashboards, provided.rules);
            assert!(
                ["$job", "$system", "$name"].iter().all(|it| !whole.contains(it)),
                "{name}: {whole}"
            );
        }
    }

    #[test]
    fn selects_the_systems_own_series() {
        let put = |jobs: &[&str], expr: &str| {
            let mut expr = expr.to_owned();
            Values::new("A", "a", jobs.iter().copied()).put(&mut expr).then_some(expr)
        };
        let both = Some("rate(x{job=~\"b|c\",d=\"e\"}[5m])".to_owned());
        assert_eq!(put(&["c", "b", "c"], "rate(x{$job,d=\"e\"}[5m])"), both);
        assert_eq!(put(&["b"], "x{$job}"), Some("x{job=\"b\"}".to_owned()));
        assert_eq!(put(&[], "x{$job}"), None);
        assert_eq!(put(&[], "x{$system}"), Some("x{system=\"a\"}".to_owned()));
    }
}
