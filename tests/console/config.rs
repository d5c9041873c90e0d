//! A new configuration while the page is open: noticed, said, and taken over when a person says so.

use crate::world::{CONFIG, World, load};
use allclear::console::{Event, Request};
use allclear::decode::Answer;
use allclear::view::admin::notice::notices;
use metrics_engine::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// `Pay` has another name and stands first; of `Chat`'s two targets, one is gone.
fn changed() -> String {
    let [chat, pay] = [
        r#"{"id":"chat","name":"Chat","checks":[{"id":"health","name":"Health","mapping":0}]}"#,
        r#"{"id":"pay","name":"Pay","checks":[{"id":"health","name":"Health","mapping":0}]}"#,
    ];
    let target = r#"{"system":"chat","id":"app","job":"chat","instance":"h:1","path":"/metrics"},"#;
    for text in [chat, pay, target] {
        assert!(CONFIG.contains(text), "{text}");
    }
    let renamed = pay.replace("\"Pay\"", "\"Payments\"");
    CONFIG.replace(pay, "PAY").replace(chat, &renamed).replace("PAY", chat).replace(target, "")
}

fn offers(world: &World) -> usize {
    world.see(notices).iter().filter(|notice| notice.offers_config).count()
}

fn names(world: &World) -> Vec<&str> {
    let systems = world.work().monitor().config().systems.iter();
    systems.map(|system| system.name.as_str()).collect()
}

#[test]
fn it_is_said_within_minutes_and_taken_over_on_demand() {
    let mut world = World::after(MINUTE * 10);
    assert_eq!(offers(&world), 0);
    world.config = changed();
    world.run(MINUTE * 4);
    assert_eq!(offers(&world), 1, "within minutes");
    assert_eq!(names(&world), ["Chat", "Pay"], "not before a person says so");
    let labels = [("job", "chat"), ("instance", "h:1")];
    let before = world.entries("up", &labels).len();
    assert!(before > 10);

    let at = world.now;
    world.event(Event::ConfigAccepted);
    assert_eq!(names(&world), ["Payments", "Chat"]);
    assert_eq!(offers(&world), 0);
    assert_eq!(world.entries("up", &labels).len(), before, "no series is lost");
    world.run(MINUTE);
    // The first target is `db` of `chat` now.
    assert_eq!(world.work().targets().len(), 2);
    assert!(world.requests_of(Request::Target(0), at) > 1);
    assert_eq!(world.requests_of(Request::Target(2), at), 0);
    assert!(world.work().targets().iter().all(|target| target.succeeded.is_some()));
}

#[test]
fn alerts_and_changed_limits_go_on() {
    let mut world = World::after(MINUTE);
    world.pages[0] = load(9.0);
    world.pages[1] = load(9.0);
    let firing = |world: &World| {
        let rules = world.work().groups().rules();
        let busy = rules.filter(|rule| rule.key.contains("Busy")).flat_map(|rule| &rule.alerts);
        busy.filter_map(|alert| alert.status.fired_at).min()
    };
    world.run_until(|world| firing(world).is_some());
    let fired = firing(&world);
    world.config = changed();
    world.run_until(|world| offers(world) == 1);
    world.event(Event::ConfigAccepted);
    assert_eq!(firing(&world), fired, "it fires since then");
}

#[test]
fn an_unlisted_address_has_the_configuration_requested_at_once() {
    let mut world = World::after(MINUTE);
    world.config = changed();
    let headers = vec![("x-allclear".to_owned(), "unlisted".to_owned())];
    let result = Ok(Answer { code: 404, headers, body: Vec::new() });
    let (request, took) = (Request::Check(0), Duration(20));
    world.event(Event::Answered { request, took, result });
    world.run(Duration::from_secs(10));
    assert_eq!(offers(&world), 1);
}

#[test]
fn answers_to_earlier_requests_are_not_taken_for_those_of_others() {
    let mut world = World::after(MINUTE);
    world.config = changed();
    world.run_until(|world| offers(world) == 1);
    // `chat` fails once, `pay` never; their answers are on the way while they change places.
    world.health = vec![500, 200];
    world.latency = Duration::from_secs(3);
    world.event(Event::CheckAllRequested);
    world.health = vec![200, 200];
    world.event(Event::ConfigAccepted);
    world.run(MINUTE);
    let payments = &world.work().monitor().watches()[0];
    assert_eq!(payments.path, "/status/pay/health");
    assert_eq!(payments.failing(), 0);
    let failures = world.entries("health_consecutive_failures", &[("system", "pay")]);
    assert!(failures.iter().all(|entry| entry.value.is_none_or(|value| value == 0.0)));
}

#[test]
fn one_that_cannot_be_read_changes_nothing() {
    let mut world = World::after(MINUTE);
    world.config = CONFIG[..CONFIG.len() / 2].to_owned();
    world.run(MINUTE * 10);
    assert_eq!(offers(&world), 0);
    assert!(world.console.session().is_in());
    // The same again is no other.
    world.config = CONFIG.to_owned();
    world.run(MINUTE * 10);
    assert_eq!(offers(&world), 0);
    world.config = changed();
    world.run_until(|world| offers(world) == 1);
    // Taken back before it was adopted.
    world.config = CONFIG.to_owned();
    world.run_until(|world| offers(world) == 0);
}

#[test]
fn operators_read_the_notice_of_the_site() {
    let texts = |config: &str| -> Vec<String> {
        let mut world = World::new();
        world.config = config.to_owned();
        world.log_in(crate::world::PASSWORD);
        world.run(MINUTE);
        world.see(notices).into_iter().map(|notice| notice.text).collect()
    };
    assert_eq!(texts(CONFIG), [""; 0]);
    let notice = "Demo: history before 12:00 is simulated.";
    let site = format!("\"site\":{{\"notice\":\"{notice}\",");
    assert_eq!(texts(&CONFIG.replace("\"site\":{", &site)), [notice]);
}
