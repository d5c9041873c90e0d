//! Variables of a dashboard.

use super::format;
use crate::dashboard::{NotImported, Variable, VariableSource};
use serde_json::{Value, json};

/// Imports the variables that expressions can contain.
pub(super) fn variables(
    written: &[format::Variable],
    not_imported: &mut Vec<NotImported>,
) -> Vec<Variable> {
    let mut all = Vec::new();
    for variable in written {
        match source(variable) {
            Ok(Some(source)) => all.push(read(variable, source)),
            // All data come from this page.
            Ok(None) => {}
            Err(reason) => not_imported.push(NotImported {
                panel: String::new(),
                reason: format!("the variable `{}`: {reason}", variable.name),
                is_left_out: true,
            }),
        }
    }
    all
}

fn source(variable: &format::Variable) -> Result<Option<VariableSource>, String> {
    let query = match &variable.query {
        Value::String(query) if !query.is_empty() => query.as_str(),
        Value::Object(query) => {
            query.get("query").and_then(Value::as_str).unwrap_or(&variable.definition)
        }
        _ => &variable.definition,
    };
    let query = query.trim();
    Ok(Some(match variable.kind.as_str() {
        "query" | "" => of_query(query)?,
        "custom" | "interval" => VariableSource::List(values(query, variable)),
        "constant" => VariableSource::List(vec![query.to_owned()]),
        "textbox" => VariableSource::Text,
        "datasource" => return Ok(None),
        "adhoc" => return Err("filters for all expressions are not supported".to_owned()),
        kind => return Err(format!("variables of type `{kind}` are not supported")),
    }))
}

/// Reads `label_values(metric, label)`, `query_result(expr)` and `metrics(regex)`.
fn of_query(query: &str) -> Result<VariableSource, String> {
    let inside = |name: &str| {
        let rest = query.strip_prefix(name)?.trim_start().strip_prefix('(')?;
        rest.trim_end().strip_suffix(')').map(str::trim)
    };
    if let Some(arguments) = inside("label_values") {
        let (selector, label) = match arguments.rsplit_once(',') {
            // A comma within braces separates matchers.
            Some((selector, label)) if !label.contains(['}', '"']) => {
                (selector.trim(), label.trim())
            }
            _ => ("", arguments),
        };
        return Ok(VariableSource::Label {
            label: label.to_owned(),
            selector: selector.to_owned(),
        });
    }
    if let Some(expr) = inside("query_result") {
        return Ok(VariableSource::Result(expr.to_owned()));
    }
    if let Some(regex) = inside("metrics") {
        let selector = format!("{{__name__=~\".*({}).*\"}}", regex.trim_matches('"'));
        return Ok(VariableSource::Label { label: "__name__".to_owned(), selector });
    }
    Err(format!("its query `{query}` is none of label_values, query_result and metrics"))
}

/// Returns the values of a list: `a,b`, or `text : value` pairs.
fn values(query: &str, variable: &format::Variable) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for part in query.replace("\\,", "\u{1f}").split(',') {
        let part = part.replace('\u{1f}', ",");
        let value = part.split_once(" : ").map_or(part.as_str(), |(_, value)| value).trim();
        if !value.is_empty() {
            values.push(value.to_owned());
        }
    }
    if values.is_empty() {
        let options = variable.options.iter().map(|option| option.value.clone());
        values.extend(options.filter(|value| !value.is_empty() && !value.starts_with("$__")));
    }
    values
}

fn read(variable: &format::Variable, source: VariableSource) -> Variable {
    let current: Vec<String> = match &variable.current.value {
        Value::String(value) => vec![value.clone()],
        Value::Array(values) => {
            values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    let is_all = |value: &String| value == Variable::ALL || value == "All";
    let chosen = match &source {
        _ if variable.include_all && (current.is_empty() || current.iter().any(is_all)) => {
            vec![Variable::ALL.to_owned()]
        }
        // Values of the place where the dashboard was written mean nothing here.
        VariableSource::Label { .. } | VariableSource::Result(_) => Vec::new(),
        VariableSource::List(values) => {
            current.into_iter().filter(|value| values.contains(value)).collect()
        }
        VariableSource::Text if current.is_empty() => {
            variable.query.as_str().map(str::to_owned).into_iter().collect()
        }
        VariableSource::Text => current,
    };
    Variable {
        name: variable.name.clone(),
        label: variable.label.clone(),
        source,
        regex: variable.regex.clone(),
        is_multiple: variable.multi,
        has_all: variable.include_all,
        all: variable.all_value.clone(),
        chosen,
        is_hidden: variable.hide == Some(2.0) || variable.kind == "constant",
    }
}

/// Writes variables.
pub(super) fn write(variables: &[Variable]) -> Value {
    let written = variables.iter().map(|variable| {
        let (kind, query) = match &variable.source {
            VariableSource::Label { label, selector } if selector.is_empty() => {
                ("query", format!("label_values({label})"))
            }
            VariableSource::Label { label, selector } => {
                ("query", format!("label_values({selector}, {label})"))
            }
            VariableSource::Result(expr) => ("query", format!("query_result({expr})")),
            VariableSource::List(values) => {
                let escaped: Vec<String> =
                    values.iter().map(|value| value.replace(',', "\\,")).collect();
                ("custom", escaped.join(","))
            }
            VariableSource::Text => ("textbox", variable.chosen.join(",")),
        };
        let current = match variable.chosen.as_slice() {
            [] => Value::Null,
            [one] if !variable.is_multiple => json!(one),
            several => json!(several),
        };
        json!({
            "name": variable.name,
            "label": variable.label,
            "type": kind,
            "query": query,
            "definition": if kind == "query" { query.as_str() } else { "" },
            "regex": variable.regex,
            "multi": variable.is_multiple,
            "includeAll": variable.has_all,
            "allValue": if variable.all.is_empty() { Value::Null } else { json!(variable.all) },
            "hide": if variable.is_hidden { 2 } else { 0 },
            "refresh": 2,
            "sort": 1,
            "current": { "text": current, "value": current },
        })
    });
    written.collect()
}
