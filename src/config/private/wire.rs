//! `admin/config.json`: a [`Private`] as an operator's page reads it.
//!
//! It is the form of the public [`config.json`](crate::config::wire), over all systems, with more keys beside `systems`:
//!
//! ```json
//! {"hidden":["pay"],
//!  "targets":[{"system":"chat","id":"metrics","job":"chat","instance":"10.0.0.7:9090","path":"/metrics"}],
//!  "groups":[{"name":"chat","rules":[{"alert":"Down","expr":"up{job=\"chat\"} == 0","for":60000}]}],
//!  "dashboards":[{"id":"chat","title":"Chat","panels":[{"id":"up","title":"Up","queries":[{"expr":"up"}]}]}]}
//! ```
//!
//! Spans are milliseconds, labels are pairs, what has its default value is left out. The writer is in `write`.

use super::{Dashboard, Panel, Private, Query, Severity, Target, Width};
use crate::chart::{Limit, PanelKind, Side};
use crate::config::wire::{self, Place, Problem, pair, text};
use crate::rules::{AlertingRule, RuleGroup};
use crate::time::Duration;
use crate::unit::Unit;

#[cfg(feature = "cli")]
pub mod write;

/// Reads an `admin/config.json`.
///
/// # Errors
///
/// The first [`Problem`] found, in the order of the form.
pub fn read(bytes: &[u8]) -> Result<Private, Problem> {
    wire::document(bytes, private)
}

/// The words of the kinds of panel.
const KINDS: [(&str, PanelKind); 9] = [
    ("lines", PanelKind::Lines),
    ("area", PanelKind::Area),
    ("stacked", PanelKind::Stacked),
    ("stat", PanelKind::Stat),
    ("gauge", PanelKind::Gauge),
    ("bars", PanelKind::Bars),
    ("pie", PanelKind::Pie),
    ("heatmap", PanelKind::Heatmap),
    ("table", PanelKind::Table),
];

/// The words of the widths.
const WIDTHS: [(&str, Width); 5] = [
    ("quarter", Width::Quarter),
    ("third", Width::Third),
    ("half", Width::Half),
    ("two-thirds", Width::TwoThirds),
    ("full", Width::Full),
];

/// The words of the severities.
const SEVERITIES: [(&str, Severity); 2] =
    [("warning", Severity::Warning), ("critical", Severity::Critical)];

fn private(root: &Place) -> Private {
    Private {
        config: wire::config(root).into(),
        hidden: root.field("hidden").list(text),
        targets: root.field("targets").list(target),
        groups: root.field("groups").list(group),
        dashboards: root.field("dashboards").list(dashboard),
    }
}

fn target(at: &Place) -> Target {
    let size = |key, default: usize| at.field(key).whole(1, u32::MAX, Some(default as u32));
    Target {
        system: at.field("system").id(),
        id: at.field("id").id(),
        job: at.field("job").text(),
        instance: at.field("instance").text(),
        path: at.field("path").text(),
        interval: at.field("interval").span(Target::INTERVAL, 1),
        timeout: at.field("timeout").span(Target::TIMEOUT, 1),
        max_bytes: size("max_bytes", Target::MAX_BYTES) as usize,
        max_samples: size("max_samples", Target::MAX_SAMPLES) as usize,
        max_label_bytes: size("max_label_bytes", Target::MAX_LABEL_BYTES) as usize,
        strict: at.field("strict").truth(),
    }
}

fn group(at: &Place) -> RuleGroup {
    let rules = at.field("rules").list(rule);
    if rules.is_empty() {
        at.field("rules").due("at least one rule");
    }
    RuleGroup {
        name: at.field("name").text(),
        interval: at.field("interval").span(Private::EVALUATION, 1),
        rules,
    }
}

fn rule(at: &Place) -> AlertingRule {
    AlertingRule {
        alert: at.field("alert").text(),
        expr: at.field("expr").text(),
        hold_for: at.field("for").span(Duration::ZERO, 0),
        keep_firing_for: at.field("keep_firing_for").span(Duration::ZERO, 0),
        labels: at.field("labels").list(pair),
        annotations: at.field("annotations").list(pair),
    }
}

fn dashboard(at: &Place) -> Dashboard {
    Dashboard {
        id: at.field("id").id(),
        title: at.field("title").text(),
        system: at.field("system").text_or(""),
        panels: at.field("panels").list(panel),
    }
}

fn panel(at: &Place) -> Panel {
    let number = |key| {
        let at = at.field(key);
        if at.is_absent() { None } else { Some(at.number()) }
    };
    Panel {
        id: at.field("id").id(),
        title: at.field("title").text(),
        description: at.field("description").text_or(""),
        kind: at.field("kind").word(&KINDS, "a kind of panel"),
        width: at.field("width").word(&WIDTHS, "a width"),
        queries: at.field("queries").list(query),
        unit: at.field("unit").word(&Unit::NAMES, "a unit"),
        limits: at.field("limits").list(limit),
        min: number("min"),
        max: number("max"),
    }
}

fn query(at: &Place) -> Query {
    Query { expr: at.field("expr").text(), legend: at.field("legend").text_or("") }
}

/// `{"above": NUMBER}` or `{"below": NUMBER}`.
fn limit(at: &Place) -> Limit {
    let (above, below) = (at.field("above"), at.field("below"));
    let (value, bad) = if below.is_absent() {
        (above.number(), Side::Above)
    } else {
        (below.number(), Side::Below)
    };
    let severity = at.field("severity").word(&SEVERITIES, "a severity");
    Limit { value, bad, severity }
}
