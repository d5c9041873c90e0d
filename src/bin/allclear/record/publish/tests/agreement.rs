//! One verdict: page, title, `status.json`, badges, widget and `api/v2` say the same word at the same moment.

use super::site::{Reply, Site};
use allclear::route::public::Page;
use allclear::status::Status;
use metrics_engine::time::{Duration, Timestamp};

const NOON: Timestamp = Timestamp(1_795_176_000_000);

const SYSTEMS: &[(&str, &str)] = &[("Chat", ""), ("API", "")];

fn seconds(seconds: i64) -> Duration {
    Duration::from_secs(seconds)
}

/// An operator's report on `systems`, with its newest stage and how bad it is.
fn report(systems: &str, impact: &str, stage: &str) -> String {
    let later = match stage {
        "Investigating" => String::new(),
        stage => format!("## 2026-11-20 12:00 {stage}\nMore.\n\n"),
    };
    format!(
        "---\ntitle: It is slow\nsystems: [{systems}]\n{impact}---\n\n{later}## 2026-11-20 11:59 Investigating\nWe look.\n"
    )
}

/// Every word that is said of the page as a whole, in the words of [`Status::name`].
fn words(site: &mut Site) -> Vec<(&'static str, String)> {
    let view = site.page(&Page::Systems);
    let badge = |text: String| match text.as_str() {
        "partial outage" => "partial".to_owned(),
        "major outage" => "major".to_owned(),
        _ => text,
    };
    let svg = site.file("badge.svg");
    let label = svg.split("aria-label=\"Example: ").nth(1).and_then(|rest| rest.split('"').next());
    let recorded = site.recorded_word().map(|status| status.name().to_owned());
    let title = view.title.trim_end_matches(": Example").to_owned();
    vec![
        ("page", view.banner.status.name().to_owned()),
        (
            "title",
            if title == view.banner.heading { view.banner.status.name().to_owned() } else { title },
        ),
        ("status.json", recorded.unwrap_or_default()),
        ("badge.svg", badge(label.unwrap_or_default().to_owned())),
        ("badge.json", badge(site.json("badge.json", "/message"))),
        // What the widget shows.
        ("widget", site.json("api/v2/summary.json", "/status/allclear_status")),
        ("api/v2", site.json("api/v2/status.json", "/status/allclear_status")),
    ]
}

/// Every word that is said of one system.
fn words_of(site: &mut Site, index: usize) -> Vec<(&'static str, String)> {
    let view = site.page(&Page::Systems);
    let id = view.rows[index].id.clone();
    let badge = site.json(&format!("badge/{id}.json"), "/message").replace(" outage", "");
    let component = format!("/components/{index}/allclear_status");
    vec![
        ("row", view.rows[index].status.name().to_owned()),
        ("badge", badge),
        ("widget", site.json("api/v2/summary.json", &component)),
    ]
}

fn assert_all(site: &mut Site, word: Status, state: &str) {
    for (outlet, words_found) in words(site) {
        assert_eq!(words_found, word.name(), "{outlet} while {state}");
    }
    for index in 0..site.replies.len() {
        let words_found = words_of(site, index);
        for (outlet, word) in &words_found {
            assert_eq!(*word, words_found[0].1, "{outlet} of {index} while {state}");
        }
    }
}

#[test]
fn every_outlet_says_the_same_word_in_every_state() {
    use Reply::{Degraded, Error, Hang, NotHealth, Well};
    for (replies, word) in [
        ([Well, Well], Status::Operational),
        ([Degraded, Well], Status::Degraded),
        ([Error, Well], Status::PartialOutage),
        ([Hang, Error], Status::MajorOutage),
        ([NotHealth, Well], Status::Unknown),
        ([NotHealth, Error], Status::PartialOutage),
    ] {
        let mut site = Site::new(SYSTEMS, "", NOON);
        site.run(seconds(60));
        assert_all(&mut site, Status::Operational, "well");
        site.replies = replies.to_vec();
        site.run(seconds(120));
        assert_all(&mut site, word, &format!("{replies:?}"));
    }
}

#[test]
fn every_outlet_says_the_same_word_while_it_is_checked() {
    let mut site = Site::new(SYSTEMS, "", NOON);
    site.run(seconds(60));
    site.replies[0] = Reply::Error;
    let mut seen = Vec::new();
    for _ in 0..60 {
        site.run(seconds(1));
        let all = words(&mut site);
        // Recorder and visitor look at moments of their own; once both have, they agree.
        if all.iter().all(|(_, word)| *word == all[0].1) && seen.last() != Some(&all[0].1) {
            seen.push(all[0].1.clone());
        }
    }
    assert_eq!(seen, ["operational", "checking", "partial"]);
}

