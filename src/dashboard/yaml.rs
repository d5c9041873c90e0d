//! Writes a dashboard for the section `dashboards` of `allclear.yaml`.
//!
//! Texts are quoted as JSON quotes them, which YAML reads as well.

use super::{Dashboard, Panel, SeriesPattern, Variable, VariableSource};
use crate::chart::{Limit, Side, ValueMapping};
use serde::Serialize;

/// Returns a list with the dashboard as its item.
pub fn yaml(dashboard: &Dashboard) -> String {
    let mut out = Lines::default();
    out.line(1, &format!("- title: {}", json(&dashboard.title)));
    // The document puts the id of the system in front.
    let system = format!("{}-", dashboard.system);
    let id = dashboard.id.strip_prefix(&system).unwrap_or(&dashboard.id);
    out.line(2, &format!("id: {id}"));
    if dashboard.discover {
        out.line(2, "discover: true");
    }
    if !dashboard.variables.is_empty() {
        out.line(2, "variables:");
        for one in &dashboard.variables {
            out.line(3, &format!("- {}", variable(one)));
        }
    }
    out.line(2, "panels:");
    for one in &dashboard.panels {
        panel(&mut out, one);
    }
    format!("dashboards:\n{}", out.text)
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn line(&mut self, depth: usize, line: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(line);
        self.text.push('\n');
    }
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    // Texts and numbers can always be written.
    serde_json::to_string(value).unwrap_or_default()
}

/// Writes the pairs that have a value, in one line.
fn flow(pairs: &[(&str, Option<String>)]) -> String {
    let written =
        pairs.iter().filter_map(|(key, value)| Some(format!("{key}: {}", value.as_ref()?)));
    format!("{{ {} }}", written.collect::<Vec<_>>().join(", "))
}

/// Returns a text in quotes; `None` for an empty one.
fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| json(text))
}

fn yes(is_so: bool) -> Option<String> {
    is_so.then(|| "true".to_owned())
}

fn variable(variable: &Variable) -> String {
    let (mut values_of, mut series, mut results_of, mut values) = (None, None, None, None);
    match &variable.source {
        VariableSource::Label { label, selector } => {
            (values_of, series) = (text(label), text(selector));
        }
        VariableSource::Result(expr) => results_of = text(expr),
        VariableSource::List(list) => values = Some(json(list)),
        VariableSource::Text => {}
    }
    flow(&[
        ("name", Some(json(&variable.name))),
        ("label", text(&variable.label)),
        ("values_of", values_of),
        ("series", series),
        ("results_of", results_of),
        ("values", values),
        ("regex", text(&variable.regex)),
        ("multiple", yes(variable.is_multiple)),
        ("has_all", yes(variable.has_all)),
        ("all", text(&variable.all)),
        ("chosen", (!variable.chosen.is_empty()).then(|| json(&variable.chosen))),
        ("hidden", yes(variable.is_hidden)),
    ])
}

fn panel(out: &mut Lines, panel: &Panel) {
    out.line(3, &format!("- title: {}", json(&panel.title)));
    let pairs = [
        ("id", Some(panel.id.clone())),
        ("description", text(&panel.description)),
        ("section", text(&panel.section)),
        ("repeat", text(&panel.repeat)),
        ("kind", Some(json(&panel.kind))),
        ("width", Some(json(&panel.width))),
        ("unit", Some(json(&panel.unit))),
        ("min", panel.min.map(|min| json(&min))),
        ("max", panel.max.map(|max| json(&max))),
    ];
    for (key, value) in pairs {
        if let Some(value) = value {
            out.line(4, &format!("{key}: {value}"));
        }
    }
    let queries = panel
        .queries
        .iter()
        .map(|query| flow(&[("expr", Some(json(&query.expr))), ("legend", text(&query.legend))]));
    list(out, "queries", queries);
    let repaired = panel
        .repaired
        .iter()
        .map(|query| flow(&[("expr", Some(json(&query.expr))), ("legend", text(&query.legend))]));
    list(out, "repaired", repaired);
    list(out, "limits", panel.limits.iter().map(limit));
    list(out, "mappings", panel.mappings.iter().map(mapping));
    let overrides = panel.overrides.iter().map(|one| {
        let (series, regex) = match &one.series {
            SeriesPattern::Name(name) => (Some(json(name)), None),
            SeriesPattern::Regex(regex) => (None, Some(json(regex))),
        };
        let name = one.name.as_ref().map(json);
        flow(&[
            ("series", series),
            ("regex", regex),
            ("name", name),
            ("below", yes(one.is_negative)),
        ])
    });
    list(out, "overrides", overrides);
}

fn list(out: &mut Lines, key: &str, items: impl ExactSizeIterator<Item = String>) {
    if items.len() > 0 {
        out.line(4, &format!("{key}:"));
        for item in items {
            out.line(5, &format!("- {item}"));
        }
    }
}

fn limit(limit: &Limit) -> String {
    let key = match limit.bad {
        Side::Above => "above",
        Side::Below => "below",
    };
    flow(&[(key, Some(json(&limit.value))), ("severity", Some(json(&limit.severity)))])
}

fn mapping(mapping: &ValueMapping) -> String {
    flow(&[
        ("value", Some(json(&mapping.value))),
        ("to", mapping.to.map(|to| json(&to))),
        ("text", Some(json(&mapping.text))),
        ("severity", mapping.severity.map(|severity| json(&severity))),
    ])
}
