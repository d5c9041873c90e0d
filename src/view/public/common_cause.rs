//! Problems with one cause as one problem.
//!
//! Systems that fail in the same way at the same time most likely share what has broken: a machine, a network, a deployment. Five equal
//! entries would hide that, and would offer five buttons for one wish.

use super::super::language::message;
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
        && is_one_incident(&first.problem, &other.problem)
        && (first.since.0 - other.since.0).abs() <= TOGETHER.0
}

/// Whether operators wrote of both problems as of one incident, or of neither. Incidents that the recorder made by itself are as many as
/// the moments at which it noticed them.
fn is_one_incident(first: &Problem, other: &Problem) -> bool {
    first.href == other.href || (!first.is_reported && !other.is_reported)
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
    let names = names.map(|(id, system)| (id, scene.name(*system))).collect();
    let updates =
        group.iter().map(|caused| &caused.problem.updates).find(|updates| !updates.is_empty());
    let updates = updates.cloned().unwrap_or_default();
    let body = if updates.is_empty() { together(scene, last.since(since)) } else { String::new() };
    let href = group.first()?.problem.href.clone();
    let is_one = group.iter().all(|caused| caused.problem.href == href);
    let first = group.into_iter().next()?.problem;
    Some(Problem {
        since: scene.since_for(since),
        heading: words::several_fail(scene.words, n, failure),
        body,
        names,
        updates,
        href: if is_one { href } else { String::new() },
        systems,
        ..first
    })
}

/// Returns the sentence that all began at once, or within a short time.
fn together(scene: &Scene<'_>, within: Duration) -> String {
    if within < Duration::from_secs(1) {
        return scene.text(message("All failed at the same time."));
    }
    scene.say(message("All failed within {span}."), &[("span", &scene.span(within))])
}
