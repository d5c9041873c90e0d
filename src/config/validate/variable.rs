//! Variables of a dashboard.

use super::{LONGEST_NAME, Report};
use crate::config::raw::board as raw;
use crate::dashboard::{Variable, VariableSource};
use crate::rules::template::is_label;

/// The variables of the dashboard at `path`.
pub(super) fn variables(raw: &[raw::Variable], path: &str, report: &mut Report) -> Vec<Variable> {
    let mut variables: Vec<Variable> = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        let path = format!("{path}.variables[{index}]");
        if !is_label(&raw.name) || raw.name.starts_with("__") {
            let message = format!("{:?} cannot name a variable", raw.name);
            report.error(&format!("{path}.name"), message, "as in instance");
        }
        let others = variables.iter().map(|other| other.name.as_str());
        report.unique(&format!("{path}.name"), &raw.name, others, "variables");
        let source = match (&raw.values_of, &raw.results_of, raw.values.as_slice()) {
            (Some(label), None, []) => {
                VariableSource::Label { label: label.clone(), selector: raw.series.clone() }
            }
            (None, Some(expr), []) => VariableSource::Result(expr.clone()),
            (None, None, []) => VariableSource::Text,
            (None, None, values) => VariableSource::List(values.to_vec()),
            _ => {
                let message = "of `values_of`, `results_of` and `values` only one can be here";
                report.error(&path, message, "leave the others out");
                continue;
            }
        };
        let has_all = raw.has_all.unwrap_or(raw.multiple);
        let mut chosen = raw.chosen.clone();
        if chosen.is_empty() && has_all {
            chosen.push(Variable::ALL.to_owned());
        }
        variables.push(Variable {
            name: raw.name.clone(),
            label: report.text(&format!("{path}.label"), &raw.label, LONGEST_NAME),
            source,
            regex: raw.regex.clone(),
            is_multiple: raw.multiple,
            has_all,
            all: raw.all.clone(),
            chosen,
            is_hidden: raw.hidden,
        });
    }
    variables
}
