//! The verdict and the masthead.

use super::tree::{all, is_empty, one, tag, text, tree};
use super::{HOSTILE, english, html, site};
use allclear::config::Site;
use allclear::status::Status;
use allclear::ui::public::Verdict;
use allclear::view::public::{Banner, Step};
use leptos::prelude::*;

fn banner(status: Status) -> Banner {
    Banner {
        status,
        heading: "Major outage".to_owned(),
        sentence: String::new(),
        age: String::new(),
        path: Vec::new(),
    }
}

fn rendered(site: Site, banner: Banner) -> String {
    html(|| view! { <Verdict site banner words=english()/> })
}

#[test]
fn the_verdict_has_the_tint_and_the_symbol_of_its_status() {
    for status in [Status::Operational, Status::MajorOutage, Status::Unknown, Status::Checking] {
        tree(&rendered(site(), banner(status)), |root| {
            let name = status.name();
            assert_eq!(one(root, "banner").attribute("data-status"), Some(name));
            let verdict = one(root, "verdict");
            assert_eq!(verdict.attribute("data-status"), Some(name));
            assert_eq!(tag(verdict, "use").attribute("href"), Some(&*format!("#{name}")));
            assert_eq!(text(tag(verdict, "h1")), "Major outage");
            assert_eq!(tag(verdict, "h1").attribute("tabindex"), Some("-1"));
        });
    }
}

#[test]
fn what_is_not_said_leaves_an_empty_element() {
    tree(&rendered(site(), banner(Status::Operational)), |root| {
        assert!(is_empty(one(root, "age")));
        let sentence = one(root, "verdict").children().find(|node| node.has_tag_name("p"));
        assert!(is_empty(sentence.unwrap()));
        assert!(all(root, "path").is_empty());
    });
}

#[test]
fn a_blocked_way_is_shown_station_by_station() {
    let step = |status, name: &str| Step { status, name: name.to_owned(), word: "ok".to_owned() };
    let path = vec![step(Status::Operational, "This browser"), step(Status::Unknown, HOSTILE)];
    tree(&rendered(site(), Banner { path, ..banner(Status::Unknown) }), |root| {
        let path = one(root, "path");
        assert_eq!(path.attribute("aria-label"), Some("How far the question got"));
        let stations: Vec<_> = path
            .children()
            .map(|step| (step.attribute("data-status").unwrap(), text(tag(step, "b"))))
            .collect();
        let due = [("operational", "This browser".to_owned()), ("unknown", HOSTILE.to_owned())];
        assert_eq!(stations, due);
    });
}

#[test]
fn the_site_has_its_logo_or_the_mark() {
    let logo = Site { logo: Some("/logo.svg".to_owned()), name: HOSTILE.to_owned(), ..site() };
    tree(&rendered(logo, banner(Status::Operational)), |root| {
        let brand = one(root, "brand");
        assert_eq!(tag(brand, "img").attribute("src"), Some("/logo.svg"));
        assert_eq!(tag(brand, "img").attribute("alt"), Some(""));
        assert_eq!(text(brand), HOSTILE);
    });
    tree(&rendered(site(), banner(Status::Operational)), |root| {
        assert_eq!(tag(one(root, "brand"), "use").attribute("href"), Some("#operational"));
        let links = tag(root, "nav");
        assert_eq!(links.attribute("aria-label"), Some("Site"));
        assert_eq!(tag(links, "a").attribute("href"), Some("https://docs.example"));
        assert_eq!(text(links), "Docs");
    });
}
