//! The systems' memory of requests, and the behaviour of their pages from scrape to scrape.

use crate::player::Player;

/// The value of the series that starts with this text.
fn value(page: &str, series: &str) -> Option<f64> {
    page.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok())
}

#[test]
fn sockudo_takes_any_name_into_a_label() {
    let player = Player::start(&[]);
    let long = "x".repeat(3000);
    for path in [
        "/up",
        "/up/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/up/a%0Ab%5Cc%C3%A9,%7D",
        &format!("/up/{long}"),
    ] {
        player.get(5, path);
    }
    assert_eq!(player.get(5, "/up/nope").code, 404);
    let page = player.get(6, "/metrics").body;
    for name in ["system", r#"\"><script>alert(1)</script>"#, r"a\nb\\cé,}", &long, "nope"] {
        let series = format!("{{app_id=\"{name}\",port=\"{}\"}}", player.base + 6);
        assert_eq!(
            value(&page, &format!("sockudo_http_calls_received_total{series}")),
            Some(1.0),
            "{name}"
        );
        assert_eq!(
            value(&page, &format!("sockudo_http_received_bytes{series}")),
            Some(0.0),
            "{name}"
        );
    }
}

#[test]
fn sockudo_shuffles_its_page_at_every_scrape() {
    let player = Player::start(&[]);
    let order = || -> Vec<String> {
        let page = player.get(6, "/metrics").body;
        page.lines().filter(|line| line.starts_with("# TYPE")).map(str::to_owned).collect()
    };
    let (mut first, mut second) = (order(), order());
    assert_ne!(first, second);
    first.sort();
    second.sort();
    assert_eq!(first, second);
}

#[test]
fn the_chatbot_labels_with_the_path_as_sent_and_counts_what_it_answered() {
    let player = Player::start(&["--now", "1795175348"]);
    player.get(4, "/api/nowhere/7");
    player.get(4, "/api/nowhere/7");
    let page = player.get(4, "/api/metrics").body;
    let labels = r#"{method="GET",path="/api/nowhere/7",status_code="404"}"#;
    assert_eq!(value(&page, &format!("chatbot_http_requests_total{labels}")), Some(2.0));
    assert!(
        value(&page, &format!("chatbot_http_requests_created{labels}")) >= Some(1_795_175_348.0)
    );
}

#[test]
fn the_pool_is_zero_until_requested_and_then_frozen() {
    let player = Player::start(&["--now", "1795175348", "--time-scale", "600"]);
    let gauges = || {
        let page = player.get(4, "/api/metrics").body;
        ["size", "checked_out", "checked_in", "overflow"]
            .map(|name| value(&page, &format!("chatbot_db_pool_{name}")))
    };
    assert_eq!(gauges(), [Some(0.0); 4]);
    let pool: serde_json::Value =
        serde_json::from_str(&player.get(4, "/api/metrics/db-pool").body).expect("JSON");
    let pool = ["size", "checkedout", "checkedin", "overflow"].map(|name| pool[name].as_f64());
    assert_eq!(pool[0], Some(5.0));
    assert_eq!(gauges(), pool);
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(gauges(), pool);
}

#[test]
fn two_workers_answer_by_chance_and_share_nothing() {
    let player = Player::start(&["--workers", "2", "--now", "1795175348"]);
    let mut starts: Vec<String> = (0..20)
        .map(|_| {
            let page = player.get(4, "/api/metrics").body;
            page.lines()
                .find(|line| line.starts_with("process_start_time_seconds "))
                .expect("a start")
                .to_owned()
        })
        .collect();
    let jumps = starts.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(jumps > 1, "{starts:?}");
    starts.sort();
    starts.dedup();
    assert_eq!(starts.len(), 2, "{starts:?}");
}

#[test]
fn a_scaled_clock_makes_counters_move_and_the_date_stays_real() {
    let player = Player::start(&["--now", "1795175348", "--time-scale", "3600"]);
    let uptime = || {
        value(
            &player
                .get(1, "/api/health")
                .body
                .replace(['{', '}', '"'], "")
                .replace(',', "\n")
                .replace(':', " "),
            "uptime_secs",
        )
    };
    let first = uptime();
    std::thread::sleep(std::time::Duration::from_millis(200));
    let (second, first) = (uptime().expect("a number"), first.expect("a number"));
    // At least 0.2 s, 3600 times as fast; or the process restarted in between.
    assert!(second >= first + 700.0 || second < first, "{first} then {second}");
    let player_of_another_year = Player::start(&["--now", "1000000000"]);
    let year = player_of_another_year
        .get(1, "/api/health")
        .header("date")
        .map(|date| date.contains(" 2001 "));
    assert_eq!(year, Some(false));
}

#[test]
fn the_same_seed_and_time_give_the_same_page() {
    let page = |seed: &str| {
        let player =
            Player::start(&["--now", "1795175348", "--seed", seed, "--time-scale", "0.000001"]);
        player.get(3, "/metrics").body
    };
    assert_eq!(page("1"), page("1"));
    assert_ne!(page("1"), page("2"));
}
