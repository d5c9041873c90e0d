//! The screen of alerts.

use super::super::tree::{all, by_id, one, tag, text, tree};
use super::{HOSTILE, NOW, answered, console, labels, page};
use allclear::console::{Console, Event, Request};
use metrics_engine::time::Duration;

/// A console whose target answered with this page, after the first evaluation of its rules.
fn evaluated(metrics: &str) -> Console {
    let mut console = console(metrics);
    for check in 0..2 {
        console.update(answered(Request::Check(check), 200, "{}"), NOW);
    }
    console.update(Event::Tick, NOW + Duration(1));
    console
}

#[test]
fn what_fires_comes_first_and_what_is_inactive_is_folded() {
    let metrics = format!("load{{zone=\"{}\"}} 7\n", HOSTILE.replace('"', "\\\""));
    tree(&page(evaluated(&metrics), "#/alerts"), |root| {
        let main = tag(root, "main");
        let states = by_id(root, "rules-all").parent().unwrap();
        let pressed: Vec<String> = states.children().map(text).collect();
        assert_eq!(pressed, ["All 4", "Firing 1", "Pending 0", "Cannot fire 1", "Inactive 2"]);
        let sections: Vec<_> =
            main.descendants().filter(|node| node.has_tag_name("section")).collect();
        assert_eq!(labels(sections[0], "h2"), ["1 firing"]);
        assert_eq!(labels(sections[1], "h2"), ["1 cannot fire"]);
        let names = |section| {
            all(section, "rule").into_iter().map(|rule| text(tag(rule, "h3"))).collect::<Vec<_>>()
        };
        assert_eq!(
            (names(sections[0]), names(sections[1])),
            (vec!["Busy".to_owned()], vec!["Missing".to_owned()])
        );
        assert_eq!(one(sections[0], "rule").attribute("data-status"), Some("major"));

        let fold = one(sections[2], "fold");
        assert_eq!(fold.attribute("aria-expanded"), Some("false"));
        assert_eq!(text(tag(fold, "b")), "2 inactive");
        assert!(text(fold).contains("chat 1, built in 1."), "{}", text(fold));
        let rules = sections[2].children().next_back().unwrap();
        assert!(rules.has_attribute("hidden"), "one line until it is opened");
        assert_eq!(names(sections[2]), ["Down", "PayDown"]);
        assert_eq!(text(one(root, "count")), "firing: 1", "the rail counts the same");
        assert!(labels(root, "script").is_empty());
    });
}

#[test]
fn an_address_opens_a_rule_with_its_annotations_alerts_and_form() {
    let address = "#/alerts?panel=chat%2FBusy";
    tree(&page(evaluated("load{zone=\"north\"} 7\n"), address), |root| {
        let rule = one(root, "opened");
        assert_eq!(rule.attribute("aria-label"), Some("Busy"));
        let button = tag(all(root, "rule")[0], "button");
        assert_eq!(button.attribute("aria-expanded"), Some("true"));
        assert_eq!(by_id(root, button.attribute("aria-controls").unwrap()), rule);
        assert!(text(rule).contains("north is busy"), "{}", text(rule));
        assert_eq!(tag(rule, "a").attribute("href"), Some("https://wiki/busy"));
        let alert = tag(tag(rule, "tbody"), "tr");
        assert!(text(alert).contains("zone=north") && text(alert).contains('7'), "{}", text(alert));
        assert_eq!(tag(rule, "figure").attribute("class"), Some("panel"), "it has its chart");
        assert!(!all(rule, "limits").is_empty(), "the form of its limit");
    });
}

#[test]
fn an_address_of_an_inactive_rule_opens_the_fold() {
    tree(&page(evaluated("load 1\n"), "#/alerts?panel=chat%2FBusy"), |root| {
        let fold = one(root, "fold");
        assert_eq!(fold.attribute("aria-expanded"), Some("true"));
        assert_eq!(one(root, "opened").attribute("aria-label"), Some("Busy"));
    });
}
