//! `status.json`: how each system is, as the recorder last measured it.

use super::fields::{known_cause, milliseconds};
use crate::history::{Cause, Timeline};
use crate::monitor::{RecordedVerdict, SystemStatus, UnknownReason};
use crate::status::Status;
use crate::status::check::Failure;
use metrics_engine::time::{Duration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};

/// The verdicts on all public systems.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// When this was written, on the recorder's clock. It holds for [`stale_after`](crate::schedule::stale_after) of the interval.
    #[serde(with = "milliseconds")]
    pub at: Timestamp,
    /// The longest time from one writing to the next.
    #[serde(with = "interval")]
    pub interval: Duration,
    /// The verdict on the page as a whole; `None` in a file that an older recorder wrote.
    #[serde(default, deserialize_with = "page", skip_serializing_if = "Option::is_none")]
    pub page: Option<PageVerdict>,
    /// Each system's id and its verdict, in the order of the configuration.
    #[serde(with = "systems")]
    pub systems: Vec<(String, Verdict)>,
}

/// The verdict on the page as a whole, with announced maintenance and open reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PageVerdict {
    /// The status, as [`overall`](crate::history::overall::overall) computes it.
    pub status: Status,
    /// Number of incidents that operators report and that are not over.
    pub reports: usize,
}

/// The verdict on one system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The status.
    pub status: Status,
    /// The start of this status.
    #[serde(with = "milliseconds")]
    pub since: Timestamp,
    /// When the status was last confirmed; the oldest of the system's checks counts.
    #[serde(with = "milliseconds")]
    pub measured: Timestamp,
    /// The class of cause: of a problem, or of a status that is unknown because the answer is not health. A class that this version
    /// does not know is read as `None`.
    #[serde(default, deserialize_with = "known_cause", skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

impl Verdict {
    /// Returns the verdict on a system at `now`; `None` for one that was never measured.
    ///
    /// No instant of it lies after `now`: a clock that was ahead for a while leaves such instants in the timeline.
    pub fn of(
        system_status: &SystemStatus<'_>,
        timeline: Option<&Timeline>,
        now: Timestamp,
    ) -> Option<Self> {
        let measured = system_status.measured?.min(now);
        let status = system_status.status;
        let since = match (system_status.since, system_status.streak) {
            (Some(since), _) if status.is_problem() => since,
            (_, Some(streak)) if status == Status::Checking => streak.first,
            _ => timeline
                .and_then(|timeline| timeline.last_before(now))
                .filter(|run| run.state == status.into())
                .map_or(measured, |run| run.since.min(measured)),
        };
        let worst = |wanted| system_status.checks.iter().find(move |(_, status)| *status == wanted);
        let worst = worst(Status::MajorOutage).or_else(|| worst(Status::Degraded));
        let believed =
            worst.filter(|_| status.is_problem()).and_then(|(watch, _)| watch.believed.as_ref());
        let cause = match &system_status.unknown_reason {
            Some(UnknownReason::NotHealth(reason)) => Some(reason.into()),
            Some(UnknownReason::RetryAfter(_)) => Some(Cause::RateLimited),
            _ => believed.map(|result| Cause::from(&result.finding)),
        };
        Some(Self { status, since: since.min(now), measured, cause })
    }
}

impl Verdicts {
    /// The verdicts as a monitor takes them, on a clock that is `ahead` of the recorder's and reads them at `now`.
    pub fn recorded(&self, ahead: Duration, now: Timestamp) -> Vec<(String, RecordedVerdict)> {
        let recorded = |verdict: &Verdict| RecordedVerdict {
            status: verdict.status,
            since: verdict.since + ahead,
            measured: verdict.measured + ahead,
            written: self.at + ahead,
            interval: self.interval,
            read_at: now,
            is_unreadable: verdict.cause.is_some_and(Cause::is_unreadable),
            failure: match verdict.cause {
                Some(Cause::Refused) => Some(Failure::Refused),
                Some(Cause::Unreachable) => Some(Failure::Unreachable),
                Some(Cause::TimedOut) => Some(Failure::TimedOut),
                Some(Cause::Broken) => Some(Failure::Broken),
                Some(Cause::Certificate(reason)) => Some(Failure::Certificate(reason)),
                Some(Cause::NotHttp) => Some(Failure::NotHttp),
                Some(_) | None => None,
            },
        };
        self.systems.iter().map(|(id, verdict)| (id.clone(), recorded(verdict))).collect()
    }

    /// Returns the verdict on a system.
    pub fn of(&self, id: &str) -> Option<&Verdict> {
        self.systems.iter().find(|(system, _)| system == id).map(|(_, verdict)| verdict)
    }

    /// Returns the document.
    pub fn print(&self) -> String {
        super::print(self)
    }

    /// Reads the document.
    ///
    /// # Errors
    ///
    /// If it is not what [`Verdicts::print`] writes.
    pub fn read(bytes: &[u8]) -> serde_json::Result<Self> {
        super::read(bytes)
    }
}

/// Reads the verdict on the page. A newer recorder may write it otherwise: what cannot be read is unknown.
fn page<'de, D: Deserializer<'de>>(from: D) -> Result<Option<PageVerdict>, D::Error> {
    let page = serde_json::Value::deserialize(from)?;
    let status = page.get("status").and_then(|status| Status::named(status.as_str()?));
    let reports = page.get("reports").and_then(serde_json::Value::as_u64);
    let reports = reports.and_then(|reports| usize::try_from(reports).ok());
    Ok(Some(PageVerdict {
        status: status.unwrap_or_default(),
        reports: reports.unwrap_or_default(),
    }))
}

/// A span of at least one millisecond.
mod interval {
    use super::{Deserialize as _, Deserializer, Duration};
    use serde::Serializer;
    use serde::de::Error as _;

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
    pub(super) fn serialize<S: Serializer>(span: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(span.0.max(1))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        match i64::deserialize(from)? {
            millis @ 1.. => Ok(Duration(millis)),
            _ => Err(D::Error::custom("expected milliseconds")),
        }
    }
}

/// An object of verdicts by id, whose order counts.
mod systems {
    use super::{Deserializer, Verdict};
    use crate::config::is_id;
    use crate::history::document::MAX_SYSTEMS;
    use core::fmt;
    use serde::Serializer;
    use serde::de::{Error as _, MapAccess, Visitor};

    pub(super) fn serialize<S: Serializer>(
        systems: &[(String, Verdict)],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_map(systems.iter().map(|(id, verdict)| (id, verdict)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<(String, Verdict)>, D::Error> {
        from.deserialize_map(Systems)
    }

    struct Systems;

    impl<'de> Visitor<'de> for Systems {
        type Value = Vec<(String, Verdict)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of verdicts")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut systems = Vec::new();
            while let Some((id, verdict)) = map.next_entry::<String, Verdict>()? {
                if !is_id(&id) || systems.len() >= MAX_SYSTEMS {
                    return Err(A::Error::custom("expected ids of systems"));
                }
                systems.push((id, verdict));
            }
            Ok(systems)
        }
    }
}
