//! What is imported, part by part, and that what is written is read back.

use super::*;
use crate::chart::{Limit, PanelKind, Side, ValueMapping};
use crate::dashboard::{Query, SeriesOverride, SeriesPattern, Variable, VariableSource, Width};
use crate::rules::Severity;
use metrics_engine::unit::Unit;
use serde_json::json;

/// Imports a dashboard with one panel, and returns it and what was not imported.
fn one(panel: &Value) -> (Panel, Vec<String>) {
    let imported = import(&json!({ "title": "T", "panels": [panel] }).to_string()).unwrap();
    let notes = imported.dashboard.not_imported.iter().map(|one| one.reason.clone()).collect();
    (imported.dashboard.panels[0].clone(), notes)
}

fn refused(panel: &Value) -> String {
    match import(&json!({ "title": "T", "panels": [panel] }).to_string()) {
        Err(ImportError::NoPanel(reasons)) => reasons[0].reason.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_time_series_has_queries_unit_width_and_limits() {
    let (panel, notes) = one(&json!({
        "type": "timeseries", "title": " CPU ", "description": "Busy.", "gridPos": { "w": 16, "x": 0, "y": 0 },
        "targets": [
            { "expr": "rate(cpu_seconds_total{mode=\"user\"}[$__rate_interval])", "legendFormat": "{{mode}}" },
            { "expr": "hidden", "hide": true },
            { "expr": "up", "legendFormat": "__auto" },
        ],
        "fieldConfig": { "defaults": {
            "unit": "percentunit", "min": 0, "max": "1",
            "custom": { "fillOpacity": 10, "thresholdsStyle": { "mode": "line" } },
            "thresholds": { "mode": "percentage", "steps": [
                { "color": "red", "value": null }, { "color": "green", "value": 10 },
                { "color": "orange", "value": 80 }, { "color": "dark-red", "value": 95 },
            ] },
        } },
        "of the future": { "is": ["ignored"] },
    }));
    assert_eq!(notes, [""; 0]);
    let limit = |value, bad, severity| Limit { value, bad, severity };
    let query =
        |expr: &str, legend: &str| Query { expr: expr.to_owned(), legend: legend.to_owned() };
    let expected = Panel {
        id: "cpu".to_owned(),
        title: "CPU".to_owned(),
        description: "Busy.".to_owned(),
        kind: PanelKind::Area,
        width: Width::TwoThirds,
        queries: vec![
            query("rate(cpu_seconds_total{mode=\"user\"}[$__rate_interval])", "{{mode}}"),
            query("up", ""),
        ],
        unit: Unit::PercentUnit,
        limits: vec![
            limit(0.1, Side::Below, Severity::Critical),
            limit(0.8, Side::Above, Severity::Warning),
            limit(0.95, Side::Above, Severity::Critical),
        ],
        min: Some(0.0),
        max: Some(1.0),
        ..Panel::default()
    };
    assert_eq!(panel, expected);
}

#[test]
fn thresholds_that_grafana_does_not_draw_are_no_limits() {
    let panel = |kind: &str, style: &str| {
        one(&json!({
            "type": kind, "title": "A", "targets": [{ "expr": "up" }],
            "fieldConfig": { "defaults": {
                "custom": { "thresholdsStyle": { "mode": style } },
                "thresholds": { "mode": "absolute", "steps": [{ "color": "green" }, { "color": "red", "value": 80 }] },
            } },
        }))
        .0
        .limits
        .len()
    };
    assert_eq!(
        [panel("timeseries", ""), panel("timeseries", "off"), panel("timeseries", "area")],
        [0, 0, 1]
    );
    assert_eq!([panel("stat", ""), panel("gauge", ""), panel("piechart", "")], [1, 1, 0]);
}

#[test]
fn kinds_are_those_that_show_the_same() {
    let kind = |kind: &str, more: Value| {
        let mut panel = json!({ "type": kind, "title": "A", "targets": [{ "expr": "up" }] });
        for (key, value) in more.as_object().unwrap() {
            panel[key] = value.clone();
        }
        one(&panel).0.kind
    };
    let two = json!({ "targets": [{ "expr": "up" }, { "expr": "up" }] });
    let custom = |custom: Value| json!({ "fieldConfig": { "defaults": { "custom": custom } } });
    for (written, more, expected) in [
        ("timeseries", json!({}), PanelKind::Lines),
        ("timeseries", custom(json!({ "stacking": { "mode": "normal" } })), PanelKind::Stacked),
        ("timeseries", custom(json!({ "fillOpacity": 0 })), PanelKind::Lines),
        ("stat", json!({}), PanelKind::Stat),
        ("stat", two.clone(), PanelKind::Table),
        ("gauge", json!({}), PanelKind::Gauge),
        ("gauge", two, PanelKind::Bars),
        ("bargauge", json!({}), PanelKind::Bars),
        ("barchart", json!({}), PanelKind::Bars),
        ("piechart", json!({}), PanelKind::Pie),
        ("heatmap", json!({ "targets": [{ "expr": "rate(x_bucket[5m])" }] }), PanelKind::Heatmap),
        ("heatmap", json!({ "options": { "calculate": true } }), PanelKind::Lines),
        ("table", json!({}), PanelKind::Table),
        ("state-timeline", json!({}), PanelKind::States),
        ("status-history", json!({}), PanelKind::States),
        // Of older versions.
        ("graph", json!({}), PanelKind::Area),
        ("graph", json!({ "fill": 0 }), PanelKind::Lines),
        ("graph", json!({ "stack": true }), PanelKind::Stacked),
        ("singlestat", json!({}), PanelKind::Stat),
        ("singlestat", json!({ "gauge": { "show": true } }), PanelKind::Gauge),
        ("table-old", json!({}), PanelKind::Table),
    ] {
        assert_eq!(kind(written, more.clone()), expected, "{written} {more}");
    }
}

#[test]
fn older_panels_are_migrated_as_grafana_does_it() {
    let (panel, _) = one(&json!({
        "type": "graph", "title": "A", "targets": [{ "expr": "up" }], "span": 6,
        "yaxes": [{ "format": "Bps", "min": "0", "max": null }, { "format": "short" }],
        "seriesOverrides": [{ "alias": "/out/", "transform": "negative-Y" }, { "alias": "x", "color": "#000" }],
        "thresholds": [{ "value": 5, "op": "lt", "colorMode": "warning", "line": true }],
    }));
    assert_eq!((panel.unit, panel.min, panel.max), (Unit::BytesPerSecond, Some(0.0), None));
    assert_eq!(panel.width, Width::Half);
    let limit = Limit { value: 5.0, bad: Side::Below, severity: Severity::Warning };
    assert_eq!(panel.limits, [limit]);
    let series = SeriesPattern::Regex("/out/".to_owned());
    assert_eq!(panel.overrides, [SeriesOverride { series, name: None, is_negative: true }]);
    let (panel, notes) = one(&json!({
        "type": "singlestat", "title": "A", "targets": [{ "expr": "up" }], "format": "s", "valueName": "avg",
        "thresholds": "10, 20", "colors": ["#299c46", "rgba(237, 129, 40, 0.89)", "#d44a3a"],
        "valueMaps": [{ "op": "=", "value": "null", "text": "N/A" }, { "op": "=", "value": "1", "text": "Up" }],
        "rangeMaps": [{ "from": "2", "to": "3", "text": "Many" }, { "from": "null", "to": "null", "text": "N/A" }],
    }));
    assert_eq!(panel.unit, Unit::Seconds);
    let limits = [(10.0, Severity::Warning), (20.0, Severity::Critical)];
    let limits = limits.map(|(value, severity)| Limit { value, bad: Side::Above, severity });
    assert_eq!(panel.limits, limits);
    let word =
        |value, to, text: &str| ValueMapping { value, to, text: text.to_owned(), severity: None };
    assert_eq!(panel.mappings, [word(1.0, None, "Up"), word(2.0, Some(3.0), "Many")]);
    assert_eq!(notes, ["it shows the newest value, not the one of `mean`"]);
}

#[test]
fn rows_are_headings_and_panels_are_read_in_their_places() {
    let panel = |title: &str, x: u32, y: u32| json!({ "type": "stat", "title": title, "targets": [{ "expr": "up" }], "gridPos": { "x": x, "y": y, "w": 6, "h": 4 } });
    let row = |title: &str, y: u32, panels: Value| json!({ "type": "row", "title": title, "gridPos": { "x": 0, "y": y, "w": 24, "h": 1 }, "panels": panels, "repeat": "host" });
    let dashboard = json!({ "title": "T", "panels": [
        row("Closed", 20, json!([panel("E", 0, 21)])), panel("B", 6, 0), panel("A", 0, 0),
        row("Open", 10, json!([])), panel("C", 0, 11), panel("A", 6, 11),
    ] });
    let imported = import(&dashboard.to_string()).unwrap();
    let seen: Vec<[&str; 4]> = imported
        .dashboard
        .panels
        .iter()
        .map(|panel| [&*panel.section, &*panel.title, &*panel.id, &*panel.repeat])
        .collect();
    let expected = [
        ["", "A", "a", ""],
        ["", "B", "b", ""],
        ["Open", "C", "c", "host"],
        ["Open", "A", "a-2", "host"],
        ["Closed", "E", "e", "host"],
    ];
    assert_eq!((seen, imported.found), (expected.to_vec(), 5));
    // Before Grafana 5.
    let rows = json!({ "title": "T", "rows": [{ "title": "R", "panels": [{ "type": "graph", "title": "G", "span": 4, "targets": [{ "expr": "up" }] }] }] });
    let panel = import(&rows.to_string()).unwrap().dashboard.panels[0].clone();
    assert_eq!((panel.section.as_str(), panel.width), ("R", Width::Third));
}

#[test]
fn units_are_ours_or_values_are_multiplied() {
    for (unit, expected, expr) in [
        ("", Unit::Short, "up"),
        ("pps", Unit::OperationsPerSecond, "up"),
        ("bps", Unit::BitsPerSecond, "up"),
        ("h", Unit::Seconds, "(up) * 3600"),
        ("µs", Unit::Seconds, "(up) / 1000000"),
        ("dateTimeFromNow", Unit::Ago, "(up) / 1000"),
        ("kbytes", Unit::Bytes, "(up) * 1024"),
    ] {
        let (panel, notes) = one(&json!({
            "type": "timeseries", "title": "A", "targets": [{ "expr": "up" }],
            "fieldConfig": { "defaults": { "unit": unit } },
        }));
        assert_eq!((panel.unit, panel.queries[0].expr.as_str()), (expected, expr), "{unit}");
        assert!(notes.is_empty(), "{notes:?}");
    }
    let (panel, notes) = one(&json!({
        "type": "gauge", "title": "A", "targets": [{ "expr": "up" }],
        "fieldConfig": { "defaults": {
            "unit": "h", "max": 2,
            "thresholds": { "mode": "absolute", "steps": [{ "color": "green" }, { "color": "red", "value": 1 }] },
            "mappings": [{ "type": "value", "options": { "1": { "text": "An hour" } } }],
        } },
    }));
    assert_eq!((panel.min, panel.max), (Some(0.0), Some(7200.0)));
    assert_eq!((panel.limits[0].value, panel.mappings[0].value), (3600.0, 3600.0));
    assert!(notes.is_empty(), "{notes:?}");
    let (panel, notes) = one(&json!({
        "type": "stat", "title": "A", "targets": [{ "expr": "up" }],
        "fieldConfig": { "defaults": { "unit": "currencyEUR" } },
    }));
    assert_eq!(
        (panel.unit, notes),
        (Unit::Short, vec!["its unit `currencyEUR` is not known".to_owned()])
    );
}

#[test]
fn words_for_values_and_ranges_have_their_severity() {
    let (panel, notes) = one(&json!({
        "type": "stat", "title": "A", "targets": [{ "expr": "up" }],
        "fieldConfig": { "defaults": { "mappings": [
            { "type": "value", "options": { "0": { "text": "DOWN", "color": "red", "index": 1 }, "true": { "text": "?" } } },
            { "type": "range", "options": { "from": 1, "to": null, "result": { "text": "UP", "color": "green" } } },
            { "type": "special", "options": { "match": "null", "result": { "text": "N/A" } } },
            { "type": "regex", "options": { "pattern": "a", "result": { "text": "A" } } },
            { "type": 1, "value": "7", "text": "Seven" },
            { "type": 3 },
        ] } },
    }));
    let seen: Vec<(f64, Option<f64>, &str, Option<Severity>)> = panel
        .mappings
        .iter()
        .map(|one| (one.value, one.to, one.text.as_str(), one.severity))
        .collect();
    let expected = [
        (0.0, None, "DOWN", Some(Severity::Critical)),
        (1.0, Some(f64::MAX), "UP", None),
        (7.0, None, "Seven", None),
    ];
    assert_eq!(seen, expected);
    assert_eq!(notes, ["its mappings of type regex are left out"]);
}

#[test]
fn variables_have_their_sources_and_choices() {
    let list = json!([
        { "name": "ds", "type": "datasource", "query": "prometheus" },
        { "name": "job", "type": "query", "label": "Job", "query": "label_values(up, job)", "current": { "value": "of elsewhere" } },
        { "name": "host", "type": "query", "query": { "query": "label_values(up{job=\"$job\", a=\"b\"}, instance)" }, "regex": "/(.*):.*/", "multi": true, "includeAll": true, "allValue": ".+" },
        { "name": "any", "type": "query", "definition": "label_values(device)", "hide": 2 },
        { "name": "names", "type": "query", "query": "metrics(node_.*)" },
        { "name": "result", "type": "query", "query": "query_result(topk(5, up))" },
        { "name": "top", "type": "custom", "query": "5,10 , All three : 3", "current": { "value": "10" } },
        { "name": "step", "type": "interval", "query": "1m,5m" },
        { "name": "env", "type": "constant", "query": "prod" },
        { "name": "text", "type": "textbox", "query": ".*" },
        { "name": "filters", "type": "adhoc" },
        { "name": "sql", "type": "query", "query": "SELECT 1" },
    ]);
    let text = json!({ "title": "T", "templating": { "list": list }, "panels": [] }).to_string();
    let dashboard = import(&text).unwrap().dashboard;
    let label = |label: &str, selector: &str| VariableSource::Label {
        label: label.to_owned(),
        selector: selector.to_owned(),
    };
    let values =
        |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    let seen: Vec<(&str, VariableSource, Vec<String>)> = dashboard
        .variables
        .iter()
        .map(|one| (one.name.as_str(), one.source.clone(), one.chosen.clone()))
        .collect();
    let expected = [
        ("job", label("job", "up"), &[][..]),
        ("host", label("instance", "up{job=\"$job\", a=\"b\"}"), &[Variable::ALL]),
        ("any", label("device", ""), &[]),
        ("names", label("__name__", "{__name__=~\".*(node_.*).*\"}"), &[]),
        ("result", VariableSource::Result("topk(5, up)".to_owned()), &[]),
        ("top", VariableSource::List(values(&["5", "10", "3"])), &["10"]),
        ("step", VariableSource::List(values(&["1m", "5m"])), &[]),
        ("env", VariableSource::List(values(&["prod"])), &[]),
        ("text", VariableSource::Text, &[".*"]),
    ];
    assert_eq!(seen, expected.map(|(name, source, chosen)| (name, source, values(chosen))));
    let hidden = dashboard.variables.iter().filter(|one| one.is_hidden);
    assert_eq!(hidden.map(|one| one.name.as_str()).collect::<Vec<_>>(), ["any", "env"]);
    let reasons: Vec<&str> = dashboard.not_imported.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "the variable `filters`: filters for all expressions are not supported",
            "the variable `sql`: its query `SELECT 1` is none of label_values, query_result and metrics",
        ]
    );
}

