//! Logins, and their loss.

use crate::world::{Guard, PASSWORD, Page, World};
use allclear::console::{Event, Refusal, Request, Session, Token};
use metrics_engine::time::Duration;

fn refusal(guard: Guard, password: &str) -> Refusal {
    let mut world = World::new();
    world.guard = guard;
    world.log_in(password);
    world.run(Duration::from_secs(60));
    assert!(world.console.work().is_none(), "{guard:?}");
    assert_eq!(world.remembered.last(), Some(&None), "{guard:?}: the tab keeps no token");
    assert_eq!(world.requests.len(), 1, "{guard:?}: nothing but the configuration is requested");
    match world.console.session() {
        Session::Out { refusal: Some(refusal) } => refusal.clone(),
        session => panic!("{guard:?}: {session:?}"),
    }
}

#[test]
fn no_login_succeeds_and_each_reason_is_distinguished() {
    assert_eq!(refusal(Guard::Checks, "wrong"), Refusal::Wrong);
    assert_eq!(refusal(Guard::Closed, PASSWORD), Refusal::Closed);
    assert_eq!(refusal(Guard::Absent, PASSWORD), Refusal::NotServed);
    assert_eq!(refusal(Guard::Silent, PASSWORD), Refusal::Unreachable);
    assert_eq!(refusal(Guard::Hangs, PASSWORD), Refusal::TimedOut);
    let Refusal::Limited(until) = refusal(Guard::Limits, PASSWORD) else {
        panic!("limited is due")
    };
    let world = World::new();
    assert_eq!(until, world.now + world.latency + Duration::from_secs(7));
}

#[test]
fn a_configuration_that_cannot_be_read_is_no_wrong_password() {
    let mut world = World::new();
    world.config = r#"{"version":2}"#.to_owned();
    world.log_in(PASSWORD);
    let Session::Out { refusal: Some(Refusal::Config(problem)) } = world.console.session() else {
        panic!("{:?}", world.console.session())
    };
    assert_eq!(problem, "config.json: missing field `config` at line 1 column 13");
}

#[test]
fn nothing_is_requested_before_a_login() {
    let mut world = World::new();
    world.run(Duration::from_secs(3600));
    assert!(world.requests.is_empty());
}

#[test]
fn the_right_password_opens_everything_and_goes_with_each_question() {
    let world = World::after(Duration::from_secs(60));
    let token = Token::basic("ops", PASSWORD);
    assert_eq!(world.remembered.last(), Some(&Some(token.clone())));
    assert!(world.requests.len() > 10);
    assert!(world.requests.iter().all(|(_, _, sent)| sent.as_ref() == Some(&token)));
}

#[test]
fn a_token_that_a_tab_kept_is_tried_first() {
    let mut world = World::new();
    world.event(Event::Started { token: Some(Token::basic("ops", PASSWORD)) });
    world.run(Duration::from_secs(1));
    assert!(world.console.session().is_in());
}

#[test]
fn a_lost_login_keeps_everything_sends_nothing_and_goes_on_after_the_next() {
    let mut world = World::after(Duration::from_secs(300));
    world.guard = Guard::Forgot;
    world.run(Duration::from_secs(60));
    assert_eq!(*world.console.session(), Session::Out { refusal: Some(Refusal::Expired) });
    assert_eq!(world.remembered.last(), Some(&None));
    let before = world.entries("load", &[("job", "chat")]);
    assert!(before.len() > 15);
    assert!(before.iter().all(|entry| entry.value.is_some()), "a refused page ends no series");

    let lost = world.now;
    world.run(Duration::from_secs(600));
    assert!(world.requests.iter().all(|(at, ..)| *at < lost), "nothing is requested");
    assert_eq!(world.entries("load", &[("job", "chat")]), before);

    world.guard = Guard::Checks;
    world.log_in(PASSWORD);
    world.run(Duration::from_secs(60));
    let after = world.entries("load", &[("job", "chat")]);
    assert_eq!(after[..before.len()], before[..], "what was known is still there");
    assert!(after.len() >= before.len() + 3);
}

#[test]
fn a_wrong_password_over_the_page_takes_nothing_from_it() {
    let mut world = World::after(Duration::from_secs(60));
    world.guard = Guard::Forgot;
    world.run(Duration::from_secs(60));
    world.guard = Guard::Checks;
    world.log_in("wrong");
    assert_eq!(*world.console.session(), Session::Out { refusal: Some(Refusal::Wrong) });
    assert!(!world.entries("load", &[]).is_empty());
}

#[test]
fn a_systems_own_401_is_an_answer() {
    let mut world = World::after(Duration::from_secs(60));
    world.pages[0] = Page::Code(401);
    world.health[0] = 401;
    world.run(Duration::from_secs(120));
    assert!(world.console.session().is_in());
    let up = world.entries("up", &[("job", "chat")]);
    assert_eq!(up.last().unwrap().value, Some(0.0));
    let status = world.entries("health_status", &[("system", "chat")]);
    assert_eq!(status.last().unwrap().value, Some(0.0));
}

#[test]
fn logging_out_forgets_everything() {
    let mut world = World::after(Duration::from_secs(60));
    world.event(Event::ScrapeRequested(None));
    world.event(Event::LoggedOut);
    let out = world.now;
    // Answers that are still under way find no session.
    world.run(Duration::from_secs(600));
    assert!(world.console.work().is_none());
    assert_eq!(*world.console.session(), Session::Out { refusal: None });
    assert_eq!(world.remembered.last(), Some(&None));
    assert_eq!(world.requests.iter().filter(|(at, ..)| *at > out).count(), 0);
    // The tab still leads: the next login works at once.
    world.log_in(PASSWORD);
    world.run(Duration::from_secs(10));
    assert!(world.requests_of(Request::Target(0), out) > 0);
}

#[test]
fn another_configuration_begins_anew() {
    let mut world = World::after(Duration::from_secs(120));
    world.guard = Guard::Forgot;
    world.run(Duration::from_secs(60));
    world.guard = Guard::Checks;
    world.config = world.config.replace("load > 5", "load > 6");
    world.log_in(PASSWORD);
    world.run(Duration::from_secs(1));
    let rule = world.work().groups().rules().next().unwrap();
    assert_eq!(rule.written.expr, "load > 6");
    assert!(world.entries("load", &[("job", "chat")]).len() > 5, "samples come back from storage");
}
