//! Operators' reports: what is said about each file under `tests/config/reports`, compared with the `.txt` beside it.

use crate::{check, path};
use allclear::history::{Block, Report, Stage, State};
use allclear::operator::report;
use std::fmt::Write as _;
use std::fs;

/// Returns the problems of each report in a folder, and its contents.
fn golden(folder: &str) -> Vec<(String, Option<Report>, String)> {
    let (_, reading) = check(&path("tests/config/reports/allclear.yaml"));
    let deployment = reading.deployment.unwrap();
    let folder = path("tests/config/reports").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "md"));
    files.sort();
    assert!(!files.is_empty());
    let mut all = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let (report, problems) =
            report::read(&name, &fs::read_to_string(&file).unwrap(), &deployment);
        let mut printed = String::new();
        for problem in &problems {
            writeln!(printed, "{}", problem.in_file(&name)).unwrap();
        }
        let beside = file.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() && !printed.is_empty() {
            fs::write(&beside, &printed).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        assert!(printed == expected, "{name}: printed:\n{printed}\nexpected:\n{expected}");
        all.push((name, report, printed));
    }
    all
}

#[test]
fn every_mistake_in_a_report_is_said() {
    for (name, report, problems) in golden("bad") {
        assert!(report.is_none() && problems.contains(": error: "), "{name}");
    }
}

#[test]
fn what_a_report_gives_away_or_says_in_vain_is_warned_about() {
    for (name, report, problems) in golden("warned") {
        assert!(report.is_some() && problems.contains(": warning: "), "{name}");
    }
}

#[test]
fn a_report_counts_what_was_written() {
    let good = golden("good");
    let [(_, Some(late), _), (_, Some(time), _)] = good.as_slice() else { panic!("{good:#?}") };
    assert_eq!(late.id, "2026-11-20-late");
    assert_eq!(late.systems, ["sockudo", "chat"]);
    assert_eq!(late.worst, Some(State::Degraded));
    // In Berlin's winter, an hour after UTC.
    assert_eq!(late.since.0, 1_795_179_792_000);
    assert_eq!(late.until.map(|until| until.0), Some(1_795_181_460_000));
    let stages: Vec<(Stage, usize)> =
        late.updates.iter().map(|update| (update.stage, update.body.len())).collect();
    assert_eq!(stages, [(Stage::Resolved, 1), (Stage::Identified, 2)]);
    assert!(matches!(late.updates[1].body[1], Block::Code(_)));
    assert_eq!(late.afterwards.len(), 1);
    assert!(time.updates.is_empty() && time.until.is_some());
}

#[test]
fn no_text_is_too_strange() {
    let (_, reading) = check(&path("tests/config/reports/allclear.yaml"));
    let deployment = reading.deployment.unwrap();
    let good = fs::read_to_string(path("tests/config/reports/good/2026-11-20-late.md")).unwrap();
    for end in (0..=good.len()).filter(|end| good.is_char_boundary(*end)) {
        let _ = report::read("a.md", &good[..end], &deployment);
        let cut = format!("{}\u{0}é## {}", &good[..end], &good[end..]);
        let _ = report::read("a.md", &cut, &deployment);
    }
    let many = good.clone() + &"## 2026-11-20 14:06 Monitoring\nA\n".repeat(200);
    assert!(report::read("a.md", &many, &deployment).0.is_none());
    let large = good + &"x".repeat(report::LARGEST);
    assert!(report::read("a.md", &large, &deployment).0.is_none());
}

#[test]
fn has_nothing_to_say_about_what_the_instructions_show() {
    let text = fs::read_to_string(path("docs/incidents.md")).unwrap();
    let shown = |kind: &str| {
        let (_, rest) = text.split_once(&format!("```{kind}\n")).unwrap();
        rest.split_once("\n```\n").unwrap().0.to_owned()
    };
    let systems = ["Sockudo", "Chatalot", "RAT"]
        .map(|name| format!("  - {{ name: {name}, preset: text, url: 'http://127.0.0.1/' }}\n"));
    let document =
        format!("site: {{ name: A }}\nsystems:\n{}{}\n", systems.concat(), shown("yaml"));
    let reading = allclear::config::document::read(&document);
    assert_eq!(reading.problems, []);
    let deployment = reading.deployment.unwrap();
    assert_eq!(deployment.maintenance.len(), 2);
    let (report, problems) =
        report::read("2026-11-20-late-messages.md", &shown("markdown"), &deployment);
    assert_eq!(problems, []);
    let report = report.unwrap();
    assert_eq!((report.updates.len(), report.afterwards.len()), (3, 1));
}

#[test]
fn a_document_with_mistakes_does_not_hide_those_of_its_reports() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("incidents")).unwrap();
    let head = "---\ntitle: Slow\nsystems: [shop, shap]\nimpact: huge\n---\n";
    write("incidents/slow.md", &format!("{head}## yesterday\nIt was slow.\n"));
    let system = "url: http://127.0.0.1:1/, preset: text";
    let run = |name: &str| {
        let text =
            format!("site: {{ name: A }}\nlisten: here\nsystems:\n  - {{ {name}, {system} }}\n");
        write("allclear.yaml", &text);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_allclear"));
        let output = command.current_dir(folder.path()).args(["check", "allclear.yaml"]).output();
        let output = output.unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, problems) = run("name: Shop");
    assert_eq!(code, Some(1));
    for line in [
        "allclear.yaml:2:9: error: listen",
        "incidents/slow.md:3:17: error: systems[1]: there is no system \"shap\"",
        "incidents/slow.md:4:9: error: impact",
        "incidents/slow.md:6:1: error",
        "1 incident, 1 with errors",
    ] {
        assert!(problems.contains(line), "{line} is not in\n{problems}");
    }
    // Where a system's own name is wrong, the systems are unknown.
    let (_, problems) = run("name: [Shap]");
    assert!(problems.contains("impact") && !problems.contains("there is no system"), "{problems}");
}
