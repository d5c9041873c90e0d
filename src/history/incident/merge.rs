//! Outages and reports, put together to incidents.
//!
//! Outages that overlap are one incident, because one cause seldom takes only one system down, and so are those that lie
//! [`NEAR`] each other. An operator's report joins the incidents of its systems that it overlaps, and makes one of them. Whatever
//! comes in, two incidents of the same system never overlap.

use super::{Incident, Report};
use crate::history::outage::Outage;
use crate::history::timeline::State;
use crate::time::{Duration, Timestamp};
use core::cmp::Reverse;
use std::collections::BTreeSet;

/// So near to each other, outages are one incident. A service in a loop of crashes comes back for a few minutes each time, and a
/// report's times are rounded by hand; what is further apart is seldom the same cause.
pub const NEAR: Duration = Duration::from_secs(600);

/// The outages of one system, the oldest first.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// The system's id.
    pub id: &'a str,
    /// Its confirmed outages.
    pub outages: &'a [Outage],
}

/// The incidents of what was recorded and reported, the newest first.
///
/// `recorded` has every public system, in the order of the configuration; of a report's systems, those that are not in it are left
/// out. An incident keeps the id that it had first: the day (in UTC) and the first system, `2026-11-12-sockudo`, with `-2` where
/// that was taken, or, where nothing was recorded, that of the report. The others are in [`Incident::also`].
pub fn merge(recorded: &[Recorded<'_>], reports: &[Report]) -> Vec<Incident> {
    let mut ids = BTreeSet::new();
    let mut groups = clusters(recorded, &mut ids);
    for report in reports {
        let known = |system: &Recorded<'_>| report.systems.iter().any(|id| id == system.id);
        let systems: Vec<bool> = recorded.iter().map(known).collect();
        // Of systems that are not public, nothing is.
        if !systems.contains(&true) {
            continue;
        }
        groups.push(Group {
            since: report.since,
            until: report.until,
            systems,
            outages: Vec::new(),
            reports: vec![report],
            ids: Vec::new(),
        });
    }
    // A group that grows may reach what was passed by already.
    while join(&mut groups) {}
    let mut incidents: Vec<Incident> =
        groups.into_iter().map(|group| group.incident(recorded, &mut ids)).collect();
    incidents.sort_by(|a, b| (b.since, &b.id).cmp(&(a.since, &a.id)));
    incidents
}

/// Outages and reports that belong together.
struct Group<'a> {
    since: Timestamp,
    until: Option<Timestamp>,
    /// For each system whether it is affected.
    systems: Vec<bool>,
    outages: Vec<&'a Outage>,
    reports: Vec<&'a Report>,
    ids: Vec<String>,
}

/// The outages alone, those that overlap or nearly so put together.
fn clusters<'a>(recorded: &[Recorded<'a>], ids: &mut BTreeSet<String>) -> Vec<Group<'a>> {
    let mut all: Vec<(Timestamp, usize, &Outage)> = Vec::new();
    for (system, Recorded { outages, .. }) in recorded.iter().enumerate() {
        all.extend(outages.iter().map(|outage| (outage.since, system, outage)));
    }
    all.sort_by_key(|(since, system, _)| (*since, *system));
    let mut clusters: Vec<Group<'_>> = Vec::new();
    for (since, system, outage) in all {
        match clusters.last_mut() {
            Some(last) if last.until.is_none_or(|until| since <= until + NEAR) => {
                last.until = later(last.until, outage.until);
                last.outages.push(outage);
                if let Some(affected) = last.systems.get_mut(system) {
                    *affected = true;
                }
            }
            _ => {
                let (year, month, day) = since.date();
                let name = recorded.get(system).map_or("", |system| system.id);
                let id = unique(&format!("{year:04}-{month:02}-{day:02}-{name}"), ids);
                clusters.push(Group {
                    since,
                    until: outage.until,
                    systems: (0..recorded.len()).map(|other| other == system).collect(),
                    outages: vec![outage],
                    reports: Vec::new(),
                    ids: vec![id],
                });
            }
        }
    }
    clusters
}

/// Joins neighbouring groups that share a system; whether any were.
fn join(groups: &mut Vec<Group<'_>>) -> bool {
    groups.sort_by_key(|group| group.since);
    let before = groups.len();
    let mut joined: Vec<Group<'_>> = Vec::with_capacity(before);
    // Those before this one end too early for whatever is still to come.
    let mut first = 0;
    for group in groups.drain(..) {
        let is_over = |other: &Group<'_>| other.until.is_some_and(|end| end + NEAR < group.since);
        while joined.get(first).is_some_and(is_over) {
            first += 1;
        }
        let open = joined.get_mut(first..).unwrap_or_default();
        match open.iter_mut().find(|other| other.belongs(&group)) {
            Some(other) => other.take(group),
            None => joined.push(group),
        }
    }
    *groups = joined;
    groups.len() < before
}

impl<'a> Group<'a> {
    /// Whether another group, which does not begin before this one, is about the same.
    fn belongs(&self, other: &Self) -> bool {
        self.until.is_none_or(|until| other.since <= until + NEAR)
            && self.systems.iter().zip(&other.systems).any(|(mine, its)| *mine && *its)
    }

    fn take(&mut self, other: Group<'a>) {
        self.until = later(self.until, other.until);
        for (mine, its) in self.systems.iter_mut().zip(other.systems) {
            *mine |= its;
        }
        self.outages.extend(other.outages);
        self.reports.extend(other.reports);
        self.ids.extend(other.ids);
    }

    fn incident(self, recorded: &[Recorded<'_>], ids: &mut BTreeSet<String>) -> Incident {
        // Of several equally bad the first: what it began with.
        let mut worst: Option<&Outage> = None;
        for outage in &self.outages {
            if worst.is_none_or(|worst| outage.worst > worst.worst) {
                worst = Some(outage);
            }
        }
        let told = self.reports.iter().filter_map(|report| report.worst).max();
        let mut also = self.ids;
        for report in &self.reports {
            // A report that was named after the incident that it is about has no name of its own.
            if !also.contains(&report.id) {
                also.push(unique(&report.id, ids));
            }
        }
        let id = if also.is_empty() { String::new() } else { also.remove(0) };
        let mut updates: Vec<_> =
            self.reports.iter().flat_map(|report| &report.updates).cloned().collect();
        updates.sort_by_key(|update| Reverse((update.at, update.stage)));
        let affected = recorded.iter().zip(self.systems).filter(|(_, affected)| *affected);
        Incident {
            id,
            title: self.reports.first().map(|report| report.title.clone()).unwrap_or_default(),
            worst: worst.map(|worst| worst.worst).max(told).unwrap_or(State::Unobserved),
            impact: told,
            systems: affected.map(|(system, _)| system.id.to_owned()).collect(),
            cause: worst.map(|worst| worst.cause),
            since: self.since,
            until: self.until,
            updates,
            afterwards: self
                .reports
                .iter()
                .flat_map(|report| &report.afterwards)
                .cloned()
                .collect(),
            also,
        }
    }
}

/// The later of two ends, where none is later than any.
fn later(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    Some(a?.max(b?))
}

/// The name, or the first of `name-2`, `name-3` and so on that is not taken.
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
