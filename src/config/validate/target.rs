//! The metrics endpoints of a system.

use super::{Report, id_path};
use crate::config::address::Origin;
use crate::config::deployment::{Deployed, Target};
use crate::config::raw::Document;
use crate::config::{private, raw};

/// Validates the targets of one system, whose section is at `path`.
pub(super) fn targets(
    raws: &[raw::Metrics],
    path: &str,
    system: &str,
    report: &mut Report,
) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for (index, raw) in raws.iter().enumerate() {
        let path = format!("{path}.metrics[{index}]");
        let id = match (&raw.id, index) {
            (Some(id), _) => id.0.clone(),
            (None, 0) => "metrics".to_owned(),
            (None, _) => format!("metrics-{}", index + 1),
        };
        if let Some(other) = targets.iter().position(|other| other.settings.id == id) {
            let at = if raw.id.is_some() { format!("{path}.id") } else { path.clone() };
            let message = format!("the id {id:?} is that of metrics[{other}]");
            report.error(&at, message, "give one of them another `id`");
        }
        targets.push(target(raw, id, &path, system, report));
    }
    targets
}

fn target(raw: &raw::Metrics, id: String, path: &str, system: &str, report: &mut Report) -> Target {
    let interval = format!("{path}.interval");
    let given = report.interval(&interval, raw.interval);
    let is_known = !report.is_unclear(&interval);
    let interval = given.unwrap_or(private::Target::INTERVAL);
    let timeout = report.timeout(&format!("{path}.timeout"), raw.timeout);
    if let Some(timeout) = timeout.filter(|timeout| is_known && *timeout > interval) {
        let message = format!("{timeout} is longer than the interval, {interval}");
        report.error(&format!("{path}.timeout"), message, "a scrape ends before the next begins");
    }
    let url = format!("{path}.url");
    let upstream = report.upstream(&url, &raw.url);
    if upstream.target.is_empty() {
        report.error(&url, "the path is missing", format!("usual is {}/metrics", upstream.origin));
    }
    let or = |given: Option<u32>, usual: usize| given.map_or(usual, |given| given as usize);
    let settings = private::Target {
        system: system.to_owned(),
        id,
        job: raw.job.as_ref().map_or_else(|| system.to_owned(), |job| job.0.clone()),
        instance: instance(&upstream.origin),
        path: upstream.target.split('?').next().unwrap_or_default().to_owned(),
        interval,
        timeout: timeout.unwrap_or(private::Target::TIMEOUT.min(interval)),
        max_bytes: or(raw.max_bytes, private::Target::MAX_BYTES),
        max_samples: or(raw.max_samples, private::Target::MAX_SAMPLES),
        max_label_bytes: or(raw.max_label_bytes, private::Target::MAX_LABEL_BYTES),
        strict: raw.strict,
    };
    Target { upstream, settings }
}

/// Host and port, as Prometheus names what it scrapes.
fn instance(origin: &Origin) -> String {
    let port = origin.port.unwrap_or(if origin.secure { 443 } else { 80 });
    format!("{}:{port}", origin.host)
}

/// Targets whose series would have the same labels: the samples of one would stand among those of the other.
pub(super) fn clashes(systems: &[Deployed], document: &Document, report: &mut Report) {
    let mut seen: Vec<(&private::Target, String)> = Vec::new();
    for (index, (system, raw)) in systems.iter().zip(&document.systems).enumerate() {
        for (number, (target, written)) in system.metrics.iter().zip(&raw.metrics).enumerate() {
            let path = format!("systems[{index}].metrics[{number}]");
            let job = match written.job {
                Some(_) => format!("{path}.job"),
                None => id_path(raw, index),
            };
            if report.is_unclear(&format!("{path}.url")) || report.is_unclear(&job) {
                continue;
            }
            let target = &target.settings;
            let is_same = |other: &private::Target| {
                (&other.job, &other.instance) == (&target.job, &target.instance)
            };
            if let Some((_, other)) = seen.iter().find(|(other, _)| is_same(other)) {
                let message = format!(
                    "its series would have the labels of {other}: job {:?}, instance {:?}",
                    target.job, target.instance
                );
                report.error(&path, message, "give one of them another `job`");
            }
            seen.push((target, path));
        }
    }
}
