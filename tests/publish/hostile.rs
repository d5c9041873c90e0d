//! Whatever systems, incidents and windows are called: every file stays what it is, and private systems are named nowhere.

use crate::reading::{Calendar, Feed};
use crate::world::{NOW, System, World, paragraph, timeline, world};
use allclear::history::{Block, Inline, State, Update};
use allclear::history::{Cause, Incident, Stage, Window};
use allclear::status::Status;
use metrics_engine::time::Timestamp;
use proptest::prelude::*;
use roxmltree::Document;
use serde_json::Value;

/// Text with what means something somewhere.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("<script>alert(1)</script>"),
        Just("]]>"),
        Just("<![CDATA["),
        Just("\r\nEND:VEVENT\r\n"),
        Just("\n"),
        Just("&amp;"),
        Just("&"),
        Just("\"'"),
        Just("\\"),
        Just("\u{202e}"),
        Just("\u{200f}"),
        Just("\u{0}"),
        Just("\u{b}"),
        Just("\u{ffff}"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("javascript:"),
        Just("日本"),
        Just("é"),
        Just(";,:"),
        Just(" a "),
        Just("${x}"),
    ];
    let mixed = prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof![mixed, any::<String>(), "[a-z<>&]{0,400}"]
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![text().prop_map(Inline::Text), text().prop_map(Inline::Code)];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let inner = prop::collection::vec(inner, 0..3);
        prop_oneof![
            inner.clone().prop_map(Inline::Strong),
            inner.clone().prop_map(Inline::Emphasis),
            (text(), inner)
                .prop_map(|(address, inner)| Inline::Link(format!("https://{address}"), inner)),
        ]
    })
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let words = || prop::collection::vec(inline(), 0..3);
    let block = prop_oneof![
        words().prop_map(Block::Paragraph),
        (any::<bool>(), prop::collection::vec(words(), 0..3))
            .prop_map(|(numbered, items)| Block::List(numbered, items)),
        text().prop_map(Block::Code),
    ];
    prop::collection::vec(block, 0..3)
}

fn at() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        (-200_i64..200).prop_map(|hours| Timestamp(NOW.0 + hours * 3_600_000)),
        any::<i64>().prop_map(Timestamp),
    ]
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::Operational),
        Just(Status::Degraded),
        Just(Status::PartialOutage),
        Just(Status::MajorOutage),
        Just(Status::Maintenance),
        Just(Status::Unknown),
        Just(Status::Checking),
    ]
}

prop_compose! {
    fn any_world()(
        words in prop::collection::vec(text(), 8),
        bodies in (blocks(), blocks(), blocks()),
        times in (at(), at(), at(), at(), at()),
        status in status(),
        state in prop::sample::select(&State::ALL[..]),
        base in prop_oneof![Just("https://status.example.org".to_owned()), text()],
    ) -> World {
        let mut world = world();
        let (since, until, written, begins, ends) = times;
        let mut words = words.into_iter();
        let mut next = || words.next().unwrap_or_default();
        world.site = next();
        world.base = base;
        world.systems.push(System {
            id: "hostile".to_owned(),
            name: next(),
            group: next(),
            description: next(),
            status,
            timeline: timeline(&[(state, 5000)]),
        });
        world.incidents.push(Incident {
            id: "hostile-1".to_owned(),
            title: next(),
            worst: state,
            systems: vec!["hostile".to_owned()],
            cause: Some(Cause::Broken),
            since,
            until: Some(until),
            updates: vec![Update { at: written, stage: Stage::Identified, body: bodies.0 }],
            afterwards: bodies.2,
            ..Incident::default()
        });
        world.windows.push(Window {
            id: "hostile-2".to_owned(),
            title: next(),
            body: bodies.1,
            systems: Vec::new(),
            since: begins,
            until: ends,
        });
        world
    }
}

/// Elements that a feed reader may meet in an entry's HTML, and nothing else.
const TAGS: [&str; 10] = ["div", "p", "h3", "ul", "ol", "li", "pre", "code", "strong", "em"];

fn check(world: &World) {
    for (path, content) in world.files() {
        let turns = |char: char| matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
        let ending = path.rsplit('.').next().unwrap();
        if matches!(ending, "svg" | "atom") {
            let document = Document::parse(&content)
                .unwrap_or_else(|error| panic!("{path}: {error}\n{content}"));
            assert!(
                document.descendants().all(|node| node.tag_name().name() != "script"),
                "{path}"
            );
            assert!(!content.contains(turns), "{path}");
        }
        if ending == "json" {
            let _: Value = serde_json::from_str(&content).unwrap();
        }
    }
    for entry in Feed::read(&world.file("feed.atom")).entries {
        let html = entry.html;
        let body = format!("<div>{html}</div>");
        let document = Document::parse(&body).unwrap_or_else(|error| panic!("{error}\n{body}"));
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            assert!(TAGS.contains(&name) || name == "a", "{name}");
            for attribute in node.attributes() {
                assert_eq!((name, attribute.name()), ("a", "href"));
                assert!(attribute.value().starts_with("https://"), "{}", attribute.value());
            }
        }
    }
    let text = world.file("maintenance.ics");
    let calendar = Calendar::read(&text);
    let shown = world.windows.iter().filter(|window| window.since < window.until).count();
    assert_eq!(calendar.events.len(), shown);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    for event in &calendar.events {
        assert!(!event.text("SUMMARY").is_empty() && !event.text("DESCRIPTION").is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_file_stays_what_it_is(world in any_world()) {
        check(&world);
    }
}

#[test]
fn what_is_private_is_in_no_byte() {
    let mut world = world();
    // A report about both, the private one first, and one that names only a private one.
    world.incidents[0].systems.reverse();
    world.windows.push(Window {
        id: "w-9".to_owned(),
        title: "Payroll moves".to_owned(),
        body: paragraph("Payroll moves to db7.internal."),
        systems: vec!["payroll".to_owned()],
        since: NOW,
        until: Timestamp(NOW.0 + 1000),
    });
    for (path, content) in world.files() {
        let content = content.to_lowercase();
        assert!(!content.contains("payroll") && !content.contains("internal"), "{path}: {content}");
    }
}
