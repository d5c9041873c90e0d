//! Writes a [`Private`] in the form that [`read`](super::read) reads. Native only.

use super::{KINDS, SEVERITIES, WIDTHS};
use crate::chart::Side;
use crate::config::private::{Dashboard, Panel, Private, Query, Target};
use crate::config::wire::write::{self, Object, pair, text};
use crate::decode::json::Json;
use crate::rules::{AlertingRule, RuleGroup};
use crate::time::Duration;
use crate::unit::Unit;

/// The JSON document for `private`. Print it with `to_string`.
pub fn write(private: &Private) -> Json {
    let mut root = write::root(&private.config);
    root.list("hidden", &private.hidden, |id| text(id));
    root.list("targets", &private.targets, target);
    root.list("groups", &private.groups, group);
    root.list("dashboards", &private.dashboards, dashboard);
    root.done()
}

fn target(target: &Target) -> Json {
    let mut object = Object::default();
    object.put("system", text(&target.system));
    object.put("id", text(&target.id));
    object.put("job", text(&target.job));
    object.put("instance", text(&target.instance));
    object.put("path", text(&target.path));
    object.span("interval", target.interval, Target::INTERVAL);
    object.span("timeout", target.timeout, Target::TIMEOUT);
    object.size("max_bytes", target.max_bytes, Target::MAX_BYTES);
    object.size("max_samples", target.max_samples, Target::MAX_SAMPLES);
    object.size("max_label_bytes", target.max_label_bytes, Target::MAX_LABEL_BYTES);
    if target.strict {
        object.put("strict", Json::Bool(true));
    }
    object.done()
}

fn group(group: &RuleGroup) -> Json {
    let mut object = Object::default();
    object.put("name", text(&group.name));
    object.span("interval", group.interval, Private::EVALUATION);
    object.list("rules", &group.rules, rule);
    object.done()
}

fn rule(rule: &AlertingRule) -> Json {
    let mut object = Object::default();
    object.put("alert", text(&rule.alert));
    object.put("expr", text(&rule.expr));
    object.span("for", rule.hold_for, Duration::ZERO);
    object.span("keep_firing_for", rule.keep_firing_for, Duration::ZERO);
    object.list("labels", &rule.labels, pair);
    object.list("annotations", &rule.annotations, pair);
    object.done()
}

fn dashboard(dashboard: &Dashboard) -> Json {
    let mut object = Object::default();
    object.put("id", text(&dashboard.id));
    object.put("title", text(&dashboard.title));
    object.text("system", &dashboard.system);
    object.list("panels", &dashboard.panels, panel);
    object.done()
}

fn panel(panel: &Panel) -> Json {
    let mut object = Object::default();
    object.put("id", text(&panel.id));
    object.put("title", text(&panel.title));
    object.text("description", &panel.description);
    word(&mut object, "kind", panel.kind, &KINDS);
    word(&mut object, "width", panel.width, &WIDTHS);
    object.list("queries", &panel.queries, query);
    word(&mut object, "unit", panel.unit, &Unit::NAMES);
    object.list("limits", &panel.limits, |limit| {
        let mut object = Object::default();
        let side = if limit.bad == Side::Above { "above" } else { "below" };
        object.put(side, Json::Number(limit.value));
        word(&mut object, "severity", limit.severity, &SEVERITIES);
        object.done()
    });
    for (key, value) in [("min", panel.min), ("max", panel.max)] {
        if let Some(value) = value {
            object.put(key, Json::Number(value));
        }
    }
    object.done()
}

fn query(query: &Query) -> Json {
    let mut object = Object::default();
    object.put("expr", text(&query.expr));
    object.text("legend", &query.legend);
    object.done()
}

/// The word for `value`, unless it is the default.
fn word<T: Copy + Default + PartialEq>(
    object: &mut Object,
    key: &str,
    value: T,
    words: &[(&str, T)],
) {
    if let Some((word, _)) = words.iter().find(|(_, meaning)| *meaning == value)
        && value != T::default()
    {
        object.put(key, text(word));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::PanelKind;
    use crate::config::private::{Severity, Width, wire};
    use serde::de::value::{Error, StrDeserializer};

    #[test]
    fn reads_the_least_and_fills_in_the_defaults() {
        let text = r#"{"version":1,"site":{"name":"Demo"},
            "targets":[{"system":"a","id":"m","job":"a","instance":"h:1","path":"/metrics"}],
            "groups":[{"name":"a","rules":[{"alert":"Down","expr":"up == 0"}]}],
            "dashboards":[{"id":"a","title":"A","panels":[{"id":"up","title":"Up","queries":[{"expr":"up"}]}]}]}"#;
        let private = wire::read(text.as_bytes()).unwrap();
        let target = &private.targets[0];
        assert_eq!((target.interval, target.max_bytes), (Target::INTERVAL, Target::MAX_BYTES));
        assert_eq!(private.groups[0].interval, Private::EVALUATION);
        let panel = &private.dashboards[0].panels[0];
        assert_eq!((panel.kind, panel.width), (PanelKind::Lines, Width::Half));
        assert_eq!(wire::read(write(&private).to_string().as_bytes()), Ok(private));
    }

    #[test]
    fn says_where_and_what_is_due() {
        for (rest, due) in [
            (r#""targets":[{"system":"A"}]"#, "targets[0].system: a name of a-z, 0-9 and -"),
            (r#""groups":[{"name":"a"}]"#, "groups[0].rules: at least one rule"),
            (
                r#""groups":[{"name":"a","rules":[{"alert":"A","expr":7}]}]"#,
                "groups[0].rules[0].expr: a text",
            ),
            (r#""dashboards":[{"id":"a"}]"#, "dashboards[0].title: a text"),
            (
                r#""dashboards":[{"id":"a","title":"A","panels":[{"id":"p","title":"P","kind":"x"}]}]"#,
                "dashboards[0].panels[0].kind: a kind of panel",
            ),
            (
                r#""dashboards":[{"id":"a","title":"A","panels":[{"id":"p","title":"P","limits":[{}]}]}]"#,
                "dashboards[0].panels[0].limits[0].above: a number",
            ),
        ] {
            let text = format!(r#"{{"version":1,"site":{{"name":""}},{rest}}}"#);
            let problem = wire::read(text.as_bytes()).map(|_| ()).unwrap_err().to_string();
            assert_eq!(problem, format!("config.json: {due} is due"), "{text}");
        }
    }

    /// Both documents have the same words.
    #[test]
    fn has_the_words_of_the_operators_document() {
        fn same<'a, T: serde::Deserialize<'a> + PartialEq>(words: &[(&'a str, T)]) -> bool {
            words.iter().all(|(word, meaning)| {
                let read = T::deserialize(StrDeserializer::<Error>::new(word));
                read.is_ok_and(|read| read == *meaning)
            })
        }
        assert!(same::<PanelKind>(&KINDS) && same::<Width>(&WIDTHS));
        assert!(same::<Severity>(&SEVERITIES));
    }
}
