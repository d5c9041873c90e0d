//! The verdict and the masthead.

use super::page::page;
use super::tree::{all, by_id, is_empty, one, tag, text, tree};
use super::{HOSTILE, config, english, html, no_action, site};
use allclear::config::{Config, Logo, Site};
use allclear::route::public::Page as Route;
use allclear::status::Status;
use allclear::ui::public::{Masthead, PageBanner, Verdict};
use allclear::view::language::Words;
use allclear::view::public::page::{BellButton, Page};
use allclear::view::public::{Banner, Step};
use leptos::prelude::*;
use roxmltree::Node;

fn banner(status: Status) -> Banner {
    Banner {
        status,
        heading: "Major outage".to_owned(),
        sentence: String::new(),
        last_incident: None,
        age: String::new(),
        path: Vec::new(),
    }
}

fn rendered(banner: Banner) -> String {
    html(|| view! { <Verdict banner words=english()/> })
}

fn page_of(site: Site) -> Page {
    let config = Config { site, ..config(&[("a", "")]) };
    page(config, Words::ENGLISH, &Route::Systems)
}

fn masthead(page: Page) -> String {
    html(|| {
        let page = RwSignal::new(page);
        view! { <Masthead page href="#top" act=no_action()/> }
    })
}

#[test]
fn the_verdict_has_the_tint_and_the_symbol_of_its_status() {
    for status in [Status::Operational, Status::MajorOutage, Status::Unknown, Status::Checking] {
        tree(&rendered(banner(status)), |root| {
            let name = status.name();
            let verdict = one(root, "verdict");
            assert_eq!(verdict.attribute("data-status"), Some(name));
            assert_eq!(tag(verdict, "use").attribute("href"), Some(&*format!("#{name}")));
            assert_eq!(text(tag(verdict, "h1")), "Major outage");
            assert_eq!(tag(verdict, "h1").attribute("tabindex"), Some("-1"));
        });
    }
}

#[test]
fn the_notice_of_the_site_is_text_at_the_top() {
    let top = |site| {
        let page = page_of(site);
        html(|| {
            let page = RwSignal::new(page);
            view! { <PageBanner page act=no_action()/> }
        })
    };
    let site = |notice: Option<&str>| Site { notice: notice.map(str::to_owned), ..site() };
    tree(&top(site(Some(HOSTILE))), |root| assert_eq!(text(one(root, "notice")), HOSTILE));
    tree(&top(site(None)), |root| assert_eq!(all(root, "notice").len(), 0));
}

#[test]
fn the_tint_of_the_top_is_that_of_the_verdict() {
    let mut page = page_of(site());
    page.view.banner = banner(Status::MajorOutage);
    let html = html(|| {
        let page = RwSignal::new(page);
        view! { <PageBanner page act=no_action()/> }
    });
    tree(&html, |root| {
        let banner = one(root, "banner");
        assert_eq!(banner.attribute("data-status"), Some("major"));
        assert_eq!(text(tag(banner, "h1")), "Major outage");
    });
}

#[test]
fn a_calm_verdict_leads_to_the_last_incident() {
    let last_incident = Some((HOSTILE.to_owned(), "#/incidents/1".to_owned()));
    let sentence = "No incident for 8 days.".to_owned();
    let calm = Banner { sentence, last_incident, ..banner(Status::Operational) };
    tree(&rendered(calm), |root| {
        assert_eq!(tag(root, "a").attribute("href"), Some("#/incidents/1"));
        let sentence = one(root, "verdict").children().find(|node| node.has_tag_name("p"));
        assert_eq!(text(sentence.unwrap()), format!("No incident for 8 days. {HOSTILE}"));
    });
}

#[test]
fn what_is_not_said_leaves_an_empty_element() {
    tree(&rendered(banner(Status::Operational)), |root| {
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
    tree(&rendered(Banner { path, ..banner(Status::Unknown) }), |root| {
        let path = one(root, "path");
        assert_eq!(path.attribute("aria-label"), Some("Connection path"));
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
    let with = |dark: Option<&str>| {
        let logo = Logo { light: "/logo.svg".to_owned(), dark: dark.map(str::to_owned) };
        Site { logo: Some(logo), name: HOSTILE.to_owned(), ..site() }
    };
    tree(&masthead(page_of(with(None))), |root| {
        let brand = one(root, "brand");
        let image = tag(brand, "img");
        assert_eq!(image.attribute("src"), Some("/logo.svg"));
        assert_eq!(image.attribute("alt"), Some(""));
        assert_eq!(image.attribute("data-for"), None);
        assert_eq!(text(brand), HOSTILE);
    });
    tree(&masthead(page_of(with(Some("/dark.svg")))), |root| {
        let images = one(root, "brand").children().filter(|node| node.has_tag_name("img"));
        let images: Vec<_> =
            images.map(|image| (image.attribute("data-for"), image.attribute("src"))).collect();
        let due = [(Some("light"), Some("/logo.svg")), (Some("dark"), Some("/dark.svg"))];
        assert_eq!(images, due);
    });
    tree(&masthead(page_of(site())), |root| {
        assert_eq!(tag(one(root, "brand"), "use").attribute("href"), Some("#operational"));
        let links = tag(root, "nav");
        assert_eq!(links.attribute("aria-label"), Some("Site"));
        let links: Vec<_> = links
            .children()
            .filter(|node| node.has_tag_name("a"))
            .map(|link| (link.attribute("href").unwrap(), text(link)))
            .collect();
        let due = [("https://docs.example", "Docs"), ("#/incidents", "History")];
        assert_eq!(links, due.map(|(href, name)| (href, name.to_owned())));
    });
}

/// The addresses of the buttons that are links.
fn addresses(root: Node<'_, '_>) -> Vec<String> {
    let links = all(root, "button").into_iter();
    links.filter_map(|link| link.attribute("href").map(str::to_owned)).collect()
}

#[test]
fn the_menu_of_subscriptions_opens_without_script() {
    let feeds = ["/p/feed.atom", "/p/maintenance.ics"].map(str::to_owned);
    // Where no code runs, nothing is offered that would need it.
    tree(&masthead(page_of(site())), |root| {
        let menu = one(root, "subscribe");
        assert!(menu.has_tag_name("details") && !menu.has_attribute("open"));
        assert_eq!(text(tag(menu, "summary")), "Subscribe");
        assert_eq!(addresses(menu), feeds);
        assert!(menu.descendants().all(|node| !node.has_tag_name("button")));
    });
    let subscription = BellButton {
        is_pressed: true,
        label: "Turn off".to_owned(),
        note: "By a notification.".to_owned(),
    };
    let subscribed = Page { subscription: Some(subscription), ..page_of(site()) };
    tree(&masthead(subscribed), |root| {
        let button = by_id(root, "subscribe-tab");
        assert_eq!(button.attribute("aria-pressed"), Some("true"));
        assert!(text(one(root, "sheet")).contains("By a notification."));
        assert_eq!(addresses(root), feeds);
    });
}
