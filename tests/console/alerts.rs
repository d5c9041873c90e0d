//! How alerts come and go on the page, and what a changed limit does.

use crate::world::{World, load};
use allclear::console::Event;
use allclear::rules::alert::{AlertState, AlertStatus};
use allclear::rules::limit::Limit;
use allclear::rules::rule::Rule;
use metrics_engine::promql::ast::Comparison;
use metrics_engine::promql::threshold::Threshold;
use metrics_engine::time::{Duration, Timestamp};

const MINUTE: Duration = Duration::from_secs(60);

pub(crate) fn rule<'a>(world: &'a World, key: &str) -> &'a Rule {
    world
        .work()
        .groups()
        .rules()
        .find(|rule| rule.key == key)
        .unwrap_or_else(|| panic!("no rule {key}"))
}

fn status(world: &World) -> Option<AlertStatus> {
    rule(world, "chat/Busy").alerts.first().map(|alert| alert.status)
}

fn evaluated(world: &World) -> Timestamp {
    world.work().groups().all()[0].last.unwrap_or_default()
}

pub(crate) fn limit(value: f64, hold_for: Duration) -> Limit {
    Limit { threshold: Threshold { comparison: Comparison::Greater, value }, hold_for }
}

#[test]
fn pending_then_firing_then_resolved_each_at_its_evaluation() {
    let mut world = World::after(MINUTE * 2);
    assert_eq!(status(&world), None);
    world.pages[0] = load(7.0);
    let broken = world.now;

    world.run_until(|world| status(world).is_some());
    let pending = status(&world).unwrap();
    assert_eq!(pending.state, AlertState::Pending);
    assert_eq!(pending.active_at, evaluated(&world));
    let first = world.entries("load", &[("job", "chat")]);
    let first = first.iter().find(|entry| entry.value == Some(7.0)).unwrap().at;
    // One scrape, and one evaluation after that.
    assert!(pending.active_at >= first && pending.active_at.since(first) <= Duration(15_040));
    assert!(pending.active_at.since(broken) <= Duration(32_000));

    world.run_until(|world| status(world).unwrap().state == AlertState::Firing);
    let firing = status(&world).unwrap();
    assert_eq!(firing.fired_at, Some(pending.active_at + MINUTE), "to the millisecond");

    world.pages[0] = load(5.0);
    world.run_until(|world| status(world).unwrap().state == AlertState::Inactive);
    let resolved = status(&world).unwrap();
    assert_eq!(resolved.resolved_at, Some(evaluated(&world)));
    // It is remembered for a quarter of an hour.
    world.run(MINUTE * 14);
    assert!(status(&world).is_some());
    world.run(MINUTE * 2);
    assert!(status(&world).is_none());

    let written = world.entries("ALERTS", &[("alertname", "Busy"), ("alertstate", "firing")]);
    assert_eq!(written.first().unwrap().at, firing.fired_at.unwrap());
    assert_eq!(written.last().unwrap().value, None, "the series ends with the alert");
    assert_eq!(written.last().unwrap().at, resolved.resolved_at.unwrap());
}

#[test]
fn rules_on_health_and_on_targets_fire_too() {
    let mut world = World::after(MINUTE);
    world.health[1] = 503;
    world.pages[2] = crate::world::Page::Code(500);
    world.run(MINUTE * 3);
    for (key, about) in [("pay/Sick", ("system", "pay")), ("chat/Down", ("job", "pay"))] {
        let rule = rule(&world, key);
        assert_eq!(rule.state(), Some(AlertState::Firing), "{key}");
        assert_eq!(rule.alerts.len(), 1, "{key}");
        assert_eq!(rule.alerts[0].labels.get(about.0), Some(about.1));
    }
}

#[test]
fn nothing_is_evaluated_without_a_login() {
    let mut world = World::after(MINUTE);
    world.pages[0] = load(7.0);
    world.run_until(|world| status(world).is_some());
    let before = status(&world);
    let last = evaluated(&world);
    world.proxy_works = false;
    // Until the monitor's canary has said so, an evaluation of what is there harms nothing.
    world.run(MINUTE * 10);
    let status_before = status(&world).unwrap();
    assert_eq!(status_before.active_at, before.unwrap().active_at);
    assert!(evaluated(&world).since(last) <= MINUTE * 2, "no evaluation without a login");
    world.proxy_works = true;
    world.run(MINUTE * 3);
    assert_eq!(status(&world).unwrap().state, AlertState::Firing);
}

#[test]
fn a_tab_that_slept_fires_nothing_of_old_and_forgets_nothing() {
    let mut world = World::after(MINUTE);
    world.pages[0] = load(7.0);
    world.run_until(|world| status(world).is_some());
    let pending = status(&world).unwrap();
    // Frozen: no timer, no answer.
    world.now += MINUTE * 40;
    world.event(Event::Tick);
    let woke = status(&world).unwrap();
    assert_eq!(woke.state, AlertState::Pending, "unobserved time does not count");
    assert!(woke.active_at > pending.active_at);
    world.run(MINUTE * 3);
    assert_eq!(status(&world).unwrap().state, AlertState::Firing);
}

#[test]
fn a_changed_limit_holds_from_the_next_evaluation_on() {
    let mut world = World::after(MINUTE);
    let change = |limit| Event::LimitChanged { rule: "chat/Busy".to_owned(), limit };
    world.event(change(Some(limit(2.5, Duration::ZERO))));
    assert_eq!(rule(&world, "chat/Busy").text(), "load > 2.5");
    world.run(Duration::from_secs(16));
    assert_eq!(rule(&world, "chat/Busy").state(), Some(AlertState::Firing));
    world.event(change(None));
    world.run(Duration::from_secs(16));
    assert_eq!(rule(&world, "chat/Busy").text(), "load > 5");
    assert_eq!(rule(&world, "chat/Busy").state(), Some(AlertState::Inactive));
    // A rule that is not there changes nothing.
    world.event(Event::LimitChanged { rule: "x".to_owned(), limit: Some(limit(1.0, MINUTE)) });
}