#[test]
fn what_cannot_be_shown_is_refused_with_the_reason() {
    let target = json!([{ "expr": "up" }]);
    for (panel, reason) in [
        (json!({ "type": "news", "title": "A" }), "panels of type `news` are not supported"),
        (json!({ "type": "stat", "title": "A" }), "it has no query for Prometheus"),
        (
            json!({ "type": "logs", "title": "A", "targets": target }),
            "panels of type `logs` are not supported",
        ),
        (
            json!({ "type": "stat", "title": "A", "datasource": { "type": "loki" }, "targets": target }),
            "its data comes from `loki`, not from Prometheus",
        ),
        (
            json!({ "type": "stat", "title": "A", "datasource": { "uid": "${DS_LOKI}" }, "targets": target }),
            "its data comes from loki, not from Prometheus",
        ),
        (
            json!({ "title": "A", "libraryPanel": { "uid": "x", "name": "Shared" } }),
            "it is the library panel `Shared`, which Grafana keeps elsewhere",
        ),
    ] {
        assert_eq!(refused(&panel), reason, "{panel}");
    }
    let wrong = refused(
        &json!({ "type": "stat", "title": "A", "targets": [{ "expr": "topk_max(3, up)" }] }),
    );
    assert!(wrong.starts_with("`topk_max(3, up)`: ") && wrong.contains("topk_max"), "{wrong}");
    // A panel that is half right is shown, with the reason beside it.
    let (panel, notes) = one(
        &json!({ "type": "stat", "title": "A", "targets": [{ "expr": "up" }, { "expr": "up(" }] }),
    );
    assert_eq!((panel.queries.len(), notes.len()), (1, 1));
}

