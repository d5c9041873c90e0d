//! The facts about a system: failures, version, uptime, connection pool.

use super::super::super::format::span;
use super::super::{Scene, shorten};
use crate::config::System;
use crate::console::TargetWatch;
use crate::decode::json::{self, Json};
use crate::monitor::{SystemStatus, Watch};
use crate::schedule::stale_after;
use crate::status::Status;
use metrics_engine::labels::{Matcher, NAME};
use metrics_engine::store::Labels;
use metrics_engine::time::{Duration, Timestamp};
use metrics_engine::unit::Unit;

/// Returns the facts, each as name and value.
pub(super) fn facts(
    scene: Scene<'_>,
    configured: &System,
    system_status: &SystemStatus<'_>,
) -> Vec<(&'static str, String)> {
    // An answer that is stale describes the past.
    let mut fresh = system_status.checks.iter().filter(|(watch, _)| watch.is_fresh(scene.now));
    let body = fresh.find_map(|(watch, _)| body(watch));
    let field = |name: &str| body.as_ref()?.get(name)?.as_str().map(|text| shorten(text, 40));
    let number = |name: &str| body.as_ref()?.get(name)?.as_f64();
    let mut pairs = vec![("Consecutive failures", consecutive_failures(system_status))];
    let version = field("version").or_else(|| label(scene, &configured.id, "version"));
    let commit = field("git_commit").or_else(|| label(scene, &configured.id, "git_commit"));
    pairs.extend(version.map(|version| match commit {
        Some(commit) => ("Version", format!("{version} ({})", shorten(&commit, 8))),
        None => ("Version", version),
    }));
    let reported = ["uptime_secs", "uptime_seconds", "uptime"].into_iter().find_map(number);
    let measured = system_status.measured.unwrap_or(scene.now);
    let started = reported.map(|seconds| measured - Duration((seconds * 1000.0) as i64));
    let started = started.or_else(|| {
        let newest = newest(scene, &configured.id, "process_start_time_seconds")?;
        Some(Timestamp((newest * 1000.0) as i64))
    });
    let is_up = matches!(
        system_status.status,
        Status::Operational | Status::Degraded | Status::PartialOutage
    );
    if let Some(started) = started.filter(|started| *started <= scene.now) {
        // That it has been up since then is claimed only while it is known to be up.
        let up = if is_up { span(scene.now.since(started)) } else { "unknown".to_owned() };
        pairs.push(("Uptime", up));
        pairs.push(("Started", scene.zone.time(started, scene.now)));
    }
    pairs.extend(pool(scene, &configured.id).map(|pool| ("Connections", pool)));
    pairs
}

fn consecutive_failures(system_status: &SystemStatus<'_>) -> String {
    if system_status.checks.iter().all(|(watch, _)| watch.last.is_none()) {
        return "not checked yet".to_owned();
    }
    let failing = system_status.checks.iter().map(|(watch, _)| watch.failing()).max().unwrap_or(0);
    failing.to_string()
}

/// Returns the body of the last answer as JSON.
fn body(watch: &Watch) -> Option<Json> {
    json::parse(&watch.newest_answer()?.2.body).ok()
}

/// Returns the series of a metric that a target has now: scraped lately enough to hold, and not ended.
fn current<'a>(
    scene: Scene<'a>,
    watch: &TargetWatch,
    metric: &str,
) -> impl Iterator<Item = (Labels<'a>, f64)> {
    let store = scene.work.store();
    let since = scene.now - stale_after(watch.target.interval);
    let matchers = [Matcher::equal(NAME, metric), Matcher::equal("job", &watch.target.job)];
    store.select(&matchers).into_iter().filter_map(move |id| {
        let newest = store.newest(id).filter(|newest| newest.at >= since)?;
        Some((store.labels(id)?, newest.value?))
    })
}

/// Returns the targets of a system.
pub(super) fn targets_of<'a>(
    scene: Scene<'a>,
    system: &'a str,
) -> impl Iterator<Item = &'a TargetWatch> {
    scene.work.targets().iter().filter(move |watch| watch.target.system == system)
}

/// Returns the current value of a metric; the largest where there are several.
fn newest(scene: Scene<'_>, system: &str, metric: &str) -> Option<f64> {
    let of = |watch| current(scene, watch, metric).map(|(_, value)| value).reduce(f64::max);
    targets_of(scene, system).filter_map(of).reduce(f64::max)
}

/// Returns a label of a system's information metrics: `ratd_info{version="0.2.0"}`.
fn label(scene: Scene<'_>, system: &str, label: &str) -> Option<String> {
    // The version of the runtime is not that of the system.
    let is_own = |name: &str| {
        name.ends_with("_info")
            && !["go_", "python_", "process_"].iter().any(|one| name.starts_with(one))
    };
    // By the names of its families: a search through all of its series would take long, every second.
    targets_of(scene, system).find_map(|watch| {
        let mut informing = watch.families().iter().filter(|family| is_own(family.name()));
        let value = |(labels, _): (Labels<'_>, f64)| {
            Some(shorten(labels.get(label), 40)).filter(|value| !value.is_empty())
        };
        informing.find_map(|one| current(scene, watch, one.name()).find_map(value))
    })
}

/// Returns how much of a connection pool is in use, where the system counts it under one of the usual names.
fn pool(scene: Scene<'_>, system: &str) -> Option<String> {
    const NAMES: [(&str, &str, &str); 2] = [
        ("ratd_postgres_pool_acquired", "ratd_postgres_pool_total", "open"),
        ("chatbot_db_pool_checkedout", "chatbot_db_pool_size", "in the pool"),
    ];
    NAMES.into_iter().find_map(|(used, size, word)| {
        let used = newest(scene, system, used)?;
        let size = newest(scene, system, size)?;
        let number = |value| Unit::None.write(value, scene.now).number;
        Some(format!("{} in use, {} {word}", number(used), number(size)))
    })
}
