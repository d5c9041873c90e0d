//! The templates of a rule's labels and annotations, read as they will be read when an alert is shown.

use super::Report;
use crate::rules::template;
use std::collections::BTreeMap;

/// The texts at `path`.
pub(super) fn check(texts: &BTreeMap<String, String>, path: &str, report: &mut Report) {
    for (name, text) in texts {
        if let Err(mistake) = template::check(text) {
            let hint = "as in {{ $labels.instance }} or {{ $value | humanize }}";
            let path = format!("{path}.{name}");
            report.error_within(&path, text, mistake.at, mistake.reason, hint);
        }
    }
}
