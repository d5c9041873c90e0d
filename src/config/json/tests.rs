use crate::chart::PanelKind;
use crate::config::private::{Private, Target, Width};
use crate::config::{Check, Config, Source};
use crate::rules::RuleGroup;

fn error(text: &str) -> String {
    Config::from_json(text.as_bytes())
        .map_or_else(|error| error.to_string(), |_| "no error".to_owned())
}

#[test]
fn reads_the_least_and_fills_in_the_defaults() {
    let text = r#"{"version":2,"site":{"name":"Demo"},"mappings":[{"state":["code"]}],
        "systems":[{"id":"chat","name":"Chat","checks":[{"id":"health","name":"Health","mapping":0}]},
                   {"id":"pay","name":"Pay"}]}"#;
    let config = Config::from_json(text.as_bytes()).unwrap();
    assert_eq!(config.cache, Config::CACHE);
    assert_eq!(config.systems[0].failures, 2);
    let Source::Checks(checks) = &config.systems[0].source else { panic!("no checks") };
    assert_eq!((checks[0].interval, checks[0].timeout), (Check::INTERVAL, Check::TIMEOUT));
    assert_eq!(config.systems[1].source, Source::Recorder);
    let compact: String = text.split_whitespace().collect();
    assert_eq!(config.to_json(), compact);
}

#[test]
fn reads_the_least_of_an_operators_page() {
    let text = r#"{"version":2,"config":{"site":{"name":"Demo"}},
        "targets":[{"system":"a","id":"m","job":"a","instance":"h:1","path":"/metrics"}],
        "groups":[{"name":"a","rules":[{"alert":"Down","expr":"up==0"}]}],
        "dashboards":[{"id":"a","title":"A","panels":[{"id":"up","title":"Up","queries":[{"expr":"up"}]}]}]}"#;
    let private = Private::from_json(text.as_bytes()).unwrap();
    let target = &private.targets[0];
    assert_eq!((target.interval, target.max_bytes), (Target::INTERVAL, Target::MAX_BYTES));
    assert_eq!(private.groups[0].interval, RuleGroup::INTERVAL);
    let panel = &private.dashboards[0].panels[0];
    assert_eq!((panel.kind, panel.width), (PanelKind::Lines, Width::Half));
    let compact: String = text.split_whitespace().collect();
    assert_eq!(private.to_json(), compact);
}

#[test]
fn says_where_and_what_was_expected() {
    for (text, expected) in [
        (
            "[]",
            "config.json: invalid length 0, expected struct Versioned with 1 element at line 1 column 2",
        ),
        ("{}", "config.json: missing field `version` at line 1 column 2"),
        (
            r#"{"version":3,"site":7}"#,
            "config.json has version 3, but this page reads version 2: run `allclear render` of the same release",
        ),
        (r#"{"version":2}"#, "config.json: missing field `site` at line 1 column 13"),
        (
            r#"{"version":2,"systems":[{"id":7}]}"#,
            "config.json: invalid type: integer `7`, expected a string at line 1 column 31",
        ),
        (
            r#"{"version":2,"systems":[{"id":"A b"}]}"#,
            "config.json: invalid value: string \"A b\", expected a name of a-z, 0-9 and - at line 1 column 36",
        ),
        (
            r#"{"version":2,"systems":{}}"#,
            "config.json: invalid type: map, expected a sequence at line 1 column 23",
        ),
        (
            r#"{"version":2,"systems":[{"id":"a","name":"A","checks":[]}]}"#,
            "config.json: `checks` needs at least one check at line 1 column 57",
        ),
        (
            r#"{"version":2,"site":{"name":""},"systems":[{"id":"a","name":"A","checks":[{"id":"h","name":"H","mapping":0}]}]}"#,
            "config.json: check `h` of system `a` refers to mapping 0, which does not exist",
        ),
        (
            r#"{"version":2,"systems":[{"id":"a","name":"A","part_names":[["x"]]}]}"#,
            "config.json: invalid length 1, expected a tuple of size 2 at line 1 column 64",
        ),
        (
            r#"{"version":2,"mappings":[{"state":["word"]}]}"#,
            "config.json: unknown variant `word`, expected one of `json`, `text`, `header`, `code` at line 1 column 41",
        ),
        (
            r#"{"version":2,"mappings":[{"parts":[{"tree":{}}]}]}"#,
            "config.json: unknown variant `tree`, expected one of `map`, `list`, `field` at line 1 column 42",
        ),
        (
            r#"{"version":2,"cache":0.5,"site":{"name":""}}"#,
            "config.json: invalid type: floating point `0.5`, expected u32 at line 1 column 24",
        ),
        (
            r#"{"version":2,"systems":[{"id":"a","name":"A","failures":0}]}"#,
            "config.json: invalid value: integer `0`, expected a nonzero u32 at line 1 column 57",
        ),
        ("{", "config.json: EOF while parsing an object at line 1 column 1"),
    ] {
        assert_eq!(error(text), expected, "{text}");
    }
}

#[test]
fn says_where_and_what_an_operators_page_expected() {
    for (rest, expected) in [
        (
            r#""targets":[{"system":"A"}]"#,
            "invalid value: string \"A\", expected a name of a-z, 0-9 and -",
        ),
        (r#""groups":[{"name":"a"}]"#, "missing field `rules`"),
        (r#""groups":[{"name":"a","rules":[]}]"#, "invalid length 0, expected at least one rule"),
        (
            r#""groups":[{"name":"a","rules":[{"alert":"A","expr":7}]}]"#,
            "invalid type: integer `7`, expected a string",
        ),
        (r#""dashboards":[{"id":"a"}]"#, "missing field `title`"),
        (
            r#""dashboards":[{"id":"a","title":"A","panels":[{"id":"p","title":"P","kind":"x"}]}]"#,
            "unknown variant `x`, expected one of `lines`, `area`, `stacked`, `stat`, `gauge`, `bars`, `pie`, `heatmap`, `table`, `states`, `text`",
        ),
        (
            r#""dashboards":[{"id":"a","title":"A","panels":[{"id":"p","title":"P","unit":"x"}]}]"#,
            "unknown unit `x`",
        ),
        (
            r#""dashboards":[{"id":"a","title":"A","panels":[{"id":"p","title":"P","limits":[{}]}]}]"#,
            "missing field `value`",
        ),
    ] {
        let text = format!(r#"{{"version":2,"config":{{"site":{{"name":""}}}},{rest}}}"#);
        let error = Private::from_json(text.as_bytes()).map(|_| ()).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("config.json: {expected} at line 1 column ")),
            "{error}"
        );
    }
}
