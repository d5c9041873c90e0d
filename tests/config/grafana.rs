//! Grafana dashboards that real operators use, and those of the guides.

use crate::path;
use allclear::config::document;
use allclear::dashboard::grafana::{export, import};
use allclear::dashboard::yaml::yaml;
use std::fs;

/// Real dashboards: panels, those that are imported, and the reasons of the others.
#[test]
fn imports_nine_of_ten_panels_of_real_dashboards() {
    let folder = path("../shared/conformance/grafana");
    if !folder.exists() {
        println!("SKIPPED: ../shared/conformance/grafana is missing");
        return;
    }
    for (name, found, imported) in [
        ("cert-manager", 7, 7),
        ("haproxy", 103, 103),
        ("node-exporter-full", 125, 125),
        ("traefik", 88, 86),
        ("unbound-full", 35, 35),
    ] {
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        let import = import(&text).unwrap();
        let dashboard = &import.dashboard;
        println!("{name}: {} of {} panels", dashboard.panels.len(), import.found);
        for one in &dashboard.not_imported {
            println!(
                "    {} {}: {}",
                if one.is_left_out { "-" } else { "~" },
                one.panel,
                one.reason
            );
        }
        assert_eq!((import.found, dashboard.panels.len()), (found, imported), "{name}");
        let left_out = dashboard.not_imported.iter().filter(|one| one.is_left_out).count();
        assert_eq!(left_out, found - imported, "{name}: a reason for each");
        assert!(imported * 10 >= found * 9, "{name}");
    }
}

#[test]
fn real_dashboards_come_back_from_an_export() {
    let Ok(files) = fs::read_dir(path("../shared/conformance/grafana")) else {
        println!("SKIPPED: ../shared/conformance/grafana is missing");
        return;
    };
    for file in files {
        let file = file.unwrap().path();
        let mut first = import(&fs::read_to_string(&file).unwrap()).unwrap().dashboard;
        let again = import(&export(&first)).unwrap().dashboard;
        first.not_imported.clear();
        for (one, other) in first.panels.iter().zip(&again.panels) {
            assert_eq!(one, other, "{}", file.display());
        }
        assert_eq!(again, first, "{}", file.display());
    }
}

const DOCUMENT: &str = "site: { name: A }
admin: {}
systems: [{ name: B, preset: text, url: 'http://127.0.0.1:1/' }]
dashboards:
";

fn read(dashboards: &str, file: &str) -> document::Reading {
    let text = format!("{DOCUMENT}{dashboards}");
    let file = file.to_owned();
    document::read_beside(&text, &move |name| match name {
        "boards/a.json" => Ok(file.clone()),
        _ => Err("no such file".to_owned()),
    })
}

fn lines(reading: &document::Reading) -> Vec<String> {
    reading.problems.iter().map(|problem| problem.in_file("a.yaml").to_string()).collect()
}

#[test]
fn a_file_of_grafana_is_a_dashboard_of_the_document() {
    let file = r#"{"title":"From Grafana","panels":[{"type":"stat","title":"Up","targets":[{"expr":"up"}]},
        {"type":"news","title":"News"},{"type":"news","title":"More news"}]}"#;
    let reading =
        read("  - grafana: boards/a.json\n  - { grafana: boards/a.json, title: Own title }", file);
    let problems = lines(&reading);
    assert_eq!(problems.len(), 2, "{problems:?}");
    let expected = "5:14: warning: dashboards[0].grafana: boards/a.json: News, More news: panels of type `news` are not supported";
    assert!(problems[0].contains(expected), "{problems:?}");
    let private = reading.deployment.unwrap().private();
    let titles = private.dashboards.iter().map(|one| (one.id.as_str(), one.title.as_str()));
    let titles: Vec<_> = titles.filter(|(id, _)| !id.starts_with("b-")).collect();
    assert_eq!(titles, [("from-grafana", "From Grafana"), ("own-title", "Own title")]);
}

#[test]
fn a_file_that_is_none_is_an_error_at_its_place() {
    for (dashboards, file, expected) in [
        ("  - grafana: b.json", "", "dashboards[0].grafana: b.json cannot be read: no such file"),
        (
            "  - grafana: boards/a.json",
            "{",
            "dashboards[0].grafana: boards/a.json: this is not JSON",
        ),
        (
            "  - grafana: boards/a.json",
            r#"{"elements":{},"layout":{}}"#,
            "boards/a.json: this dashboard has Grafana's schema V2, which is not supported",
        ),
        (
            "  - { grafana: boards/a.json, panels: [{ title: A, expr: up }] }",
            r#"{"title":"T","panels":[]}"#,
            "dashboards[0].panels: the `grafana` file has all panels and variables",
        ),
        ("  - panels: [{ title: A, expr: up }]", "", "dashboards[0]: `title` is missing"),
    ] {
        let reading = read(dashboards, file);
        assert!(reading.deployment.is_none(), "{dashboards}");
        let problems = lines(&reading);
        assert!(problems.len() == 1 && problems[0].contains(expected), "{problems:?}");
    }
}

#[test]
fn variables_of_the_document_stand_in_expressions() {
    let dashboards = "  - title: T
    variables:
      - { name: host, values_of: instance, series: 'up{job=\"a\"}', multiple: true }
      - { name: window, values: [5m, 1h] }
    panels:
      - { title: A, expr: 'rate(x{instance=~\"$host\"}[$window])' }
      - { title: Note, kind: text, description: Words. }";
    let reading = read(dashboards, "");
    assert!(reading.problems.is_empty(), "{:#?}", reading.problems);
    let wrong = read(&dashboards.replace("[$window]", "[$widow]"), "");
    assert_eq!(wrong.problems.len(), 1, "{:#?}", wrong.problems);
}

/// What the page writes for `allclear.yaml` is read as the dashboard that it was.
#[test]
fn a_dashboard_comes_back_from_its_yaml() {
    let Ok(files) = fs::read_dir(path("../shared/conformance/grafana")) else {
        println!("SKIPPED: ../shared/conformance/grafana is missing");
        return;
    };
    for file in files {
        let file = file.unwrap().path();
        let mut dashboard = import(&fs::read_to_string(&file).unwrap()).unwrap().dashboard;
        dashboard.not_imported.clear();
        for panel in &mut dashboard.panels {
            // The document has shorter texts, each on one line.
            let words = panel.description.split_whitespace().collect::<Vec<_>>().join(" ");
            panel.description = words.chars().take(400).collect::<String>().trim().to_owned();
            if panel.description.is_empty() {
                panel.description = "None.".to_owned();
            }
        }
        let text = DOCUMENT.replace("dashboards:\n", &yaml(&dashboard));
        let reading = document::read(&text);
        let private =
            reading.deployment.unwrap_or_else(|| panic!("{:#?}", reading.problems)).private();
        let again = private.dashboards.iter().find(|one| one.id == dashboard.id).unwrap();
        for (one, other) in dashboard.panels.iter().zip(&again.panels) {
            assert_eq!(one, other, "{}", file.display());
        }
        assert_eq!(*again, dashboard, "{}", file.display());
    }
}
