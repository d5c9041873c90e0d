use super::*;
use crate::rules::{AlertingRule, RuleGroup};
use metrics_engine::time::Timestamp;

fn rule(alert: &str, expr: &str) -> AlertingRule {
    AlertingRule {
        alert: alert.to_owned(),
        expr: expr.to_owned(),
        hold_for: Duration::from_secs(60),
        keep_firing_for: Duration::ZERO,
        labels: vec![("severity".to_owned(), "warning".to_owned())],
        annotations: vec![("summary".to_owned(), "a: \"b\" # {{ $value }}\n- \\".to_owned())],
    }
}

fn groups(rules: Vec<AlertingRule>) -> Groups {
    let group = RuleGroup { name: "g".to_owned(), interval: Duration(15_000), rules };
    Groups::new(&[group], Timestamp(0))
}

fn limit(comparison: Comparison, value: f64) -> Limit {
    Limit { threshold: Threshold { comparison, value }, hold_for: Duration::from_secs(30) }
}

#[test]
fn a_limit_is_changed_where_there_is_one() {
    // Expression, and the expression with `<= -2.5`.
    for (expr, changed) in [
        ("load > 5", Some("load <= -2.5")),
        ("(rate(x[5m]) > 5)", Some("(rate(x[5m]) <= -2.5)")),
        ("5 < load", Some("-2.5 >= load")),
        ("load > (5)", Some("load <= -2.5")),
        ("load > 1 < 5", Some("load > 1 <= -2.5")),
        ("load", None),
        ("5", None),
        ("sum(load) > 5", Some("sum(load) <= -2.5")),
        ("limitk(1, load) > 5", None),
        ("load >", None),
    ] {
        let mut groups = groups(vec![rule("Load", expr)]);
        let done = groups.set_limit("g/Load", limit(Comparison::LessOrEqual, -2.5));
        let rule = groups.rules().next().unwrap();
        assert_eq!(done.then(|| rule.text()).as_deref(), changed, "{expr}");
        assert_eq!(rule.limit.is_some(), changed.is_some());
        groups.reset_limit("g/Load");
        let rule = groups.rules().next().unwrap();
        assert_eq!((rule.text().as_str(), rule.terms.hold_for), (expr, Duration::from_secs(60)));
    }
}

#[test]
fn the_configured_limit_is_no_change() {
    let mut groups = groups(vec![rule("Load", "load > 5")]);
    let same = groups.rules().next().unwrap().current_limit().unwrap();
    assert!(groups.set_limit("g/Load", same));
    assert_eq!(groups.rules().next().unwrap().limit, None);
    assert!(!groups.set_limit("g/Other", same));
}

#[test]
fn limits_are_kept() {
    let rules = || vec![rule("A", "load > 5"), rule("B", "load > 5"), rule("A", "load > 9")];
    let mut before = groups(rules());
    before.set_limit("g/A", limit(Comparison::NotEqual, 0.1));
    before.set_limit("g/A#2", limit(Comparison::Equal, f64::INFINITY));
    let mut after = groups(rules());
    read(&mut after, &write(&before));
    let limits = |groups: &Groups| groups.rules().map(|rule| rule.limit).collect::<Vec<_>>();
    assert_eq!(limits(&after), limits(&before));
    assert_eq!(limits(&after)[1], None);
}

#[test]
fn changed_rules_are_written_as_yaml() {
    let mut groups = groups(vec![rule("A", "load > 5"), rule("B", "load{a=\"b\"} > 5")]);
    groups.set_limit("g/B", limit(Comparison::GreaterOrEqual, 7.0));
    assert_eq!(
        changed_as_yaml(&groups),
        r#"groups:
  - name: "g"
    interval: 15s
    rules:
      - alert: "B"
        expr: "load{a=\"b\"} >= 7"
        for: 30s
        labels:
          "severity": "warning"
        annotations:
          "summary": "a: \"b\" # {{ $value }}\n- \\"
"#
    );
}

/// A YAML reader restores the rule.
#[cfg(feature = "cli")]
#[test]
fn yaml_reads_back() {
    use saphyr::{LoadableYamlNode, Yaml};
    let hostile =
        "a: [b, {c}] # \"d\" 'e' \\ \n\t- \u{7}\u{85}\u{2028}\u{feff}ü 🦀 *x &y !z %w @v `u";
    let mut written = rule(hostile, "load > 5");
    written.labels = vec![(hostile.to_owned(), hostile.to_owned())];
    written.keep_firing_for = Duration::from_secs(90);
    let mut groups = groups(vec![written]);
    groups.set_limit(&format!("g/{hostile}"), limit(Comparison::Greater, 1e21));
    let text = changed_as_yaml(&groups);
    let documents = Yaml::load_from_str(&text).unwrap();
    let rule = &documents[0]["groups"][0]["rules"][0];
    let read = |value: &Yaml| value.as_str().unwrap().to_owned();
    assert_eq!(read(&rule["alert"]), hostile);
    assert_eq!(read(&rule["expr"]), "load > 1000000000000000000000");
    assert_eq!(read(&rule["for"]), "30s");
    assert_eq!(read(&rule["keep_firing_for"]), "1m30s");
    assert_eq!(read(&rule["labels"][hostile]), hostile);
}
