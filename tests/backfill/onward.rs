//! From an export to a page: the recorder goes on from what was taken over, and `history.json` holds both.

use crate::kuma::{VERSION_1, monitor};
use crate::service::{MINUTE, Sample};
use crate::world::{World, now};
use allclear::history::State;
use allclear::history::document::History;
use metrics_engine::time::Timestamp;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// A recorder. It is killed when this is dropped.
struct Recorder(Child);

impl Drop for Recorder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A service that is well. Returns its port.
fn service() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
            );
        }
    });
    port
}

#[test]
fn the_recorder_goes_on_and_the_page_has_both() {
    let port = service();
    let system = format!(
        "name: Shop, preset: text, url: 'http://127.0.0.1:{port}/', interval: 1s, timeout: 1s"
    );
    let world = World::new(&[&system]);
    // Two days, until an hour ago; down at the end.
    let begin = now().0 - 49 * 60 * MINUTE;
    let samples: Vec<Sample> =
        (0..2880).map(|minute| (begin + minute * MINUTE, minute < 2870)).collect();
    let failed = samples[2870].0;
    let mut connection = world.database("kuma.db", VERSION_1);
    monitor(&mut connection, "Shop", &samples);
    drop(connection);
    world.take("kuma", "kuma.db", &[]);

    let start = now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_allclear"));
    command.current_dir(world.path("."));
    command.args(["record", "allclear.yaml", "--out", ".", "--pause", "100"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _recorder = Recorder(command.spawn().unwrap());
    let read = || History::read(&fs::read(world.path("record/history.json")).unwrap_or_default());
    let mut history = read();
    for _ in 0..6000 {
        let is_new = |history: &History| {
            history.systems[0]
                .timeline
                .runs()
                .last()
                .is_some_and(|run| run.state == State::Operational && run.until > start)
        };
        if history.as_ref().is_ok_and(is_new) {
            break;
        }
        thread::sleep(Duration::from_millis(10));
        history = read();
    }
    let history = history.unwrap();
    let shop = history.of("shop").unwrap();
    let states: Vec<State> = shop.timeline.runs().map(|run| run.state).collect();
    let expected = [State::Operational, State::MajorOutage, State::Unobserved, State::Operational];
    assert_eq!(states, expected, "{history:?}");
    // The outage that the other program saw begin ends with the recorder's first good answer.
    let second = |at: i64| Timestamp(at / 1000 * 1000);
    assert_eq!(shop.timeline.from(), second(begin));
    assert_eq!(shop.outages.len(), 1);
    assert_eq!(shop.outages[0].since, second(failed));
    assert!(shop.outages[0].until.unwrap() >= second(start.0));
}
