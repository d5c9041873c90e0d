//! What differs for some series of a panel.

use super::format::{Override, Panel};
use crate::dashboard::{SeriesOverride, SeriesPattern};
use serde_json::{Value, json};

/// Returns the overrides that are kept. `left_out` gets the properties that change the meaning of a panel and are not.
pub(super) fn overrides(panel: &Panel, left_out: &mut Vec<String>) -> Vec<SeriesOverride> {
    let mut all = Vec::new();
    for written in &panel.field_config.overrides {
        let (name, is_negative) = properties(written, left_out);
        if name.is_none() && !is_negative {
            continue;
        }
        let patterns = patterns(written);
        if patterns.is_empty() {
            left_out.push(written.matcher.id.clone());
        }
        all.extend(patterns.into_iter().map(|series| SeriesOverride {
            series,
            name: name.clone(),
            is_negative,
        }));
    }
    // The legacy graph.
    let negative = panel.legacy.series_overrides.iter().filter(|one| one.transform == "negative-Y");
    all.extend(negative.map(|one| SeriesOverride {
        series: if one.alias.starts_with('/') {
            SeriesPattern::Regex(one.alias.clone())
        } else {
            SeriesPattern::Name(one.alias.clone())
        },
        name: None,
        is_negative: true,
    }));
    all
}

/// Returns the name that the series get, and whether they are drawn below the axis.
fn properties(written: &Override, left_out: &mut Vec<String>) -> (Option<String>, bool) {
    let (mut name, mut is_negative) = (None, false);
    for property in &written.properties {
        match property.id.as_str() {
            "displayName" => name = property.value.as_str().map(str::to_owned),
            "custom.transform" => is_negative = property.value == "negative-Y",
            // A unit of the same kind changes nothing that a person has to know.
            id @ ("unit" | "mappings" | "min" | "max" | "thresholds" | "noValue") => {
                left_out.push(id.to_owned());
            }
            // Colours, widths and places of single series: the page has its own.
            _ => {}
        }
    }
    (name, is_negative)
}

fn patterns(written: &Override) -> Vec<SeriesPattern> {
    let options = &written.matcher.options;
    let text = options.as_str().map(str::to_owned);
    match written.matcher.id.as_str() {
        "byName" => text.map(SeriesPattern::Name).into_iter().collect(),
        "byRegexp" => text.map(SeriesPattern::Regex).into_iter().collect(),
        "byNames" => {
            let names = options.get("names").unwrap_or(options).as_array();
            let names = names.into_iter().flatten().filter_map(Value::as_str);
            names.map(|name| SeriesPattern::Name(name.to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

/// Writes overrides.
pub(super) fn write(overrides: &[SeriesOverride]) -> Value {
    let written = overrides.iter().map(|one| {
        let matcher = match &one.series {
            SeriesPattern::Name(name) => json!({ "id": "byName", "options": name }),
            SeriesPattern::Regex(text) => json!({ "id": "byRegexp", "options": text }),
        };
        let name = one.name.iter().map(|name| json!({ "id": "displayName", "value": name }));
        let negative =
            one.is_negative.then(|| json!({ "id": "custom.transform", "value": "negative-Y" }));
        json!({ "matcher": matcher, "properties": name.chain(negative).collect::<Vec<_>>() })
    });
    written.collect()
}
