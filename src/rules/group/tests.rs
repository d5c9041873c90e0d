#![expect(clippy::float_cmp, reason = "these are copied, not computed")]

use super::super::alert::{AlertStatus, RETENTION};
use super::super::changed_limits;
use super::super::limit::Limit;
use super::super::rule::Alert;
use super::super::{AlertingRule, state};
use super::*;
use metrics_engine::labels::{LabelSet, NAME};
use metrics_engine::promql::ast::Comparison;
use metrics_engine::promql::threshold::Threshold;
use metrics_engine::promql::{self, eval};

const MINUTE: Duration = Duration::from_secs(60);

fn rule(alert: &str, expr: &str, hold_for: i64) -> AlertingRule {
    AlertingRule {
        alert: alert.to_owned(),
        expr: expr.to_owned(),
        hold_for: Duration::from_secs(hold_for),
        keep_firing_for: Duration::ZERO,
        labels: vec![("severity".to_owned(), "critical".to_owned())],
        annotations: vec![(
            "summary".to_owned(),
            "{{ $labels.job }} is at {{ $value }}".to_owned(),
        )],
    }
}

/// A page that scrapes every ten seconds and evaluates its rules when they are due.
struct World {
    store: Store,
    groups: Groups,
    now: Timestamp,
}

impl World {
    fn new(rules: Vec<AlertingRule>) -> Self {
        let now = Timestamp(1_795_000_000_000);
        let group = RuleGroup { name: "demo".to_owned(), interval: Duration::from_secs(10), rules };
        let groups = Groups::new(&[group], now);
        Self { store: Store::default(), groups, now }
    }

    /// Appends a sample of `metric{job}` now.
    fn scrape(&mut self, metric: &str, job: &str, value: f64) {
        let group = self.store.group("targets");
        let id = self.store.series(group, &[(NAME, metric), ("job", job)]).unwrap();
        self.store.append(group, self.now, &[(id, value)], &[]);
    }

    fn tick(&mut self) {
        self.now += Duration::from_secs(10);
    }

    fn evaluate(&mut self) {
        self.groups.evaluate(&mut self.store, self.now);
    }

    /// Scrapes a value of `up{job="a"}` per digit, ten seconds apart, and returns the state after each; `-` scrapes nothing.
    fn run(&mut self, values: &str) -> String {
        let mut states = String::new();
        for value in values.chars() {
            self.tick();
            if let Some(value) = value.to_digit(10) {
                self.scrape("up", "a", f64::from(value));
            }
            // A moment later, as a real timer would.
            self.now += Duration(9_999);
            self.evaluate();
            self.now = Timestamp(self.now.0 - 9_999);
            states.push(match self.rule().state() {
                None => '?',
                Some(AlertState::Inactive) => '.',
                Some(AlertState::Pending) => 'p',
                Some(AlertState::Firing) => 'f',
            });
        }
        states
    }

    fn rule(&self) -> &Rule {
        self.groups.rules().next().unwrap()
    }

    fn alert(&self) -> &Alert {
        self.rule().alerts.first().unwrap()
    }

    /// Returns the values of an expression at the last evaluation.
    fn query(&self, expr: &str) -> Vec<(LabelSet, f64)> {
        let at = self.groups.all()[0].last.unwrap();
        eval::instant(&promql::parse(expr).unwrap(), &self.store, at).unwrap()
    }

    /// Reloads the page, of whose rules only the saved state remains.
    fn reload(&mut self) {
        let kept = state::write(&self.groups);
        let written: Vec<_> = self.groups.rules().map(|rule| rule.written.clone()).collect();
        let fresh = World::new(written);
        self.groups = fresh.groups;
        self.groups.groups[0].next = self.groups.groups[0].tick(self.now) + Duration::from_secs(10);
        state::read(&mut self.groups, &kept).unwrap();
    }
}

