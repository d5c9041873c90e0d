//! Uptime Kuma, of version 1 with every heartbeat, and of version 2 with what that leaves of them.

use crate::service::{self, DAYS, MINUTE, Sample, expected, samples};
use crate::world::{World, minutes, now, written};
use allclear::history::{Archive, Cause, State};
use metrics_engine::time::Timestamp;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// `monitor` as in 1.x (`db/old_migrations/patch6.sql`), with the column of `patch-add-retry-interval-monitor.sql`; `heartbeat` with the
/// columns of 1.x's `db/kuma.db`.
pub(crate) const VERSION_1: &str = "
create table monitor (
    id INTEGER not null primary key autoincrement,
    name VARCHAR(150),
    active BOOLEAN default 1 not null,
    user_id INTEGER,
    interval INTEGER default 20 not null,
    url TEXT,
    type VARCHAR(20),
    weight INTEGER default 2000,
    hostname VARCHAR(255),
    port INTEGER,
    created_date DATETIME default (DATETIME('now')) not null,
    keyword VARCHAR(255),
    maxretries INTEGER NOT NULL DEFAULT 0,
    ignore_tls BOOLEAN default 0 not null,
    upside_down BOOLEAN default 0 not null,
    maxredirects INTEGER default 10 not null,
    accepted_statuscodes_json TEXT default '[\"200-299\"]' not null,
    retry_interval INTEGER default 0 not null
);
create table heartbeat (
    id INTEGER not null primary key autoincrement,
    important BOOLEAN default 0 not null,
    monitor_id INTEGER not null references monitor on update cascade on delete cascade,
    status SMALLINT not null,
    msg TEXT,
    time DATETIME not null,
    ping INTEGER,
    duration INTEGER default 0 not null
);
create index monitor_time_index on heartbeat (monitor_id, time);
";

/// The additions of 2.x, as knex writes them for SQLite: `2023-08-16-0000-create-uptime.js`,
/// `2023-08-18-0301-heartbeat.js`, `2023-09-29-0000-heartbeat-retires.js`, `2023-12-22-0000-hourly-uptime.js`.
const VERSION_2: &str = "
create table `stat_daily` (`id` integer not null primary key autoincrement, `monitor_id` integer not null,
    `timestamp` integer not null, `ping` float not null, `up` smallint not null, `down` smallint not null,
    foreign key(`monitor_id`) references `monitor`(`id`) on delete CASCADE on update CASCADE);
create unique index `stat_daily_monitor_id_timestamp_unique` on `stat_daily` (`monitor_id`, `timestamp`);
create table `stat_hourly` (`id` integer not null primary key autoincrement, `monitor_id` integer not null,
    `timestamp` integer not null, `ping` float not null, `ping_min` float not null default '0',
    `ping_max` float not null default '0', `up` smallint not null, `down` smallint not null,
    foreign key(`monitor_id`) references `monitor`(`id`) on delete CASCADE on update CASCADE);
create unique index `stat_hourly_monitor_id_timestamp_unique` on `stat_hourly` (`monitor_id`, `timestamp`);
alter table `heartbeat` add column `end_time` datetime null default null;
alter table `heartbeat` add column `retries` integer not null default '0';
";

/// A monitor with heartbeats. Those that failed say that the connection was refused.
pub(crate) fn monitor(connection: &mut Connection, name: &str, samples: &[Sample]) {
    connection
        .execute("insert into monitor (name, interval, url) values (?1, 60, '')", [name])
        .unwrap();
    let id = connection.last_insert_rowid();
    let transaction = connection.transaction().unwrap();
    let sql = "insert into heartbeat (important, monitor_id, status, msg, time, ping) values (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut statement = transaction.prepare(sql).unwrap();
    let mut before = None;
    for (at, is_well) in samples {
        let message = if *is_well { "200 - OK" } else { "connect ECONNREFUSED 10.0.0.5:80" };
        let ping = is_well.then_some(25);
        let is_important = before != Some(*is_well);
        statement
            .execute(params![is_important, id, i64::from(*is_well), message, written(*at), ping])
            .unwrap();
        before = Some(*is_well);
    }
    drop(statement);
    transaction.commit().unwrap();
}

