//! Two judges, one verdict: the status of a service according to a visitor's page, which sees its answers through nginx, and
//! according to the recorder, which probes it directly. Each row is a service that is odd in one way; status and class of cause
//! are compared with what is right, and so with each other.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world stops")]
#![expect(clippy::disallowed_methods, reason = "a test that waits has a clock")]

mod page;
#[expect(dead_code, reason = "the tests of nginx need more of it")]
#[path = "../nginx/server.rs"]
mod server;
mod table;
mod tls;
mod upstream;

use allclear::config::document;
use allclear::history::Cause;
use allclear::history::document::Verdicts;
use allclear::status::Status;
use allclear::status::check::Distrust;
use metrics_engine::time::Timestamp;
use server::{Server, is_installed};
use std::fmt::Write as _;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A status, and the class of its cause.
type Verdict = (Status, Option<Cause>);

/// A recorder, which is killed when this is dropped.
struct Recorder(Child);

impl Drop for Recorder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// nginx does not report why it distrusts a certificate: only the class can be the same.
fn class((status, cause): Verdict) -> Verdict {
    let cause = cause.map(|cause| match cause {
        Cause::Certificate(_) => Cause::Certificate(Distrust::Unspecified),
        cause => cause,
    });
    (status, cause)
}

#[test]
fn page_and_recorder_judge_alike() {
    if !is_installed() {
        return;
    }
    let (rows, authorities) = table::rows();
    let mut yaml = "site: {name: Odd}\nproxy: {cache: 1s}\n\
         defaults: {interval: 2s, timeout: 2s, failures: 1, successes: 1}\nsystems:\n"
        .to_owned();
    for row in &rows {
        let table::Row { name, how, url, .. } = row;
        let check = if *how == table::PUBLISHED_CODE {
            format!("checks: [{{name: Health, {how}, url: '{url}'}}]")
        } else {
            format!("{how}, url: '{url}'")
        };
        writeln!(yaml, "  - {{name: {name}, id: {name}, {check}}}").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let trusted = folder.path().join("authorities.pem");
    fs::write(&trusted, authorities).unwrap();
    let trusted = trusted.to_str().unwrap();
    let server = Server::start_with(&yaml, &["--authorities", trusted]);
    let recorder = Command::new(env!("CARGO_BIN_EXE_allclear"))
        .arg("record")
        .arg(server.path("allclear.yaml"))
        .arg("--out")
        .arg(server.path("out"))
        .args(["--authorities", trusted, "--pause", "100"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let _recorder = Recorder(recorder.unwrap());

    let config = document::read(&yaml).deployment.unwrap().public();
    let answers: Vec<_> = thread::scope(|scope| {
        let port = server.port;
        let get = move |row: &table::Row| page::get(port, &format!("/status/{}/health", row.name));
        let threads: Vec<_> = rows.iter().map(|row| scope.spawn(move || get(row))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let verdicts = recorded_verdicts(&server, rows.len());

    let mut wrong = String::new();
    for (system, (row, answer)) in rows.iter().zip(&answers).enumerate() {
        let seen = page::verdict(&config, system, answer);
        let of_recorder = verdicts.of(row.name).map(|verdict| (verdict.status, verdict.cause));
        println!("{:24} page {seen:?}, recorder {of_recorder:?}", row.name);
        let due = row.by_page.unwrap_or(row.verdict);
        if class(seen) != class(due) {
            writeln!(wrong, "{}: the page says {seen:?}, not {due:?}: {answer:?}", row.name)
                .unwrap();
        }
        if of_recorder != Some(row.verdict) {
            writeln!(
                wrong,
                "{}: the recorder says {of_recorder:?}, not {:?}",
                row.name, row.verdict
            )
            .unwrap();
        }
        // A service's clock makes its answer neither old nor new.
        let date = answer.header("date").and_then(Timestamp::from_http_date).unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        let age = i64::try_from(now).unwrap() - date.0;
        assert!((-2000..120_000).contains(&age), "{}: {age} ms old", row.name);
        assert_eq!(answer.header("age"), None, "{}", row.name);
    }
    assert!(rows.len() >= 60, "{} rows", rows.len());
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Returns the verdicts of the recorder, once it has one on each system.
fn recorded_verdicts(server: &Server, systems: usize) -> Verdicts {
    let path = server.path("out/record/status.json");
    let began = Instant::now();
    loop {
        let verdicts = fs::read(&path).ok().and_then(|bytes| Verdicts::read(&bytes).ok());
        let is_decided = |verdicts: &Verdicts| {
            verdicts.systems.len() == systems
                && verdicts.systems.iter().all(|(_, it)| it.status != Status::Checking)
        };
        if let Some(verdicts) = verdicts
            && (is_decided(&verdicts) || began.elapsed() > Duration::from_mins(1))
        {
            return verdicts;
        }
        assert!(began.elapsed() < Duration::from_secs(90), "the recorder publishes nothing");
        thread::sleep(Duration::from_millis(100));
    }
}