#[test]
fn texts_that_are_no_dashboard_say_so() {
    let error = |text: &str| import(text).unwrap_err();
    assert!(matches!(error("{"), ImportError::NotJson(_)));
    assert!(error("{").to_string().starts_with("this is not JSON: EOF"), "{}", error("{"));
    for text in ["[]", "3", "{}", "{\"dashboard\":{}}", "{\"panels\":3}"] {
        assert_eq!(error(text), ImportError::NotDashboard, "{text}");
    }
    for text in [
        "{\"elements\":{},\"layout\":{}}",
        "{\"spec\":{\"elements\":{},\"layout\":{}}}",
        "{\"apiVersion\":\"dashboard.grafana.app/v2beta1\",\"spec\":{}}",
    ] {
        assert_eq!(error(text), ImportError::Version2, "{text}");
    }
}

#[test]
fn wrappers_and_odd_types_are_no_obstacle() {
    let panel = json!({ "type": "stat", "title": 5, "targets": [7, { "expr": "up" }], "fieldConfig": [], "gridPos": "?", "options": null });
    let inner =
        json!({ "title": "Inner", "panels": [panel, null, 3], "templating": 1, "rows": {} });
    for text in [
        inner.to_string(),
        json!({ "dashboard": inner }).to_string(),
        json!({ "apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard", "spec": inner }).to_string(),
        json!({ "dashboard": { "spec": inner } }).to_string(),
        format!("\u{feff}{inner}"),
    ] {
        let dashboard = import(&text).unwrap().dashboard;
        assert_eq!((dashboard.title.as_str(), dashboard.panels.len()), ("Inner", 1), "{text}");
        assert_eq!(dashboard.panels[0].title, "Untitled");
    }
}

