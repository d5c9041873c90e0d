//! The alerting rule that every system has without a word of the operator: its health check fails.

use crate::rules::AlertingRule;
use metrics_engine::time::Duration;

/// The name of the group of these rules.
pub const GROUP: &str = "built in";

/// Returns the rule of a system that counts as down after `failures` consecutive failures. `checks` are the ids of its health checks.
pub fn down(id: &str, name: &str, failures: u32, checks: &[&str]) -> AlertingRule {
    // Of several checks, each is a subsystem of its own.
    let subsystem = match checks {
        [] | [_] => "subsystem=\"\"".to_owned(),
        several => format!("subsystem=~\"{}\"", several.join("|")),
    };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    // Braces would be read as a template.
    let plain: String = name.chars().filter(|c| !matches!(c, '{' | '}')).collect();
    AlertingRule {
        alert: format!("{}Down", pascal(name, id)),
        expr: format!("health_consecutive_failures{{system=\"{id}\",{subsystem}}} >= {failures}"),
        hold_for: Duration::ZERO,
        keep_firing_for: Duration::ZERO,
        labels: vec![pair("severity", "critical")],
        annotations: vec![
            pair("description", "{{ $value }} consecutive health checks failed"),
            pair("summary", &format!("{plain} is down")),
        ],
    }
}

/// Returns a name as alerts are named, `CampusChatbot`. Without a letter of ASCII, the id serves.
fn pascal(name: &str, id: &str) -> String {
    let text = if name.chars().all(|c| c.is_ascii() && c != '_') { name } else { id };
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_ascii_uppercase())
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::template;
    use metrics_engine::labels::LabelSet;
    use metrics_engine::promql;

    #[test]
    fn a_rule_is_about_one_system_and_can_be_read() {
        for (name, id, checks, alert, expr) in [
            (
                "Campus chatbot",
                "chatbot",
                &["health"][..],
                "CampusChatbotDown",
                "health_consecutive_failures{system=\"chatbot\",subsystem=\"\"} >= 3",
            ),
            (
                "Überblick {{ x }}",
                "a-1",
                &["live", "ready"],
                "A1Down",
                "health_consecutive_failures{system=\"a-1\",subsystem=~\"live|ready\"} >= 3",
            ),
        ] {
            let rule = down(id, name, 3, checks);
            assert_eq!((rule.alert.as_str(), rule.expr.as_str()), (alert, expr));
            assert!(promql::compile(&rule.expr).is_ok(), "{}", rule.expr);
            let (_, summary) = &rule.annotations[1];
            let shown = template::expand(summary, &LabelSet::default(), 3.0);
            assert!(shown.ends_with(" is down"), "{shown}");
        }
    }
}