/// Does what version 2 does when it starts with a database of version 1: counts, then removes.
fn thin(connection: &mut Connection, samples: &[Sample], now: i64) {
    connection.execute_batch(VERSION_2).unwrap();
    let transaction = connection.transaction().unwrap();
    for (table, length, keep) in [("stat_daily", 86_400, 365), ("stat_hourly", 3600, 30)] {
        let mut counts: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for (at, is_well) in samples.iter().filter(|(at, _)| *at > now - keep * 1440 * MINUTE) {
            let count = counts.entry(at / 1000 / length * length).or_default();
            if *is_well {
                count.0 += 1;
            } else {
                count.1 += 1;
            }
        }
        for (begin, (up, down)) in counts {
            let sql = format!(
                "insert into {table} (monitor_id, timestamp, ping, up, down) values (1, ?1, 25, ?2, ?3)"
            );
            transaction.execute(&sql, [begin, up, down]).unwrap();
        }
    }
    // server/database.js, clearHeartbeatData.
    transaction
        .execute(
            "delete from heartbeat where monitor_id = 1 and important = 0 and time < ?1 and id not in
             (select id from (select id from heartbeat where monitor_id = 1 order by time desc limit 100))",
            [written(now - 1440 * MINUTE)],
        )
        .unwrap();
    transaction.commit().unwrap();
}

/// How far an archive is from the truth: milliseconds of it that are recorded, and how many of those wrongly.
fn compare(archive: &Archive, past: &[(i64, i64, State)]) -> (i64, i64) {
    let timeline = &archive.of("shop").unwrap().timeline;
    let (mut sum, mut wrong) = (0, 0);
    for (since, until, state) in past {
        for run in timeline.within(Timestamp(*since)..Timestamp(*until)) {
            if run.state != State::Unobserved {
                let span = run.until.since(run.since).0;
                sum += span;
                wrong += if run.state == *state { 0 } else { span };
            }
        }
    }
    (sum, wrong)
}

#[test]
fn version_1_is_imported_heartbeat_by_heartbeat() {
    let world = World::shop();
    let samples = samples(now().0);
    let mut connection = world.database("kuma.db", VERSION_1);
    monitor(&mut connection, "Shop", &samples);
    drop(connection);
    let (archive, out) = world.take("kuma", "kuma.db", &[]);
    let past = expected(&samples);
    let (sum, wrong) = compare(&archive, &past);
    assert_eq!(wrong, 0);
    let (up, down) = service::sums(&past);
    assert_eq!(sum, up + down, "nothing is left out");
    assert_eq!(service::sums_of(&archive, "shop"), (up, down));
    assert_eq!(service::outages(&archive, "shop"), service::outages_of(&past));
    assert!(archive.of("shop").unwrap().outages.iter().all(|it| it.cause == Cause::Refused));
    // What is printed is what is so, rounded down.
    let share = (i128::from(up) * 10_000 / i128::from(up + down)) as i64;
    let uptime = format!("uptime    {}.{:02} %", share / 100, share % 100);
    assert!(out.contains(&uptime), "{uptime} is not in {out}");
    let times = archive.times("shop", now());
    assert!(times.quarter.values.iter().flatten().count() >= 39, "{times:?}");
    assert!(times.quarter.values.iter().flatten().all(|millis| *millis == 25));
}

#[test]
fn version_2_is_imported_as_far_as_its_counts_are_unambiguous() {
    let world = World::shop();
    let now = now().0;
    let samples = samples(now);
    let mut connection = world.database("kuma.db", VERSION_1);
    monitor(&mut connection, "Shop", &samples);
    thin(&mut connection, &samples, now);
    let left: i64 =
        connection.query_row("select count(*) from heartbeat", [], |row| row.get(0)).unwrap();
    assert!(left < 1700, "{left} heartbeats are left of {}", samples.len());
    drop(connection);
    let (archive, out) = world.take("kuma", "kuma.db", &[]);
    let past = expected(&samples);
    let (sum, wrong) = compare(&archive, &past);
    assert!(wrong <= MINUTE, "{wrong} ms are recorded wrongly");
    let (up, down) = service::sums(&past);
    // Left out: the day of day 4's three hours, the hour of day 20's ten minutes, and the day of which a part is counted by the hour.
    let missing = (up + down - sum) / (60 * MINUTE);
    assert!(
        (21..21 + 26).contains(&missing),
        "{missing} hours of {DAYS} days are not recorded\n{out}"
    );
    assert_eq!(service::outages(&archive, "shop"), service::outages_of(&past));
    assert!(out.contains("are inferred from state changes and counts"), "{out}");
    assert!(out.contains("counted, in hours or days of which too many are missing"), "{out}");
}

/// Heartbeats of version 1, each a minute and what the check took after the one before, and then of version 2, one a minute. What
/// version 2 keeps of both are counts, and the beats of the last day.
fn migrated(connection: &mut Connection, now: i64, took: i64, days_2: i64, days_1: i64) -> i64 {
    const DAY: i64 = 1440 * MINUTE;
    let switch = now / DAY * DAY - days_2 * DAY;
    let first = switch - days_1 * DAY + 5000;
    let old = (0..).map(|beat| first + beat * (MINUTE + took)).take_while(|at| *at < switch);
    let new = (0..).map(|beat| switch + beat * MINUTE + 100).take_while(|at| *at < now);
    let samples: Vec<Sample> = old.chain(new).map(|at| (at, true)).collect();
    monitor(connection, "Shop", &samples);
    thin(connection, &samples, now);
    first
}