#[test]
fn an_alert_becomes_pending_fires_and_heals() {
    let mut world = World::new(vec![rule("Down", "up == 0", 20)]);
    assert_eq!(world.rule().state(), None);
    assert_eq!(world.run("11000011"), "..ppff..");
    let AlertStatus { state, active_at, fired_at, resolved_at, .. } = world.alert().status;
    assert_eq!(state, AlertState::Inactive);
    assert_eq!(fired_at.unwrap().since(active_at), Duration::from_secs(20));
    assert_eq!(resolved_at.unwrap().since(active_at), Duration::from_secs(40));
    // It is kept for a while, then forgotten.
    world.run(&"1".repeat((RETENTION.0 / 10_000) as usize - 1));
    assert_eq!(world.rule().alerts.len(), 1);
    world.run("1");
    assert_eq!(world.rule().alerts.len(), 0);
}

#[test]
fn flapping_never_fires() {
    let mut world = World::new(vec![rule("Down", "up == 0", 20)]);
    assert_eq!(world.run("101010100100"), ".p.p.p.pp.pp");
}

#[test]
fn labels_and_annotations_are_filled_in() {
    let mut world = World::new(vec![rule("Down", "up == 0", 0)]);
    world.run("0");
    let alert = world.alert().clone();
    let labels = [("alertname", "Down"), ("job", "a"), ("severity", "critical")];
    assert_eq!(alert.labels, LabelSet::new("", &labels));
    assert_eq!(alert.annotations, [("summary".to_owned(), "a is at 0".to_owned())]);
    assert_eq!(world.rule().severity(), super::super::Severity::Critical);
}

#[test]
fn alerts_are_series_too() {
    let mut world = World::new(vec![rule("Down", "up == 0", 20)]);
    world.run("00");
    let pending = world.query("ALERTS{alertname=\"Down\",job=\"a\",severity=\"critical\"}");
    assert_eq!(pending.len(), 1);
    assert_eq!(pending[0].0.get("alertstate"), Some("pending"));
    assert_eq!(pending[0].1, 1.0);
    let since = world.query("ALERTS_FOR_STATE");
    assert_eq!(since[0].1, world.alert().status.active_at.0 as f64 / 1000.0);
    world.run("0");
    let firing = world.query("ALERTS");
    assert_eq!(firing.len(), 1, "the pending one has ended: {firing:?}");
    assert_eq!(firing[0].0.get("alertstate"), Some("firing"));
    world.run("1");
    assert_eq!(world.query("ALERTS"), []);
    assert_eq!(world.query("ALERTS_FOR_STATE"), []);
}

#[test]
fn a_rule_sees_the_alerts_of_those_before_it() {
    let second = rule("Paged", "ALERTS{alertstate=\"firing\",alertname=\"Down\"} == 1", 0);
    let mut world = World::new(vec![rule("Down", "up == 0", 0), second]);
    world.run("0");
    let paged = world.groups.rules().nth(1).unwrap();
    assert_eq!(paged.state(), Some(AlertState::Firing));
}

#[test]
fn a_rule_without_series_cannot_fire() {
    let mut world = World::new(vec![rule("Down", "nothing_of_the_sort > 1", 0)]);
    world.run("1");
    assert!(world.rule().cannot_fire);
    assert_eq!(world.rule().state(), None);
    world.scrape("nothing_of_the_sort", "a", 0.0);
    world.run("1");
    assert!(!world.rule().cannot_fire);
    assert_eq!(world.rule().state(), Some(AlertState::Inactive));
}

#[test]
fn the_nearest_value_is_known() {
    for (expr, nearest) in [
        ("load > 10", 8.0),
        ("10 < load", 8.0),
        ("load < 2", 3.0),
        ("load == 5", 3.0),
        ("load != 8", 3.0),
    ] {
        let mut world = World::new(vec![rule("Load", expr, 0)]);
        world.tick();
        world.scrape("load", "a", 3.0);
        world.scrape("load", "b", 8.0);
        world.scrape("load", "c", f64::NAN);
        world.run("1");
        assert_eq!(world.rule().nearest.as_ref().unwrap().1, nearest, "{expr}");
    }
}

#[test]
fn an_expression_that_cannot_be_read_is_a_failed_rule() {
    let mut world = World::new(vec![rule("Wide", "limitk(1, up) == 0", 0)]);
    world.run("0");
    let reason = "experimental, not supported: function limitk";
    assert_eq!(world.rule().health, Health::Failed(reason.to_owned()));
    assert_eq!(world.rule().state(), None);
}

