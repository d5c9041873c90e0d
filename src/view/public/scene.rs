//! The input of every part of the public page, and the sentences that they have in common.

use super::published::Published;
use super::reports::Reports;
use crate::config::System;
use crate::history::{Measured, overall};
use crate::monitor::{Monitor, SystemStatus};
use crate::status::Status;
use crate::view::format::Zone;
use crate::view::language::{Message, Value, Words, message};
use metrics_engine::time::{Duration, Timestamp};

/// The input of all parts of the page.
pub(super) struct Scene<'a> {
    pub(super) monitor: &'a Monitor,
    pub(super) published: &'a Published,
    pub(super) words: &'a Words,
    pub(super) zone: &'a Zone<'a>,
    pub(super) now: Timestamp,
    /// The status of each system, with announcements and reports taken into account.
    pub(super) system_statuses: Vec<SystemStatus<'a>>,
    /// Whether an operator's report makes a system worse than it was measured.
    pub(super) are_reported: Vec<bool>,
    /// Whether operators' reports are known.
    pub(super) reports: Reports,
    /// The status over all systems.
    pub(super) overall: Status,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        monitor: &'a Monitor,
        published: &'a Published,
        words: &'a Words,
        zone: &'a Zone<'a>,
        now: Timestamp,
    ) -> Self {
        let config = monitor.config();
        let mut system_statuses: Vec<SystemStatus<'a>> =
            (0..config.systems.len()).map(|index| monitor.system_status(index, now)).collect();
        let systems = config.systems.iter().zip(&system_statuses);
        let measured: Vec<Measured<'_>> = systems
            .map(|(system, system_status)| Measured::new(&system.id, system_status))
            .collect();
        let incidents =
            published.incident_log().map_or(&[][..], |incident_log| &incident_log.incidents);
        let verdict = overall(&measured, incidents, published.windows(), now);
        for (system_status, system) in system_statuses.iter_mut().zip(&verdict.systems) {
            system_status.status = system.status;
        }
        Self {
            monitor,
            published,
            words,
            zone,
            now,
            system_statuses,
            are_reported: verdict.systems.iter().map(|system| system.is_reported).collect(),
            reports: published.reports(config.recorder, now),
            overall: published.with_reports(verdict.status, config.recorder, now),
        }
    }

    /// Whether an operator's report makes this system worse than it was measured.
    pub(super) fn is_reported(&self, system: &str) -> bool {
        let systems = self.monitor.config().systems.iter().zip(&self.are_reported);
        systems.into_iter().any(|(other, is_reported)| other.id == system && *is_reported)
    }

    /// Returns the text of a message without placeholders.
    pub(super) fn text(&self, message: Message) -> String {
        self.words.text(message)
    }

    /// Returns the text of a message with its placeholders filled.
    pub(super) fn say(&self, message: Message, values: &[Value<'_>]) -> String {
        self.words.say(message, values)
    }

    /// Returns the text of a message about `n` things.
    pub(super) fn count(&self, n: usize, message: Message, values: &[Value<'_>]) -> String {
        self.words.count(n, message, values)
    }

    /// Returns the time of day, with its date if that is not today's.
    pub(super) fn time(&self, at: Timestamp) -> String {
        self.words.time(self.zone, at, self.now)
    }

    /// Returns a span of time in words.
    pub(super) fn span(&self, span: Duration) -> String {
        self.words.span(span)
    }

    /// Returns a duration in words.
    pub(super) fn duration(&self, span: Duration) -> String {
        self.words.duration(span)
    }

    /// Returns the time of day with seconds, with its date if that is not today's.
    pub(super) fn time_with_seconds(&self, at: Timestamp) -> String {
        self.words.time_with_seconds(self.zone, at, self.now)
    }

    /// Returns the time since an instant in words.
    pub(super) fn since(&self, at: Timestamp) -> String {
        self.span(self.now.since(at))
    }

    /// Returns the name of a system outside of its group: with the group's name where systems of several groups have the same one.
    pub(super) fn name(&self, system: usize) -> String {
        let systems = &self.monitor.config().systems;
        let Some(System { name, group, .. }) = systems.get(system) else { return String::new() };
        let is_shared = systems.iter().filter(|other| other.name == *name).nth(1).is_some();
        if is_shared && !group.is_empty() {
            self.say(message("{name} ({group})"), &[("name", name), ("group", group)])
        } else {
            name.clone()
        }
    }

    /// Whether no system's state is known because none can be checked. The recorder may know what this browser cannot check.
    pub(super) fn is_blocked(&self) -> bool {
        let is_known = |system_status: &SystemStatus<'_>| {
            !matches!(system_status.status, Status::Unknown | Status::Checking)
        };
        self.monitor.reachability().is_blocked() && !self.system_statuses.iter().any(is_known)
    }

    /// Returns the indices of the systems with this status.
    pub(super) fn with(&self, status: Status) -> Vec<usize> {
        let all = self.system_statuses.iter().enumerate();
        all.filter(|(_, system_status)| system_status.status == status)
            .map(|(system, _)| system)
            .collect()
    }
}
