//! Active problems.

use super::tree::{all, is_empty, one, tag, text, tree};
use super::{HOSTILE, english, html, no_action};
use allclear::history::{Block, Inline};
use allclear::status::Status;
use allclear::ui::public::Problems;
use allclear::view::public::page::BellButton;
use allclear::view::public::{IncidentUpdate, Problem};
use leptos::prelude::*;

fn problem() -> Problem {
    Problem {
        id: "chat".to_owned(),
        status: Status::MajorOutage,
        word: "Major outage".to_owned(),
        since: "since 14:03, for 4 min".to_owned(),
        heading: HOSTILE.to_owned(),
        names: Vec::new(),
        body: String::new(),
        text: Vec::new(),
        updates: Vec::new(),
        href: String::new(),
        is_reported: false,
        systems: Vec::new(),
    }
}

fn rendered(problems: Vec<Problem>, bells: Vec<BellButton>) -> String {
    html(|| view! { <Problems problems bells words=english() act=no_action()/> })
}

#[test]
fn without_a_problem_the_section_is_hidden() {
    tree(&rendered(Vec::new(), Vec::new()), |root| {
        assert!(one(root, "problems").has_attribute("hidden"));
        assert!(all(root, "problem").is_empty());
        // A text browser would read a heading without anything below it.
        assert!(is_empty(one(root, "problems")));
    });
}

#[test]
fn a_problem_says_what_it_is_and_nothing_else() {
    tree(&rendered(vec![problem()], Vec::new()), |root| {
        assert!(!one(root, "problems").has_attribute("hidden"));
        let article = one(root, "problem");
        assert_eq!(article.attribute("data-system"), Some("chat"));
        assert_eq!(article.attribute("data-status"), Some("major"));
        assert_eq!(text(tag(article, "h3")), HOSTILE);
        assert_eq!(one(article, "body").children().count(), 1);
    });
}

#[test]
fn a_visitor_can_request_a_notification_and_read_all() {
    let bell = |is_pressed, note: &str| BellButton {
        is_pressed,
        label: "Tell me".to_owned(),
        note: note.to_owned(),
    };
    let about = Problem { systems: vec![0], href: "#/incidents/1".to_owned(), ..problem() };
    tree(&rendered(vec![about.clone()], vec![bell(false, "")]), |root| {
        let button = tag(root, "button");
        assert_eq!(button.attribute("aria-pressed"), Some("false"));
        assert_eq!(text(button), "Tell me");
        assert_eq!(tag(one(root, "cluster"), "a").attribute("href"), Some("#/incidents/1"));
        assert!(all(root, "note").is_empty());
    });
    tree(&rendered(vec![about], vec![bell(true, "By a notification.")]), |root| {
        assert_eq!(tag(root, "button").attribute("aria-pressed"), Some("true"));
        assert_eq!(text(one(root, "note")), "By a notification.");
    });
}

#[test]
fn systems_with_one_cause_are_named_and_have_one_button() {
    let bell = |is_pressed| BellButton { is_pressed, ..BellButton::default() };
    let name = |id: &str| (id.to_owned(), HOSTILE.to_owned());
    let shared =
        Problem { names: vec![name("chat"), name("rat")], systems: vec![0, 2], ..problem() };
    for (bells, pressed) in [
        ([bell(true), bell(false), bell(true)], "true"),
        ([bell(true), bell(true), bell(false)], "false"),
        ([bell(false), bell(false), bell(true)], "false"),
    ] {
        tree(&rendered(vec![shared.clone()], bells.to_vec()), |root| {
            assert_eq!(tag(root, "button").attribute("aria-pressed"), Some(pressed));
            let names = one(root, "names");
            assert_eq!(names.attribute("aria-label"), Some("Affected systems"));
            let links: Vec<_> = names
                .children()
                .map(|name| (tag(name, "a").attribute("href").unwrap(), text(name)))
                .collect();
            assert_eq!(links, [("#chat", HOSTILE.to_owned()), ("#rat", HOSTILE.to_owned())]);
        });
    }
}

#[test]
fn operators_updates_begin_with_their_stage() {
    let body = vec![Block::Paragraph(vec![Inline::Text("We are on it.".to_owned())])];
    let update = IncidentUpdate {
        status: Status::Degraded,
        stage: "Identified".to_owned(),
        sentence: "Identified.".to_owned(),
        time: "14:10".to_owned(),
        body: body.clone(),
    };
    let about = Problem { updates: vec![update], text: body, ..problem() };
    tree(&rendered(vec![about], Vec::new()), |root| {
        let updates = one(root, "updates");
        assert_eq!(text(tag(updates, "time")), "14:10");
        assert_eq!(text(tag(updates, "p")), "Identified. We are on it.");
        assert_eq!(all(root, "prose").len(), 2);
    });
}
