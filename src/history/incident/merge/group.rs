//! A group of outages and reports that belong together, and the incident that it makes.

use super::super::{Incident, Report};
use super::{Found, NEAR, SystemOutages, day, later, unique};
use crate::history::outage::{Cause, Outage};
use crate::history::state::State;
use core::cmp::Reverse;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::BTreeSet;

/// Systems that fail within this time of the first were taken down together; those that follow later are "also affected". A
/// check every minute with two failures notices an outage within it.
const TOGETHER: Duration = Duration::from_secs(120);

/// A span of time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) since: Timestamp,
    /// `None` while it lasts.
    pub(super) until: Option<Timestamp>,
}

/// Outages and reports that belong together.
#[derive(Clone, Debug, Default)]
pub(super) struct Group<'a> {
    /// When each system was out, or is reported to be: its index and each span, spans near each other as one.
    spans: Vec<(usize, Span)>,
    outages: Vec<Found<'a>>,
    reports: Vec<&'a Report>,
    /// The last end of the outages of each group of systems and cause.
    ends: Vec<(&'a str, Cause, Option<Timestamp>)>,
}

impl Span {
    fn of(outage: &Outage) -> Self {
        Self { since: outage.since, until: outage.until }
    }

    /// Returns whether two spans overlap, or lie near each other.
    fn is_near(self, other: Self) -> bool {
        let reaches =
            |one: Self, other: Self| one.until.is_none_or(|end| other.since <= end + NEAR);
        reaches(self, other) && reaches(other, self)
    }
}

impl<'a> Group<'a> {
    /// Creates a group of one report, on these systems at these times.
    pub(super) fn reported(report: &'a Report, spans: Vec<(usize, Span)>) -> Self {
        Self { spans, reports: vec![report], ..Self::default() }
    }

    /// Creates a group of one outage.
    pub(super) fn of(found: Found<'a>) -> Self {
        let mut group = Self::default();
        group.add(found);
        group
    }

    pub(super) fn add(&mut self, found: Found<'a>) {
        self.cover(found.system, Span::of(found.outage));
        let Outage { cause, until, .. } = *found.outage;
        let same = |(heading, other, _): &&mut (&str, Cause, Option<Timestamp>)| {
            *heading == found.heading && *other == cause
        };
        match self.ends.iter_mut().find(same) {
            Some((_, _, end)) => *end = later(*end, until),
            None => self.ends.push((found.heading, cause, until)),
        }
        self.outages.push(found);
    }

    /// Takes everything of another group.
    pub(super) fn take(&mut self, other: Self) {
        other.spans.iter().for_each(|(system, span)| self.cover(*system, *span));
        self.outages.extend(other.outages);
        self.reports.extend(other.reports);
    }

