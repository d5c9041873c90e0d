//! Answers compared with captures of the running programs, and with the pages of their guides.

use std::{collections::BTreeMap, path::PathBuf};

use crate::player::{Answer, Player, read};

/// A moment at which every process of seed 1 has run for days, so that rare events have happened.
const SETTLED: [&str; 2] = ["--now", "1795182800"];

/// The text of a capture; a loud line where there is none.
fn capture(name: &str) -> Option<String> {
    let shared = std::env::var_os("ALLCLEAR_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = shared.join("systems").join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => {
            eprintln!("SKIPPED: no capture to compare with: {}: {error}", path.display());
            None
        }
    }
}

/// A captured answer; some are stored with plain line ends.
fn captured(text: &str) -> Answer {
    let text = text.replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
    read(format!("{}\r\n\r\n{body}", head.replace('\n', "\r\n")).as_bytes()).expect(&text)
}

/// The text with every number replaced, so that only its form is left.
fn form(text: &str) -> String {
    let mut form = String::new();
    for character in text.trim_end().chars() {
        match character {
            '0'..='9' => {
                if !form.ends_with('#') {
                    form.push('#');
                }
            }
            '.' if form.ends_with('#') => {}
            other => form.push(other),
        }
    }
    form
}

/// Compares code, header names in order, values that do not change, and the form of the body.
fn assert_like(answer: &Answer, expected: &Answer, what: &str) {
    assert_eq!(answer.code, expected.code, "{what}");
    let stable = |answer: &Answer| -> Vec<(String, String)> {
        let changing = ["date", "content-length", "x-request-id"];
        // The tests close the connection, the capture did not.
        let headers = answer.headers.iter().filter(|(name, _)| name != "connection");
        headers
            .map(|(name, value)| {
                (
                    name.clone(),
                    if changing.contains(&name.as_str()) { String::new() } else { value.clone() },
                )
            })
            .collect()
    };
    assert_eq!(stable(answer), stable(expected), "{what}");
    assert_eq!(form(&answer.body), form(&expected.body), "{what}");
}

#[test]
fn health_is_as_captured_to_the_header() {
    let player = Player::start(&SETTLED);
    for (file, place, path) in [
        ("chatalot/health.ok.http.txt", 1, "/api/health"),
        ("chatbot/health.http.txt", 4, "/api/health"),
    ] {
        if let Some(text) = capture(file) {
            assert_like(&player.get(place, path), &captured(&text), file);
        }
    }
    let Some(text) = capture("sockudo/health.http.txt") else { return };
    let mut compared = 0;
    for section in text.split("== GET ").skip(1) {
        let (path, answer) = section.split_once('\n').expect(section);
        // It has two applications here and one there.
        if path != "/stats" {
            assert_like(&player.get(5, path), &captured(answer), path);
            compared += 1;
        }
    }
    assert_eq!(compared, 6);
}

