//! The visitor's choices and what can be opened below the page.

use super::tree::{by_id, one, tag, text, tree};
use super::{english, html, no_action};
use allclear::ui::public::{Controls, ExtraSection, HistoryTools};
use allclear::view::language::LANGUAGES;
use allclear::view::public::page::{Choices, Extra, Files, Theme, ZoneKind};
use allclear::view::public::table::Table;
use leptos::prelude::*;
use std::sync::Arc;

fn controls(choices: Choices) -> String {
    let next = String::new();
    html(|| view! { <Controls choices next words=english() act=no_action()/> })
}

#[test]
fn what_is_chosen_is_pressed_and_selected() {
    let choices = Choices {
        zone: ZoneKind::Site,
        site_zone: Some("Europe/Berlin".to_owned()),
        theme: Theme::Dark,
        language: "ja".to_owned(),
    };
    tree(&controls(choices), |root| {
        let is_pressed = |id: &str| by_id(root, id).attribute("aria-pressed") == Some("true");
        assert!(is_pressed("zone-site") && !is_pressed("zone-mine") && !is_pressed("zone-utc"));
        assert!(is_pressed("theme-dark") && !is_pressed("theme-auto"));
        assert_eq!(text(by_id(root, "zone-site")), "Europe/Berlin");
        let list = by_id(root, "language");
        assert_eq!(list.attribute("aria-label"), Some("Language"));
        let codes: Vec<_> =
            list.children().filter_map(|option| option.attribute("value")).collect();
        assert_eq!(codes, LANGUAGES);
        let selected: Vec<_> = list
            .children()
            .filter(|option| option.has_attribute("selected"))
            .map(|option| (option.attribute("lang").unwrap(), text(option)))
            .collect();
        assert_eq!(selected, [("ja", "日本語".to_owned())]);
        assert_eq!(text(by_id(root, "check-now")), "Check now");
    });
}

#[test]
fn without_a_zone_of_the_site_there_are_two_to_choose_from() {
    tree(&controls(Choices::default()), |root| {
        assert!(root.descendants().all(|node| node.attribute("id") != Some("zone-site")));
        assert_eq!(by_id(root, "zone-mine").attribute("aria-pressed"), Some("true"));
    });
}

#[test]
fn a_button_says_what_it_opened_below() {
    let files = Files {
        history: "/p/history.json".to_owned(),
        feed: "/p/feed.atom".to_owned(),
        calendar: "/p/maintenance.ics".to_owned(),
    };
    let tools = |extra: Option<Extra>| {
        let files = files.clone();
        html(|| view! { <HistoryTools extra files words=english() act=no_action()/> })
    };
    let table = Extra::Table { revision: 1, table: Arc::default() };
    let cases = [
        (None, "false", "false"),
        (Some(Extra::Method), "true", "false"),
        (Some(table), "false", "true"),
    ];
    for (extra, method, days) in cases {
        tree(&tools(extra), |root| {
            assert_eq!(by_id(root, "show-method").attribute("aria-expanded"), Some(method));
            assert_eq!(by_id(root, "show-table").attribute("aria-expanded"), Some(days));
            let links: Vec<_> =
                root.descendants().filter_map(|node| node.attribute("href")).collect();
            assert_eq!(links, ["/p/history.json", "/p/feed.atom", "/p/maintenance.ics"]);
        });
    }
}

#[test]
fn the_days_are_a_table_with_headings() {
    let table = Table {
        columns: ["Day", "Chat", "RAT"].map(str::to_owned).into(),
        rows: vec![("Nov 20".to_owned(), vec!["100 %".to_owned(), String::new()])],
    };
    let extra = Extra::Table { revision: 1, table: Arc::new(table) };
    let html = html(|| view! { <ExtraSection extra words=english()/> });
    tree(&html, |root| {
        let section = one(root, "table");
        assert_eq!(section.attribute("aria-labelledby"), Some("extra-heading"));
        assert_eq!(text(by_id(root, "extra-heading")), "Daily uptime");
        assert_eq!(section.attribute("tabindex"), Some("0"));
        let scopes: Vec<_> =
            section.descendants().filter_map(|node| node.attribute("scope")).collect();
        assert_eq!(scopes, ["col", "col", "col", "row"]);
        assert_eq!(text(tag(section, "tbody")), "Nov 20100 %");
    });
}