#[test]
fn version_1_within_version_2_is_imported_however_long_its_checks_took() {
    for (took, days_2, days_1) in
        [(300, 40, 40), (1500, 40, 40), (1500, 3, 77), (1500, 20, 60), (700, 20, 60)]
    {
        let world = World::shop();
        let now = now().0;
        let mut connection = world.database("kuma.db", VERSION_1);
        let first = migrated(&mut connection, now, took, days_2, days_1);
        drop(connection);
        let (archive, out) = world.take("kuma", "kuma.db", &[]);
        let (up, down) = service::sums_of(&archive, "shop");
        let missing = (now - first - up) / (60 * MINUTE);
        assert_eq!(down, 0, "{out}");
        // The day of which a part is counted by the hour is not recorded, and the first hours, whose first beat is not at the beginning.
        assert!(
            missing < 50,
            "{took} ms, {days_1} + {days_2} days: {missing} hours missing\n{out}"
        );
    }
}

#[test]
fn an_upside_down_monitor_is_imported_as_its_service_was() {
    let world = World::shop();
    let begin = now().0 - 180 * MINUTE;
    let mut connection = world.database("kuma.db", VERSION_1);
    // Kuma says up for as long as nothing answers.
    let samples: Vec<Sample> =
        (0..180).map(|minute| (begin + minute * MINUTE, minute < 120)).collect();
    monitor(&mut connection, "Shop", &samples);
    let refused = "connect ECONNREFUSED 10.0.0.5:80";
    connection.execute("update monitor set upside_down = 1", []).unwrap();
    connection
        .execute(
            "update heartbeat set msg = case status when 1 then ?1 else 'Flip UP to DOWN' end",
            [refused],
        )
        .unwrap();
    drop(connection);
    let (archive, out) = world.take("kuma", "kuma.db", &[]);
    let expected = [(120, State::MajorOutage), (179, State::Operational)];
    assert_eq!(minutes(&archive, begin), expected, "{out}");
    assert_eq!(archive.of("shop").unwrap().outages[0].cause, Cause::Refused);
}

#[test]
fn rows_that_are_strange_are_counted_and_the_others_taken() {
    let world = World::shop();
    let begin = now().0 - 100 * MINUTE;
    let mut connection = world.database("kuma.db", VERSION_1);
    let samples: Vec<Sample> = (0..60).map(|minute| (begin + minute * MINUTE, true)).collect();
    monitor(&mut connection, "Shop", &samples);
    let row = |status: &str, time: &str, message: &str| {
        connection
            .execute(
                &format!("insert into heartbeat (monitor_id, status, msg, time) values (1, {status}, ?2, ?1)"),
                [time, message],
            )
            .unwrap();
    };
    let at = |minute: i64| written(begin + minute * MINUTE);
    row("1", &written(begin + 1000 * MINUTE), "");
    row("1", &at(3), "twice");
    row("1", "yesterday", "");
    row("'\u{1b}[31m'", &at(4), "");
    row("x'00ff'", &at(5), "");
    row("7", &at(6), "");
    // Pending, pending, down: an outage from the first of them on. And maintenance, in which nothing is checked.
    row("2", &at(60), "timeout of 48000ms exceeded");
    row("2", &at(61), "timeout of 48000ms exceeded");
    row("0", &at(62), "timeout of 48000ms exceeded");
    for minute in 63..70 {
        row("3", &at(minute), "Monitor under maintenance");
    }
    row("1", &at(70), "");
    row("1", &at(71), "");
    drop(connection);
    let (archive, out) = world.take("kuma", "kuma.db", &[]);
    let expected = [
        (60, State::Operational),
        (62, State::MajorOutage),
        (70, State::Unobserved),
        (71, State::Operational),
    ];
    assert_eq!(minutes(&archive, begin), expected, "{out}");
    assert_eq!(archive.of("shop").unwrap().outages[0].cause, Cause::TimedOut);
    for line in [
        "left out  4 with a time or a state that cannot be read",
        "left out  1 in the future",
        "left out  1 at the time of another",
        "left out  7 in its maintenance, when no request was sent",
        "1 of them were out of order",
    ] {
        assert!(out.contains(line), "{line} is not in\n{out}");
    }
    assert!(!out.contains('\u{1b}'));
}
