//! Gatus: its SQLite database, and what its API answers.

use crate::service::{self, MINUTE, Sample, expected, samples};
use crate::world::{World, minutes, now, written};
use allclear::history::{Cause, State};
use rusqlite::params;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

/// `storage/store/sql/specific_sqlite.go`, v5.
const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS endpoints (
    endpoint_id    INTEGER PRIMARY KEY,
    endpoint_key   TEXT UNIQUE,
    endpoint_name  TEXT,
    endpoint_group TEXT,
    UNIQUE(endpoint_name, endpoint_group)
);
CREATE TABLE IF NOT EXISTS endpoint_events (
    endpoint_event_id  INTEGER PRIMARY KEY,
    endpoint_id        INTEGER REFERENCES endpoints(endpoint_id) ON DELETE CASCADE,
    event_type         TEXT,
    event_timestamp    TIMESTAMP
);
CREATE TABLE IF NOT EXISTS endpoint_results (
    endpoint_result_id     INTEGER PRIMARY KEY,
    endpoint_id            INTEGER REFERENCES endpoints(endpoint_id) ON DELETE CASCADE,
    success                INTEGER,
    errors                 TEXT,
    connected              INTEGER,
    status                 INTEGER,
    dns_rcode              TEXT,
    certificate_expiration INTEGER,
    domain_expiration      INTEGER,
    hostname               TEXT,
    ip                     TEXT,
    duration               INTEGER,
    timestamp              TIMESTAMP
);
CREATE TABLE IF NOT EXISTS endpoint_uptimes (
    endpoint_uptime_id    INTEGER PRIMARY KEY,
    endpoint_id           INTEGER REFERENCES endpoints(endpoint_id) ON DELETE CASCADE,
    hour_unix_timestamp   INTEGER,
    total_executions      INTEGER,
    successful_executions INTEGER,
    total_response_time   INTEGER,
    UNIQUE(endpoint_id, hour_unix_timestamp)
);
";

/// An instant as Go's driver writes it.
fn go(at: i64) -> String {
    format!("{}456789 +0000 UTC", written(at))
}

/// A database with the newest hundred results, fifty events, and thirty days of counts: hours for two days, days before.
fn database(world: &World, samples: &[Sample], now: i64) {
    let mut connection = world.database("gatus.db", SCHEMA);
    let transaction = connection.transaction().unwrap();
    transaction
        .execute("insert into endpoints values (1, 'core_shop', 'Shop', 'core')", [])
        .unwrap();
    for (at, is_well) in &samples[samples.len() - 100..] {
        let (status, errors) = if *is_well { (200, "") } else { (503, "") };
        transaction
            .execute(
                "insert into endpoint_results (endpoint_id, success, errors, connected, status, duration, timestamp) values (1, ?1, ?2, 1, ?3, 31500000, ?4)",
                params![is_well, errors, status, go(*at)],
            )
            .unwrap();
    }
    let changes = samples.windows(2).filter(|two| two[0].1 != two[1].1).map(|two| two[1]);
    let changes: Vec<Sample> = changes.collect();
    for (at, is_well) in &changes[changes.len() - 50..] {
        let kind = if *is_well { "HEALTHY" } else { "UNHEALTHY" };
        transaction
            .execute(
                "insert into endpoint_events (endpoint_id, event_type, event_timestamp) values (1, ?1, ?2)",
                [kind, &go(*at)],
            )
            .unwrap();
    }
    let mut counts: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for (at, is_well) in samples.iter().filter(|(at, _)| *at > now - 30 * 1440 * MINUTE) {
        let length = if *at < (now / 86_400_000 - 2) * 86_400_000 { 86_400 } else { 3600 };
        let count = counts.entry(at / 1000 / length * length).or_default();
        *count = (count.0 + 1, count.1 + i64::from(*is_well));
    }
    for (begin, (total, well)) in counts {
        transaction
            .execute(
                "insert into endpoint_uptimes (endpoint_id, hour_unix_timestamp, total_executions, successful_executions, total_response_time) values (1, ?1, ?2, ?3, 0)",
                [begin, total, well],
            )
            .unwrap();
    }
    transaction.commit().unwrap();
}

#[test]
fn a_month_follows_from_events_and_counts() {
    let world = World::shop();
    let now = now().0;
    let samples = samples(now);
    database(&world, &samples, now);
    let (archive, out) = world.take("gatus", "gatus.db", &[]);
    let past = expected(&samples);
    let timeline = &archive.of("shop").unwrap().timeline;
    let mut wrong = 0;
    let mut observed = 0;
    for (since, until, state) in &past {
        let range =
            metrics_engine::time::Timestamp(*since)..metrics_engine::time::Timestamp(*until);
        for run in timeline.within(range).filter(|run| run.state != State::Unobserved) {
            let span = run.until.since(run.since).0;
            observed += span;
            wrong += if run.state == *state { 0 } else { span };
        }
    }
    // Ten minutes in a day of 1,440 are fewer than one in a hundred: that much may be bridged.
    assert!(wrong <= 11 * MINUTE, "{} minutes are recorded wrongly", wrong / MINUTE);
    // Fifty events reach back for 24 days or so; one day of them has a hole of three hours.
    let days = observed / (1440 * MINUTE);
    assert!((20..28).contains(&days), "{days} days\n{out}");
    let oldest = timeline.from().0;
    let known: Vec<_> = service::outages_of(&past).into_iter().filter(|it| it.0 > oldest).collect();
    assert_eq!(service::outages(&archive, "shop"), known, "{out}");
    assert!(!known.is_empty());
}

#[test]
fn answers_of_the_api_are_read_page_by_page() {
    let world = World::new(&[
        "name: Web shop, id: shop, preset: text, url: 'http://10.0.0.5/'",
        "name: Search, preset: text, url: 'http://10.0.0.6/'",
    ]);
    let begin = now().0 - 300 * MINUTE;
    let page = |from: i64, name: &str| {
        let mut out =
            format!(r#"[{{"name":"{name}","group":"core","key":"core_{name}","results":["#);
        for minute in from..from + 100 {
            let comma = if minute > from { "," } else { "" };
            let is_well = !(120..125).contains(&minute);
            let at = written(begin + minute * MINUTE).replace(' ', "T") + "Z";
            let rest = if is_well { "" } else { r#","errors":["dial tcp: connection refused"]"# };
            write!(
                out,
                r#"{comma}{{"duration":42000000,"success":{is_well},"timestamp":"{at}"{rest}}}"#
            )
            .unwrap();
        }
        out + "]}]"
    };
    let pages = [page(100, "Web Shop"), page(0, "Web Shop"), page(0, "Serch")];
    fs::write(world.path("pages.json"), format!("[{}]", pages.join(","))).unwrap();
    let (archive, out) = world.take("gatus", "pages.json", &[]);
    let expected =
        [(120, State::Operational), (125, State::MajorOutage), (199, State::Operational)];
    assert_eq!(minutes(&archive, begin), expected, "{out}");
    assert_eq!(archive.of("shop").unwrap().outages[0].cause, Cause::Refused);
    assert_eq!(archive.systems().len(), 1);
    let line = "not imported: \"core/Serch\": no system has this id, name or address; to import it, use --map 'core/Serch=search'";
    assert!(out.contains(line), "{out}");
    let (archive, _) = world.take("gatus", "pages.json", &["--map", "core/Serch=search"]);
    assert_eq!(archive.systems().len(), 2);
}