#[test]
fn health_bodies_have_the_captured_form() {
    let player = Player::start(&SETTLED);
    let documented = Player::start(&["--shape", "documented"]);
    for (player, file, place, path, fault) in [
        (&player, "chatalot/health.degraded.200.json", 1, "/api/health", "chatalot/degraded"),
        (&player, "chatalot/health.ratelimited.429.json", 1, "/api/health", "chatalot/limited"),
        (&player, "chatalot/spa-fallback.200.html", 1, "/metrics", "chatalot/ok"),
        (&player, "superchat/health.real.200.json", 2, "/health", "superchat/ok"),
        (&player, "rat/health.real.200.json", 3, "/health", "rat/ok"),
        (&player, "rat/health_live.real.200.json", 3, "/health/live", "rat/ok"),
        (&player, "rat/health_ready.ready.200.json", 3, "/health/ready", "rat/ok"),
        (&player, "rat/health_ready.runner-down.503.json", 3, "/health/ready", "rat/degraded"),
        (&player, "rat/health_ready.postgres-down.503.json", 3, "/health/ready", "rat/down"),
        (&player, "rat/health_ready.all-down.503.json", 3, "/health/ready", "rat/unready"),
        (&player, "chatbot/db-pool.idle.json", 4, "/api/metrics/db-pool", "chatbot/ok"),
        (&documented, "superchat/health.documented.ok.json", 2, "/health", "superchat/ok"),
        (
            &documented,
            "superchat/health.documented.database-error.ASSUMED.json",
            2,
            "/health",
            "superchat/degraded",
        ),
        (&documented, "rat/health.documented.ok.json", 3, "/health", "rat/ok"),
        (&documented, "rat/health.documented.runner-degraded.json", 3, "/health", "rat/degraded"),
        (&documented, "rat/health.documented.postgres-unhealthy.json", 3, "/health", "rat/down"),
    ] {
        let Some(expected) = capture(file) else { continue };
        player.order(&format!("/{fault}"));
        let body = player.get(place, path).body;
        // The pool's overflow is below zero, or not.
        assert_eq!(form(&body).replace('-', ""), form(&expected).replace('-', ""), "{file}");
    }
}

/// One family of a page: its `# HELP` and `# TYPE` lines, and the label names of each of its series, in order.
#[derive(Debug, Default, PartialEq)]
struct Shape {
    help: String,
    kind: String,
    labels: Vec<Vec<String>>,
}

/// Takes a page apart, enough to compare it with another.
fn families(page: &str) -> BTreeMap<String, Shape> {
    let mut families: BTreeMap<String, Shape> = BTreeMap::new();
    for line in page.lines().filter(|line| !line.is_empty()) {
        let mut words = line.splitn(4, ' ');
        match (words.next(), words.next(), words.next()) {
            (Some("#"), Some("HELP"), Some(name)) => {
                let text = words.next().unwrap_or_default();
                text.clone_into(&mut families.entry(name.to_owned()).or_default().help);
            }
            (Some("#"), Some("TYPE"), Some(name)) => {
                let text = words.next().unwrap_or_default();
                text.clone_into(&mut families.entry(name.to_owned()).or_default().kind);
            }
            _ => {
                let (name, labels) = series(line);
                let family = ["", "_bucket", "_sum", "_count"].iter().find_map(|suffix| {
                    name.strip_suffix(suffix).filter(|name| families.contains_key(*name))
                });
                let family = families.get_mut(family.expect(line)).expect(line);
                if !family.labels.contains(&labels) {
                    family.labels.push(labels);
                }
            }
        }
    }
    families
}

/// The name of a series and its label names. Knows escaped quotes.
fn series(line: &str) -> (&str, Vec<String>) {
    let end = line.find(['{', ' ']).expect(line);
    let mut labels = Vec::new();
    if line[end..].starts_with('{') {
        let mut rest = &line[end + 1..];
        while let Some((label, after)) = rest.split_once("=\"") {
            labels.push(label.to_owned());
            let mut escaped = false;
            let close = after.find(|character| {
                let ends = character == '"' && !escaped;
                escaped = character == '\\' && !escaped;
                ends
            });
            rest = &after[close.expect(line) + 1..];
            match rest.strip_prefix(',') {
                Some(more) => rest = more,
                None => break,
            }
        }
    }
    (&line[..end], labels)
}

/// Compares two pages: the same families with the same help and type, and no series with other labels.
fn assert_same_families(page: &str, expected: &str, what: &str) {
    let (page, expected) = (families(page), families(expected));
    let names = |families: &BTreeMap<String, Shape>| families.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&page), names(&expected), "{what}");
    for (name, family) in &page {
        let there = &expected[name];
        assert_eq!((&family.help, &family.kind), (&there.help, &there.kind), "{what}: {name}");
        for labels in &family.labels {
            assert!(
                there.labels.contains(labels),
                "{what}: {name}: {labels:?} is none of {:?}",
                there.labels
            );
        }
    }
}