/// A dashboard with every part that there is.
fn everything() -> Dashboard {
    let query =
        |expr: &str, legend: &str| Query { expr: expr.to_owned(), legend: legend.to_owned() };
    let panels =
        PanelKind::ALL.into_iter().zip(Unit::NAMES.into_iter().cycle()).map(|(kind, (_, unit))| {
            let name = format!("{kind:?}");
            let is_text = kind == PanelKind::Text;
            let plain = Panel {
                id: name.to_ascii_lowercase(),
                title: name,
                description: "What it is.\n\n- and why".to_owned(),
                kind,
                ..Panel::default()
            };
            if is_text {
                return plain;
            }
            let has_limits =
                !matches!(kind, PanelKind::Pie | PanelKind::Heatmap | PanelKind::States);
            let limits =
                [(2.0, Side::Below, Severity::Critical), (5.0, Side::Above, Severity::Warning)];
            let limits =
                limits.map(|(value, bad, severity)| Limit { value, bad, severity }).to_vec();
            Panel {
                queries: vec![query("rate(x_bucket{a=\"$host\"}[$__rate_interval])", "{{a}}")],
                unit,
                limits: if has_limits { limits } else { Vec::new() },
                mappings: vec![
                    ValueMapping {
                        value: 10.0,
                        to: None,
                        text: "Ten".to_owned(),
                        severity: Some(Severity::Warning),
                    },
                    ValueMapping {
                        value: 2.0,
                        to: Some(3.0),
                        text: "Few".to_owned(),
                        severity: None,
                    },
                ],
                min: Some(0.0),
                max: Some(100.0),
                repeat: "host".to_owned(),
                section: "Second".to_owned(),
                width: Width::TwoThirds,
                overrides: vec![
                    SeriesOverride {
                        series: SeriesPattern::Name("a".to_owned()),
                        name: Some("A".to_owned()),
                        is_negative: false,
                    },
                    SeriesOverride {
                        series: SeriesPattern::Regex("/out/".to_owned()),
                        name: None,
                        is_negative: true,
                    },
                ],
                ..plain
            }
        });
    let mut panels: Vec<Panel> = panels.collect();
    // Headings are written where they change: a panel without one stands above all of them.
    panels.rotate_right(1);
    let variable = |name: &str, source| Variable {
        name: name.to_owned(),
        label: "Words".to_owned(),
        source,
        regex: "/a(.*)/".to_owned(),
        is_multiple: true,
        has_all: true,
        all: ".+".to_owned(),
        chosen: vec![Variable::ALL.to_owned()],
        is_hidden: true,
    };
    let label = |selector: &str| VariableSource::Label {
        label: "a".to_owned(),
        selector: selector.to_owned(),
    };
    Dashboard {
        id: "all-of-it".to_owned(),
        title: "All of it".to_owned(),
        variables: vec![
            variable("host", label("up{job=\"a\"}")),
            variable("other", label("")),
            variable("result", VariableSource::Result("up > 0".to_owned())),
            variable("list", VariableSource::List(vec!["1".to_owned(), "a,b".to_owned()])),
        ],
        panels,
        ..Dashboard::default()
    }
}

