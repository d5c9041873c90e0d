//! Badges: well-formed, accessible, truthful.

use crate::world::{DAY, HOUR, World, timeline, world};
use allclear::config::brand::Accent;
use allclear::config::colour::Colour;
use allclear::history::State;
use allclear::status::Status;
use roxmltree::Document;
use serde_json::Value;

fn shown(world: &World, path: &str) -> String {
    let text = world.file(path);
    let document = Document::parse(&text).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.filter_map(|node| node.text()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn say_the_state_in_words_to_everybody() {
    let world = world();
    assert_eq!(shown(&world, "badge/rat.svg"), "RAT | major outage");
    assert_eq!(shown(&world, "badge.svg"), "Example status | partial outage");
    let text = world.file("badge/rat.svg");
    let document = Document::parse(&text).unwrap();
    let svg = document.root_element();
    assert_eq!(svg.attribute("role"), Some("img"));
    assert_eq!(svg.attribute("aria-label"), Some("RAT: major outage"));
    let title = svg.first_element_child().unwrap();
    assert_eq!((title.tag_name().name(), title.text()), ("title", Some("RAT: major outage")));
    // Nothing that a strict policy would refuse, nothing from elsewhere, nothing that runs.
    for node in document.descendants() {
        assert!(!matches!(node.tag_name().name(), "style" | "script" | "image" | "a" | "use"));
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on") && attribute.name() != "style");
        }
    }
    // Words lie within the picture.
    let number = |node: roxmltree::Node<'_, '_>, name| -> u32 {
        node.attribute(name).unwrap().parse().unwrap()
    };
    for words in document.descendants().filter(|node| node.has_tag_name("text")) {
        assert!(number(words, "x") + number(words, "textLength") + 7 <= number(svg, "width"));
    }
}

#[test]
fn the_label_stands_on_the_accent_of_the_brand_and_the_state_on_its_own_colour() {
    let plain = world();
    let colour = |text| Colour::parse(text).unwrap();
    let accent = Accent { light: colour("#6d28d9"), dark: colour("#b794f4") };
    let branded = World { accent: Some(accent), ..world() };
    for path in ["badge", "badge/rat", "badge/rat.uptime"] {
        let (before, after) =
            (plain.file(&format!("{path}.svg")), branded.file(&format!("{path}.svg")));
        assert!(before.contains("#3a424f"), "{before}");
        assert_eq!(after, before.replace("#3a424f", "#6d28d9"));
        let json: Value = serde_json::from_str(&branded.file(&format!("{path}.json"))).unwrap();
        assert_eq!(json["labelColor"], "#6d28d9");
    }
    let summary = |world: &World| -> Value {
        serde_json::from_str(&world.file("api/v2/summary.json")).unwrap()
    };
    assert_eq!(summary(&plain)["page"].get("allclear_accent"), None);
    let expected = serde_json::json!({ "light": "#6d28d9", "dark": "#b794f4" });
    assert_eq!(summary(&branded)["page"]["allclear_accent"], expected);
}

#[test]
fn are_green_only_when_that_is_known() {
    let green = "#04745a";
    for (status, words) in [
        (Status::Operational, "operational"),
        (Status::Degraded, "degraded"),
        (Status::PartialOutage, "partial outage"),
        (Status::MajorOutage, "major outage"),
        (Status::Maintenance, "maintenance"),
        (Status::Unknown, "unknown"),
        (Status::Checking, "checking"),
    ] {
        let world = World::all(status);
        for path in ["badge/rat", "badge"] {
            let svg = world.file(&format!("{path}.svg"));
            assert!(svg.contains(&format!(">{words}</text>")), "{svg}");
            assert_eq!(svg.contains(green), status == Status::Operational, "{svg}");
            let json: Value = serde_json::from_str(&world.file(&format!("{path}.json"))).unwrap();
            assert_eq!(json["schemaVersion"], 1);
            assert_eq!(json["message"], words);
            assert_eq!(json["color"] == green, status == Status::Operational);
            let is_error = matches!(status, Status::Unknown | Status::Checking);
            assert_eq!(json.get("isError"), is_error.then_some(&Value::Bool(true)));
        }
    }
}

#[test]
fn show_uptime_with_its_coverage_and_never_round_up() {
    let up = State::Operational;
    for (runs, expected) in [
        (vec![(up, 5000)], "100\u{a0}%"),
        (vec![(up, 2000), (State::MajorOutage, 1999), (up, 1000)], "99.99\u{a0}%"),
        (vec![(up, 9 * DAY), (State::MajorOutage, 0)], "90.00\u{a0}%"),
        (
            vec![(State::Unobserved, 10 * DAY), (up, 2 * HOUR), (State::MajorOutage, 0)],
            "99.16\u{a0}% of 11\u{a0}% observed",
        ),
        (vec![(State::Unobserved, HOUR), (up, 5000)], "less than 1\u{a0}% observed"),
        (vec![(State::Unobserved, 0)], "not observed"),
        (vec![], "not observed"),
        // The recorder is silent since two days: that time was not observed.
        (vec![(up, 2 * DAY)], "100\u{a0}% of 97\u{a0}% observed"),
    ] {
        let mut world = world();
        world.systems[2].timeline = timeline(&runs);
        let is_green = world.file("badge/rat.uptime.svg").contains("#04745a");
        assert_eq!(
            is_green,
            ["100\u{a0}%", "99.99"].iter().any(|good| expected.starts_with(good))
                && !expected.contains("less")
        );
        let expected = format!("uptime 90 d | {expected}");
        assert_eq!(shown(&world, "badge/rat.uptime.svg"), expected, "{runs:?}");
    }
}

#[test]
fn no_two_files_have_one_path() {
    let mut world = world();
    for id in ["overall", "rat-uptime", "badge", "uptime", "index"] {
        world.systems.push(crate::world::system(id, id, "", Status::Operational));
    }
    let mut paths: Vec<String> = world.files().into_iter().map(|(path, _)| path).collect();
    let all = paths.len();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), all);
}
