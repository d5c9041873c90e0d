//! Every health answer that was collected of the five systems, as documented and as captured.
//!
//! The payloads are not part of this repository. They are expected in `../shared/systems`, or in the folder that
//! `ALLCLEAR_SHARED` names. A payload without a row fails, so that none is forgotten.

use crate::{CAP, answer, summary};
use allclear::config::preset;
use allclear::decode::Answer;
use allclear::decode::health::{HealthState, read};
use std::fs;
use std::path::{Path, PathBuf};

/// File (`#` and the requested path, if a file has several answers), preset, and expected reading. The code stands in the file
/// or in its name, and is 200 otherwise.
const ROWS: &[(&str, &str, &str)] = &[
    (
        "chatalot/health.ok.200.json",
        "chatalot",
        r#"operational "ok" database=operational uptime_seconds=86400"#,
    ),
    (
        "chatalot/health.ok.http.txt",
        "chatalot",
        r#"operational "ok" database=operational uptime_seconds=86400"#,
    ),
    (
        "chatalot/health.degraded.200.json",
        "chatalot",
        r#"degraded "degraded" database=down uptime_seconds=86431"#,
    ),
    ("chatalot/health.old-v0.1.0.200.json", "chatalot", r#"operational "ok" uptime_seconds=120"#),
    ("chatalot/health.ratelimited.429.json", "chatalot", "no health: nothing at /status"),
    ("chatalot/spa-fallback.200.html", "chatalot", "no health: a web page"),
    (
        "superchat/health.documented.ok.json",
        "superchat",
        r#"operational "ok" database=operational uptime_seconds=12345 active_sessions=42"#,
    ),
    (
        "superchat/health.documented.database-error.ASSUMED.json",
        "superchat",
        r#"degraded "degraded" database=down uptime_seconds=12399 active_sessions=42"#,
    ),
    (
        "superchat/health.real.200.json",
        "superchat",
        r#"operational "healthy" database=operational uptime_seconds=86343 active_sessions=42 channels=5"#,
    ),
    (
        "superchat/health.real.empty.200.json",
        "superchat",
        r#"operational "healthy" database=operational uptime_seconds=3 active_sessions=0 channels=0"#,
    ),
    (
        "rat/health.documented.ok.json",
        "rat",
        r#"operational "ok" postgres!=operational minio!=operational nessie=operational runner=operational ratq=operational"#,
    ),
    (
        "rat/health.documented.postgres-unhealthy.json",
        "rat",
        r#"down "unhealthy" postgres!=down minio!=operational nessie=operational runner=operational ratq=operational"#,
    ),
    (
        "rat/health.documented.minio-unhealthy.json",
        "rat",
        r#"down "unhealthy" postgres!=operational minio!=down nessie=operational runner=operational ratq=operational"#,
    ),
    (
        "rat/health.documented.runner-degraded.json",
        "rat",
        r#"degraded "degraded" postgres!=operational minio!=operational nessie=operational runner=down ratq=operational"#,
    ),
    (
        "rat/health.documented.ratq-degraded.json",
        "rat",
        r#"degraded "degraded" postgres!=operational minio!=operational nessie=operational runner=operational ratq=down"#,
    ),
    ("rat/health.real.200.json", "rat", r#"operational "ok""#),
    ("rat/health.real.dev-build.200.json", "rat", r#"operational "ok""#),
    ("rat/health_live.real.200.json", "rat", r#"operational "ok""#),
    (
        "rat/health_ready.ready.200.json",
        "rat",
        r#"operational "ready" postgres!=operational query=operational runner=operational s3!=operational"#,
    ),
    ("rat/health_ready.no-deps.200.json", "rat", r#"operational "ready""#),
    (
        "rat/health_ready.partial-config.200.json",
        "rat",
        r#"operational "ready" postgres!=operational s3!=operational"#,
    ),
    (
        "rat/health_ready.all-down.503.json",
        "rat",
        r#"down "not_ready" postgres!=down query=down runner=down s3!=down"#,
    ),
    (
        "rat/health_ready.postgres-down.503.json",
        "rat",
        r#"down "not_ready" postgres!=down query=operational runner=operational s3!=operational"#,
    ),
    (
        "rat/health_ready.postgres-timeout.503.json",
        "rat",
        r#"down "not_ready" postgres!=down query=operational runner=operational s3!=operational"#,
    ),
    (
        "rat/health_ready.s3-down.503.json",
        "rat",
        r#"down "not_ready" postgres!=operational query=operational runner=operational s3!=down"#,
    ),
    (
        "rat/health_ready.s3-bucket-missing.503.json",
        "rat",
        r#"down "not_ready" postgres!=operational query=operational runner=operational s3!=down"#,
    ),
    (
        "rat/health_ready.runner-down.503.json",
        "rat",
        r#"degraded "not_ready" postgres!=operational query=operational runner=down s3!=operational"#,
    ),
    (
        "rat/health_ready.query-timeout.503.json",
        "rat",
        r#"degraded "not_ready" postgres!=operational query=down runner=operational s3!=operational"#,
    ),
    ("chatbot/health.ok.json", "chatbot", r#"operational "ok""#),
    ("chatbot/health.http.txt", "chatbot", r#"operational "ok""#),
    ("chatbot/health.nginx-eb.200.txt", "chatbot", r#"operational "OK""#),
    (
        "chatbot/db-pool.busy.json",
        "chatbot-db-pool",
        r#"operational "-" pool_size=5 pool_checkedout=4 pool_checkedin=0 pool_overflow=-1"#,
    ),
    (
        "chatbot/db-pool.idle.json",
        "chatbot-db-pool",
        r#"operational "-" pool_size=5 pool_checkedout=0 pool_checkedin=0 pool_overflow=-5"#,
    ),
    (
        "chatbot/db-pool.saturated.json",
        "chatbot-db-pool",
        r#"operational "-" pool_size=5 pool_checkedout=12 pool_checkedin=0 pool_overflow=7"#,
    ),
    ("chatbot/db-pool.no-pool.json", "chatbot-db-pool", r#"operational "-""#),
    ("chatbot/metrics.behind-eb-nginx.404.json", "chatbot-db-pool", r#"down "-""#),
    ("sockudo/health.http.txt#/up", "sockudo", r#"operational "OK""#),
    ("sockudo/health.http.txt#/up/app-id", "sockudo", r#"operational "OK""#),
    ("sockudo/health.http.txt#/up/nope", "sockudo", r#"down "NOT_FOUND""#),
    ("sockudo/health.http.txt#/live", "sockudo", r#"operational "-""#),
    ("sockudo/health.http.txt#/nothing", "sockudo", r#"down "-""#),
    (
        "sockudo/health.http.txt#/usage",
        "sockudo-stats",
        r#"operational "-" memory_percent=13.115880462607254"#,
    ),
    (
        "sockudo/health.http.txt#/stats",
        "sockudo-stats",
        r#"operational "-" connections=0 users=0 channels=0 subscriptions=0 memory_percent=13.112250594431426"#,
    ),
    ("sockudo/up.error-no-apps.http.txt", "sockudo", r#"down "ERROR""#),
];

/// Returns whether a file beside the payloads holds no health answer.
fn is_other(path: &str) -> bool {
    let endings = [
        ".prom",
        ".headers",
        "/headers.txt",
        "/README.txt",
        "/two-workers.txt",
        "/hostile-labels.real.txt",
    ];
    endings.iter().any(|ending| path.ends_with(ending))
}

/// Returns the folder of the payloads; `None`, with a message, if it is missing.
fn payloads() -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("ALLCLEAR_SHARED")
        .map_or_else(|| repository.join("../shared"), PathBuf::from);
    let systems = shared.join("systems");
    if systems.is_dir() {
        return Some(systems);
    }
    eprintln!(
        "SKIPPED: no payloads at {}; set ALLCLEAR_SHARED to the folder that holds `systems`",
        systems.display()
    );
    None
}

/// Returns all answers under `folder`, by the names that [`ROWS`] uses.
fn collect(root: &Path, folder: &Path, answers: &mut Vec<(String, Answer)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, answers);
            continue;
        }
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        if !name.contains('/') || is_other(&name) {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        if !name.ends_with(".http.txt") {
            answers.push((name.clone(), from_file(&name, &bytes)));
            continue;
        }
        let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        if !text.starts_with("== ") {
            answers.push((name, from_http(&text)));
            continue;
        }
        for exchange in text.split("== GET ").skip(1) {
            let (target, http) = exchange.split_once('\n').unwrap();
            answers.push((format!("{name}#{target}"), from_http(http)));
        }
    }
}

/// Reads a file that is a body, with its code in its name.
fn from_file(name: &str, body: &[u8]) -> Answer {
    let code = name
        .split('.')
        .find_map(|word| word.parse().ok().filter(|code| *code >= 100))
        .unwrap_or(200);
    let content_type = match name.rsplit('.').next() {
        Some("json") => "application/json",
        Some("html") => "text/html",
        _ => "text/plain",
    };
    answer(code, content_type, body)
}

/// Reads a captured exchange: status line, headers, an empty line, the body.
fn from_http(text: &str) -> Answer {
    let (head, body) = text.split_once("\n\n").unwrap();
    let mut lines = head.lines();
    let code = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|code| code.parse().ok())
        .unwrap();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers =
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    Answer { code, headers, body: body.trim_end_matches('\n').into() }
}

fn all() -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    if let Some(root) = payloads() {
        collect(&root, &root, &mut answers);
        assert!(answers.len() >= ROWS.len(), "the payloads in {} are incomplete", root.display());
    }
    answers
}

#[test]
fn reads_every_payload() {
    let answers = all();
    for (name, answer) in &answers {
        let Some((_, preset, expected)) = ROWS.iter().find(|(row, ..)| row == name) else {
            panic!("no row for {name}");
        };
        assert_eq!(summary(preset, answer), *expected, "{name}");
    }
    for (row, ..) in ROWS {
        assert!(
            answers.is_empty() || answers.iter().any(|(name, _)| name == row),
            "no payload for {row}"
        );
    }
}

#[test]
fn a_web_page_is_never_health() {
    for (_, answer) in all().iter().filter(|(name, _)| name.contains("spa-fallback")) {
        for preset in preset::names().into_iter().filter(|preset| *preset != "status-code") {
            assert_eq!(summary(preset, answer), "no health: a web page", "{preset}");
        }
    }
}

#[test]
fn keeps_the_reasons_that_a_refusal_gives() {
    let mapping = preset::find("rat").unwrap().mapping();
    for (name, answer) in
        all().iter().filter(|(name, _)| name.starts_with("rat/") && name.ends_with(".503.json"))
    {
        for part in read(&mapping, answer, CAP).unwrap().parts {
            let is_well = part.state == Some(HealthState::Operational);
            assert_eq!(part.message.is_none(), is_well, "{name}: {}", part.name);
        }
    }
}

#[test]
fn sees_the_words_that_were_not_captured() {
    for (code, word, expected) in [
        (200, "DEGRADED", r#"degraded "DEGRADED""#),
        (503, "DRAINING", r#"down "DRAINING""#),
        (200, "PURPLE", r#"no health: "PURPLE" at x-health-check"#),
    ] {
        let headers = vec![("x-health-check".to_owned(), word.to_owned())];
        assert_eq!(summary("sockudo", &Answer { code, headers, body: word.into() }), expected);
    }
    // A proxy may drop the header.
    assert_eq!(summary("sockudo", &answer(503, "text/plain", b"DRAINING")), r#"down "DRAINING""#);
}
