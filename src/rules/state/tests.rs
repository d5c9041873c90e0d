use super::*;
use crate::rules::{AlertingRule, RuleGroup};
use metrics_engine::time::{Duration, Timestamp};

fn groups(rules: &[&str]) -> Groups {
    let rules = rules.iter().map(|alert| AlertingRule {
        alert: (*alert).to_owned(),
        expr: "up == 0".to_owned(),
        hold_for: Duration::ZERO,
        keep_firing_for: Duration::ZERO,
        labels: Vec::new(),
        annotations: Vec::new(),
    });
    let group =
        RuleGroup { name: "g".to_owned(), interval: Duration(15_000), rules: rules.collect() };
    Groups::new(&[group], Timestamp(0))
}

fn alert(job: &str, state: AlertState) -> Alert {
    Alert {
        labels: LabelSet::new("", &[("alertname", "Down"), ("job", job)]),
        annotations: vec![("summary".to_owned(), "ünïcode\n".to_owned())],
        value: f64::NEG_INFINITY,
        status: AlertStatus {
            state,
            active_at: Timestamp(1_795_000_000_123),
            fired_at: Some(Timestamp(0)),
            keep_firing_since: None,
            resolved_at: Some(Timestamp(1_795_000_000_124)),
        },
    }
}

fn kept() -> (Groups, Vec<u8>) {
    let mut groups = groups(&["Down", "Slow"]);
    groups.rule_mut("g/Down").unwrap().alerts = vec![
        alert("a", AlertState::Firing),
        alert("b", AlertState::Inactive),
        alert("c", AlertState::Pending),
    ];
    groups.all_mut()[0].last = Some(Timestamp(1_795_000_000_000));
    let bytes = write(&groups);
    (groups, bytes)
}

#[test]
fn state_round_trips() {
    let (before, bytes) = kept();
    let mut after = groups(&["Slow", "Down"]);
    read(&mut after, &bytes).unwrap();
    assert_eq!(after.rule_mut("g/Down").unwrap().alerts, before.all()[0].rules[0].alerts);
    assert_eq!(after.all()[0].last, before.all()[0].last);
    assert_eq!(write(&groups(&["Down"])).len(), 1, "nothing evaluated is nothing written");
}

#[test]
fn rules_that_are_gone_are_left_out() {
    let (_, bytes) = kept();
    let mut after = groups(&["Slow"]);
    read(&mut after, &bytes).unwrap();
    assert!(after.rules().all(|rule| rule.alerts.is_empty()));
}

#[test]
fn another_version_is_recognised() {
    let (_, mut bytes) = kept();
    bytes[0] = 9;
    assert_eq!(read(&mut groups(&["Down"]), &bytes), Err(Unreadable::Version(9)));
    assert_eq!(read(&mut groups(&["Down"]), &[]), Err(Unreadable::Broken));
}

#[test]
fn a_broken_copy_changes_nothing() {
    let (_, bytes) = kept();
    for end in 2..bytes.len() {
        let mut after = groups(&["Down"]);
        assert_eq!(read(&mut after, &bytes[..end]), Err(Unreadable::Broken), "{end}");
        assert!(after.rules().all(|rule| rule.alerts.is_empty()));
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(mut bytes: Vec<u8>, at: usize, byte: u8) {
        bytes.insert(0, VERSION);
        let _ = read(&mut groups(&["Down"]), &bytes);
        let (_, mut kept) = kept();
        let at = at % kept.len();
        kept[at] = byte;
        let _ = read(&mut groups(&["Down"]), &kept);
        crate::rules::changed_limits::read(&mut groups(&["Down"]), &bytes);
    }
}