#[test]
fn every_outlet_heeds_an_open_report() {
    for (impact, bad) in [
        ("", Status::Degraded),
        ("impact: degraded\n", Status::Degraded),
        ("impact: partial\n", Status::PartialOutage),
        ("impact: major\n", Status::PartialOutage),
    ] {
        let mut site = Site::new(SYSTEMS, "", NOON);
        site.run(seconds(60));
        for (stage, word) in [
            ("Investigating", bad),
            ("Identified", bad),
            ("Monitoring", Status::Operational),
            ("Resolved", Status::Operational),
        ] {
            site.report("slow", &report("api", impact, stage));
            site.run(seconds(5));
            assert_all(&mut site, word, &format!("{impact}{stage}"));
            let row = site.page(&Page::Systems).rows.swap_remove(0);
            assert_eq!(row.status, Status::Operational, "Chat is not named by the report");
            let is_open = stage != "Resolved";
            assert_eq!(
                site.json("api/v2/incidents/unresolved.json", "/incidents/0/id") == "slow",
                is_open
            );
            let sentence = site.page(&Page::Systems).banner.sentence;
            assert_eq!(
                sentence.contains("An incident is open: It is slow."),
                is_open,
                "{sentence}"
            );
            assert!(
                site.file("feed.atom").contains(&format!("<title>{stage}: It is slow</title>"))
            );
        }
        // It never makes anything greener.
        site.replies[1] = Reply::Error;
        site.report("slow", &report("api", "impact: degraded\n", "Identified"));
        site.run(seconds(120));
        assert_all(&mut site, Status::PartialOutage, "an outage that is reported as mild");
    }
}

#[test]
fn every_outlet_knows_announced_maintenance() {
    let maintenance =
        "maintenance:\n  - {title: Move, systems: [api], starts: 2026-11-20 12:05, lasts: 10m}\n";
    let mut site = Site::new(SYSTEMS, maintenance, NOON);
    site.run(seconds(60));
    assert_all(&mut site, Status::Operational, "before");
    site.run(seconds(270));
    assert_all(&mut site, Status::Maintenance, "maintenance");
    for reply in [Reply::Error, Reply::NotHealth] {
        site.replies[1] = reply;
        site.run(seconds(120));
        assert_all(&mut site, Status::Maintenance, "down within the window");
    }
    // Another system is not covered, and a report is.
    site.replies[0] = Reply::Error;
    site.run(seconds(60));
    assert_all(&mut site, Status::PartialOutage, "another outage within the window");
    site.run(seconds(360));
    assert_all(&mut site, Status::PartialOutage, "after the window");
}

#[test]
fn a_recorder_that_ends_leaves_nothing_green() {
    let mut site = Site::new(SYSTEMS, "", NOON);
    site.run(seconds(60));
    site.report("slow", &report("api", "", "Identified"));
    site.stop_recorder();
    for (name, pointer) in
        [("badge.json", "/message"), ("api/v2/summary.json", "/status/allclear_status")]
    {
        assert_eq!(site.json(name, pointer), "degraded", "{name}");
    }
    assert_eq!(site.json("badge/chat.json", "/message"), "unknown");
}

#[test]
fn an_open_report_outlives_a_silent_recorder_and_a_wrong_clock() {
    const DAY: i64 = 86_400;
    for ahead in [-400 * DAY, -DAY, -600, 0, 600, DAY, 400 * DAY] {
        let mut site = Site::new(SYSTEMS, "", NOON);
        site.ahead = seconds(ahead);
        site.run(seconds(60));
        site.report("slow", &report("api", "", "Identified"));
        site.run(seconds(30));
        let since = site.page(&Page::Systems).problems.swap_remove(0).since;
        assert_eq!(since.replace('\u{a0}', " "), "since 11:59, for 2 min", "{ahead} s ahead");
        site.records = false;
        for silence in [300, 3600, 5 * DAY] {
            site.now += seconds(silence);
            site.run(seconds(60));
            let banner = site.page(&Page::Systems).banner;
            assert_eq!(banner.status, Status::Degraded, "{silence} s of silence, {ahead} s ahead");
            assert!(banner.sentence.contains("It is slow"), "{}", banner.sentence);
            assert!(banner.sentence.contains("Last update "), "{}", banner.sentence);
        }
    }
}
