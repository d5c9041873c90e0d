//! The whole page, in each language.

use super::tree::{all, by_id, one, tag, text, tree};
use super::{HOSTILE, NOON, config, html, no_action};
use allclear::config::Config;
use allclear::monitor::Monitor;
use allclear::route::public::Page as Route;
use allclear::ui::public::PublicPage;
use allclear::view::format::Zone;
use allclear::view::language::{Date, Formats, LANGUAGES, Words};
use allclear::view::public::histories::Histories;
use allclear::view::public::page::{Choices, Extra, HistorySection, Layout, Page};
use allclear::view::public::{Published, screen};
use leptos::prelude::*;
use metrics_engine::time::Duration;
use std::sync::Arc;

pub(crate) fn page(config: Config, words: Words, route: &Route) -> Page {
    let layout = Layout::of(&config);
    let histories = Histories::new(&config);
    let n = config.systems.len();
    let monitor = Monitor::new(config, NOON);
    let zone = Zone { name: "UTC", offset: &|_| Duration::ZERO };
    let view = screen(&monitor, &Published::default(), &histories, route, &words, &zone, NOON);
    Page {
        view,
        words: Arc::new(words),
        layout: Arc::new(layout),
        history: Some(HistorySection {
            systems: (0..n).map(|_| Arc::default()).collect(),
            note: String::new(),
            is_there: true,
            extra: Some(Extra::Method),
        }),
        open: vec![false; n],
        bells: Vec::new(),
        subscription: None,
        limit: usize::MAX,
        search: None,
        folded: Vec::new(),
        is_copied: None,
        choices: Choices::default(),
    }
}

fn rendered(page: Page) -> String {
    html(|| {
        let page = RwSignal::new(page);
        view! { <PublicPage page act=no_action()/> }
    })
}

#[test]
fn systems_stand_in_their_groups() {
    let config = config(&[("chat", ""), ("rat", "Tools"), ("mail", "")]);
    tree(&rendered(page(config, Words::ENGLISH, &Route::Systems)), |root| {
        let groups: Vec<_> = one(root, "groups").children().collect();
        let found: Vec<_> = groups
            .iter()
            .map(|group| {
                let rows = all(*group, "system");
                let ids: Vec<_> = rows.iter().filter_map(|row| row.attribute("id")).collect();
                (text(tag(*group, "h2")), ids.join(" "))
            })
            .collect();
        let due = [("Systems", "chat mail"), ("Tools", "rat")];
        assert_eq!(found, due.map(|(name, ids)| (name.to_owned(), ids.to_owned())));
        assert_eq!(groups[0].attribute("aria-labelledby"), tag(groups[0], "h2").attribute("id"));
        assert!(tag(root, "main").has_attribute("data-past"));
        assert_eq!(one(root, "key").children().count(), 6);
        // What is opened stands in the page, with a heading, and not below the footer.
        let extra = by_id(tag(root, "main"), "extra");
        assert_eq!(text(tag(extra, "h2")), "How uptime is calculated");
        assert_eq!(extra.attribute("tabindex"), Some("-1"));
        assert_eq!(one(root, "skip").attribute("href"), Some("#main"));
        assert_eq!(tag(root, "main").attribute("id"), Some("main"));
    });
}

#[test]
fn a_limit_renders_the_first_systems_alone() {
    let config = config(&[("a", ""), ("b", "G"), ("c", "")]);
    let limited = Page { limit: 2, ..page(config, Words::ENGLISH, &Route::Systems) };
    tree(&rendered(limited), |root| {
        let rows = all(root, "system");
        let ids: Vec<_> = rows.iter().filter_map(|row| row.attribute("id")).collect();
        assert_eq!(ids, ["a", "b"]);
    });
}

fn many() -> Config {
    let ids: Vec<String> = (0..21).map(|n| format!("s{n}")).collect();
    let systems: Vec<(&str, &str)> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| (&**id, if n < 20 { "Web" } else { "Tools" }))
        .collect();
    config(&systems)
}

