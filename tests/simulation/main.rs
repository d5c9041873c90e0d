//! Days of polling in milliseconds: the whole running page, with canned answers.
//!
//! A [`World`] stands in for browser, network and services. It performs the monitor's effects on a clock of its own and returns
//! the events, so that every test here is exactly what a page would go through.

mod budget;
mod incidents;
mod sources;
mod world;

use allclear::monitor::{Effect, Event, RecordedVerdict, UnknownReason};
use allclear::status::Status;
use metrics_engine::time::Duration;
use world::{Reply, World, answer};

fn seconds(seconds: i64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn all_is_well_and_stays_so_for_a_day() {
    let mut world = World::new(5);
    world.run(seconds(60));
    assert_eq!(world.overall(), Status::Operational);
    let before = world.requests;
    world.run(seconds(86_400 - 60));
    assert_eq!(world.overall(), Status::Operational);
    let checks = (world.requests - before) as f64 / 5.0;
    // One check in 30 s, give or take the jitter of a tenth.
    assert!((2600.0..3200.0).contains(&checks), "{checks} checks of each system in a day");
}

#[test]
fn nothing_is_green_before_it_was_measured() {
    let mut world = World::new(2);
    assert_eq!(world.overall(), Status::Checking);
    world.reply(0, Reply::Hang);
    world.run(seconds(1));
    assert_eq!(world.overall(), Status::Checking);
    assert!(
        world.screen().banner.heading.contains("Checking status…"),
        "{}",
        world.screen().banner.heading
    );
}

#[test]
fn one_failure_is_not_an_outage() {
    let mut world = World::new(2);
    world.run(seconds(60));
    world.reply_once(0, answer(503, "application/json", r#"{"status":"down"}"#));
    let mut seen = Vec::new();
    for _ in 0..90 {
        world.run(seconds(1));
        if seen.last() != Some(&world.status(0)) {
            seen.push(world.status(0));
        }
    }
    assert_eq!(seen, [Status::Operational, Status::Checking, Status::Operational]);
}

#[test]
fn an_outage_is_confirmed_within_two_intervals_and_dated_back_to_its_first_failure() {
    let mut world = World::new(2);
    world.run(seconds(65));
    let broke = world.now;
    world.reply(0, Reply::Answer(answer(500, "text/plain", "no")));
    while world.status(0) != Status::MajorOutage {
        world.run(Duration(500));
        assert!(world.now.since(broke) < seconds(60), "not noticed after two intervals");
    }
    let first_failure = world.first_bad_answer.unwrap();
    let system_status = world.monitor.system_status(0, world.now);
    assert_eq!(system_status.since, Some(first_failure));
    assert!(first_failure < world.now);
    assert_eq!(world.overall(), Status::PartialOutage);
    assert!(world.screen().problems[0].heading.contains("HTTP"), "{:?}", world.screen().problems);

    // Two good results end it.
    world.reply(0, Reply::Well);
    while world.status(0) == Status::MajorOutage {
        world.run(Duration(500));
        assert!(world.now.since(broke) < seconds(300), "never healed");
    }
    assert_eq!(world.status(0), Status::Operational);
}

#[test]
fn one_failure_heard_twice_is_still_one() {
    let mut world = World::new(2);
    world.run(seconds(60));
    world.reply_once(0, answer(500, "text/plain", "x"));
    world.event(Event::CheckAllRequested);
    world.run(Duration(100));
    assert_eq!(world.status(0), Status::Checking);
    // A shared cache still has the copy, and an impatient person requests it.
    for _ in 0..3 {
        world.reply_once(0, answer(500, "text/plain", "x"));
        world.event(Event::CheckAllRequested);
        world.run(Duration(500));
        assert_eq!(world.status(0), Status::Checking);
    }
    world.run(seconds(30));
    assert_eq!(world.status(0), Status::Operational);
}

#[test]
fn bad_news_right_after_good_news_is_not_passed_over() {
    let mut world = World::new(2);
    world.run(seconds(60));
    world.event(Event::CheckAllRequested);
    world.run(Duration(200));
    assert_eq!(world.status(0), Status::Operational);
    world.reply(0, Reply::Proxy("refused"));
    world.event(Event::CheckAllRequested);
    world.run(Duration(200));
    assert_eq!(world.status(0), Status::Checking, "half a second after a good check");
}

#[test]
fn a_flapping_service_is_never_called_down() {
    let mut world = World::new(1);
    world.run(seconds(60));
    world.reply(0, Reply::Alternate);
    for _ in 0..600 {
        world.run(seconds(1));
        assert!(matches!(world.status(0), Status::Operational | Status::Checking));
    }
}

#[test]
fn degraded_in_a_200_is_degraded() {
    let mut world = World::new(1);
    world.reply(
        0,
        Reply::Answer(answer(200, "application/json", r#"{"status":"degraded","db":false}"#)),
    );
    world.run(seconds(60));
    assert_eq!(world.overall(), Status::Degraded);
    let parts = &world.screen().rows[0].parts;
    assert_eq!((parts[0].name.as_str(), parts[0].status), ("Database", Status::MajorOutage));
}

#[test]
fn a_part_that_a_doubted_answer_calls_well_is_not_green() {
    let mut world = World::new(1);
    world.run(seconds(60));
    let part = |world: &World| world.screen().rows[0].parts[0].status;
    assert_eq!((world.status(0), part(&world)), (Status::Operational, Status::Operational));

    world.reply(0, Reply::Proxy("refused"));
    while world.status(0) == Status::Operational {
        world.run(Duration(500));
    }
    assert_eq!((world.status(0), part(&world)), (Status::Checking, Status::Checking));

    world.reply(0, Reply::Well);
    world.run(seconds(30));
    assert_eq!((world.status(0), part(&world)), (Status::Operational, Status::Operational));
}

#[test]
fn an_unreadable_part_is_named_beside_the_word_of_the_whole() {
    let mut world = World::new(1);
    let body = r#"{"status":"ok","db":"FAULT"}"#;
    world.reply(0, Reply::Answer(answer(200, "application/json", body)));
    world.run(seconds(120));
    assert_eq!(world.status(0), Status::Operational);
    let row = &world.screen().rows[0];
    assert_eq!(row.about, "The status of Database is unknown.");
    assert_eq!(row.parts[0].status, Status::Unknown);
    // If the whole depends on an unknown part, the whole is unknown.
    for body in [r#"{"db":"FAULT"}"#, r#"{"db":7}"#, r#"{"db":{}}"#] {
        let mut world = World::new(1);
        world.depend_on_parts();
        world.reply(0, Reply::Answer(answer(200, "application/json", body)));
        world.run(seconds(120));
        assert_eq!((world.status(0), world.overall()), (Status::Unknown, Status::Unknown));
        let screen = world.screen();
        assert_eq!(screen.rows[0].about, "Reports a component with an unrecognised status.");
        assert!(!screen.banner.heading.contains("operational"), "{}", screen.banner.heading);
        assert_eq!(screen.rows[0].parts[0].name, "Database");
    }
}

#[test]
fn a_web_page_is_no_health_and_never_green() {
    let mut world = World::new(2);
    world.run(seconds(60));
    world.reply(0, Reply::Answer(answer(200, "text/html", "<!doctype html><title>x</title>")));
    world.run(seconds(120));
    assert_eq!(world.status(0), Status::Unknown);
    assert_eq!(world.overall(), Status::Unknown);
    let screen = world.screen();
    assert!(
        screen.problems[0].heading.contains("returned an HTML page"),
        "{}",
        screen.problems[0].heading
    );
}

#[test]
fn failures_of_all_kinds_are_distinguished() {
    for (reply, word) in [
        (Reply::Proxy("refused"), "refuses connections"),
        (Reply::Proxy("timeout"), "does not respond in time"),
        (Reply::Hang, "does not respond in time"),
        (Reply::Proxy("certificate"), "presents an untrusted certificate"),
        (Reply::Proxy("certificate-expired"), "presents an expired certificate"),
        (Reply::Proxy("not-http"), "not HTTP"),
        (Reply::BrokenOff, "closes the connection early"),
        (Reply::Answer(answer(404, "text/plain", "")), "HTTP\u{a0}404"),
        (Reply::Answer(answer(502, "text/html", "<html>bad gateway</html>")), "HTTP\u{a0}502"),
        (
            Reply::Answer(answer(503, "application/json", r#"{"status":"down"}"#)),
            "reports that it is down",
        ),
    ] {
        let mut world = World::new(2);
        world.run(seconds(60));
        world.reply(0, reply.clone());
        world.run(seconds(120));
        let screen = world.screen();
        assert_eq!(world.status(0), Status::MajorOutage, "{reply:?}");
        assert!(
            screen.problems[0].heading.contains(word),
            "{reply:?}: {}",
            screen.problems[0].heading
        );
    }
}

#[test]
fn without_the_head_of_an_answer_the_service_is_not_blamed() {
    // The proxy answers its canary in all of these: a full disk, too many open files, the cache of another user, a new
    // configuration.
    for (reply, word) in [
        (Reply::Unreachable, "the status proxy returns no response"),
        (Reply::Silent, "the status proxy returns no response"),
        (Reply::Proxy("unlisted"), "no longer listed"),
        (Reply::Proxy("a word of the future"), "the status proxy reports an internal error"),
    ] {
        let mut world = World::new(2);
        world.run(seconds(60));
        world.reply(0, reply.clone());
        for _ in 0..300 {
            world.run(seconds(1));
            let status = world.status(0);
            assert!(!status.is_problem(), "{reply:?}: {status:?}");
        }
        assert_eq!(world.status(0), Status::Unknown, "{reply:?}");
        let screen = world.screen();
        assert_eq!(screen.problems, [], "{reply:?}");
        assert!(screen.rows[0].about.contains(word), "{reply:?}: {}", screen.rows[0].about);
        assert_eq!(screen.banner.status, Status::Unknown, "{reply:?}");

        world.reply(0, Reply::Well);
        world.run(seconds(60));
        assert_eq!(world.status(0), Status::Operational, "{reply:?}");
    }
}

#[test]
fn a_silent_proxy_makes_everything_unknown_within_an_interval_and_blames_the_proxy() {
    let mut world = World::new(5);
    world.run(seconds(70));
    let cut = world.now;
    world.proxy_works = false;
    while world.overall() != Status::Unknown {
        world.run(Duration(500));
        assert!(world.now.since(cut) < seconds(45), "still {:?}", world.overall());
    }
    assert_eq!(
        world.monitor.system_status(0, world.now).unknown_reason,
        Some(UnknownReason::ProxySilent)
    );
    let banner = world.screen().banner;
    assert!(banner.sentence.contains("status proxy is not responding"), "{}", banner.sentence);
    assert!(banner.sentence.contains("all 5 were operational"), "{}", banner.sentence);
    assert_eq!(banner.path.len(), 4);
    // An hour of silence costs a canary in each interval, one for the site in a minute, and no request to any system.
    let (requests, canaries) = (world.requests, world.canaries);
    world.run(seconds(3600));
    assert_eq!(world.requests, requests);
    assert!(
        world.canaries - canaries <= 120 + 60 + 20,
        "{} canaries in an hour",
        world.canaries - canaries
    );
    // It recovers by itself, within about an interval.
    world.proxy_works = true;
    world.run(seconds(35));
    assert_eq!(world.overall(), Status::Operational);
}

#[test]
fn offline_is_noticed_at_once_and_sends_nothing() {
    let mut world = World::new(3);
    world.run(seconds(60));
    world.event(Event::ConnectionChanged { online: false });
    assert_eq!(world.overall(), Status::Unknown);
    assert!(world.screen().banner.sentence.contains("Your browser is offline"));
    let rows = world.screen().rows;
    assert!(rows[0].about.contains("Last successful check 12:0"), "{}", rows[0].about);
    assert_eq!(rows[0].response, "no response");
    let requests = world.requests;
    world.run(seconds(600));
    assert_eq!(world.requests, requests);
    world.event(Event::ConnectionChanged { online: true });
    world.run(seconds(2));
    assert_eq!(world.overall(), Status::Operational);
}

#[test]
fn a_page_that_opens_without_a_network_shows_the_last_known_state_as_unknown() {
    let mut before = World::new(2);
    before.reply(1, Reply::Proxy("refused"));
    before.run(seconds(60));
    let kept: Vec<_> = before.monitor.beliefs().collect();
    assert_eq!(kept.len(), 2);

    let mut world = World::starting_at(2, before.now + seconds(3 * 86_400));
    assert!(!world.monitor.is_cut_off(), "it may have a connection");
    world.event(Event::ConnectionChanged { online: false });
    assert!(world.monitor.is_cut_off());
    for message in kept {
        world.event(Event::PeerMessage(message));
    }
    assert!(!world.monitor.is_cut_off());
    assert_eq!(world.overall(), Status::Unknown);
    let screen = world.screen();
    assert!(screen.banner.sentence.contains("Your browser is offline"));
    assert!(screen.rows[0].age.starts_with("operational"), "{}", screen.rows[0].age);
    assert!(screen.rows[1].age.starts_with("major outage"), "{}", screen.rows[1].age);
    assert!(screen.problems.is_empty());
    world.run(seconds(60));
    assert_eq!(world.overall(), Status::Unknown);

    // The network is there: a condition that was confirmed three days ago needs no answer that contradicts it.
    world.reply(0, Reply::Proxy("refused"));
    world.event(Event::ConnectionChanged { online: true });
    world.run(Duration(900));
    assert_eq!([0, 1].map(|system| world.status(system)), [Status::Checking, Status::Operational]);
    world.run(seconds(30));
    assert_eq!(world.status(0), Status::MajorOutage);
    let since = world.monitor.system_status(0, world.now).since;
    assert!(since.is_some_and(|since| world.now.since(since) < seconds(120)), "{since:?}");
}

#[test]
fn what_was_bad_when_last_seen_was_no_good_answer() {
    let mut world = World::new(2);
    world.reply(0, Reply::Proxy("refused"));
    world.run(seconds(60));
    assert_eq!(world.screen().rows[0].response, "refused");
    world.event(Event::ConnectionChanged { online: false });
    let rows = world.screen().rows;
    assert!(rows[0].about.contains("Last check 12:0"), "{}", rows[0].about);
    assert!(rows[0].age.starts_with("major outage"), "{}", rows[0].age);
    assert_eq!(rows[0].response, "no response");
    assert!(world.screen().problems.is_empty(), "what is not known is no problem of the system");
}

#[test]
fn a_verdict_grows_old_whatever_it_was() {
    let mut world = World::new(1);
    world.run(seconds(60));
    // Nothing arrives any more, and nothing fails either: a frozen network stack.
    world.swallow = true;
    world.run(seconds(80));
    assert_eq!(world.status(0), Status::Operational, "young enough");
    world.run(seconds(45));
    assert_eq!(world.status(0), Status::Unknown, "older than three intervals");
    let row = &world.screen().rows[0];
    assert!(row.age.starts_with("operational"), "{}", row.age);
}

#[test]
fn a_slept_tab_wakes_to_unknown_and_then_to_the_truth() {
    let mut world = World::new(2);
    world.run(seconds(60));
    world.event(Event::VisibilityChanged { visible: false });
    world.event(Event::LeadChanged { leads: false });
    let requests = world.requests;
    // While the page sleeps, an outage begins and lasts. Nothing runs: no timer, no event.
    world.reply(0, Reply::Proxy("refused"));
    world.now += seconds(2400);
    assert_eq!(world.requests, requests, "a hidden tab requests nothing");
    assert_eq!(world.status(0), Status::Unknown, "what was green 40 minutes ago is not green now");
    world.event(Event::VisibilityChanged { visible: true });
    world.event(Event::LeadChanged { leads: true });
    world.run(Duration(500));
    assert_eq!(world.status(1), Status::Operational, "it catches up at once");
    assert_eq!(world.status(0), Status::Checking, "one failure is not an outage");
    world.run(seconds(30));
    assert_eq!(world.status(0), Status::MajorOutage);
    let since = world.monitor.system_status(0, world.now).since.unwrap();
    assert!(world.now.since(since) < seconds(40), "nothing was observed while the tab slept");
}

#[test]
fn a_hidden_tab_does_not_keep_a_green_title() {
    let mut world = World::new(1);
    world.run(seconds(60));
    world.event(Event::VisibilityChanged { visible: false });
    world.event(Event::LeadChanged { leads: false });
    // Only the timer that the monitor itself requested fires.
    world.run(seconds(200));
    assert!(world.woken > 0);
    assert!(!world.shown_title.contains("operational"), "{}", world.shown_title);
}

#[test]
fn wrong_clocks_do_not_mislead() {
    for skew in [-600, 600] {
        let mut world = World::new(2);
        world.server_skew = seconds(skew);
        world.run(seconds(300));
        assert_eq!(world.overall(), Status::Operational, "server clock off by {skew} s");
    }
    // A cache that answers with the same copy for ever is not a measurement.
    let mut world = World::new(1);
    world.run(seconds(60));
    world.frozen_date = Some(world.now);
    world.run(seconds(200));
    assert_eq!(world.status(0), Status::Unknown);
    // A cache that reports the age of its copy is trusted.
    let mut world = World::new(1);
    world.age = Some("3600".to_owned());
    world.run(seconds(60));
    assert_eq!(world.status(0), Status::Unknown);
}

#[test]
fn a_clock_set_back_keeps_nothing_young() {
    let mut world = World::new(1);
    world.run(seconds(60));
    world.now = world.now - seconds(7200);
    world.event(Event::Tick);
    world.swallow = true;
    world.run(seconds(200));
    assert_eq!(world.status(0), Status::Unknown);
}

#[test]
fn what_was_too_old_before_a_clock_was_set_back_is_not_young_after_it() {
    for back in [30, 120, 7200] {
        let mut world = World::new(1);
        world.run(seconds(60));
        world.swallow = true;
        world.run(seconds(200));
        assert_eq!(world.status(0), Status::Unknown);
        world.now = world.now - seconds(back);
        world.event(Event::Tick);
        assert_ne!(world.status(0), Status::Operational, "{back} s back");
    }
}

#[test]
fn a_day_of_23_hours_has_23_hours() {
    // Central European summer time begins on 2027-03-28 at 01:00 UTC.
    let begin = world::instant("Sun, 28 Mar 2027 00:30:00 GMT");
    let mut world = World::starting_at(1, begin);
    world.berlin = true;
    world.run(seconds(600));
    world.reply(0, Reply::Proxy("refused"));
    world.run(seconds(7200));
    let problem = &world.screen().problems[0];
    // It began at 01:40 by the clock on the wall; two hours later that clock shows 04:40.
    assert!(problem.since.starts_with("since 01:4"), "{}", problem.since);
    assert!(
        problem.since.contains("for 1\u{a0}h 5") || problem.since.contains("for 2\u{a0}h"),
        "{}",
        problem.since
    );
    assert!(world.screen().footer.zone.contains("UTC+2"));
}

#[test]
fn too_many_questions_is_not_down() {
    let mut world = World::new(1);
    world.run(seconds(60));
    let mut limited = answer(429, "application/json", r#"{"error":{"code":"rate_limited"}}"#);
    limited.headers.push(("retry-after".to_owned(), "120".to_owned()));
    world.reply(0, Reply::Answer(limited));
    let requests = world.requests;
    let mut seen = Vec::new();
    for _ in 0..240 {
        world.run(seconds(1));
        if seen.last() != Some(&world.status(0)) {
            seen.push(world.status(0));
        }
    }
    assert_eq!(seen, [Status::Operational, Status::Unknown]);
    assert_eq!(world.screen().rows[0].response, "rate-limited");
    assert!(
        world.requests - requests <= 3,
        "Retry-After is obeyed: {} questions in four minutes",
        world.requests - requests
    );
}

#[test]
fn a_limit_without_a_time_is_said_to_be_one_and_a_readable_body_counts() {
    let mut world = World::new(1);
    world.run(seconds(60));
    world.reply(0, Reply::Answer(answer(429, "application/json", r#"{"error":"rate_limited"}"#)));
    for _ in 0..600 {
        world.run(seconds(1));
        assert!(!world.status(0).is_problem(), "no outage: {:?}", world.status(0));
    }
    assert_eq!(world.status(0), Status::Unknown);
    let heading = world.screen().problems[0].heading.clone();
    assert!(heading.contains("rate-limits the checks (HTTP\u{a0}429)"), "{heading}");
    // A standby that answers 429.
    world.reply(0, Reply::Answer(answer(429, "application/json", r#"{"status":"ok"}"#)));
    world.run(seconds(120));
    assert_eq!(world.status(0), Status::Operational);
}

#[test]
fn a_failing_service_is_checked_less_often_but_never_grows_unknown() {
    let mut world = World::new(1);
    world.reply(0, Reply::Proxy("refused"));
    world.run(seconds(120));
    let requests = world.requests;
    for _ in 0..3600 {
        world.run(seconds(1));
        assert_eq!(world.status(0), Status::MajorOutage);
    }
    let checks = world.requests - requests;
    assert!((50..=75).contains(&checks), "{checks} checks in an hour, where 120 are usual");
}

#[test]
fn never_two_requests_for_one_check_and_never_more_than_the_browser_allows() {
    let mut world = World::new(40);
    world.latency = seconds(4);
    world.run(seconds(1800));
    assert_eq!(world.most_per_check, 1);
    assert_eq!(world.most_at_once, <allclear::monitor::Monitor>::AT_ONCE);
    assert_eq!(world.overall(), Status::Operational);
}

#[test]
fn slow_neighbours_take_no_system_down() {
    let mut world = World::new(20);
    for system in 0..8 {
        world.reply(system, Reply::Hang);
    }
    world.run(seconds(400));
    for system in 0..20 {
        let expected = if system < 8 { Status::MajorOutage } else { Status::Operational };
        assert_eq!(world.status(system), expected, "system {system}");
    }
}

#[test]
fn a_person_who_wants_to_know_is_answered_now() {
    let mut world = World::new(5);
    world.run(seconds(60));
    let requests = world.requests;
    world.event(Event::CheckAllRequested);
    world.run(Duration(500));
    assert_eq!(world.requests - requests, 5);
}

#[test]
fn a_later_tab_knows_what_the_first_knows_and_sends_nothing() {
    let mut first = World::new(3);
    first.run(seconds(60));
    first.reply(1, Reply::Proxy("refused"));
    first.run(seconds(120));
    let mut second = World::starting_at(3, first.now);
    second.leads = false;
    second.reply(1, Reply::Proxy("refused"));
    second.event(Event::LeadChanged { leads: false });
    World::exchange(&mut first, &mut second);
    assert_eq!(second.requests, 0);
    for system in 0..3 {
        assert_eq!(second.status(system), first.status(system), "system {system}");
    }
    assert_eq!(second.screen().problems, first.screen().problems);
    // It keeps receiving, and takes over when the first one is gone.
    for _ in 0..300 {
        first.run(seconds(1));
        second.run(seconds(1));
        World::exchange(&mut first, &mut second);
    }
    assert_eq!(second.requests, 0);
    assert_eq!(second.status(0), Status::Operational);
    second.event(Event::LeadChanged { leads: true });
    second.run(seconds(40));
    assert!(second.requests >= 3);
    assert_eq!(second.overall(), first.overall());
}

#[test]
fn what_is_known_becomes_series() {
    let mut world = World::new(1);
    world.run(seconds(60));
    world.reply(
        0,
        Reply::Answer(answer(200, "application/json", r#"{"status":"degraded","db":false}"#)),
    );
    world.run(seconds(300));
    let last = |name: &str, subsystem: &str| world.last_sample(name, subsystem);
    assert_eq!(last("health_status", ""), Some(0.5));
    assert_eq!(last("health_status", "db"), Some(0.0));
    assert!(last("health_consecutive_failures", "db").unwrap() >= 2.0);
    assert_eq!(last("health_consecutive_failures", ""), Some(0.0));
    assert!(last("health_check_duration_seconds", "").unwrap() > 0.0);
    assert_eq!(last("uptime_seconds", ""), None, "absent is not zero");
    let durations = world.count_samples("health_check_duration_seconds", "");
    world.reply(0, Reply::Proxy("refused"));
    world.run(seconds(300));
    assert_eq!(world.last_sample("health_status", ""), Some(0.0));
    assert_eq!(
        world.count_samples("health_check_duration_seconds", ""),
        durations,
        "there was no answer"
    );
    world.reply(0, Reply::Answer(answer(200, "text/html", "<html>")));
    let before = world.count_samples("health_status", "");
    world.run(seconds(300));
    assert_eq!(world.count_samples("health_status", ""), before, "unknown has no sample");
}

/// The verdict of a recorder on `system-0` that was measured so many seconds ago.
fn recorded_verdict(world: &World, status: Status, ago: i64) -> Event {
    let measured = world.now - seconds(ago);
    let (since, written, interval) = (measured, measured, seconds(30));
    let (read_at, failure, is_unreadable) = (written, None, false);
    let recorded = RecordedVerdict {
        status,
        since,
        measured,
        written,
        read_at,
        interval,
        failure,
        is_unreadable,
    };
    Event::VerdictsRead(vec![("system-0".to_owned(), recorded)])
}

#[test]
fn sends_nothing_where_only_the_recorder_checks() {
    let mut world = World::new(1);
    world.make_recorder_only(0);
    world.run(seconds(120));
    assert_eq!(world.requests, 0);
    assert_eq!(world.overall(), Status::Checking, "the recorder's file is on its way");
    world.event(Event::VerdictsRead(Vec::new()));
    assert_eq!(world.overall(), Status::Unknown);
    assert!(world.screen().rows[0].about.contains("recorder"), "{}", world.screen().rows[0].about);
}

#[test]
fn a_recorder_that_has_stopped_keeps_nothing_green() {
    let mut world = World::new(1);
    world.make_recorder_only(0);
    world.event(recorded_verdict(&world, Status::Operational, 5));
    assert_eq!(world.overall(), Status::Operational);
    world.event(recorded_verdict(&world, Status::MajorOutage, 60));
    assert_eq!(world.overall(), Status::Operational, "an older word does not undo a newer one");
    world.run(seconds(84));
    world.event(Event::VerdictsRead(Vec::new()));
    assert_eq!(world.overall(), Status::Operational, "89 s old, and a check takes 30 s");
    world.run(seconds(3));
    assert_eq!(world.overall(), Status::Unknown);
    let row = world.screen().rows.remove(0);
    assert!(row.age.starts_with("operational"), "{}", row.age);
    world.event(recorded_verdict(&world, Status::MajorOutage, 1));
    assert_eq!(world.overall(), Status::MajorOutage);
    // A recorder whose clock is ahead of this page's is not trusted for longer.
    world.event(recorded_verdict(&world, Status::Operational, -3600));
    world.run(seconds(93));
    assert_eq!(world.overall(), Status::Unknown);
}

#[test]
fn sets_an_alarm_only_when_there_is_something_to_do() {
    let mut world = World::new(3);
    world.run(seconds(60));
    let woken = world.woken;
    world.run(seconds(600));
    // About 20 checks of each of three systems, some of them at once: no busy loop.
    assert!(world.woken - woken < 100, "{} alarms in ten minutes", world.woken - woken);
    let effects = world.monitor.update(Event::Tick, world.now);
    assert!(matches!(effects.as_slice(), [Effect::WakeAt(at)] if *at > world.now), "{effects:?}");
}
