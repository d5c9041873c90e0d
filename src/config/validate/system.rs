//! The `systems` section: omitted values take their defaults, contradictions are reported.

use super::check::{Context, checks};
use super::report::Report;
use super::{Defaults, LONGEST_TEXT, board, mapping, parts, provided, rule, target};
use crate::config::System;
use crate::config::deployment::{Deployed, Target};
use crate::config::private::Dashboard;
use crate::config::raw::{self, Document, Visibility};
use crate::rules::AlertingRule;

/// Checks all systems. They stay in the order of the document.
pub(super) fn systems(
    document: &Document,
    defaults: Defaults,
    report: &mut Report,
) -> Vec<Deployed> {
    let mut systems: Vec<Deployed> = Vec::new();
    for (index, raw) in document.systems.iter().enumerate() {
        let path = format!("systems[{index}]");
        let system = system(raw, &path, (document, defaults), report);
        let key = if raw.id.is_some() { "id" } else { "name" };
        let others = systems.iter().map(|other| other.id.as_str());
        report.unique(&format!("{path}.{key}"), &system.id, others, "systems");
        systems.push(system);
    }
    systems
}

/// Puts the systems of each group together, in the order of the first of each group.
pub(super) fn grouped(mut systems: Vec<Deployed>) -> Vec<Deployed> {
    let groups: Vec<String> = systems.iter().map(|system| system.group.clone()).collect();
    systems.sort_by_key(|system| groups.iter().position(|group| *group == system.group));
    systems
}

fn system(
    raw: &raw::System,
    path: &str,
    (document, defaults): (&Document, Defaults),
    report: &mut Report,
) -> Deployed {
    let name = report.name(&format!("{path}.name"), &raw.name);
    let id = report.id(raw.id.as_ref(), &name, &format!("{path}.name"));
    let group = report.text(&format!("{path}.group"), &raw.group, super::LONGEST_NAME);
    let description = report.text(&format!("{path}.description"), &raw.description, LONGEST_TEXT);
    let context = Context {
        interval: report.interval(&format!("{path}.interval"), raw.interval).or(defaults.interval),
        timeout: report.timeout(&format!("{path}.timeout"), raw.timeout).or(defaults.timeout),
        preset: raw.preset.as_deref(),
        mapping: mapping::read(raw.preset.as_deref(), raw.mapping.as_ref(), path, report),
        critical: raw.critical.as_deref(),
        full: raw.visibility == Visibility::Full,
    };
    let checks = checks(raw, path, &context, report);
    let metrics = target::targets(&raw.metrics, path, &id, report);
    parts::check(raw, path, &checks, report);
    let (rules, dashboards) = watched(raw, path, &id, &metrics, report);
    if raw.visibility == Visibility::Verdict {
        let message = "the page shows Unknown until a recorder writes status.json";
        report.warning(
            &format!("{path}.visibility"),
            message,
            "`full` lets the page request them; `private` hides the system",
        );
    }
    Deployed {
        id,
        name,
        group,
        description,
        visibility: raw.visibility,
        checks,
        failures: raw.failures.or(document.defaults.failures).unwrap_or(System::FAILURES),
        successes: raw.successes.or(document.defaults.successes).unwrap_or(System::SUCCESSES),
        part_names: raw
            .parts
            .iter()
            .map(|(written, shown)| (written.clone(), shown.clone()))
            .collect(),
        metrics,
        has_down_alert: raw.down_alert.unwrap_or(true),
        rules,
        dashboards,
    }
}

/// The rules and dashboards about a system: as written, or those of its presets.
fn watched(
    raw: &raw::System,
    path: &str,
    id: &str,
    metrics: &[Target],
    report: &mut Report,
) -> (Vec<AlertingRule>, Vec<Dashboard>) {
    let provided = provided::find(raw, id, metrics);
    let rules = match &raw.rules {
        Some(written) => rule::rules(written, &format!("{path}.rules"), report),
        None => provided.rules,
    };
    let dashboards = match &raw.dashboards {
        Some(written) => board::dashboards(written, &format!("{path}.dashboards"), id, report),
        None => provided.dashboards,
    };
    (rules, dashboards)
}
