//! The operators' page, around a console that answers of the test have filled.

mod alerts;
mod dashboards;
mod explore;
mod host;
mod parts;

use super::tree::{all, by_id, is_empty, one, tag, text, tree};
use super::{HOSTILE, html};
use allclear::console::{Console, Event, Request, StoredData, Token};
use allclear::decode::Answer;
use allclear::monitor::FetchError;
use allclear::route::Route;
use allclear::ui::admin::{AdminPage, ConsoleHandle, ForgetDialog, Signals};
use host::{NOW, TestHost};
use leptos::prelude::*;
use metrics_engine::time::Duration;
use roxmltree::Node;
use std::rc::Rc;

/// Two systems with a health check each, and a target of the first.
const CONFIG: &str = r#"{"version":2,"config":{"site":{"name":"World"},"mappings":[{"state":["code"]}],
"systems":[{"id":"chat","name":"Chat","checks":[{"id":"health","name":"Health","mapping":0}]},
           {"id":"pay","name":"Pay","checks":[{"id":"health","name":"Health","mapping":0}]}]},
"targets":[{"system":"chat","id":"app","job":"chat","instance":"h:1","path":"/metrics"}],
"groups":[{"name":"chat","rules":[
            {"alert":"Busy","expr":"load > 5","labels":[["severity","critical"]],
             "annotations":[["summary","{{ $labels.zone }} is busy"],["runbook_url","https://wiki/busy"]]},
            {"alert":"Down","expr":"up == 0"},
            {"alert":"Missing","expr":"no_such_total > 5"}]},
          {"name":"built in","rules":[{"alert":"PayDown","expr":"health_consecutive_failures{system=\"pay\"} >= 2"}]}],
"dashboards":[{"id":"load","title":"Load","panels":[
            {"id":"load","title":"Load","description":"How `busy` it is.","queries":[{"expr":"load","legend":"{{zone}}"}]},
            {"id":"state","title":"State","kind":"states","queries":[{"expr":"up","legend":"{{job}}"}],
             "mappings":[{"value":1,"text":"Up"},{"value":0,"text":"Down","severity":"critical"}]},
            {"id":"errors","title":"Errors","description":"It appears with the first `error`.","queries":[{"expr":"errors_total"}]}]},
          {"id":"other","title":"Other","panels":[{"id":"up","title":"Up","kind":"table","queries":[{"expr":"up"}]}]}]}"#;

fn answered(request: Request, code: u16, body: &str) -> Event {
    let answer = Answer { code, headers: Vec::new(), body: body.as_bytes().to_vec() };
    Event::Answered { request, took: Duration(40), result: Ok(answer) }
}

/// A console during a login.
fn signing_in() -> Console {
    let mut console = Console::new("/admin".to_owned());
    let token = Token::basic("ops", "right");
    console.update(Event::LoginSubmitted { token, remember: false }, NOW);
    console
}

/// A console after a login, whose target answered with this page.
fn console(page: &str) -> Console {
    let mut console = signing_in();
    console.update(answered(Request::Config, 200, CONFIG), NOW);
    console.update(Event::Loaded(Ok(StoredData::default())), NOW);
    console.update(answered(Request::Past, 404, ""), NOW);
    assert!(console.work().is_some(), "the page has begun");
    console.update(Event::LeadChanged { leads: true }, NOW);
    console.update(answered(Request::Target(0), 200, page), NOW);
    for _ in 0..100 {
        console.update(Event::Continue, NOW);
    }
    console
}

/// Renders the page at an address.
fn page(console: Console, address: &str) -> String {
    page_of(TestHost::new(console), address)
}

fn page_of(host: TestHost, address: &str) -> String {
    html(|| {
        provide_context(ConsoleHandle::new(Rc::new(host), Signals::new(Route::parse(address))));
        view! { <AdminPage/> }
    })
}

fn labels(node: Node<'_, '_>, name: &str) -> Vec<String> {
    node.descendants().filter(|node| node.has_tag_name(name)).map(text).collect()
}

#[test]
fn without_a_login_there_is_the_form_alone() {
    tree(&page(Console::new("/admin".to_owned()), "#/overview"), |root| {
        assert_eq!(labels(root, "label"), ["Username", "Password", "Stay signed in for this tab"]);
        assert_eq!(text(tag(root, "h1")), "Sign in");
        assert_eq!(labels(root, "button"), ["Sign in"]);
        assert_eq!(labels(root, "nav"), [""; 0]);
        let alert = root.descendants().find(|node| node.attribute("role") == Some("alert"));
        assert!(is_empty(alert.unwrap()), "nothing went wrong yet");
        let password = root.descendants().find(|node| node.attribute("name") == Some("password"));
        assert_eq!(password.unwrap().attribute("autocomplete"), Some("current-password"));
        assert_eq!(password.unwrap().attribute("aria-invalid"), None);
    });
}

