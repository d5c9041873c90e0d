//! Times in which nothing was observed.
//!
//! Values that were evaluated in such a time are dropped: a rate over it is a guess.

use super::super::Scene;
use super::selectors::selectors;
use crate::chart::Frame;
use crate::chart::data::Column;
use metrics_engine::labels::{Matcher, NAME};
use metrics_engine::promql::ast::{Expr, Node};
use metrics_engine::series::TimeRange;
use metrics_engine::time::Timestamp;

/// Returns when nothing was scraped or checked of what these expressions are about.
pub(in super::super) fn gaps(scene: Scene<'_>, exprs: &[Expr], frame: &Frame) -> Vec<TimeRange> {
    let mut proofs: Vec<Vec<Matcher>> = Vec::new();
    for selector in selectors(exprs) {
        let of = |name: &str| selector.matchers.iter().find(|one| one.name == name).cloned();
        let proof = match (of("job"), of("system")) {
            (Some(job), _) => vec![Matcher::equal(NAME, "up"), job],
            (_, Some(system)) => vec![Matcher::equal(NAME, "health_consecutive_failures"), system],
            _ => continue,
        };
        if !proofs.contains(&proof) {
            proofs.push(proof);
        }
    }
    let store = scene.work.store();
    let mut seen: Vec<Timestamp> = Vec::new();
    let mut reader = store.reader(frame.range);
    for proof in &proofs {
        for id in store.select(proof) {
            reader.each(id, |entry| seen.push(entry.at));
        }
    }
    if proofs.is_empty() {
        return Vec::new();
    }
    seen.sort_unstable();
    let longest = frame.longest_join();
    let mut gaps = Vec::new();
    let mut last = frame.range.after;
    for at in seen.into_iter().chain([frame.range.until.min(scene.now)]) {
        // The next scrape may be on its way.
        let is_end = at == frame.range.until;
        let allowed = if is_end { longest * 2 } else { longest };
        if at.since(last) > allowed {
            gaps.push(TimeRange { after: last, until: at });
        }
        last = last.max(at);
    }
    gaps
}

/// Removes evaluated values from times in which nothing was observed. Measured values lie outside of them anyway.
pub(in super::super) fn drop_guesses(frame: &mut Frame, exprs: &[Expr]) {
    let is_measured = exprs.iter().all(|expr| matches!(expr.node, Node::Selector(_)));
    if is_measured || frame.gaps.is_empty() {
        return;
    }
    for series in &mut frame.series {
        let mut column = Column::default();
        for (at, value) in series.column.times().iter().zip(series.column.values()) {
            // A gap ends with something that was seen, but for the one that lasts.
            let is_seen = |gap: &TimeRange| gap.until == *at && gap.until != frame.range.until;
            let is_guess = frame.gaps.iter().any(|gap| gap.contains(*at) && !is_seen(gap));
            column.push(*at, Some(*value).filter(|value| !is_guess && !value.is_nan()));
        }
        series.column = column;
    }
}

#[cfg(test)]
mod tests;
