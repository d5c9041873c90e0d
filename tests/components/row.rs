//! A system's row with its history.

use super::tree::{all, by_id, is_empty, one, tag, text, tree};
use super::{HOSTILE, english, html, no_action};
use allclear::history::State;
use allclear::status::Status;
use allclear::ui::public::SystemRow;
use allclear::view::public::day::{Day, Happening};
use allclear::view::public::system_history::SystemHistory;
use allclear::view::public::times::Curve;
use allclear::view::public::{PartRow, Row};
use allclear::view::spark::Hour;
use leptos::prelude::*;
use std::sync::Arc;

fn row(name: &str) -> Row {
    Row {
        id: "chat".to_owned(),
        name: name.to_owned(),
        status: Status::Degraded,
        word: "Degraded".to_owned(),
        age: String::new(),
        about: "A chat".to_owned(),
        response: String::new(),
        spark: "M0 12L100 3".to_owned(),
        parts: vec![PartRow {
            name: HOSTILE.to_owned(),
            status: Status::MajorOutage,
            word: "Down".to_owned(),
            why: String::new(),
        }],
    }
}

fn history() -> SystemHistory {
    let mut past = SystemHistory {
        picker: (1, 89),
        label: "Day of Chat".to_owned(),
        ..SystemHistory::default()
    };
    past.line = String::from("Nov 19: no outage");
    past.bars[0] = String::from("M1 4h4v30h-4z");
    past.uptimes[4].share = String::from("99.9 %");
    past
}

fn rendered(row: Row, history: Option<SystemHistory>, is_open: bool) -> String {
    let history = history.map(Arc::new);
    html(|| view! { <SystemRow system=3 row history is_open words=english() act=no_action()/> })
}

#[test]
fn a_closed_row_has_its_state_and_no_parts() {
    tree(&rendered(row(HOSTILE), None, false), |root| {
        let row = one(root, "system");
        assert_eq!(row.attribute("id"), Some("chat"));
        assert_eq!(row.attribute("data-status"), Some("degraded"));
        let button = one(row, "disclose");
        assert_eq!(button.attribute("aria-expanded"), Some("false"));
        assert_eq!(button.attribute("aria-controls"), Some("chat-parts"));
        assert_eq!(text(button), HOSTILE);
        assert_eq!(tag(button, "use").attribute("href"), Some("#degraded"));
        let parts = by_id(row, "chat-parts");
        assert!(parts.has_attribute("hidden") && is_empty(parts));
        assert!(is_empty(one(row, "age")) && is_empty(one(row, "history")));
        assert!(!one(row, "about").has_attribute("hidden"));
        // Without a recorder, the line is that of this browser's checks, with nothing below it.
        let paths = one(row, "spark").children().filter_map(|path| path.attribute("d"));
        assert_eq!(paths.collect::<Vec<_>>(), ["M0 12L100 3", "M0 23.5H100"]);
        assert!(is_empty(tag(one(row, "response"), "span")));
    });
}

#[test]
fn the_age_is_parted_from_the_word() {
    let aged = Row { age: "measured 3 s ago".to_owned(), ..row("Chat") };
    tree(&rendered(aged, None, false), |root| {
        assert_eq!(text(one(root, "state")), "Degraded \u{b7} measured 3 s ago");
    });
}

#[test]
fn an_open_row_has_its_parts() {
    tree(&rendered(row("Chat"), None, true), |root| {
        assert_eq!(one(root, "disclose").attribute("aria-expanded"), Some("true"));
        let parts = by_id(root, "chat-parts");
        assert!(!parts.has_attribute("hidden"));
        let part = one(parts, "part");
        assert_eq!(part.attribute("data-status"), Some("major"));
        assert_eq!(text(tag(part, "b")), HOSTILE);
        assert!(is_empty(one(part, "why")));
        assert!(all(parts, "note").is_empty());
    });
    let without = Row { parts: Vec::new(), ..row("Chat") };
    tree(&rendered(without, None, true), |root| {
        assert_eq!(text(one(root, "note")), "No components reported.");
    });
}

