//! The state of a target, and the problems of its last page.

use super::super::super::format::grouped;
use super::super::Scene;
use crate::config::System;
use crate::console::{NoAnswer, TargetWatch};
use crate::schedule::stale_after;
use crate::status::Status;
use metrics_engine::scrape::Report;

/// Returns the status of a target. One failed scrape is no outage, and an old result, or one that the proxy prevented, is unknown.
pub(in crate::view::admin) fn status(scene: Scene<'_>, watch: &TargetWatch) -> Status {
    let Some(last) = &watch.last else { return Status::Checking };
    let is_old = scene.now.since(last.at) > stale_after(watch.target.interval);
    let is_unknown = matches!(last.result, Err(NoAnswer::Unknown));
    match &last.report {
        _ if is_old || is_unknown || scene.work.monitor().reachability().is_blocked() => {
            Status::Unknown
        }
        report if !report.up && watch.failures < needed(scene, watch) => Status::Checking,
        report if !report.up => Status::MajorOutage,
        report if report.problem_count() > 0 || !report.capped.is_empty() => Status::Degraded,
        report if report.backwards.is_some() => Status::Degraded,
        _ => Status::Operational,
    }
}

/// Returns the problem of a page that was read, in a few words.
pub(in crate::view::admin) fn in_part(report: &Report) -> String {
    let is_whole = report.problem_count() == 0 && report.capped.is_empty();
    let words = if is_whole { "UP, counters decrease" } else { "UP, with errors" };
    words.to_owned()
}

/// Returns the number of consecutive failures that confirm that a target is down: the one of its system's health.
pub(in crate::view::admin) fn needed(scene: Scene<'_>, watch: &TargetWatch) -> u32 {
    let mut systems = scene.work.private().config.systems.iter();
    let system = systems.find(|system| system.id == watch.target.system);
    system.map_or(System::FAILURES, |system| system.failures)
}

/// Returns `12 of 1,698 lines have parse errors`, or without parse errors why samples were dropped; `None` where nothing is wrong.
pub(in crate::view::admin) fn remark(report: &Report) -> Option<String> {
    let of = |is_refusal: bool| {
        report.counts.iter().filter(move |(kind, _)| kind.is_refusal() == is_refusal)
    };
    let n_unreadable: usize = of(false).map(|(_, count)| count).sum();
    if n_unreadable > 0 {
        let (n_bad, lines) = (grouped(n_unreadable), grouped(report.lines));
        return Some(format!("{n_bad} of {lines} lines have parse errors"));
    }
    let n_refused: usize = of(true).map(|(_, count)| count).sum();
    let (kind, _) = of(true).max_by_key(|(_, count)| count)?;
    let were = if n_refused == 1 { "was" } else { "were" };
    let (n_refused, samples) = (grouped(n_refused), grouped(report.samples));
    let why = kind.as_str().split(": ").next().unwrap_or_default();
    Some(format!("{n_refused} of {samples} samples {were} dropped: {why}"))
}
