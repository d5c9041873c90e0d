//! The recorder writes all of it, and takes it back before it ends.

use serde_json::Value;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// A system that is well, on a free port, until the test ends.
fn healthy() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 2048];
            let _ = stream.read(&mut request);
            let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK";
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    port
}

fn message(folder: &Path) -> Option<String> {
    let content = fs::read(folder.join("record/badge/chat.json")).ok()?;
    let badge: Value = serde_json::from_slice(&content).ok()?;
    Some(badge["message"].as_str()?.to_owned())
}

#[test]
fn publishes_what_it_observes_and_that_it_no_longer_observes() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("allclear.yaml");
    let port = healthy();
    let text = format!(
        "site: {{name: Test, url: 'https://status.example.org'}}\ndefaults: {{interval: 1s, timeout: 500ms}}\nsystems:\n\
         \x20 - {{name: Chat, preset: text, url: 'http://127.0.0.1:{port}/'}}\n\
         \x20 - {{name: Payroll, visibility: private, preset: text, url: 'http://127.0.0.1:{port}/'}}\n"
    );
    fs::write(&document, text).unwrap();
    let mut recorder = Command::new(env!("CARGO_BIN_EXE_allclear"))
        .args(["record".as_ref(), document.as_os_str(), "--out".as_ref()])
        .arg(folder.path())
        .spawn()
        .unwrap();
    let mut seen = None;
    for _ in 0..200 {
        seen = message(folder.path());
        if seen.as_deref() == Some("operational") {
            break;
        }
        thread::sleep(Duration::from_millis(50));
    }
    let feed = fs::read_to_string(folder.path().join("record/feed.atom"));
    let stopped = Command::new("kill").arg(recorder.id().to_string()).status().unwrap().success();
    let ended = recorder.wait().unwrap();
    assert_eq!(seen.as_deref(), Some("operational"));
    assert!(feed.unwrap().contains("<id>tag:status.example.org,2026:feed</id>"));
    assert!(stopped && ended.success());
    assert_eq!(message(folder.path()).as_deref(), Some("unknown"));
    let summary = fs::read(folder.path().join("record/api/v2/summary.json")).unwrap();
    let summary: Value = serde_json::from_slice(&summary).unwrap();
    assert_eq!(summary["status"]["allclear_status"], "unknown");
    assert_eq!(summary["components"].as_array().unwrap().len(), 1);
}