#[test]
fn a_failed_evaluation_leaves_the_alerts_as_they_are() {
    // Two metrics that are equal without their names: `rate` fails.
    let mut world = World::new(vec![rule("Fast", "rate({job=\"a\"}[1m]) > 0", 0)]);
    for total in 0..4 {
        world.tick();
        world.scrape("x_total", "a", f64::from(total));
    }
    world.now += Duration(9_999);
    world.evaluate();
    assert_eq!(world.rule().state(), Some(AlertState::Firing), "{:?}", world.rule().health);
    let before = world.rule().alerts.clone();
    for total in 0..4 {
        world.tick();
        world.scrape("x_total", "a", 9.0);
        world.scrape("y_total", "a", f64::from(total));
    }
    world.evaluate();
    assert!(matches!(world.rule().health, Health::Failed(_)));
    assert_eq!(world.rule().alerts, before);
}

#[test]
fn two_alerts_with_the_same_labels_are_an_error() {
    let mut one = rule("Load", "load > 1", 0);
    one.labels.push(("job".to_owned(), "all".to_owned()));
    let mut world = World::new(vec![one]);
    world.tick();
    world.scrape("load", "a", 3.0);
    world.run("1");
    assert_eq!(world.alert().labels.get("job"), Some("all"));
    world.scrape("load", "b", 3.0);
    world.run("1");
    assert!(matches!(world.rule().health, Health::Failed(_)));
}

#[test]
fn an_alert_fires_on_time_whatever_the_timer_does() {
    let mut world = World::new(vec![rule("Down", "up == 0", 60)]);
    world.run("00");
    // The timer of a tab in the background comes once a minute.
    for _ in 0..2 {
        for _ in 0..5 {
            world.tick();
            world.scrape("up", "a", 0.0);
        }
        world.run("0");
    }
    assert_eq!(world.alert().status.state, AlertState::Firing);
    let AlertStatus { active_at, fired_at, .. } = world.alert().status;
    assert_eq!(fired_at.unwrap().since(active_at), Duration::from_secs(70));
}

#[test]
fn forty_minutes_of_sleep_heal_nothing_and_count_for_nothing() {
    for (before, after) in [("000", "f-"), ("0", "p-")] {
        let mut world = World::new(vec![rule("Down", "up == 0", 20)]);
        world.run(before);
        let asleep = world.alert().status;
        world.now += MINUTE * 40;
        // The first evaluation comes before the first scrape.
        assert_eq!(world.run("-"), after[..1], "after {before}");
        if asleep.state == AlertState::Firing {
            assert_eq!(world.alert().status, asleep);
        }
        // Then the service answers again.
        assert_eq!(world.run("1"), ".");
    }
    // A continued pending alert only fires after it was observed.
    let mut world = World::new(vec![rule("Down", "up == 0", 120)]);
    world.run("000000");
    world.now += MINUTE * 40;
    assert_eq!(world.run("-0000000"), "pppppppf");
}

#[test]
fn a_series_that_does_not_come_back_after_sleep_heals_later() {
    let mut world = World::new(vec![rule("Down", "up == 0", 0)]);
    world.run("0");
    world.now += MINUTE * 40;
    let states = world.run(&"-".repeat(32));
    assert_eq!(states, format!("{}..", "f".repeat(30)));
}

#[test]
fn hours_of_sleep_end_what_was_going_on() {
    let mut world = World::new(vec![rule("Down", "up == 0", 20)]);
    world.run("000");
    let before = world.alert().status.active_at;
    world.now += MINUTE * 61;
    assert_eq!(world.run("0"), "p");
    assert!(world.alert().status.active_at > before + MINUTE * 61);
}

