//! The incidents below the systems and on pages of their own.

use super::page::page as page_of;
use super::tree::{all, by_id, is_empty, one, tag, text, tree};
use super::{HOSTILE, config, english, html, no_action};
use allclear::route::public::Page as Route;
use allclear::status::Status;
use allclear::ui::public::{Incidents, PastIncidents};
use allclear::view::language::Words;
use allclear::view::public::{Day, Event, Fact, IncidentPage, PastDays};
use leptos::prelude::*;

fn event(href: &str) -> Event {
    Event {
        status: Status::MajorOutage,
        href: href.to_owned(),
        title: HOSTILE.to_owned(),
        text: "14:03 to 14:31".to_owned(),
    }
}

#[test]
fn what_is_not_known_is_hidden() {
    let html = html(|| view! { <PastIncidents past=PastDays::default() words=english()/> });
    tree(&html, |root| assert!(tag(root, "section").has_attribute("hidden")));
}

#[test]
fn days_have_incidents_or_say_that_there_were_none() {
    let days = vec![
        Day {
            date: "Today".to_owned(),
            quiet: String::new(),
            events: vec![event("#/incidents/1"), event("")],
        },
        Day {
            date: "Nov 19".to_owned(),
            quiet: "No incidents reported.".to_owned(),
            events: Vec::new(),
        },
    ];
    let past = PastDays { note: String::new(), days };
    let html = html(|| view! { <PastIncidents past words=english()/> });
    tree(&html, |root| {
        assert!(!tag(root, "section").has_attribute("hidden"));
        let links: Vec<_> = all(root, "title")
            .into_iter()
            .map(|title| (tag(title, "a").attribute("href"), text(title)))
            .collect();
        assert_eq!(
            links,
            [(Some("#/incidents/1"), HOSTILE.to_owned()), (None, HOSTILE.to_owned())]
        );
        assert_eq!(text(one(root, "quiet")), "No incidents reported.");
        assert_eq!(one(root, "past").children().count(), 2);
    });
}

fn page() -> IncidentPage {
    IncidentPage {
        heading: HOSTILE.to_owned(),
        status: None,
        state: String::new(),
        crumb: String::new(),
        months: Vec::new(),
        facts: Vec::new(),
        spans: Vec::new(),
        ticks: Vec::new(),
        updates: Vec::new(),
        afterwards: Vec::new(),
    }
}

fn rendered(incident: IncidentPage) -> String {
    let mut page = page_of(config(&[("a", "")]), Words::ENGLISH, &Route::Incidents);
    page.view.incident_page = Some(incident);
    html(|| {
        let page = RwSignal::new(page);
        view! { <Incidents page act=no_action()/> }
    })
}

#[test]
fn a_page_without_an_incident_is_a_heading() {
    tree(&rendered(page()), |root| {
        assert_eq!(text(tag(root, "h1")), HOSTILE);
        assert!(!one(root, "banner").has_attribute("data-status"));
        assert!(is_empty(tag(root, "main")));
        assert_eq!(one(root, "brand").attribute("href"), Some("#/"));
        assert_eq!(text(one(root, "crumb")), "Status");
    });
}

#[test]
fn the_address_of_an_incident_can_be_copied_where_code_runs_that_copies() {
    let fact = Fact { name: "Impact".to_owned(), value: "Major".to_owned(), status: None };
    let incident = IncidentPage { facts: vec![fact], ..page() };
    let label = |incident: &IncidentPage, is_copied| {
        let mut shown = page_of(config(&[("a", "")]), Words::ENGLISH, &Route::Incidents);
        shown.view.incident_page = Some(incident.clone());
        shown.is_copied = is_copied;
        let html = html(|| {
            let page = RwSignal::new(shown);
            view! { <Incidents page act=no_action()/> }
        });
        tree(&html, |root| all(one(root, "verdict"), "button").first().map(|button| text(*button)))
    };
    assert_eq!(label(&incident, Some(false)).as_deref(), Some("Copy link"));
    assert_eq!(label(&incident, Some(true)).as_deref(), Some("Link copied"));
    assert_eq!(label(&incident, None), None);
    // The page of all incidents is one click away already.
    assert_eq!(label(&page(), Some(false)), None);
}

#[test]
fn an_incident_has_facts_and_a_month_to_go_back_to() {
    let fact = |status| Fact { name: "Impact".to_owned(), value: "Major".to_owned(), status };
    let incident = IncidentPage {
        status: Some(Status::Operational),
        state: "Resolved".to_owned(),
        crumb: "November 2026".to_owned(),
        facts: vec![fact(None), fact(Some(Status::MajorOutage))],
        months: vec![("November 2026".to_owned(), vec![event("#/incidents/1")])],
        ..page()
    };
    tree(&rendered(incident), |root| {
        assert_eq!(text(one(root, "crumb")), "Status / November 2026");
        assert_eq!(text(one(root, "resolved")), "Resolved");
        assert_eq!(tag(one(root, "resolved"), "use").attribute("href"), Some("#operational"));
        assert_eq!(text(by_id(root, "facts")), "Summary");
        let facts: Vec<_> = one(root, "facts").children().map(|fact| tag(fact, "dd")).collect();
        assert_eq!(facts[0].attribute("data-status"), None);
        assert_eq!(facts[1].attribute("data-status"), Some("major"));
        assert_eq!(text(one(facts[1], "word")), "Major");
        assert_eq!(one(root, "months").children().count(), 1);
    });
}