#[test]
fn a_history_is_a_slider_over_bars() {
    tree(&rendered(row("Chat"), Some(history()), false), |root| {
        // There is room for the description in an open row alone.
        assert!(one(root, "about").has_attribute("hidden"));
        let slider = by_id(root, "chat-days");
        for (name, value) in [
            ("type", "range"),
            ("min", "1"),
            ("max", "90"),
            ("value", "89"),
            ("aria-label", "Day of Chat"),
            ("aria-valuetext", "Nov 19: no outage"),
        ] {
            assert_eq!(slider.attribute(name), Some(value), "{name}");
        }
        assert!(!slider.has_attribute("hidden") && !slider.has_attribute("data-open"));
        // The same line for those who point at a bar.
        assert_eq!(text(one(root, "hint")), "Nov 19: no outage");
        assert_eq!(one(root, "hint").attribute("data-side"), Some("end"));
        let paths: Vec<_> = one(root, "days").children().collect();
        assert_eq!(paths.len(), State::ALL.len());
        assert_eq!(paths[0].attribute("d"), Some("M1 4h4v30h-4z"));
        assert!(paths[1..].iter().all(|path| !path.has_attribute("d")));
        assert_eq!(paths[5].attribute("fill"), Some("url(#hatch)"));
        let figures: Vec<_> = one(root, "figures").children().map(text).collect();
        assert_eq!(figures, ["Uptime:  ", "Uptime:  ", "Uptime: 99.9 % "]);
        assert!(is_empty(one(root, "opened")));
    });
}

#[test]
fn the_recorders_hour_takes_the_place_of_this_browsers_checks() {
    let hour = Hour {
        line: "M0 10L100 10".to_owned(),
        area: "M0 23L0 10L100 10L100 23Z".to_owned(),
        newest: Some(38),
    };
    let past = SystemHistory { hour, response: "38 ms".to_owned(), ..history() };
    tree(&rendered(row("Chat"), Some(past.clone()), false), |root| {
        let paths = one(root, "spark").children().filter_map(|path| path.attribute("d"));
        assert_eq!(
            paths.collect::<Vec<_>>(),
            ["M0 23L0 10L100 10L100 23Z", "M0 10L100 10", "M0 23.5H100"]
        );
        assert_eq!(text(tag(one(root, "response"), "span")), "38 ms");
    });
    // What this browser saw last is newer.
    let seen = Row { response: "refused".to_owned(), ..row("Chat") };
    tree(&rendered(seen, Some(past), false), |root| {
        assert_eq!(text(tag(one(root, "response"), "span")), "refused");
    });
}

#[test]
fn before_anything_is_known_there_is_no_slider_and_no_figure() {
    tree(&rendered(row("Chat"), Some(SystemHistory::default()), true), |root| {
        assert!(by_id(root, "chat-days").has_attribute("hidden"));
        assert!(all(root, "details").is_empty());
        assert!(!one(root, "about").has_attribute("hidden"));
    });
}

#[test]
fn an_open_day_and_the_details_are_shown() {
    let day = Day {
        title: HOSTILE.to_owned(),
        clock: Default::default(),
        hours: ["0:00", "6:00", "12:00", "18:00", "24:00"].map(str::to_owned),
        events: vec![Happening {
            state: State::MajorOutage,
            word: "Major outage".to_owned(),
            text: "10 min.".to_owned(),
            href: "#/incidents/1".to_owned(),
        }],
        note: String::new(),
    };
    let curve = Curve {
        caption: "24 hours".to_owned(),
        path: "M0 0".to_owned(),
        top: "40 ms".to_owned(),
        ends: ["yesterday".to_owned(), "now".to_owned()],
    };
    let curves = Some([curve.clone(), curve]);
    let past = SystemHistory { day: Some(day), beside: (true, false), curves, ..history() };
    tree(&rendered(row("Chat"), Some(past), true), |root| {
        assert!(by_id(root, "chat-days").has_attribute("data-open"));
        let day = one(root, "day");
        assert_eq!(day.attribute("aria-label"), Some("Day"));
        assert_eq!(text(tag(day, "h4")), HOSTILE);
        let buttons: Vec<_> = all(day, "step")
            .into_iter()
            .map(|step| (step.attribute("aria-label").unwrap(), step.attribute("aria-disabled")))
            .collect();
        assert_eq!(buttons, [("Previous day", None), ("Next day", Some("true")), ("Close", None)]);
        assert_eq!(one(day, "outage").attribute("data-status"), Some("major"));
        assert_eq!(text(one(day, "outage")), "Major outage 10 min. View incident");
        assert_eq!(tag(one(day, "outage"), "a").attribute("href"), Some("#/incidents/1"));
        assert_eq!(one(root, "uptimes").children().count(), 4);
        assert_eq!(one(root, "curves").children().count(), 2);
    });
}