#[test]
fn a_reload_in_the_middle_changes_nothing() {
    let mut world = World::new(vec![rule("Down", "up == 0", 40)]);
    assert_eq!(world.run("100"), ".pp");
    let since = world.alert().status.active_at;
    world.reload();
    assert_eq!(world.rule().state(), Some(AlertState::Pending), "before it is evaluated again");
    assert_eq!(world.run("000"), "ppf");
    assert_eq!(world.alert().status.active_at, since);
    assert_eq!(world.query("ALERTS").len(), 1, "what was pending has ended, over the reload too");
    let firing = world.alert().clone();
    world.reload();
    assert_eq!(world.alert(), &firing);
    // The store was lost too: the alert stays until the service is scraped again.
    world.store = Store::default();
    assert_eq!(world.run("-01"), "ff.");
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let mut world = World::new(vec![rule("Down", "up == 0", 0)]);
    world.run("0");
    world.now = Timestamp(world.now.0 - 3_600_000);
    world.store = Store::default();
    assert_eq!(world.run("01"), "f.");
}

#[test]
fn a_changed_limit_is_used_kept_and_reset() {
    let mut world = World::new(vec![rule("Load", "load > 10", 0)]);
    world.scrape("load", "a", 5.0);
    world.run("1");
    assert_eq!(world.rule().state(), Some(AlertState::Inactive));
    let threshold = Threshold { comparison: Comparison::GreaterOrEqual, value: 5.0 };
    let limit = Limit { threshold, hold_for: Duration::from_secs(10) };
    assert!(world.groups.set_limit("demo/Load", limit));
    assert_eq!(world.rule().text(), "load >= 5");
    assert_eq!(world.run("11"), "pf");
    let kept = changed_limits::write(&world.groups);
    world.reload();
    changed_limits::read(&mut world.groups, &kept);
    assert_eq!(world.rule().current_limit(), Some(limit));
    assert_eq!(world.run("1"), "f");
    // A longer `for` takes it back.
    world.groups.set_limit("demo/Load", Limit { hold_for: MINUTE, ..limit });
    assert_eq!(world.run("1"), "p");
    world.groups.reset_limit("demo/Load");
    assert_eq!(world.rule().text(), "load > 10");
    assert_eq!(world.run("1"), ".");
}

#[test]
fn groups_are_due_at_aligned_instants() {
    let group = |name: &str| RuleGroup {
        name: name.to_owned(),
        interval: Duration::from_secs(15),
        rules: vec![rule("Down", "up == 0", 0)],
    };
    let now = Timestamp(1_795_000_000_123);
    let groups = Groups::new(&[group("a"), group("b")], now);
    let again = Groups::new(&[group("a"), group("b")], now + Duration(1));
    let due = |groups: &Groups| groups.all().iter().map(|one| one.next).collect::<Vec<_>>();
    assert_eq!(due(&groups), due(&again), "not by when the page was loaded");
    assert_ne!(due(&groups)[0], due(&groups)[1], "not all at once");
    for next in due(&groups) {
        assert!(now < next && next <= now + Duration::from_secs(15));
    }
    assert_eq!(groups.next_due(), due(&groups).into_iter().min());
    let mut store = Store::default();
    let mut late = groups.clone();
    late.evaluate(&mut store, now + Duration::from_secs(100));
    for (before, after) in groups.all().iter().zip(late.all()) {
        let ticks = after.next.since(before.next).0;
        assert_eq!(ticks % 15_000, 0);
        assert!(ticks >= 90_000, "missed ones are not made up");
    }
}

#[test]
fn keys_are_unique() {
    let twins = vec![rule("Down", "up == 0", 0), rule("Down", "up == 0", 60)];
    let world = World::new(twins);
    let keys: Vec<_> = world.groups.rules().map(|rule| rule.key.as_str()).collect();
    assert_eq!(keys, ["demo/Down", "demo/Down#2"]);
    let group = |name: &str, alert: &str| RuleGroup {
        name: name.to_owned(),
        interval: MINUTE,
        rules: vec![rule(alert, "up", 0)],
    };
    let groups = Groups::new(&[group("a/b", "c"), group("a", "b/c")], Timestamp(0));
    let keys: Vec<_> = groups.rules().map(|rule| rule.key.as_str()).collect();
    assert_eq!(keys, ["a/b/c", "a/b/c#2"]);
}