#[test]
fn while_a_login_is_checked_its_button_waits() {
    tree(&page(signing_in(), ""), |root| {
        let button = tag(root, "button");
        assert_eq!(text(button), "Signing in…");
        assert!(button.attribute("disabled").is_some());
    });
}

#[test]
fn a_wrong_password_is_reported_at_its_field() {
    let mut console = signing_in();
    console.update(answered(Request::Config, 401, ""), NOW);
    tree(&page(console, ""), |root| {
        let alert = one(root, "alert");
        assert_eq!(alert.attribute("data-status"), Some("major"));
        assert_eq!(text(one(alert, "word")), "Wrong username or password.");
        let password = root.descendants().find(|node| node.attribute("name") == Some("password"));
        assert_eq!(password.unwrap().attribute("aria-invalid"), Some("true"));
    });
}

#[test]
fn a_sign_in_proxy_takes_the_place_of_the_form() {
    let console = Console::new("/admin".to_owned());
    let host = TestHost { sign_in: Some("/oauth2/start".to_owned()), ..TestHost::new(console) };
    tree(&page_of(host, ""), |root| {
        assert!(labels(root, "form").is_empty());
        let link = one(root, "primary");
        assert_eq!(
            (link.attribute("href"), text(link)),
            (Some("/oauth2/start"), "Sign in".to_owned())
        );
    });
}

#[test]
fn the_rail_leads_to_every_screen_and_marks_the_present_one() {
    tree(&page(console("load 1\n"), "#/targets"), |root| {
        let links: Vec<_> = one(root, "nav")
            .descendants()
            .filter(|node| node.has_tag_name("a"))
            .map(|link| (link.attribute("href").unwrap(), link.attribute("aria-current")))
            .collect();
        let due = [
            ("#/overview", None),
            ("#/targets", Some("page")),
            ("#/dashboards", None),
            ("#/explore", None),
            ("#/alerts", None),
        ];
        assert_eq!(links, due);
        assert!(one(root, "count").attribute("hidden").is_some(), "nothing fires");
        assert_eq!(text(tag(one(root, "who"), "p")), "Signed in as ops");
    });
}

#[test]
fn the_first_stop_of_the_keyboard_skips_the_rail() {
    tree(&page(console("load 1\n"), "#/overview"), |root| {
        let link = tag(root, "a");
        assert_eq!(
            (text(link).as_str(), link.attribute("class")),
            ("Skip to content", Some("skip"))
        );
        let content = by_id(root, link.attribute("href").unwrap().trim_start_matches('#'));
        assert_eq!(content, tag(root, "main"));
        assert_eq!(content.attribute("tabindex"), Some("-1"), "it can take the focus");
    });
}

#[test]
fn the_overview_has_a_section_for_each_system() {
    tree(&page(console("load 1\n"), "#/overview"), |root| {
        assert_eq!(text(tag(one(root, "workspace"), "h1")), "Overview");
        let sections = all(root, "subject");
        let names: Vec<_> = sections.iter().map(|section| text(tag(*section, "h2"))).collect();
        assert_eq!(names, ["Chat", "Pay"]);
        for section in sections {
            let heading = by_id(root, section.attribute("aria-labelledby").unwrap());
            assert_eq!(heading.attribute("data-status"), section.attribute("data-status"));
        }
        assert!(labels(root, "dialog").is_empty());
    });
}

#[test]
fn every_endpoint_has_a_row_with_its_address_and_its_button() {
    tree(&page(console("load 1\nbad line here\n"), "#/targets"), |root| {
        let body = tag(root, "tbody");
        let rows: Vec<_> = body.children().collect();
        let addresses: Vec<_> =
            rows.iter().map(|row| tag(*row, "a").attribute("href").unwrap()).collect();
        let due = [
            "#/targets/health/chat/health/raw",
            "#/targets/metrics/chat/app/problems",
            "#/targets/health/pay/health/raw",
        ];
        assert_eq!(addresses, due);
        assert_eq!(one(rows[1], "state").attribute("data-status"), Some("degraded"));
        let label = tag(rows[1], "button").attribute("aria-label");
        assert_eq!(label, Some("Scrape Chat /metrics now"));
        assert!(is_empty(one(root, "answer")), "nothing is opened");
    });
}

