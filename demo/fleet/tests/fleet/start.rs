//! Starting, ending, and the control port.

use serde_json::Value;

use crate::player::{Player, command};

fn json(body: &str) -> Value {
    serde_json::from_str(body).expect(body)
}

#[test]
fn names_the_port_that_is_busy() {
    let player = Player::start(&[]);
    let second = command(player.base, &[]).output().expect("fleet ran");
    assert_eq!(second.status.code(), Some(1));
    let message = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(
        message.contains(&format!("port {}", player.base + 1)) && message.contains("--port"),
        "{message}"
    );
}

#[test]
fn ends_well_on_sigterm_even_while_an_answer_hangs() {
    let player = Player::start(&[]);
    player.order("/rat/hanging");
    let mut stream =
        std::net::TcpStream::connect(("127.0.0.1", player.base + 3)).expect("connects");
    std::io::Write::write_all(&mut stream, b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .expect("a request");
    assert_eq!(player.terminate(), Some(0));
}

#[test]
fn starts_only_what_is_named() {
    let player = Player::start(&["--only", "sockudo"]);
    assert_eq!(player.get(5, "/up").body, "OK");
    assert_eq!(player.get(6, "/metrics").code, 200);
    assert!(player.request(3, "GET", "/health").is_err());
    let systems = json(&player.get(0, "/").body)["systems"].as_array().map(Vec::len);
    assert_eq!(systems, Some(2));
}

#[test]
fn lists_systems_and_refuses_what_it_does_not_know() {
    let player = Player::start(&[]);
    let overview = json(&player.get(0, "/").body);
    assert_eq!(overview["systems"].as_array().map(Vec::len), Some(6));
    for (method, path, code) in [
        ("POST", "/rat/broken", 404),
        ("POST", "/nobody/down", 404),
        ("GET", "/rat/down", 404),
        ("GET", "/nobody", 404),
        ("POST", "/rat/down?times=0", 400),
        ("POST", "/rat/slow?second=1", 400),
    ] {
        let answer = player.request(0, method, path).expect("an answer");
        assert_eq!(answer.code, code, "{method} {path}");
        let refusal = json(&answer.body);
        let known = |list: &str, word: &str| {
            refusal[list].as_array().is_some_and(|words| words.iter().any(|known| known == word))
        };
        assert!(known("systems", "chatalot") && known("faults", "truncated"), "{refusal}");
    }
}

#[test]
fn lists_the_requests_to_a_system() {
    let player = Player::start(&[]);
    assert_eq!(json(&player.get(0, "/sockudo/last").body), Value::Null);
    for path in ["/up", "/up?x=1", "/live"] {
        player.get(5, path);
    }
    let requests = json(&player.get(0, "/sockudo/requests").body);
    assert_eq!(requests, json(r#"{"total": 3, "paths": {"/up": 2, "/live": 1}}"#));
    let timeout = std::time::Duration::from_secs(5);
    player
        .request_with(5, "GET", "/up?a=b", "Cookie: c=d\r\nAuthorization: Basic eDp5\r\n", timeout)
        .expect("an answer");
    let last = json(&player.get(0, "/sockudo/last").body);
    assert_eq!((last["method"].as_str(), last["target"].as_str()), (Some("GET"), Some("/up?a=b")));
    for (name, value) in [("cookie", "c=d"), ("authorization", "Basic eDp5")] {
        let pair = serde_json::json!([name, value]);
        assert!(
            last["headers"].as_array().is_some_and(|headers| headers.contains(&pair)),
            "{last}"
        );
    }
    // A request that is never answered has still arrived.
    player.order("/rat/hanging");
    let short = std::time::Duration::from_millis(200);
    assert!(player.request_with(3, "GET", "/health", "", short).is_err());
    assert_eq!(json(&player.get(0, "/rat/requests").body)["total"], 1);
}
