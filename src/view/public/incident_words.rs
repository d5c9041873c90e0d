//! Incidents in words: their systems, updates and periods.

use super::published::IncidentUpdate;
use super::scene::Scene;
use crate::history::{Incident, Stage, Update};
use crate::status::Status;
use crate::view::language::{message, plural};
use metrics_engine::time::Timestamp;

impl Scene<'_> {
    /// Returns the names of systems as a list in words.
    pub(super) fn names(&self, ids: &[String]) -> String {
        let systems = &self.monitor.config().systems;
        let name = |id: &String| {
            let system = systems.iter().position(|system| system.id == *id);
            system.map_or_else(|| id.clone(), |system| self.name(system))
        };
        self.words.list(&ids.iter().map(name).collect::<Vec<_>>())
    }

    /// Returns the name of a stage.
    pub(super) fn stage(&self, stage: Stage) -> String {
        self.text(match stage {
            Stage::Investigating => message("Investigating"),
            Stage::Identified => message("Identified"),
            Stage::Monitoring => message("Monitoring"),
            Stage::Resolved => message("Resolved"),
        })
    }

    /// Returns the updates of an incident as they are shown, the newest first.
    pub(super) fn updates(&self, incident: &Incident) -> Vec<IncidentUpdate> {
        let shown = |update: &Update| IncidentUpdate {
            time: self.time(update.at),
            status: match update.stage {
                Stage::Investigating | Stage::Identified => incident.worst.into(),
                Stage::Monitoring => Status::Checking,
                Stage::Resolved => Status::Operational,
            },
            stage: self.stage(update.stage),
            sentence: self.words.sentence(&self.stage(update.stage)),
            body: update.body.clone(),
        };
        incident.updates.iter().map(shown).collect()
    }

    /// Returns the beginning and the duration: `since 14:03, for 4 min`.
    pub(super) fn since_for(&self, since: Timestamp) -> String {
        self.say(
            message("since {time}, for {span}"),
            &[("time", &self.time(since)), ("span", &self.duration(self.now.since(since)))],
        )
    }

    /// Returns a period: `10 min, 09:14 to 09:24.`, or `for 4 min, since 14:03.`, with dates where they differ from that of `beside`.
    pub(super) fn period(
        &self,
        since: Timestamp,
        until: Option<Timestamp>,
        beside: Timestamp,
    ) -> String {
        let from = self.words.time(self.zone, since, beside);
        let Some(until) = until else {
            let values = [("from", &*from), ("span", &self.duration(self.now.since(since)))];
            return self.say(message("Since {from}, for {span} so far."), &values);
        };
        let to = self.words.time(self.zone, until, since);
        let span = self.duration(until.since(since));
        self.say(
            message("{span}, {from} to {to}."),
            &[("span", &span), ("from", &from), ("to", &to)],
        )
    }

    /// `in 9 days`, to a day that is not today counted in days of the calendar.
    pub(super) fn ahead(&self, at: Timestamp) -> String {
        let days = self.zone.day(at) - self.zone.day(self.now);
        match usize::try_from(days) {
            Ok(days) if days > 1 => self.count(days, plural("in {n}~day", "in {n}~days"), &[]),
            Ok(1) => self.text(message("tomorrow")),
            _ => self.say(message("in {span}"), &[("span", &self.span(at.since(self.now)))]),
        }
    }
}

/// Returns the sentence that nothing newer than `at` is known.
pub(super) fn as_of(scene: &Scene<'_>, at: Timestamp) -> String {
    let values = [("time", &*scene.time(at))];
    scene.say(message("Last update {time}."), &values)
}