#[test]
fn what_is_exported_is_imported_again() {
    let dashboard = everything();
    let again = import(&export(&dashboard)).unwrap();
    assert_eq!(again.dashboard, dashboard);
    assert_eq!(again.found, dashboard.panels.len());
}

#[test]
fn exported_instants_are_milliseconds() {
    let panel = Panel {
        title: "A".to_owned(),
        unit: Unit::Ago,
        queries: vec![Query {
            expr: "process_start_time_seconds".to_owned(),
            legend: String::new(),
        }],
        ..Panel::default()
    };
    let text = export(&Dashboard { panels: vec![panel], ..Dashboard::default() });
    assert!(text.contains("(process_start_time_seconds) * 1000"), "{text}");
    let again = import(&text).unwrap().dashboard;
    assert_eq!(again.panels[0].queries[0].expr, "process_start_time_seconds");
}

#[test]
fn thresholds_with_a_bad_part_between_good_ones_are_no_limits() {
    let steps = json!([{ "color": "green" }, { "color": "red", "value": 1 }, { "color": "green", "value": 2 }]);
    let (panel, notes) = one(&json!({
        "type": "stat", "title": "A", "targets": [{ "expr": "up" }],
        "fieldConfig": { "defaults": { "thresholds": { "mode": "absolute", "steps": steps } } },
    }));
    assert_eq!(panel.limits, []);
    assert_eq!(notes, ["its thresholds have a bad part between good ones"]);
}