    /// Returns its outages alone.
    pub(super) fn into_outages(self) -> Vec<Found<'a>> {
        self.outages
    }

    fn cover(&mut self, system: usize, span: Span) {
        let near = |(other, its): &&mut (usize, Span)| *other == system && its.is_near(span);
        match self.spans.iter_mut().find(near) {
            Some((_, known)) => {
                known.since = known.since.min(span.since);
                known.until = later(known.until, span.until);
            }
            None => self.spans.push((system, span)),
        }
    }

    /// Returns when it began.
    pub(super) fn since(&self) -> Timestamp {
        self.spans.iter().map(|(_, span)| span.since).min().unwrap_or_default()
    }

    /// Returns when it ended; `None` while it lasts.
    pub(super) fn until(&self) -> Option<Timestamp> {
        let ends = self.spans.iter().map(|(_, span)| span.until);
        ends.fold(Some(self.since()), later)
    }

    /// Returns whether the outage's own system was out in this group shortly before or after.
    pub(super) fn is_near(&self, found: &Found<'_>) -> bool {
        let span = Span::of(found.outage);
        self.spans.iter().any(|(system, other)| *system == found.system && other.is_near(span))
    }

    /// Returns whether an outage, which does not begin before those of this group, may belong to it.
    pub(super) fn reaches(&self, found: &Found<'_>) -> bool {
        self.until().is_none_or(|until| found.outage.since <= until + NEAR)
    }

    /// Returns whether an outage, which does not begin before those of this group, overlaps one of the same group of systems
    /// and the same cause.
    pub(super) fn shares_cause(&self, found: &Found<'_>) -> bool {
        self.ends.iter().any(|(heading, cause, end)| {
            *heading == found.heading
                && *cause == found.outage.cause
                && end.is_none_or(|end| found.outage.since < end)
        })
    }

    /// Returns whether one system was out in both, near each other.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.spans.iter().any(|(system, span)| {
            other.spans.iter().any(|(same, its)| system == same && span.is_near(*its))
        })
    }

    /// Returns the incident.
    pub(super) fn incident(
        mut self,
        recorded: &[SystemOutages<'_>],
        ids: &mut BTreeSet<String>,
    ) -> Incident {
        self.outages.sort_by_key(|found| (found.outage.since, found.system));
        self.reports.sort_by(|a, b| (a.since, &a.id).cmp(&(b.since, &b.id)));
        let (since, until) = (self.since(), self.until());
        let mut also = self.names(recorded, ids);
        let worst = self.outages.iter().map(|found| found.outage.worst).max();
        let impact = self.reports.iter().filter_map(|report| report.worst).max();
        let affected = |system: &usize| self.spans.iter().any(|(other, _)| other == system);
        let others = self.others(worst);
        let ids_of = |wanted: &dyn Fn(&usize) -> bool| -> Vec<String> {
            let systems = (0..recorded.len()).zip(recorded).filter(|(index, _)| wanted(index));
            systems.map(|(_, system)| system.id.to_owned()).collect()
        };
        let mut updates: Vec<_> =
            self.reports.iter().flat_map(|report| &report.updates).cloned().collect();
        updates.sort_by_key(|update| Reverse((update.at, update.stage)));
        let afterwards = self.reports.iter().flat_map(|report| &report.afterwards);
        Incident {
            id: if also.is_empty() { String::new() } else { also.remove(0) },
            title: self.reports.first().map(|report| report.title.clone()).unwrap_or_default(),
            worst: worst.max(impact).unwrap_or(State::Unobserved),
            impact,
            systems: ids_of(&affected),
            also_affected: ids_of(&|system| others.contains(system)),
            cause: worst.and_then(|worst| self.cause(worst)),
            since,
            until,
            down: self.down(),
            updates,
            afterwards: afterwards.cloned().collect(),
            also,
        }
    }

    /// Returns its ids, the oldest first.
    fn names(&self, recorded: &[SystemOutages<'_>], ids: &mut BTreeSet<String>) -> Vec<String> {
        let mut names: Vec<String> =
            self.outages.iter().filter_map(|found| found.id.clone()).collect();
        if names.is_empty()
            && let Some(first) = self.outages.first()
        {
            let minutes = first.outage.since.0.div_euclid(60_000).rem_euclid(1440);
            let system = recorded.get(first.system).map_or("", |system| system.id);
            let day = day(first.outage.since);
            let name = format!("{day}-{system}-{:02}{:02}", minutes / 60, minutes % 60);
            names.push(unique(&name, ids));
        }
        for report in &self.reports {
            // A report that bears the id of its incident has no id of its own.
            if !names.contains(&report.id) {
                names.push(unique(&report.id, ids));
            }
        }
        names
    }

    /// Returns the systems that were less bad than the worst, or failed after the others. A report names its systems together.
    fn others(&self, worst: Option<State>) -> Vec<usize> {
        if !self.reports.is_empty() {
            return Vec::new();
        }
        let is_worst = |found: &&Found<'_>| Some(found.outage.worst) == worst;
        let first = self.outages.iter().filter(is_worst).map(|found| found.outage.since).min();
        let leads = |system: usize| {
            let its = self.outages.iter().filter(|found| found.system == system);
            let since = its.clone().filter(is_worst).map(|found| found.outage.since).min();
            since.zip(first).is_some_and(|(since, first)| since <= first + TOGETHER)
        };
        let systems: BTreeSet<usize> = self.spans.iter().map(|(system, _)| *system).collect();
        systems.into_iter().filter(|system| !leads(*system)).collect()
    }

    /// Returns the cause of the worst outages, if it is the same for all.
    fn cause(&self, worst: State) -> Option<Cause> {
        let mut causes = self.outages.iter().filter(|found| found.outage.worst == worst);
        let first = causes.next()?.outage.cause;
        causes.all(|found| found.outage.cause == first).then_some(first)
    }

    /// Returns the time in which any of its systems was out, as far as that has ended.
    fn down(&self) -> Duration {
        let mut down = Duration::ZERO;
        let mut reached = Timestamp(i64::MIN / 2);
        for found in &self.outages {
            let Some(until) = found.outage.until else { continue };
            let since = found.outage.since.max(reached);
            if until > since {
                down = down + until.since(since);
                reached = until;
            }
        }
        down
    }
}

/// Joins groups that share a system's outage.
pub(super) fn joined(groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    let mut joined: Vec<Group<'_>> = Vec::with_capacity(groups.len());
    for group in groups {
        match joined.iter_mut().find(|other| other.meets(&group)) {
            Some(other) => other.take(group),
            None => joined.push(group),
        }
    }
    joined
}
