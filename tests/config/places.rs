//! Mistakes are named in the line in which they are, all of them, whatever the form of the document; and no document is too much.

use crate::path;
use allclear::config::document::{self, Reading};
use std::fs;

/// Reads a document that may name the files of the demo.
fn read(text: &str) -> Reading {
    let beside =
        |name: &str| fs::read_to_string(path("demo").join(name)).map_err(|error| error.to_string());
    document::read_beside(text, &beside)
}

/// The problems of a document.
fn problems(text: &str) -> Vec<String> {
    let problems = read(text).problems;
    problems.iter().map(|problem| problem.in_file("a").to_string()).collect()
}

/// Documents of which each line is broken in turn.
const DOCUMENTS: [&str; 5] = [
    "demo/allclear.yaml",
    "tests/config/good/everything.yaml",
    "tests/config/good/admin.yaml",
    "tests/config/good/maintenance.yaml",
    "tests/config/good/mistakes.yaml",
];

#[test]
fn a_tab_is_named_in_its_own_line() {
    let (mut n_named, mut wrong) = (0, Vec::new());
    for file in DOCUMENTS {
        let text = fs::read_to_string(path(file)).unwrap();
        let all: Vec<&str> = text.lines().collect();
        for (index, line) in all.iter().enumerate() {
            let rest = line.trim_start();
            let indent = line.len() - rest.len();
            if indent == 0 || rest.is_empty() || rest.starts_with('#') {
                continue;
            }
            for indentation in [
                "\t".to_owned(),
                "\t".repeat(indent / 2),
                " ".repeat(indent - 1) + "\t",
                "\t".to_owned() + &" ".repeat(indent - 1),
            ] {
                let mut broken: Vec<String> = all.iter().map(|&line| line.to_owned()).collect();
                broken[index] = indentation + rest;
                let reading = read(&broken.join("\n"));
                // Within a text or brackets, a tab is a blank like any other.
                if reading.deployment.is_some() {
                    continue;
                }
                n_named += 1;
                let first = reading.problems.first().unwrap();
                if first.at.line != index + 1 {
                    wrong.push(format!("{file}:{}: {}", index + 1, first.in_file("named")));
                }
            }
        }
    }
    assert!(n_named > 300, "{n_named} documents are broken");
    assert!(wrong.is_empty(), "{} of {n_named}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_mistake_within_an_expression_is_named_in_its_line() {
    let head = "site: { name: A }\nadmin: {}\nsystems:\n  - name: Shop\n    preset: text\n    url: http://127.0.0.1:1/\n    rules:\n      - alert: B\n";
    for (written, line) in [
        ("expr: |\n          a{b=\"c\"}\n            > )", 11),
        ("expr: |-\n          # why\n\n          a{b=\"c\"}\n            > )\n\n", 13),
        ("expr: >\n          a{b=\"c\"}\n          >\n          )", 12),
        ("expr: >-\n          a\n\n          > 1 )", 12),
        ("expr: a{b=\"c\"}\n          >\n          )", 11),
        ("expr: \"a\n          > )\"", 10),
        (
            "expr: |\n          a > 1\n        annotations:\n          summary: |\n            All\n            {{ $labels.x",
            14,
        ),
        (
            "expr: a > 1\n        annotations: { summary: 'x', description: '{{ nope $value }}' }",
            10,
        ),
    ] {
        let text = format!("{head}        {written}\n");
        let problems = document::read(&text).problems;
        let lines: Vec<usize> = problems.iter().map(|problem| problem.at.line).collect();
        assert_eq!(lines, [line], "{text}\n{problems:#?}");
    }
}

#[test]
fn a_key_without_a_value_is_named_itself() {
    let text = "site:\n  name: A\n  notice: ~\nlisten:\nproxy:\n  cache: null\nsystems:\n  - name: Shop\n    preset: text\n    url: ~\n    rules:\n\n    # none yet\n  - name:\n    url: http://127.0.0.1:1/\n    preset: text\n    group:\n";
    let problems = document::read(text).problems;
    let named: Vec<(usize, usize, &str)> =
        problems.iter().map(|it| (it.at.line, it.at.column, it.path.as_str())).collect();
    assert_eq!(
        named,
        [
            (3, 3, "site.notice"),
            (4, 1, "listen"),
            (6, 3, "proxy.cache"),
            (10, 5, "systems[0].url"),
            (11, 5, "systems[0].rules"),
            (14, 5, "systems[1].name"),
            (17, 5, "systems[1].group"),
        ],
        "{problems:#?}"
    );
}

/// A document without a mistake.
const GOOD: &str = include_str!("good/mistakes.yaml");

/// Mistakes that can be made in it, each in a line of its own.
const MISTAKES: [(&str, &str); 26] = [
    ("timezone: Europe/Berlin", "timezone: Mars/Base"),
    ("listen: 127.0.0.1:8080", "listen: !here 127.0.0.1:8080"),
    ("cache: 2s", "cache: 2"),
    ("preset: sockudo", "preset: no-such"),
    ("http://127.0.0.1:1/health", "http://ann:s3cret@127.0.0.1:1/health"),
    ("interval: 40s", "interval: soon"),
    ("interval: 50s", "interval: 1ms"),
    ("timeout: 5s", "timeuot: 5s"),
    ("url: http://127.0.0.1:1/metrics", "url: ~"),
    ("            > 5", "            > 5)"),
    ("{{ $labels.job }} is slow", "{{ $labels.job is slow"),
    ("{{ $value | humanize }}", "{{ $value | humanise }}"),
    ("alert: Slow", "alert: ''"),
    ("expr: rate(b_total[5m])", "expr: rate(b_total)"),
    ("\"{{job}}\"", "\"{{job\""),
    ("limits: [{ above: 5 }]", "limits: [{ above: 5, below: 1 }]"),
    ("title: Main", "title: [Main]"),
    ("visibility: full", "visibility: Full"),
    ("group: Talk", "gruppe: Talk"),
    ("description: Where people talk", "2: Where people talk"),
    ("http://127.0.0.1:2/health", "[http://127.0.0.1:2/health]"),
    ("json: /status", "json: status"),
    ("critical: [db]", "critical: [cache]"),
    ("systems: [chat]", "systems: [shap]"),
    ("starts: 2026-11-29 06:00", "starts: tomorrow"),
    ("repeats: FREQ=DAILY", "repeats: FREQ=SOMETIMES"),
];

#[test]
fn no_mistake_hides_another_and_none_causes_another() {
    assert_eq!(problems(GOOD), [""; 0]);
    let mut all = GOOD.to_owned();
    let mut expected = Vec::new();
    for (right, wrong) in MISTAKES {
        assert_eq!(GOOD.matches(right).count(), 1, "{right}");
        let line = GOOD.split(right).next().unwrap().matches('\n').count() + 1;
        let one = problems(&GOOD.replace(right, wrong));
        assert_eq!(one.len(), 1, "{wrong}: {one:#?}");
        assert!(one[0].starts_with(&format!("a:{line}:")), "{wrong}, line {line}: {one:#?}");
        expected.extend(one);
        all = all.replace(right, wrong);
    }
    let mut found = problems(&all);
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    for (index, (right, wrong)) in MISTAKES.iter().enumerate() {
        let (other_right, other_wrong) = MISTAKES[(index + 7) % MISTAKES.len()];
        let two = problems(&GOOD.replace(right, wrong).replace(other_right, other_wrong));
        assert_eq!(two.len(), 2, "{wrong} and {other_wrong}: {two:#?}");
    }
}

#[test]
fn no_wrong_value_is_blamed_on_another_line() {
    let (mut n_tried, mut blamed) = (0, Vec::new());
    for file in ["everything.yaml", "maintenance.yaml", "mistakes.yaml"] {
        let text = fs::read_to_string(path("tests/config/good").join(file)).unwrap();
        let all: Vec<&str> = text.lines().collect();
        for (index, line) in all.iter().enumerate() {
            let Some((key, value)) = line.split_once(": ") else { continue };
            let is_open = key.contains(['{', '#']) || value.starts_with(['|', '>', '&']);
            if is_open || value.trim().is_empty() {
                continue;
            }
            for wrong in ["[x]", "{a: b}", "~", "!t x", "'\u{202e}'"] {
                let mut lines: Vec<String> = all.iter().map(|&line| line.to_owned()).collect();
                lines[index] = format!("{key}: {wrong}");
                let problems = read(&lines.join("\n")).problems;
                let others = problems.iter().filter(|problem| problem.at.line != index + 1);
                blamed.extend(
                    others.map(|it| format!("{}: {wrong}: {}", index + 1, it.in_file(file))),
                );
                n_tried += 1;
            }
        }
    }
    assert!(n_tried > 200, "{n_tried} values were tried");
    assert!(blamed.is_empty(), "{blamed:#?}");
}

#[test]
fn what_depends_on_a_mistake_is_not_blamed() {
    for (right, wrong) in [
        ("name: Chat", "name: [Chat]"),
        ("name: Chat", "nmae: Chat"),
        ("name: Chat", "name: ''"),
        ("parts: [{ field: /db, name: db }]", "parts: [{ feld: /db, name: db }]"),
        ("preset: sockudo", "prset: sockudo"),
        ("url: http://127.0.0.1:3/health", "ulr: http://127.0.0.1:3/health"),
        ("metrics:", "metrcs:"),
        ("starts: 2026-11-29 06:00", "starts: 2026-99-29 06:00"),
        ("systems: [chat]", "systems: chat"),
        ("mapping:\n", "mapping: text\n    mappings:\n"),
    ] {
        assert_eq!(GOOD.matches(right).count(), 1, "{right}");
        let found = problems(&GOOD.replace(right, wrong));
        let due = if wrong.contains("mappings") { 2 } else { 1 };
        assert_eq!(found.len(), due, "{wrong}: {found:#?}");
    }
}

#[test]
fn no_nesting_is_too_deep_to_be_refused() {
    let deep = |open: &str, times: usize, rest: &str| open.repeat(times) + rest;
    let bomb: Vec<String> = (1..30)
        .map(|level| format!("a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(9)))
        .collect();
    let ladder: Vec<String> = (1..400)
        .map(|level| format!("a{level}: &a{level} [[[[[[[[*a{}]]]]]]]]\n", level - 1))
        .collect();
    let levels: String = (0..1500).map(|level| " ".repeat(2 * level) + "- a:\n").collect();
    for (text, line) in [
        (deep("- ", 8869, "a"), 1),
        (deep("[", 100_000, ""), 1),
        (deep("[", 3000, &"]".repeat(3000)), 1),
        (deep("{a: ", 20_000, "b"), 1),
        (deep("{a: ", 3000, &("b".to_owned() + &"}".repeat(3000))), 1),
        (deep("? ", 9000, "a"), 1),
        (deep("- ? ", 9000, "a"), 1),
        (deep("[{a: ", 9000, "b"), 1),
        (levels, 33),
        (format!("site: {{ name: A }}\nsystems:\n  - {}", deep("- ", 500, "a")), 3),
        ("a0: &a0 1\n".to_owned() + &bomb.concat(), 7),
        ("a0: &a0 1\n".to_owned() + &ladder.concat(), 9),
    ] {
        let problems = document::read(&text).problems;
        let last = problems.last().unwrap();
        let beginning: String = text.chars().take(60).collect();
        assert!(
            last.message.contains("deep") || last.message.contains("aliases stand for"),
            "{beginning}: {last:?}"
        );
        assert_eq!(last.at.line, line, "{beginning}: {last:?}");
    }
}