#[test]
fn pages_have_the_families_types_and_labels_of_the_real_ones() {
    let player = Player::start(&SETTLED);
    for (file, place, path, kind) in [
        (
            "superchat/metrics.prom",
            2,
            "/metrics",
            "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
        ),
        ("rat/metrics.prom", 3, "/metrics", "text/plain; version=0.0.4; charset=utf-8"),
        ("chatbot/metrics.prom", 4, "/api/metrics", "text/plain; version=1.0.0; charset=utf-8"),
        ("sockudo/metrics.prom", 6, "/metrics", "text/plain; version=0.0.4; charset=utf-8"),
    ] {
        let answer = player.get(place, path);
        assert_eq!(answer.header("content-type"), Some(kind), "{file}");
        if let Some(expected) = capture(file) {
            assert_same_families(&answer.body, &expected, file);
        }
    }
}

#[test]
fn pages_have_the_families_types_and_labels_of_the_guides() {
    let player = Player::start(&["--shape", "documented", "--now", SETTLED[1]]);
    for (file, place, path) in [
        ("superchat/metrics.documented.prom", 2, "/metrics"),
        ("rat/metrics.documented.prom", 3, "/metrics"),
        ("chatbot/metrics.with-provider-series.ASSUMED.prom", 4, "/api/metrics"),
        ("sockudo/metrics.documented.prom", 6, "/metrics"),
    ] {
        if let Some(expected) = capture(file) {
            assert_same_families(&player.get(place, path).body, &expected, file);
        }
    }
}

#[test]
fn captured_pages_are_found_in_the_played_ones() {
    let player = Player::start(&SETTLED);
    for (file, place, path) in [
        ("chatbot/metrics.real.prom", 4, "/api/metrics"),
        ("sockudo/metrics.real.prom", 6, "/metrics"),
        ("superchat/metrics.fresh.prom", 2, "/metrics"),
        ("rat/metrics.bare-dev.prom", 3, "/metrics"),
    ] {
        let Some(expected) = capture(file) else { continue };
        let page = families(&player.get(place, path).body);
        for (name, there) in families(&expected) {
            let family = page.get(&name).unwrap_or_else(|| panic!("{file}: no {name}"));
            assert_eq!((&family.help, &family.kind), (&there.help, &there.kind), "{file}: {name}");
            for labels in &there.labels {
                assert!(
                    family.labels.contains(labels),
                    "{file}: {name} has no series with {labels:?}"
                );
            }
        }
    }
}

#[test]
fn pages_have_the_blank_lines_and_the_number_style_of_their_library() {
    let player = Player::start(&SETTLED);
    let blank = |page: &str| page.lines().filter(|line| line.is_empty()).count();
    let kinds = |page: &str| page.lines().filter(|line| line.starts_with("# TYPE")).count();

    let go = player.get(2, "/metrics").body;
    assert_eq!(blank(&go), 0);
    assert!(go.contains("go_memstats_buck_hash_sys_bytes 1.581933e+06\n"));

    let rat = player.get(3, "/metrics").body;
    assert_eq!(blank(&rat), 0);
    assert!(rat.contains("ratd_memory_sys_bytes 45436168\n"));

    let python = player.get(4, "/api/metrics").body;
    assert_eq!(blank(&python), 0);
    let numbers =
        python.lines().filter(|line| !line.starts_with('#')).map(|line| line.rsplit(' ').next());
    for number in numbers {
        let number = number.expect("a value");
        assert!(number.contains('.') || number.contains("e+"), "{number} is no float of Python");
    }

    let rust = player.get(6, "/metrics").body;
    assert_eq!(blank(&rust), kinds(&rust));
    let exponents = rust
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter(|line| line.rsplit(' ').next().is_some_and(|number| number.contains('e')));
    assert_eq!(exponents.count(), 0);

    let documented = Player::start(&["--shape", "documented"]).get(3, "/metrics").body;
    assert_eq!(blank(&documented), kinds(&documented) - 1);
}
