//! One panel of Grafana as one of ours.

use super::flatten::Placed;
use super::{mappings, migrate, options, overrides, queries, thresholds, units};
use crate::chart::PanelKind;
use crate::dashboard::{NotImported, Panel, Variable};
use metrics_engine::unit::Unit;

/// Imports a panel, without its id. What cannot be imported goes to `not_imported`; without anything to show, there is no panel.
pub(super) fn panel(
    placed: Placed,
    variables: &[Variable],
    not_imported: &mut Vec<NotImported>,
) -> Option<Panel> {
    let Placed { panel: mut written, section, repeat } = placed;
    let title = title(&written.title, &written.kind);
    let mut remark = |reason: String, is_left_out: bool| {
        let panel = title.clone();
        not_imported.push(NotImported { panel, reason, is_left_out });
    };
    migrate::migrate(&mut written);
    let mut remarks = Vec::new();
    let kind = match options::kind(&written, &mut remarks) {
        Ok(kind) => kind,
        Err(reason) => {
            remark(reason, true);
            return None;
        }
    };
    let mut panel = Panel {
        title: title.clone(),
        description: written.description.trim().to_owned(),
        section: section.trim().to_owned(),
        repeat: if written.repeat.is_empty() { repeat } else { written.repeat.clone() },
        kind,
        width: options::width(&written),
        ..Panel::default()
    };
    if kind == PanelKind::Text {
        let contents = [&written.options.content, &written.legacy.content];
        let content = contents.into_iter().find(|content| !content.is_empty());
        panel.description = content.map(|content| plain(content)).unwrap_or_default();
        return Some(panel);
    }
    let field = &written.field_config.defaults;
    let converted = units::unit(&field.unit).unwrap_or_else(|| {
        remarks.push(format!("its unit `{}` is not known", field.unit));
        units::Converted { unit: Unit::Short, factor: 1.0 }
    });
    let queries = queries::queries(&written, variables, converted.factor);
    if queries.queries.is_empty() {
        remark(queries.refused.join("; "), true);
        return None;
    }
    remarks.extend(queries.refused);
    panel.queries = queries.queries;
    panel.unit = converted.unit;
    (panel.min, panel.max) = (field.min, field.max);
    if kind == PanelKind::Gauge {
        let most = if panel.unit == Unit::PercentUnit { 1.0 } else { 100.0 };
        panel.min = panel.min.or(Some(0.0));
        panel.max = panel.max.or(Some(most));
    }
    panel.limits = limits(&written, &panel, &mut remarks);
    let mut left_out = Vec::new();
    panel.mappings = mappings::mappings(&field.mappings, &mut left_out);
    panel.mappings.extend(mappings::legacy(&written.legacy));
    if panel.mappings.is_empty() {
        panel.mappings = units::words(&field.unit);
    }
    if !left_out.is_empty() {
        remarks.push(format!("its mappings of type {} are left out", list(left_out)));
    }
    let mut left_out = Vec::new();
    panel.overrides = overrides::overrides(&written, &mut left_out);
    if field.custom.transform == "negative-Y" {
        remarks.push("its values are drawn above the axis, not below".to_owned());
    }
    if !left_out.is_empty() {
        remarks.push(format!("its overrides of {} are left out", list(left_out)));
    }
    scale(&mut panel, converted.factor);
    let applied = written.transformations.iter().filter(|one| !one.disabled);
    let applied: Vec<String> = applied.map(|one| one.id.clone()).collect();
    if !applied.is_empty() {
        remarks.push(format!("its transformations are not applied: {}", list(applied)));
    }
    let calcs = &written.options.reduce_options.calcs;
    let is_newest = |calc: &String| matches!(calc.as_str(), "last" | "lastNotNull" | "current");
    let shows_newest = kind.kind().values.are_newest() || kind == PanelKind::Stat;
    if let Some(calc) = calcs.first().filter(|calc| shows_newest && !is_newest(calc)) {
        remarks.push(format!("it shows the newest value, not the one of `{calc}`"));
    }
    for reason in remarks {
        remark(reason, false);
    }
    Some(panel)
}

fn title(title: &str, kind: &str) -> String {
    match (title.trim(), kind) {
        ("", "text") => "Note".to_owned(),
        ("", _) => "Untitled".to_owned(),
        (title, _) => title.to_owned(),
    }
}

/// Returns the limits of a panel. A chart over time has thresholds that it does not draw, as Grafana's default of 80.
fn limits(
    written: &super::format::Panel,
    panel: &Panel,
    remarks: &mut Vec<String>,
) -> Vec<crate::chart::Limit> {
    let field = &written.field_config.defaults;
    let of_graph = migrate::graph_limits(&written.legacy.thresholds);
    if !of_graph.is_empty() {
        return of_graph;
    }
    let is_drawn = match panel.kind {
        PanelKind::Lines | PanelKind::Area | PanelKind::Stacked => {
            !matches!(field.custom.thresholds_style.mode.as_str(), "" | "off")
        }
        PanelKind::Stat | PanelKind::Gauge | PanelKind::Bars | PanelKind::Table => true,
        _ => false,
    };
    if !is_drawn || field.thresholds.steps.len() < 2 {
        return Vec::new();
    }
    thresholds::limits(&field.thresholds, panel.min, panel.max).unwrap_or_else(|reason| {
        remarks.push(reason.to_owned());
        Vec::new()
    })
}

/// Multiplies all numbers of a panel, as its values are.
fn scale(panel: &mut Panel, factor: f64) {
    for limit in &mut panel.limits {
        limit.value *= factor;
    }
    for mapping in &mut panel.mappings {
        mapping.value *= factor;
        mapping.to = mapping.to.map(|to| to * factor);
    }
    panel.min = panel.min.map(|min| min * factor);
    panel.max = panel.max.map(|max| max * factor);
}

/// Returns the words once each, joined by commas.
fn list(mut words: Vec<String>) -> String {
    words.sort_unstable();
    words.dedup();
    words.join(", ")
}

/// Returns the text of a panel without HTML. Its tags end lines or mean nothing.
fn plain(content: &str) -> String {
    let mut text = String::new();
    let mut rest = content;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let is_tag =
            tag.starts_with(|char: char| char.is_ascii_alphabetic() || "/!".contains(char));
        let Some((name, after)) = tag.split_once('>').filter(|_| is_tag) else {
            text.push('<');
            rest = tag;
            continue;
        };
        let name = name.trim_start_matches('/').to_ascii_lowercase();
        let is_block = ["p", "br", "div", "li", "h", "ul", "ol", "tr"];
        if is_block.iter().any(|block| name.starts_with(block)) {
            text.push('\n');
        }
        rest = after;
    }
    text.push_str(rest);
    for (entity, char) in [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, char);
    }
    text.trim().to_owned()
}
