//! Every fault, on every system, and that it heals.

use std::time::{Duration, Instant};

use crate::player::{Answer, Player};

/// Name, place after the control port, health endpoint.
const SYSTEMS: [(&str, u16, &str); 5] = [
    ("chatalot", 1, "/api/health"),
    ("superchat", 2, "/health"),
    ("rat", 3, "/health/ready"),
    ("chatbot", 4, "/api/health"),
    ("sockudo", 5, "/up"),
];

/// The state as the body says it: the `status` of JSON, or the word.
fn status(answer: &Answer) -> String {
    let json: Result<serde_json::Value, _> = serde_json::from_str(&answer.body);
    match json {
        Ok(json) => json["status"].as_str().unwrap_or_default().to_owned(),
        Err(_) => answer.body.clone(),
    }
}

/// Orders a word for a system and returns the code and state of its next answer.
fn state_of(player: &Player, name: &str, word: &str) -> (u16, String) {
    let (_, place, path) = SYSTEMS.into_iter().find(|(known, ..)| *known == name).expect(name);
    player.order(&format!("/{name}/{word}"));
    let answer = player.get(place, path);
    (answer.code, status(&answer))
}

#[test]
fn each_system_says_in_its_own_words_how_it_is() {
    let player = Player::start(&[]);
    for (name, word, code, state) in [
        ("chatalot", "ok", 200, "ok"),
        ("chatalot", "degraded", 200, "degraded"),
        ("chatalot", "unready", 503, "degraded"),
        ("superchat", "ok", 200, "healthy"),
        ("superchat", "degraded", 200, "degraded"),
        ("superchat", "down", 503, "unhealthy"),
        ("superchat", "unready", 503, "unhealthy"),
        ("rat", "ok", 200, "ready"),
        ("rat", "degraded", 503, "not_ready"),
        ("rat", "down", 503, "not_ready"),
        ("rat", "unready", 503, "not_ready"),
        ("chatbot", "ok", 200, "ok"),
        ("chatbot", "degraded", 200, "degraded"),
        ("chatbot", "down", 500, "Internal Server Error"),
        ("chatbot", "unready", 503, ""),
        ("sockudo", "ok", 200, "OK"),
        ("sockudo", "degraded", 200, "DEGRADED"),
        ("sockudo", "down", 503, "ERROR"),
        ("sockudo", "unready", 503, "DRAINING"),
    ] {
        assert_eq!(state_of(&player, name, word), (code, state.to_owned()), "{name} {word}");
    }
    player.order("/chatalot/down");
    assert_eq!(player.get(1, "/api/health").code, 502);
    player.order("/chatalot/degraded");
    assert!(player.get(1, "/api/health").body.contains(r#""db_healthy":false"#));
    player.order("/superchat/degraded");
    assert!(player.get(2, "/health").body.contains(r#""database_accessible":false"#));
}

#[test]
fn rat_gives_its_reasons_and_stays_alive() {
    let player = Player::start(&[]);
    for (word, failed) in [
        ("degraded", &["runner"][..]),
        ("down", &["postgres"]),
        ("unready", &["postgres", "query", "runner", "s3"]),
    ] {
        player.order(&format!("/rat/{word}"));
        let ready: serde_json::Value =
            serde_json::from_str(&player.get(3, "/health/ready").body).expect("JSON");
        for name in ["postgres", "query", "runner", "s3"] {
            let fails = ready["checks"][name]["status"] == "error";
            assert_eq!(fails, failed.contains(&name), "{word}: {ready}");
            assert_eq!(fails, ready["checks"][name]["error"].is_string());
        }
        for path in ["/health", "/health/live", "/metrics"] {
            assert_eq!(player.get(3, path).code, 200, "{path}");
        }
    }
}

#[test]
fn documented_health_speaks_as_the_guides_do() {
    let player = Player::start(&["--shape", "documented"]);
    for (name, place, path, word, code, state) in [
        ("superchat", 2, "/health", "ok", 200, "ok"),
        ("superchat", 2, "/health", "degraded", 200, "degraded"),
        ("rat", 3, "/health", "ok", 200, "ok"),
        ("rat", 3, "/health", "degraded", 200, "degraded"),
        ("rat", 3, "/health", "down", 503, "unhealthy"),
    ] {
        player.order(&format!("/{name}/{word}"));
        let answer = player.get(place, path);
        assert_eq!((answer.code, status(&answer)), (code, state.to_owned()), "{name} {word}");
    }
}

#[test]
fn what_happens_on_the_wire_happens_to_all() {
    let player = Player::start(&[]);
    for (name, place, path) in SYSTEMS {
        let broken = |word: &str| {
            player.order(&format!("/{name}/{word}"));
            player.get(place, path)
        };
        let healthy = broken("ok");
        assert!(healthy.code == 200 && healthy.whole, "{name}");

        assert_eq!(broken("error").code, 500, "{name}");

        let html = broken("html");
        assert_eq!(html.code, 200);
        assert!(
            html.header("content-type").is_some_and(|kind| kind.starts_with("text/html")),
            "{name}: {html:?}"
        );

        let truncated = broken("truncated");
        assert!(truncated.code == 200 && !truncated.whole, "{name}: {truncated:?}");
        assert!(!healthy.body.is_empty() && truncated.body.len() < healthy.body.len(), "{name}");

        let huge = broken("huge");
        assert!(huge.whole && huge.body.len() == 2 * 1024 * 1024, "{name}: {}", huge.body.len());

        let limited = broken("limited");
        assert_eq!((limited.code, limited.header("retry-after")), (429, Some("1")), "{name}");

        player.order(&format!("/{name}/flapping"));
        let codes: Vec<u16> = (0..4).map(|_| player.get(place, path).code).collect();
        assert_eq!(codes, [500, 200, 500, 200], "{name}");

        player.order(&format!("/{name}/once"));
        let codes: Vec<u16> = (0..3).map(|_| player.get(place, path).code).collect();
        assert_eq!(codes, [500, 200, 200], "{name}");
        // The recorder has its own failure, in either order.
        let agent = "User-Agent: allclear-recorder\r\n";
        let codes = [(); 2].map(|()| {
            player
                .request_with(place, "GET", path, agent, Duration::from_secs(10))
                .expect("an answer")
                .code
        });
        assert_eq!(codes, [500, 200], "{name}");

        let began = Instant::now();
        let slow = broken("slow?seconds=0.3");
        assert!(slow.code == 200 && began.elapsed() >= Duration::from_millis(300), "{name}");

        player.order(&format!("/{name}/hanging"));
        let timeout = Duration::from_millis(200);
        assert!(player.request_with(place, "GET", path, "", timeout).is_err(), "{name}");

        player.order(&format!("/{name}/refused"));
        let refused = player.request(place, "GET", path).expect_err("nothing listens");
        assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused, "{name}");
        assert!(broken("ok").whole, "{name}");
    }
}

#[test]
fn a_closing_port_ends_the_connections_through_it() {
    use std::io::{Read as _, Write as _};
    let player = Player::start(&[]);
    let mut kept = std::net::TcpStream::connect(("127.0.0.1", player.base + 5)).expect("connects");
    kept.write_all(b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
    let mut answer = [0; 12];
    kept.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200");
    player.order("/sockudo/refused");
    kept.set_read_timeout(Some(Duration::from_secs(5))).expect("set");
    let mut rest = Vec::new();
    // Ended or reset, but not left open.
    let ended = kept.read_to_end(&mut rest);
    assert!(
        !matches!(&ended, Err(error) if error.kind() == std::io::ErrorKind::WouldBlock),
        "{ended:?}"
    );
}

#[test]
fn a_fault_can_be_limited_to_a_path_and_to_a_number_of_answers() {
    let player = Player::start(&[]);
    player.order("/rat/error?times=2&path=/health/ready");
    assert_eq!(player.get(3, "/health/live").code, 200);
    let codes: Vec<u16> = (0..3).map(|_| player.get(3, "/health/ready").code).collect();
    assert_eq!(codes, [500, 500, 200]);
}

#[test]
fn metrics_break_apart_from_health() {
    let player = Player::start(&[]);
    player.order("/sockudo/down");
    assert_eq!((player.get(5, "/up").code, player.get(6, "/metrics").code), (503, 200));
    player.order("/sockudo-metrics/refused");
    player.order("/sockudo/ok");
    assert_eq!(player.get(5, "/up").code, 200);
    assert!(player.request(6, "GET", "/metrics").is_err());
    player.order("/ok");
    assert_eq!(player.get(6, "/metrics").code, 200);
}
