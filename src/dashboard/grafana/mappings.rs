//! Words for values.

use super::colors::{color, severity};
use super::format::{Legacy, MappingResult, Results, as_number};
use crate::chart::ValueMapping;
use serde_json::{Value, json};

/// Returns the words for numbers. Words for a missing value are left out: a panel says by itself that there is no data.
/// `left_out` gets the kinds of mappings that are none of numbers.
pub(super) fn mappings(written: &[Value], left_out: &mut Vec<String>) -> Vec<ValueMapping> {
    let mut all = Vec::new();
    for mapping in written {
        let options = mapping.get("options").unwrap_or(&Value::Null);
        match mapping.get("type").unwrap_or(&Value::Null) {
            Value::String(kind) => match kind.as_str() {
                "value" => {
                    let results: Results =
                        serde_json::from_value(options.clone()).unwrap_or_default();
                    for (value, result) in results {
                        let number = value.parse().ok().filter(|value: &f64| value.is_finite());
                        all.extend(number.and_then(|value| word(value, value, &result)));
                    }
                }
                "range" => {
                    let result = result(options);
                    let [from, to] = ["from", "to"].map(|key| options.get(key).and_then(as_number));
                    let from = from.unwrap_or(f64::MIN);
                    all.extend(word(from, to.unwrap_or(f64::MAX), &result));
                }
                "special" => {
                    let is_missing = matches!(
                        options.get("match").and_then(Value::as_str),
                        Some("null" | "nan" | "null+nan" | "empty")
                    );
                    if !is_missing {
                        left_out.push("special".to_owned());
                    }
                }
                kind => left_out.push(kind.to_owned()),
            },
            // Grafana 7 and before: 1 is a value, 2 a range.
            Value::Number(_) => all.extend(numbered(mapping)),
            _ => {}
        }
    }
    all
}

/// Returns the words of a panel before Grafana 7.
pub(super) fn legacy(legacy: &Legacy) -> Vec<ValueMapping> {
    let text = |text: &str| MappingResult { text: text.to_owned(), color: String::new() };
    let values = legacy.value_maps.iter().filter_map(|map| {
        let value = as_number(&map.value)?;
        word(value, value, &text(&map.text))
    });
    let ranges = legacy
        .range_maps
        .iter()
        .filter_map(|map| word(as_number(&map.from)?, as_number(&map.to)?, &text(&map.text)));
    values.chain(ranges).collect()
}

fn numbered(mapping: &Value) -> Option<ValueMapping> {
    let number = |key: &str| mapping.get(key).and_then(as_number);
    let result: MappingResult = serde_json::from_value(mapping.clone()).ok()?;
    match (number("value"), number("from"), number("to")) {
        (Some(value), ..) => word(value, value, &result),
        (None, Some(from), Some(to)) => word(from, to, &result),
        _ => None,
    }
}

fn result(options: &Value) -> MappingResult {
    let result = options.get("result").cloned().unwrap_or_default();
    serde_json::from_value(result).unwrap_or_default()
}

/// Returns the word for values from one to another. Without a text there is none.
fn word(from: f64, to: f64, result: &MappingResult) -> Option<ValueMapping> {
    let text = result.text.trim();
    if text.is_empty() || from > to {
        return None;
    }
    let to = (to > from).then_some(to);
    Some(ValueMapping { value: from, to, text: text.to_owned(), severity: severity(&result.color) })
}

/// Writes the words for values.
pub(super) fn write(mappings: &[ValueMapping]) -> Value {
    let written = mappings.iter().enumerate().map(|(index, mapping)| {
        let result =
            json!({ "text": mapping.text, "color": color(mapping.severity), "index": index });
        match mapping.to {
            None => {
                let mut options = serde_json::Map::new();
                options.insert(metrics_engine::number::shortest(mapping.value), result);
                json!({ "type": "value", "options": options })
            }
            Some(to) => {
                let [from, to] = [mapping.value, to].map(end);
                json!({ "type": "range", "options": { "from": from, "to": to, "result": result } })
            }
        }
    });
    written.collect()
}

/// Returns an end of a range, which is `null` where the range has none.
fn end(value: f64) -> Option<f64> {
    (value > f64::MIN && value < f64::MAX).then_some(value)
}
