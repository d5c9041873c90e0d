//! Components that are given a value.

use super::super::tree::{all, is_empty, one, tag, text, tree};
use super::super::{HOSTILE, html};
use allclear::status::Status;
use allclear::ui::admin::{LoginAlert, NoticeItem, SubjectRow, TargetLine};
use allclear::view::admin::login::Alert;
use allclear::view::admin::notice::Notice;
use allclear::view::admin::subject::{Subject, Tile};
use allclear::view::admin::targets::{TargetRow, Which};
use leptos::prelude::*;

#[test]
fn a_system_shows_its_parts_and_what_its_health_answered() {
    let tile = Tile { name: HOSTILE.to_owned(), status: Status::Degraded, why: "slow".to_owned() };
    let subject = Subject {
        id: "chat".to_owned(),
        name: HOSTILE.to_owned(),
        is_hidden: true,
        status: Status::MajorOutage,
        tiles: vec![tile],
        pairs: vec![("Version", HOSTILE.to_owned())],
        excerpt: vec![("503 ".to_owned(), false), (HOSTILE.to_owned(), true)],
        ..Subject::default()
    };
    tree(&html(|| view! { <SubjectRow subject/> }), |root| {
        let section = one(root, "subject");
        assert_eq!(section.attribute("data-status"), Some("major"));
        assert_eq!(text(tag(section, "h2")), HOSTILE);
        let tile = one(section, "tile");
        assert_eq!(tag(tile, "use").attribute("href"), Some("#degraded"));
        assert_eq!(text(tile), format!("{HOSTILE}degraded: slow"));
        assert_eq!(
            (text(tag(section, "dt")), text(tag(section, "dd"))),
            ("Version".to_owned(), HOSTILE.to_owned())
        );
        assert_eq!(text(tag(one(section, "excerpt"), "b")), HOSTILE);
        assert!(text(section).contains("Not public"));
        assert!(all(root, "script").is_empty());
    });
}

#[test]
fn a_row_of_a_target_is_complete_and_its_text_is_text() {
    let row = TargetRow {
        key: "#/targets/metrics/chat/app/raw".to_owned(),
        which: Which::Target(3),
        system: "Chat".to_owned(),
        path: HOSTILE.to_owned(),
        samples: "1".to_owned(),
        ..TargetRow::default()
    };
    let rendered = html(|| view! { <TargetLine row on_scrape=Callback::new(|_| ())/> });
    tree(&rendered, |root| {
        let cells: Vec<_> = tag(root, "tr").children().collect();
        assert_eq!(cells.len(), 8);
        assert_eq!(text(tag(cells[0], "code")), HOSTILE);
        assert_eq!(text(one(root, "unit")), " sample");
        let label = format!("Scrape Chat {HOSTILE} now");
        assert_eq!(tag(root, "button").attribute("aria-label"), Some(&*label));
    });
}

#[test]
fn a_notice_offers_a_newer_configuration_only_where_there_is_one() {
    for offers_config in [false, true] {
        let notice = Notice { status: Some("unknown"), text: HOSTILE.to_owned(), offers_config };
        let rendered = html(|| view! { <NoticeItem notice on_take_over=Callback::new(|()| ())/> });
        tree(&rendered, |root| {
            assert_eq!(tag(root, "li").attribute("data-status"), Some("unknown"));
            assert_eq!(text(tag(root, "span")), HOSTILE);
            assert_eq!(tag(root, "button").attribute("hidden").is_none(), offers_config);
        });
    }
}

#[test]
fn a_refusal_has_its_symbol_and_its_words() {
    let alert = Alert {
        status: "degraded",
        word: "Too many attempts.".to_owned(),
        rest: HOSTILE.to_owned(),
        is_password: false,
    };
    tree(&html(|| view! { <LoginAlert alert/> }), |root| {
        let alert = one(root, "alert");
        assert_eq!(tag(alert, "use").attribute("href"), Some("#degraded"));
        assert_eq!(text(one(alert, "word")), "Too many attempts.");
        assert!(text(alert).ends_with(HOSTILE));
        assert!(!is_empty(alert));
    });
}
