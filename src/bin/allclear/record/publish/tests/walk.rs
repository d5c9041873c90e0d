//! An outage, minute by minute: banner, today's bar, lists, the incident's page, feed, badge and `api/v2` agree at every one.

use super::site::{Reply, Site};
use allclear::route::public::Page;
use allclear::status::Status;
use metrics_engine::time::{Duration, Timestamp};
use serde_json::Value;

const MINUTE: Duration = Duration::from_secs(60);

const SYSTEMS: &[(&str, &str)] = &[("Chat", "Messaging"), ("API", "Core"), ("etcd", "Core")];

/// Central Europe in October 2026: two hours ahead of UTC, and one from the 25th at 01:00 UTC on.
fn berlin(at: Timestamp) -> Duration {
    Duration::from_secs(if at.0 < 1_792_890_000_000 { 7200 } else { 3600 })
}

fn instant(date: &str) -> Timestamp {
    Timestamp::from_http_date(date).unwrap()
}

/// Lets a minute pass, and a little more until recorder and visitor, who check at moments of their own, have both seen what changed.
fn minute(site: &mut Site) {
    site.run(MINUTE);
    for _ in 0..4 {
        if word_of_page(site) == site.json("api/v2/status.json", "/status/allclear_status") {
            return;
        }
        site.run(Duration::from_secs(15));
    }
}

fn word_of_page(site: &mut Site) -> &'static str {
    site.page(&Page::Systems).banner.status.name()
}

fn incidents(site: &Site) -> Vec<Value> {
    let answer: Value = serde_json::from_str(&site.file("api/v2/incidents.json")).unwrap();
    answer["incidents"].as_array().unwrap().clone()
}

/// Compares all outputs at this moment. `is_fresh` says whether the recorder is running.
fn agree(site: &mut Site, is_fresh: bool) {
    let view = site.page(&Page::Systems);
    let when = format!("at {} s: {} / {}", site.now.0 / 1000, view.title, view.banner.sentence);
    let word = view.banner.status;
    if is_fresh {
        for (name, pointer) in [
            ("api/v2/summary.json", "/status/allclear_status"),
            ("api/v2/status.json", "/status/allclear_status"),
        ] {
            assert_eq!(site.json(name, pointer), word.name(), "{name} {when}");
        }
        let badge = site.json("badge.json", "/message").replace(" outage", "");
        assert_eq!(badge, word.name(), "badge {when}");
        assert_eq!(site.recorded_word(), Some(word), "status.json {when}");
    }
    let incidents = incidents(site);
    let open: Vec<&Value> =
        incidents.iter().filter(|incident| incident["status"] != "resolved").collect();
    for (index, row) in view.rows.iter().enumerate() {
        let past = site.histories().all()[index].clone();
        let line = past.line.replace('\u{a0}', " ");
        let is_measured = row.age != "reported by the operators";
        match row.status {
            Status::MajorOutage if is_measured => {
                assert!(line.contains("down ") && line.contains("incident"), "{line} {when}");
            }
            Status::Degraded if is_measured => {
                assert!(line.contains("degraded ") && line.contains("incident"), "{line} {when}");
            }
            _ => {}
        }
        // What was observed for too short a time has no figure.
        let figure = &past.uptimes[0];
        assert!(figure.share == "\u{2013}" || !figure.coverage.starts_with("0."), "{figure:?}");
    }
    let today = &view.past.days[0];
    let is_listed = !today.events.is_empty() || today.quiet.contains("above");
    if word.is_problem() {
        assert!(is_listed, "today: {:?} {when}", today.quiet);
    }
    if word == Status::Operational && open.is_empty() {
        let events = view.past.days.iter().flat_map(|day| &day.events);
        for event in events {
            assert!(!event.text.contains("so far"), "{} {when}", event.text);
        }
    }
    let feed = site.file("feed.atom");
    for incident in &incidents {
        let (id, name) = (incident["id"].as_str().unwrap(), incident["name"].as_str().unwrap());
        let is_over = incident["status"] == "resolved";
        let page = site.page(&Page::Incident(id.to_owned())).incident_page.unwrap();
        assert_eq!(
            page.status == Some(Status::Operational),
            is_over,
            "{id}: {} {when}",
            page.state
        );
        assert_eq!(page.state.starts_with("Resolved on"), is_over, "{id}: {} {when}", page.state);
        assert_eq!(
            feed.contains(&format!("<title>Resolved: {name}</title>")),
            is_over,
            "{id} {when}"
        );
    }
}

