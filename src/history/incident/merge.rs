//! Merges outages and reports into incidents.
//!
//! An operator's report takes the outages of its own systems that it overlaps, and no others: it does not speak for systems
//! that it does not name. Of the rest, outages of several systems are one incident if they overlap, have one cause and belong
//! to one group; outages of one system are, if they lie within [`NEAR`] of each other. So two outages of one system that are
//! near each other never belong to different incidents.

mod group;

use super::{Incident, Report};
use crate::history::outage::Outage;
use group::{Group, Span};
use metrics_engine::time::{Duration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Outages of one system that are no further apart are one incident. A service in a crash loop comes back for a few minutes
/// each time, and the times of reports are rounded by hand; outages that are further apart seldom have the same cause.
pub const NEAR: Duration = Duration::from_secs(600);

/// The outages of one system, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct SystemOutages<'a> {
    /// The system's id.
    pub id: &'a str,
    /// The heading of its group; may be empty.
    pub group: &'a str,
    /// Its confirmed outages.
    pub outages: &'a [Outage],
}

/// An outage, with the index and group of its system, and the id of an incident that begins with it.
#[derive(Clone, Debug)]
struct Found<'a> {
    system: usize,
    heading: &'a str,
    outage: &'a Outage,
    /// The day (in UTC) and the system, with a number if that is taken, for the first outage after a calm.
    id: Option<String>,
}

/// Returns the incidents of what was recorded and reported, newest first.
///
/// `recorded` has every public system, in the order of the configuration; other systems of a report are left out. An incident
/// keeps its first id: the day (in UTC) and the first system, `2026-11-12-sockudo`, with `-2` if that was taken; with the time
/// of day, `2026-11-12-sockudo-1405`, if it began while another incident was open; or that of the report, if nothing was
/// recorded. Other ids are in [`Incident::also`].
pub fn merge(recorded: &[SystemOutages<'_>], reports: &[Report]) -> Vec<Incident> {
    let mut ids = BTreeSet::new();
    let mut found = found(recorded, &mut ids);
    let mut groups = reported(recorded, reports, &mut found);
    groups.extend(clusters(found));
    // Ids are given in the order of beginnings, so that a later incident takes no earlier one's.
    groups.sort_by_key(Group::since);
    let mut incidents: Vec<Incident> =
        groups.into_iter().map(|group| group.incident(recorded, &mut ids)).collect();
    incidents.sort_by(|a, b| (b.since, &b.id).cmp(&(a.since, &a.id)));
    incidents
}

/// Returns all outages in the order of their beginnings. Those that begin after a calm have an id.
fn found<'a>(recorded: &[SystemOutages<'a>], ids: &mut BTreeSet<String>) -> Vec<Found<'a>> {
    let mut all: Vec<Found<'a>> = Vec::new();
    for (system, SystemOutages { outages, group: heading, .. }) in recorded.iter().enumerate() {
        all.extend(outages.iter().map(|outage| Found { system, heading, outage, id: None }));
    }
    all.sort_by_key(|found| (found.outage.since, found.system));
    // When the last outage so far ended; `None` while one lasts.
    let mut calm = Some(Timestamp(i64::MIN / 2));
    for Found { system, outage, id, .. } in &mut all {
        if calm.is_some_and(|calm| calm + NEAR < outage.since) {
            let name = recorded.get(*system).map_or("", |system| system.id);
            *id = Some(unique(&format!("{}-{name}", day(outage.since)), ids));
            calm = outage.until;
        } else {
            calm = calm.and_then(|calm| Some(calm.max(outage.until?)));
        }
    }
    all
}

/// Returns the reports, each with the outages of its systems that it overlaps or is near to; those are taken out of `found`.
fn reported<'a>(
    recorded: &[SystemOutages<'a>],
    reports: &'a [Report],
    found: &mut Vec<Found<'a>>,
) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for report in reports {
        let is_named = |system: &SystemOutages<'_>| report.systems.iter().any(|id| id == system.id);
        let systems = (0..recorded.len()).zip(recorded).filter(|(_, system)| is_named(system));
        let span = Span { since: report.since, until: report.until };
        let spans: Vec<(usize, Span)> = systems.map(|(system, _)| (system, span)).collect();
        // Systems that are not public are not mentioned.
        if !spans.is_empty() {
            groups.push(Group::reported(report, spans));
        }
    }
    if groups.is_empty() {
        return groups;
    }
    let mut chains = chains(core::mem::take(found));
    // A group that grows may reach what was skipped before.
    loop {
        let before = (groups.len(), chains.len());
        chains.retain_mut(|chain| match groups.iter_mut().find(|group| group.meets(chain)) {
            Some(group) => {
                group.take(core::mem::take(chain));
                false
            }
            None => true,
        });
        groups = group::joined(groups);
        if before == (groups.len(), chains.len()) {
            break;
        }
    }
    *found = chains.into_iter().flat_map(Group::into_outages).collect();
    found.sort_by_key(|found| (found.outage.since, found.system));
    groups
}

/// Returns the outages of each system alone, those near each other together: no report takes one of them and leaves another.
fn chains(found: Vec<Found<'_>>) -> Vec<Group<'_>> {
    let mut chains: Vec<Group<'_>> = Vec::new();
    let mut newest: BTreeMap<usize, usize> = BTreeMap::new();
    for found in found {
        let place = newest.get(&found.system).and_then(|place| chains.get_mut(*place));
        if let Some(chain) = place.filter(|chain| chain.is_near(&found)) {
            chain.add(found);
        } else {
            newest.insert(found.system, chains.len());
            chains.push(Group::of(found));
        }
    }
    chains
}

/// Groups outages that no report is about.
fn clusters(found: Vec<Found<'_>>) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    // Indices of groups that a later outage can still belong to.
    let mut open: Vec<usize> = Vec::new();
    for found in found {
        open.retain(|index| groups.get(*index).is_some_and(|group| group.reaches(&found)));
        let first = |is_it: &dyn Fn(&Group<'_>) -> bool| {
            open.iter().copied().find(|index| groups.get(*index).is_some_and(is_it))
        };
        let place = first(&|group| group.is_near(&found));
        let place = place.or_else(|| first(&|group| group.shares_cause(&found)));
        if let Some(group) = place.and_then(|place| groups.get_mut(place)) {
            group.add(found);
        } else {
            open.push(groups.len());
            groups.push(Group::of(found));
        }
    }
    groups
}

/// Returns the day of an instant in UTC, `2026-11-12`.
fn day(at: Timestamp) -> String {
    let (year, month, day) = at.date();
    format!("{year:04}-{month:02}-{day:02}")
}

/// Returns the later of two ends; `None`, which is no end, is later than any.
fn later(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    Some(a?.max(b?))
}

/// Returns the name, or the first of `name-2`, `name-3` and so on that is free.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut free = name.to_owned();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{name}-{number}");
    }
    free
}

#[cfg(test)]
mod tests;
