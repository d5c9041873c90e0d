//! Problems with one cause as one problem.
//!
//! Systems that fail in the same way at the same time most likely share what has broken: a machine, a network, a deployment. Five equal
//! entries would hide that, and would offer five buttons for one wish.

use super::super::language::plural;
use super::super::words;
use super::{Problem, Scene};
use crate::status::check::Failure;
use metrics_engine::time::{Duration, Timestamp};

/// A problem, and what shows whether another one has the same cause.
#[derive(Debug)]
pub(super) struct Caused {
    /// The problem.
    pub(super) problem: Problem,
    /// How its system fails; `None` for a problem that stands alone.
    pub(super) failure: Option<Failure>,
    /// Since when.
    pub(super) since: Timestamp,
}

/// Systems that fail later than this after the first one do not share its cause.
const TOGETHER: Duration = Duration::from_secs(300);

/// Merges the problems of systems that fail in the same way, are in the same state and began within five minutes. Problems of different
/// incidents stay apart. The order is that of the first of each.
pub(super) fn merged(scene: &Scene<'_>, problems: Vec<Caused>) -> Vec<Problem> {
    let mut groups: Vec<Vec<Caused>> = Vec::new();
    for caused in problems {
        match groups
            .iter_mut()
            .find(|group| group.first().is_some_and(|first| is_same(first, &caused)))
        {
            Some(group) => group.push(caused),
            None => groups.push(vec![caused]),
        }
    }
    groups.into_iter().filter_map(|group| one(scene, group)).collect()
}

fn is_same(first: &Caused, other: &Caused) -> bool {
    first.failure.is_some()
        && first.failure == other.failure
        && first.problem.status == other.problem.status
        && first.problem.href == other.problem.href
        && (first.since.0 - other.since.0).abs() <= TOGETHER.0
}

/// Returns one problem for all of a group.
fn one(scene: &Scene<'_>, group: Vec<Caused>) -> Option<Problem> {
    let (n, failure) = (group.len(), group.first()?.failure);
    let (Some(failure), true) = (failure, n > 1) else {
        return group.into_iter().next().map(|caused| caused.problem);
    };
    let since = group.iter().map(|caused| caused.since).min()?;
    let last = group.iter().map(|caused| caused.since).max()?;
    let systems: Vec<usize> =
        group.iter().flat_map(|caused| caused.problem.systems.clone()).collect();
    let names = group.iter().map(|caused| caused.problem.id.clone()).zip(&systems);
    let names = names.map(|(id, system)| (id, scene.name(*system).to_owned())).collect();
    let updates =
        group.iter().map(|caused| &caused.problem.updates).find(|updates| !updates.is_empty());
    let updates = updates.cloned().unwrap_or_default();
    let body =
        if updates.is_empty() { together(scene, n, last.since(since)) } else { String::new() };
    let first = group.into_iter().next()?.problem;
    Some(Problem {
        since: scene.since_for(since),
        heading: words::several_fail(scene.words, n, failure),
        body,
        names,
        updates,
        systems,
        ..first
    })
}

/// Returns the sentence that all began at once, or within a short time.
fn together(scene: &Scene<'_>, n: usize, within: Duration) -> String {
    if within < Duration::from_secs(1) {
        return scene.count(n, plural("{n} failed.", "All {n} failed at the same time."), &[]);
    }
    let values = [("span", &*scene.span(within))];
    scene.count(n, plural("{n} failed within {span}.", "All {n} failed within {span}."), &values)
}
