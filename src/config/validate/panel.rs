//! Panels as they were written, turned into those that are shown.

use super::{LONGEST_NAME, LONGEST_TEXT, Report, expression, legend};
use crate::chart::{Limit, PanelKind, Side, ValueMapping};
use crate::config::private::{Panel, Query};
use crate::config::raw::board as raw;
use crate::dashboard::{SeriesOverride, SeriesPattern, Variable};

/// The panels at `path`.
pub(super) fn panels(
    raw: &[raw::Panel],
    variables: &[Variable],
    path: &str,
    report: &mut Report,
) -> Vec<Panel> {
    if raw.is_empty() {
        report.error(path, "there is no panel", "a title and an expr are enough for one");
    }
    let mut panels: Vec<Panel> = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        let path = format!("{path}[{index}]");
        let panel = panel(raw, variables, &path, report);
        let key = if raw.id.is_some() { "id" } else { "title" };
        let others = panels.iter().map(|other| other.id.as_str());
        report.unique(&format!("{path}.{key}"), &panel.id, others, "panels");
        panels.push(panel);
    }
    panels
}

fn panel(raw: &raw::Panel, variables: &[Variable], path: &str, report: &mut Report) -> Panel {
    let title = report.name(&format!("{path}.title"), &raw.title);
    let limits = raw.limits.iter().enumerate();
    if let (Some(min), Some(max)) = (raw.min, raw.max)
        && min >= max
        && !report.is_unclear(&format!("{path}.min"))
    {
        report.error(&format!("{path}.max"), format!("{max} is not above `min`"), "swap them");
    }
    Panel {
        id: report.id(raw.id.as_ref(), &title, &format!("{path}.title")),
        title,
        description: report.text(&format!("{path}.description"), &raw.description, LONGEST_TEXT),
        kind: raw.kind,
        width: raw.width,
        queries: queries(raw, variables, path, report),
        repaired: listed(&raw.repaired, variables, &format!("{path}.repaired"), report),
        unit: raw.unit.0,
        limits: limits
            .filter_map(|(index, raw)| limit(raw, &format!("{path}.limits[{index}]"), report))
            .collect(),
        mappings: mappings(&raw.mappings, path, report),
        min: raw.min,
        max: raw.max,
        section: report.text(&format!("{path}.section"), &raw.section, LONGEST_NAME),
        repeat: repeat(raw, variables, path, report),
        overrides: overrides(&raw.overrides, path, report),
    }
}

/// The variable that repeats a panel.
fn repeat(raw: &raw::Panel, variables: &[Variable], path: &str, report: &mut Report) -> String {
    let is_known = variables.iter().any(|variable| variable.name == raw.repeat);
    if !raw.repeat.is_empty() && !is_known {
        let message = format!("there is no variable {:?}", raw.repeat);
        report.error(&format!("{path}.repeat"), message, "name one of the `variables`");
    }
    raw.repeat.clone()
}

fn overrides(raw: &[raw::Override], path: &str, report: &mut Report) -> Vec<SeriesOverride> {
    let mut overrides = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        let series = match (&raw.series, &raw.regex) {
            (Some(name), None) => SeriesPattern::Name(name.clone()),
            (None, Some(regex)) => SeriesPattern::Regex(regex.clone()),
            _ => {
                let path = format!("{path}.overrides[{index}]");
                report.error(&path, "it does not say which series", "add `series` or `regex`");
                continue;
            }
        };
        let (name, is_negative) = (raw.name.clone(), raw.below);
        overrides.push(SeriesOverride { series, name, is_negative });
    }
    overrides
}

fn mappings(raw: &[raw::ValueMapping], path: &str, report: &mut Report) -> Vec<ValueMapping> {
    let mut mappings: Vec<ValueMapping> = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        let path = format!("{path}.mappings[{index}]");
        if raw.to.is_some_and(|to| to < raw.value) {
            report.error(&format!("{path}.to"), "the range ends before its `value`", "swap them");
        }
        if mappings.iter().any(|other| other.value.total_cmp(&raw.value).is_eq()) {
            let message = format!("{} has a word already", raw.value);
            report.error(&format!("{path}.value"), message, "leave one of them out");
        }
        mappings.push(ValueMapping {
            value: raw.value,
            to: raw.to,
            text: report.name(&format!("{path}.text"), &raw.text),
            severity: raw.severity,
        });
    }
    mappings
}

fn queries(
    raw: &raw::Panel,
    variables: &[Variable],
    path: &str,
    report: &mut Report,
) -> Vec<Query> {
    if let Some(expr) = &raw.expr {
        if !raw.queries.is_empty() {
            report.error(
                path,
                "both `expr` and `queries` are here",
                "move the `expr` into `queries`, or leave one of them out",
            );
        }
        let legend = raw.legend.as_deref().unwrap_or_default();
        return vec![Query {
            expr: expression::read(expr, variables, &format!("{path}.expr"), report),
            legend: legend::read(legend, &format!("{path}.legend"), report),
        }];
    }
    if raw.legend.is_some() && !raw.queries.is_empty() {
        report.error(
            &format!("{path}.legend"),
            "there is no `expr` beside this",
            "each of the `queries` has its own `legend`",
        );
    }
    if raw.kind == PanelKind::Text {
        if raw.description.trim().is_empty() {
            report.error(path, "there is nothing to show", "write the text as its `description`");
        }
    } else if raw.queries.is_empty() {
        report.error(path, "there is nothing to show", "add an `expr`, as in up{job=\"chat\"}");
    }
    listed(&raw.queries, variables, &format!("{path}.queries"), report)
}

/// The expressions of the list at `path`.
fn listed(
    raw: &[raw::Query],
    variables: &[Variable],
    path: &str,
    report: &mut Report,
) -> Vec<Query> {
    let query = |(index, raw): (usize, &raw::Query)| {
        let path = format!("{path}[{index}]");
        Query {
            expr: expression::read(&raw.expr, variables, &format!("{path}.expr"), report),
            legend: legend::read(&raw.legend, &format!("{path}.legend"), report),
        }
    };
    raw.iter().enumerate().map(query).collect()
}

fn limit(raw: &raw::Limit, path: &str, report: &mut Report) -> Option<Limit> {
    let (value, bad) = match (raw.above, raw.below) {
        (Some(value), None) => (value, Side::Above),
        (None, Some(value)) => (value, Side::Below),
        (None, None) => {
            report.error(path, "nothing here says where the limit is", "add `above` or `below`");
            return None;
        }
        (Some(_), Some(_)) => {
            report.error(path, "both `above` and `below` are here", "write two limits");
            return None;
        }
    };
    Some(Limit { value, bad, severity: raw.severity })
}
