//! How long it has been calm: the sentence under a green verdict.

use super::super::language::message;
use super::Scene;
use super::past_days;
use crate::history::Incident;
use crate::status::Status;
use metrics_engine::time::{Duration, Timestamp};

/// How long there has been no incident, as far as that is recorded.
#[derive(Debug)]
pub(super) struct Calm<'a> {
    /// Since when: the end of the last incident, or the beginning of the record.
    since: Timestamp,
    /// Whether the record has gaps since then, in which an incident may have gone unnoticed.
    has_gaps: bool,
    /// The last incident.
    last: Option<&'a Incident>,
}

/// A shorter calm is not worth a sentence.
const SHORTEST: Duration = Duration::from_secs(3600);

impl<'a> Calm<'a> {
    /// Returns the calm at present; `None` unless all is operational, a recorder writes, and no incident is open.
    pub(super) fn of(scene: &'a Scene<'_>) -> Option<Self> {
        let incident_log = scene.published.incident_log()?;
        let recorded = incident_log.recorded.as_ref()?;
        let is_known = scene.overall == Status::Operational
            && scene.published.is_old(scene.now).is_none()
            && scene.published.open().next().is_none();
        let last = incident_log.incidents.iter().max_by_key(|incident| incident.until);
        let end = last.and_then(|incident| incident.until);
        let since = end.map_or(recorded.start, |end| end.max(recorded.start));
        let has_gaps = incident_log.gaps.iter().any(|gap| gap.end > since);
        (is_known && scene.now.since(since) >= SHORTEST).then_some(Self { since, has_gaps, last })
    }

    /// Returns the sentence: `No incident for 8 days.`
    pub(super) fn sentence(&self, scene: &Scene<'_>) -> String {
        let message = if self.has_gaps {
            message("No incident recorded for {span}.")
        } else {
            message("No incident for {span}.")
        };
        scene.say(message, &[("span", &scene.since(self.since))])
    }

    /// Returns the same with an instant in place of an age, for a copy that does not renew itself.
    #[cfg(feature = "cli")]
    pub(super) fn dated_sentence(&self, scene: &Scene<'_>) -> String {
        let message = if self.has_gaps {
            message("No incident recorded since {time}.")
        } else {
            message("No incident since {time}.")
        };
        scene.say(message, &[("time", &scene.time(self.since))])
    }

    /// Returns the words and the address of the last incident.
    pub(super) fn link(&self, scene: &Scene<'_>) -> Option<(String, String)> {
        let last = self.last?;
        let span = scene.duration(last.until?.since(last.since));
        let values = [("title", &*scene.title(last)), ("span", &*span)];
        Some((scene.say(message("Latest: {title}, {span}"), &values), past_days::href(last)))
    }
}