#[test]
fn everything_agrees_through_an_outage_over_midnight() {
    let mut site = Site::new(SYSTEMS, "", instant("Sat, 24 Oct 2026 21:44:07 GMT"));
    site.offset = berlin;
    let report = |stage: &str| {
        let more = match stage {
            "Investigating" => "",
            "Resolved" => "## 2026-10-24 22:26 Resolved\nDone.\n\n",
            _ => panic!("{stage}"),
        };
        format!(
            "---\ntitle: Slow answers\nsystems: [api]\nimpact: degraded\n---\n\n{more}## 2026-10-24 21:56 Investigating\nWe look.\n"
        )
    };
    let mut titles = Vec::new();
    for step in 0..46 {
        match step {
            3 => site.replies[1] = Reply::Error,
            8 => site.replies[2] = Reply::Error,
            12 => site.report("slow", &report("Investigating")),
            14 => site.replies[0] = Reply::Degraded,
            // The recorder writes nothing for a while, and goes on.
            18 => site.records = false,
            21 => site.records = true,
            24 => site.replies[0] = Reply::Well,
            27 => site.replies[2] = Reply::Well,
            32 => site.replies[1] = Reply::Well,
            40 => site.report("slow", &report("Resolved")),
            _ => {}
        }
        if site.records {
            minute(&mut site);
        } else {
            site.run(MINUTE);
        }
        let is_fresh = site.records;
        agree(&mut site, is_fresh);
        for incident in incidents(&site) {
            let name = incident["name"].as_str().unwrap().to_owned();
            if !titles.contains(&name) {
                titles.push(name);
            }
        }
        if step == 10 {
            // Both at once, of one cause, under one heading, but one after the other.
            let incidents = incidents(&site);
            assert_eq!(incidents.len(), 1, "{incidents:#?}");
            assert_eq!(incidents[0]["name"], "API: major outage");
        }
    }
    assert_eq!(
        titles,
        [
            "API: major outage",
            // The report takes the API, and nothing else.
            "etcd: major outage",
            "Slow answers",
            "Chat: degraded performance",
        ]
    );
    assert_eq!(word_of_page(&mut site), "operational");
    let view = site.page(&Page::Systems);
    // They began before midnight and lasted beyond it.
    for day in &view.past.days[..2] {
        assert_eq!(day.events.len(), 3, "{:#?}", view.past.days);
    }
}

#[test]
fn everything_agrees_through_an_outage_over_a_change_of_clocks() {
    let mut site = Site::new(SYSTEMS, "", instant("Sun, 25 Oct 2026 00:48:00 GMT"));
    site.offset = berlin;
    for step in 0..28 {
        match step {
            5 => site.replies[1] = Reply::Hang,
            20 => site.replies[1] = Reply::Well,
            _ => {}
        }
        minute(&mut site);
        agree(&mut site, true);
    }
    let view = site.page(&Page::Systems);
    let text = view.past.days[0].events[0].text.replace('\u{a0}', " ");
    let minutes: i64 = text.split(' ').next().unwrap().parse().unwrap();
    assert!((13..=18).contains(&minutes) && text.contains("min, 02:5"), "{text}");
    assert!(text.contains(" to 02:0") || text.contains(" to 02:1"), "{text}");
}
