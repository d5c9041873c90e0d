//! The data that a first visitor loads, in bytes on the wire: a quarter of thirty systems, written by a recorder and served by
//! nginx.
//!
//! `scripts/bench.sh data` prints it.

use crate::server::{self, Server};
use crate::simulation::{DAYS, Does, Plan, does, draws, record};
use crate::world::{Place, Services, until};
use allclear::history::{Archive, Entry, journal};
use metrics_engine::time::{Duration, Timestamp};
use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt as _, symlink};

const SYSTEMS: usize = 30;

/// Seconds between two checks. A tenth of the usual checks find the same outages but for the shortest, and take a tenth of the
/// time.
const INTERVAL: i64 = 300;

/// The files that every page of a visitor loads. Others are loaded when a system is opened.
const FILES: [&str; 4] = ["config.json", "status.json", "history.json", "incidents.json"];

/// The limit, in bytes of brotli.
const LIMIT: usize = 40_000;

/// A service that fails now and then: twenty blips that are not confirmed, a dozen outages and times of degraded service.
fn now_and_then(seed: u64) -> Plan {
    let mut draw = draws(seed);
    let mut plan = vec![(0, Does::Well)];
    let mut second = 3600 + draw(100_000);
    while second < DAYS * 86_400 {
        let (does, lasts) = match draw(10) {
            0..=5 => (Does::Fails, 1 + draw(20)),
            6 => (Does::Refuses, 120 + draw(5400)),
            7 => (Does::Fails, 300 + draw(3600)),
            _ => (Does::Limps, 300 + draw(7200)),
        };
        plan.extend([(second, does), (second + lasts, Does::Well)]);
        second += lasts + 86_400 + draw(4 * 86_400);
    }
    plan
}

/// A service in a crash loop, day and night: down for three minutes, up for five, never quite the same.
fn flapping(seed: u64) -> Plan {
    let mut draw = draws(seed);
    let mut plan = vec![(0, Does::Well)];
    let mut second = 600;
    while second < DAYS * 86_400 {
        let lasts = 120 + draw(120);
        plan.extend([(second, Does::Refuses), (second + lasts, Does::Well)]);
        second += lasts + 180 + draw(240);
    }
    plan
}

/// Times in which the recorder itself was away, long enough to be a gap: a dozen, and a night.
fn away() -> Vec<(i64, i64)> {
    let mut draw = draws(99);
    let mut away: Vec<_> = (1..13).map(|week| (week * 600_000, 1000 + draw(900))).collect();
    away.push((80 * 86_400, 8 * 3600));
    away
}

/// The plan, without checks while the recorder is away.
fn beside(plan: &Plan, away: &[(i64, i64)]) -> Plan {
    let is_away = |second: i64| away.iter().any(|(at, lasts)| (*at..at + lasts).contains(&second));
    let mut seen: Plan = plan.iter().filter(|(second, _)| !is_away(*second)).copied().collect();
    for (at, lasts) in away {
        seen.extend([(*at, Does::CannotBeSent), (at + lasts, does(plan, at + lasts))]);
    }
    seen.sort_by_key(|(second, _)| *second);
    seen
}

fn id(system: usize) -> String {
    format!("service-{system:02}")
}

/// Thirty systems with a name and a description of usual length; four windows of maintenance, weekly or once.
fn document(port: u16) -> String {
    let mut text = "site: {name: Example status}\ndefaults: {interval: 30s}\nsystems:\n".to_owned();
    for system in 0..SYSTEMS {
        let group = system / 6 + 1;
        writeln!(
            text,
            "  - {{name: Service {system:02}, group: Region {group}, description: Takes orders and invoices, preset: text, \
             url: 'http://127.0.0.1:{port}/{system}'}}"
        )
        .unwrap();
    }
    text += "maintenance:\n";
    for (system, date, day) in
        [(3, "04", "SU"), (9, "10", "SA"), (17, "07", "WE"), (25, "05", "MO")]
    {
        writeln!(
            text,
            "  - {{title: Backup of storage {system}, text: Uploads wait and are caught up afterwards., systems: [{}], \
             starts: 2026-01-{date} 02:00, lasts: 45m, timezone: Europe/Berlin, repeats: FREQ=WEEKLY;BYDAY={day}}}",
            id(system)
        )
        .unwrap();
    }
    text
}

/// An operator's report on an incident.
fn report(system: usize, day: Timestamp) -> String {
    let (year, month, day) = day.date();
    let date = format!("{year:04}-{month:02}-{day:02}");
    format!(
        "---\ntitle: Orders of service {system} arrive late\nsystems: [{}]\n---\n
## {date} 12:31 Resolved\nThe backlog of some {} orders has been delivered, and nothing was lost.\n
## {date} 11:40 Monitoring\nOrders are taken again. We watch the queue until it is empty.\n
## {date} 11:06 Identified\nA server ran **out of memory** and is restarting. Orders are kept.\n
## {date} 11:02 Investigating\nOrders do not arrive in time.\n
## Afterwards\n- The limit counts per tenant now.\n- The queue is watched by an alert of its own.\n",
        id(system),
        system * 311 + 97,
    )
}

