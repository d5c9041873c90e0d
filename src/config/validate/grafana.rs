//! A dashboard from a file that Grafana exported.

use super::Report;
use crate::config::raw::board as raw;
use crate::dashboard::{Dashboard, NotImported, grafana};

/// Imports the dashboard in `file`, and reports each panel that is left out.
pub(super) fn dashboard(
    raw: &raw::Dashboard,
    file: &str,
    path: &str,
    report: &mut Report,
) -> Option<Dashboard> {
    if !raw.panels.is_empty() || !raw.variables.is_empty() {
        let message = "the `grafana` file has all panels and variables";
        let key = if raw.panels.is_empty() { "variables" } else { "panels" };
        report.error(&format!("{path}.{key}"), message, "leave these out, or the file");
    }
    let path = format!("{path}.grafana");
    let read_file = report.source.read_file;
    let text = match read_file(file) {
        Ok(text) => text,
        Err(reason) => {
            let hint = "its path is seen from the folder of this document";
            report.error(&path, format!("{file} cannot be read: {reason}"), hint);
            return None;
        }
    };
    match grafana::import(&text) {
        Ok(imported) => {
            for (message, hint) in notes(&imported.dashboard.not_imported) {
                report.warning(&path, format!("{file}: {message}"), hint);
            }
            Some(imported.dashboard)
        }
        Err(error) => {
            let hint = "Grafana writes such a file under Share, Export, Save to file";
            report.error(&path, format!("{file}: {error}"), hint);
            None
        }
    }
}

/// Returns a message for each reason, with the panels that share it.
fn notes(not_imported: &[NotImported]) -> Vec<(String, &'static str)> {
    let mut reasons: Vec<(&NotImported, Vec<&str>)> = Vec::new();
    for one in not_imported {
        let known = reasons
            .iter_mut()
            .find(|(first, _)| first.reason == one.reason && first.is_left_out == one.is_left_out);
        match known {
            Some((_, panels)) => panels.push(&one.panel),
            None => reasons.push((one, vec![&one.panel])),
        }
    }
    let note = |(one, panels): (&NotImported, Vec<&str>)| {
        let hint = if one.is_left_out { "this is left out" } else { "this is shown without that" };
        let panels: Vec<&str> = panels.into_iter().filter(|panel| !panel.is_empty()).collect();
        if panels.is_empty() {
            (one.reason.clone(), hint)
        } else {
            (format!("{}: {}", panels.join(", "), one.reason), hint)
        }
    };
    reasons.into_iter().map(note).collect()
}