#[test]
fn a_line_that_cannot_be_read_stands_with_its_reason() {
    let page =
        page(console(&format!("load 1\n{HOSTILE}\n")), "#/targets/metrics/chat/app/problems");
    tree(&page, |root| {
        let answer = one(root, "answer");
        let cells = labels(tag(answer, "tbody"), "td");
        assert_eq!(cells[0], "2");
        assert!(cells[1].len() > 10, "a reason: {cells:?}");
        assert_eq!(cells[2], HOSTILE);
        let pressed: Vec<_> = one(answer, "segmented")
            .children()
            .map(|button| (text(button), button.attribute("aria-pressed").unwrap()))
            .collect();
        let due = [("Problems", "true"), ("Families", "false"), ("Raw", "false")];
        assert_eq!(pressed, due.map(|(word, is)| (word.to_owned(), is)));
        assert!(labels(root, "script").is_empty());
    });
}

#[test]
fn of_thousands_of_lines_those_of_the_window_are_there() {
    let lines: Vec<String> = (0..5000).map(|n| format!("load{{n=\"{n}\"}} {n}\n")).collect();
    let lines = lines.concat();
    tree(&page(console(&lines), "#/targets/metrics/chat/app/raw"), |root| {
        let list = one(root, "list");
        assert_eq!(list.attribute("aria-label"), Some("Response as received"));
        assert_eq!(text(one(list, "unseen")), "5000\u{a0}rows");
        let rows = all(list, "raw");
        assert!((20..100).contains(&rows.len()), "{} rows", rows.len());
        assert_eq!(text(rows[0]), "1load{n=\"0\"} 0");
    });
    tree(&page(console(&lines), "#/targets/metrics/chat/app/families"), |root| {
        let list = one(root, "list");
        assert_eq!(list.attribute("aria-label"), Some("Families"));
        assert_eq!(text(one(list, "unseen")), "5001\u{a0}rows");
        assert_eq!(text(tag(one(list, "family"), "b")), "load");
    });
}

#[test]
fn an_address_that_leads_nowhere_is_named_as_text() {
    tree(&page(console(""), &format!("#/{HOSTILE}")), |root| {
        let admin = one(root, "workspace");
        assert_eq!(text(tag(admin, "h1")), "Page not found");
        assert_eq!(text(tag(admin, "code")), HOSTILE);
    });
}

#[test]
fn what_is_not_as_it_should_be_stands_above_the_screen() {
    let mut console = console("load 1\n");
    console.update(Event::ConnectionChanged { online: false }, NOW);
    tree(&page(console, "#/overview"), |root| {
        let notices = one(root, "notices");
        assert!(text(notices).contains("Your browser is offline"), "{}", text(notices));
        assert!(tag(notices, "button").attribute("hidden").is_some(), "no newer configuration");
    });
}

#[test]
fn a_lost_login_lies_over_what_is_known() {
    let mut console = console("load 1\n");
    let headers = vec![("x-allclear".to_owned(), "login".to_owned())];
    let result = Ok(Answer { code: 401, headers, body: Vec::new() });
    console
        .update(Event::Answered { request: Request::Target(0), took: Duration(40), result }, NOW);
    tree(&page(console, "#/overview"), |root| {
        let dialog = tag(root, "dialog");
        assert_eq!(text(by_id(dialog, "again")), "Sign in");
        assert_eq!(all(root, "subject").len(), 2, "what was known is still there");
    });
}

#[test]
fn forgetting_is_a_question_with_three_answers() {
    let rendered = html(|| {
        let host = TestHost::new(console("load 1\n"));
        provide_context(ConsoleHandle::new(Rc::new(host), Signals::new(Route::parse(""))));
        view! { <ForgetDialog on_close=Callback::new(|()| ())/> }
    });
    tree(&rendered, |root| {
        let dialog = tag(root, "dialog");
        let heading = by_id(dialog, dialog.attribute("aria-labelledby").unwrap());
        assert_eq!(text(heading), "Clear the data stored in this browser?");
        assert_eq!(labels(dialog, "button"), ["Clear", "Clear and sign out", "Cancel"]);
        assert!(text(tag(dialog, "p")).contains("samples of"), "{}", text(dialog));
    });
}

#[test]
fn a_server_that_is_not_there_is_not_the_passwords_fault() {
    let mut console = signing_in();
    let result = Err(FetchError::Unreachable);
    console.update(Event::Answered { request: Request::Config, took: Duration(40), result }, NOW);
    tree(&page(console, ""), |root| {
        assert_eq!(one(root, "alert").attribute("data-status"), Some("unknown"));
        assert!(text(one(root, "alert")).contains("was not checked"));
    });
}
