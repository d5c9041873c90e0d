//! The title of an incident, and its cause in a few words.

use super::super::language::{Message, message};
use super::Scene;
use crate::history::{Cause, Incident, State};

impl Scene<'_> {
    /// Returns an incident's title: the operator's, or one made from the measurements.
    pub(super) fn title(&self, incident: &Incident) -> String {
        if !incident.title.is_empty() {
            return incident.title.clone();
        }
        let leading = incident.leading();
        let title = title_by_cause(incident).unwrap_or(match incident.worst {
            State::MajorOutage => message("Major outage of {who}"),
            State::PartialOutage => message("Partial outage of {who}"),
            State::Degraded => message("Degraded performance of {who}"),
            _ => message("Incident affecting {who}"),
        });
        self.say(title, &[("who", &self.names(&leading))])
    }

    /// Returns a class of causes in a few words.
    pub(super) fn cause(&self, cause: Cause) -> String {
        self.text(match cause {
            Cause::Refused => message("Connections refused"),
            Cause::Unreachable => message("Unreachable"),
            Cause::TimedOut => message("Timed out"),
            Cause::Broken => message("Connections closed early"),
            Cause::Certificate(_) => message("Untrusted certificate"),
            Cause::NotHttp => message("Not HTTP"),
            Cause::Error => message("Errors returned"),
            Cause::Unhealthy => message("Reported itself unhealthy"),
            Cause::NotHealth => message("Invalid health responses"),
            Cause::Redirect => message("Redirected"),
            Cause::RateLimited => message("Rate-limited"),
            Cause::TooManyHeaders => message("Too many headers"),
            Cause::NotProxied => message("Could not be checked"),
        })
    }
}

/// Returns the title of an incident that is named by its cause.
fn title_by_cause(incident: &Incident) -> Option<Message> {
    if incident.leading().len() != 1 {
        return None;
    }
    Some(match incident.cause? {
        Cause::Refused => message("{who} refused connections"),
        Cause::Unreachable => message("{who} could not be reached"),
        Cause::TimedOut => message("{who} did not respond in time"),
        Cause::Broken => message("{who} closed connections early"),
        Cause::Certificate(_) => message("{who} presented an untrusted certificate"),
        Cause::NotHttp => message("{who} returned a response that is not HTTP"),
        Cause::Error => message("{who} returned errors"),
        Cause::NotHealth => message("{who} returned invalid health responses"),
        _ => return None,
    })
}

/// Whether the title of an incident says its cause already.
pub(super) fn names_cause(incident: &Incident) -> bool {
    incident.title.is_empty() && title_by_cause(incident).is_some()
}