#[test]
fn many_systems_have_a_search_field_and_groups_that_fold() {
    let few = page(config(&[("a", "G"), ("b", "H")]), Words::ENGLISH, &Route::Systems);
    tree(&rendered(few), |root| {
        assert!(all(root, "search").is_empty() && all(root, "fold").is_empty());
    });
    let whole =
        Page { search: Some(String::new()), ..page(many(), Words::ENGLISH, &Route::Systems) };
    tree(&rendered(whole.clone()), |root| {
        let field = by_id(root, "search");
        assert_eq!(field.attribute("aria-label"), Some("Search systems"));
        // No code runs that could search.
        assert!(field.has_attribute("disabled"));
        assert_eq!(all(root, "system").len(), 21);
        let folds = all(root, "fold");
        assert_eq!(
            folds.iter().map(|fold| text(*fold)).collect::<Vec<_>>(),
            ["CheckingWeb", "CheckingTools"]
        );
        assert_eq!(folds[0].attribute("aria-controls"), Some("group-0-systems"));
        assert_eq!(one(folds[0], "worst").attribute("data-status"), Some("checking"));
    });
    let folded = Page { folded: vec![true, false], ..whole.clone() };
    tree(&rendered(folded), |root| {
        let rows = all(root, "system");
        assert_eq!(rows.iter().filter_map(|row| row.attribute("id")).collect::<Vec<_>>(), ["s20"]);
        assert_eq!(all(root, "fold")[0].attribute("aria-expanded"), Some("false"));
        assert!(by_id(root, "group-0-systems").has_attribute("hidden"));
    });
    // A search goes through folded groups as well, by the name of a system or of its group.
    for (text_of_search, ids) in
        [(" S1 ", 11), ("s20", 1), ("tools", 1), ("nothing of this name", 0)]
    {
        let search = Some(text_of_search.to_owned());
        let found = Page { search, folded: vec![true, true], ..whole.clone() };
        tree(&rendered(found), |root| {
            assert_eq!(all(root, "system").len(), ids, "{text_of_search}");
            let note = text(one(one(root, "search"), "note"));
            assert_eq!(note.starts_with("No system"), ids == 0, "{note}");
        });
    }
}

#[test]
fn a_page_without_a_recorder_has_no_history() {
    let config = Config { recorder: false, ..config(&[("a", "")]) };
    let without = Page { history: None, ..page(config, Words::ENGLISH, &Route::Systems) };
    tree(&rendered(without), |root| {
        assert!(!tag(root, "main").has_attribute("data-past"));
        for class in ["legend", "tools", "strip", "subscribe"] {
            assert!(all(root, class).is_empty(), "{class}");
        }
    });
}

#[test]
fn incidents_stand_in_place_of_the_systems() {
    let config = config(&[("a", "")]);
    tree(&rendered(page(config, Words::ENGLISH, &Route::Incidents)), |root| {
        assert!(all(root, "system").is_empty() && all(root, "tools").is_empty());
        assert_eq!(one(root, "brand").attribute("href"), Some("#/"));
        by_id(root, "check-now");
    });
}

#[test]
fn without_a_problem_a_text_browser_reads_no_heading_of_problems() {
    let html = rendered(page(config(&[("a", "")]), Words::ENGLISH, &Route::Systems));
    assert!(!html.contains("Active problems"), "{html}");
}

#[test]
fn a_hostile_configuration_stays_text() {
    let mut hostile = config(&[("a", HOSTILE)]);
    hostile.systems[0].name = HOSTILE.to_owned();
    hostile.systems[0].description = HOSTILE.to_owned();
    hostile.site.name = HOSTILE.to_owned();
    let html = rendered(page(hostile, Words::ENGLISH, &Route::Systems));
    assert!(!html.contains("<script"), "{html}");
    tree(&html, |root| {
        assert_eq!(text(one(root, "brand")), HOSTILE);
        assert_eq!(text(one(root, "disclose")), HOSTILE);
    });
}

/// Formats that write no letters, so that all letters are the language's own.
const FORMATS: Formats = Formats {
    category: |_| "other".to_owned(),
    number: |number, _| number.to_string(),
    date: |day, _: Date| day.to_string(),
    list: |names| names.join(" "),
};

#[test]
fn no_language_shows_an_english_sentence() {
    let read = |code: &str| {
        let path = format!("{}/public/lang/{code}.json", env!("CARGO_MANIFEST_DIR"));
        Words::read(&std::fs::read(path).unwrap(), FORMATS)
    };
    for code in LANGUAGES.into_iter().filter(|code| *code != "en") {
        let html = rendered(page(config(&[("a", "")]), read(code), &Route::Systems));
        for english in [
            "Subscribe",
            "History",
            "Skip to status",
            ">Legend<",
            "days ago",
            "Past incidents",
            "Check now",
            "How uptime is calculated",
            "Uptime is weighted",
            "Systems",
            "Uptime",
        ] {
            assert!(!html.contains(english), "{code}: {english}");
        }
    }
}