/// Returns a recorder's observations of a service in the quarter up to `now`. Each is watched alone: services do not affect each other,
/// and thirty at once take thirty times as long for each check.
fn seen(plan: &Plan, now: Timestamp, interval: i64) -> Archive {
    record(core::slice::from_ref(plan), now - Duration::from_secs(DAYS * 86_400), interval).0
}

/// The archive of a recorder that has seen these.
fn memory<'a>(seen: impl Iterator<Item = &'a Archive>) -> String {
    let mut text = journal::head();
    let mut count = 0;
    for (system, archive) in seen.enumerate() {
        for entry in archive.entries() {
            text += &journal::line(&Entry { system: id(system), ..entry });
            count += 1;
        }
    }
    text + &journal::end(count)
}

/// One file as nginx sends it: its encoding, and the bytes of its body on the wire.
fn wire(port: u16, name: &str, encodings: &str) -> (String, usize) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let request = format!(
        "GET /{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Encoding: {encodings}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    assert!(head.starts_with("HTTP/1.1 200 "), "{name}: {head}");
    let encoding = head.lines().find_map(|line| line.strip_prefix("Content-Encoding: "));
    (encoding.unwrap_or("identity").to_owned(), answer.len() - end)
}

/// Prints what a visitor loads of these thirty systems, and returns its bytes as a browser gets them; `None` if nginx cannot
/// send brotli here.
fn measure<'a>(
    title: &str,
    seen: impl Iterator<Item = &'a Archive>,
    now: Timestamp,
) -> Option<usize> {
    let services = Services::start();
    let text = document(services.port);
    let place = Place::new(&text);
    fs::create_dir_all(place.past()).unwrap();
    fs::write(place.past().join("snapshot-1"), memory(seen)).unwrap();
    fs::create_dir(place.path("incidents")).unwrap();
    for number in 0..12 {
        let day = now - Duration::from_secs((number * 7 + 2) * 86_400);
        let system = usize::try_from(number * 2).unwrap();
        fs::write(place.path(&format!("incidents/{number}.md")), report(system, day)).unwrap();
    }
    let server = Server::start(&text);
    fs::set_permissions(place.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    symlink(place.path("record"), server.path("out/record")).unwrap();
    let recorder = place.start();
    until("all of it is written", || {
        let status = fs::read_to_string(place.path("record/status.json")).unwrap_or_default();
        // Every system, and the page.
        status.matches("operational").count() == SYSTEMS + 1
            && place.path("record/history.json").exists()
    });
    assert!(recorder.stop(), "{}", place.words());
    println!("{title}\n  {:16} {:>9} {:>9} {:>9}", "", "plain", "gzip", "brotli");
    let mut sums = [0; 3];
    let mut has_brotli = true;
    for name in FILES {
        let (plain, length) = wire(server.port, name, "identity");
        let (gzip, zipped) = wire(server.port, name, "gzip");
        assert_eq!((plain.as_str(), gzip.as_str()), ("identity", "gzip"), "{name}");
        let (encoding, sent) = wire(server.port, name, "gzip, deflate, br, zstd");
        has_brotli &= encoding == "br";
        println!("  {name:16} {length:9} {zipped:9} {sent:9}");
        for (sum, bytes) in sums.iter_mut().zip([length, zipped, sent]) {
            *sum += bytes;
        }
    }
    println!("  {:16} {:9} {:9} {:9}", "together", sums[0], sums[1], sums[2]);
    let conf = fs::read_to_string(server.path("out/nginx.conf")).unwrap();
    if conf.contains("load_module") {
        assert!(has_brotli, "brotli is there, and not everything is sent so");
        Some(sums[2])
    } else {
        eprintln!("SKIPPED: nginx's brotli module is not installed");
        None
    }
}

#[test]
fn a_quarter_of_thirty_systems_is_forty_kilobytes_on_the_wire() {
    if !server::is_installed() {
        return;
    }
    let (now, away) = (crate::world::now(), away());
    let plans = (1..=SYSTEMS as u64).map(|seed| beside(&now_and_then(seed * 7919), &away));
    let seen: Vec<Archive> = plans.map(|plan| seen(&plan, now, INTERVAL)).collect();
    let bytes = measure("Thirty systems that fail now and then", seen.iter(), now);
    assert!(bytes.is_none_or(|bytes| bytes <= LIMIT), "{bytes:?} bytes; {LIMIT} are the limit");
}

/// No limit applies to this one: it is published whole.
#[test]
fn the_history_of_a_system_that_flaps_for_a_quarter_is_complete() {
    if !server::is_installed() {
        return;
    }
    let now = crate::world::now();
    let wild = seen(&flapping(7919), now, 60);
    let well = seen(&vec![(0, Does::Well)], now, INTERVAL);
    let all = core::iter::once(&wild).chain(core::iter::repeat(&well)).take(SYSTEMS);
    measure(
        "One that is down every eight minutes, day and night, beside 29 that are well",
        all,
        now,
    );
}
