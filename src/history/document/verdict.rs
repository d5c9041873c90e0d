//! `status.json`: how each system is, as the recorder last measured it.

use super::{MAX_SYSTEMS, Unreadable, millisecond, quoted, root, whole};
use crate::config::is_id;
use crate::history::{Cause, Timeline};
use crate::monitor::{SystemStatus, UnknownReason};
use crate::status::Status;
use crate::time::{Duration, Timestamp};
use core::fmt::Write as _;

/// The verdicts on all public systems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// When this was written, on the recorder's clock. Older than [`crate::schedule::stale_after`] of the interval, it says nothing.
    pub at: Timestamp,
    /// The longest time from one writing to the next.
    pub interval: Duration,
    /// The verdict on the page as a whole; `None` in a file that an older recorder wrote.
    pub page: Option<PageVerdict>,
    /// Each system's id and its verdict, in the order of the configuration.
    pub systems: Vec<(String, Verdict)>,
}

/// The verdict on the page as a whole, with announced maintenance and open reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageVerdict {
    /// The word for it: that of [`overall`](crate::history::overall::overall).
    pub status: Status,
    /// How many incidents operators report that are not over.
    pub reports: usize,
}

/// How one system is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The word for it.
    pub status: Status,
    /// Since when it has been so.
    pub since: Timestamp,
    /// When that was last borne out; the oldest of its checks counts.
    pub measured: Timestamp,
    /// The class of cause: of a problem, or of what is unknown because its answer is no health.
    pub cause: Option<Cause>,
}

impl Verdict {
    /// What is told of a system at `now`, by what is known of it and by its past; nothing of one that was never measured.
    ///
    /// No instant of it lies after `now`: a clock that was ahead for a while leaves such instants in the past.
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
            Some(UnknownReason::AskedToWait(_)) => Some(Cause::RateLimited),
            _ => believed.map(|result| Cause::from(&result.finding)),
        };
        Some(Self { status, since: since.min(now), measured, cause })
    }
}

impl Verdicts {
    /// The verdict on a system.
    pub fn of(&self, id: &str) -> Option<&Verdict> {
        self.systems.iter().find(|(system, _)| system == id).map(|(_, verdict)| verdict)
    }

    /// The document.
    pub fn print(&self) -> String {
        let mut out =
            format!(r#"{{"v":1,"at":{},"interval":{},"#, self.at.0.max(0), self.interval.0.max(1));
        if let Some(PageVerdict { status, reports }) = self.page {
            let _ = write!(out, r#""page":{{"status":"{}","reports":{reports}}},"#, status.name());
        }
        out.push_str(r#""systems":{"#);
        for (index, (id, verdict)) in self.systems.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            let Verdict { status, since, measured, cause } = verdict;
            let _ = write!(
                out,
                r#"{comma}{}:{{"status":"{}","since":{},"measured":{}"#,
                quoted(id),
                status.name(),
                since.0.max(0),
                measured.0.max(0)
            );
            if let Some(cause) = cause {
                let _ = write!(out, r#","cause":"{}""#, cause.name());
            }
            out.push('}');
        }
        out.push_str("}}");
        out
    }

    /// Reads the document.
    ///
    /// # Errors
    ///
    /// Where it is not what [`Verdicts::print`] writes. A class of cause that this page does not know is none.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let root = root(bytes)?;
        let at = millisecond(root.get("at")).ok_or(Unreadable::Due("at: an instant"))?;
        let interval = root.get("interval").and_then(whole).filter(|span| *span > 0);
        let interval = interval.ok_or(Unreadable::Due("interval: milliseconds"))?;
        let systems = root.get("systems").and_then(|systems| systems.as_object());
        let systems = systems.filter(|systems| systems.len() <= MAX_SYSTEMS);
        let systems = systems.ok_or(Unreadable::Due("systems: an object"))?;
        let read = |(id, system): &(String, _)| {
            let verdict = verdict(system).filter(|_| is_id(id));
            Ok((id.clone(), verdict.ok_or(Unreadable::Due("systems: a verdict"))?))
        };
        let systems = systems.iter().map(read).collect::<Result<_, _>>()?;
        let page = root.get("page").map(page);
        Ok(Self { at, interval: Duration(interval), page, systems })
    }
}

/// What is said in words that this page does not know is unknown.
fn page(page: &crate::decode::json::Json) -> PageVerdict {
    let status = page.get("status").and_then(|status| Status::named(status.as_str()?));
    let reports = page.get("reports").and_then(whole).and_then(|count| usize::try_from(count).ok());
    PageVerdict { status: status.unwrap_or_default(), reports: reports.unwrap_or_default() }
}

fn verdict(system: &crate::decode::json::Json) -> Option<Verdict> {
    Some(Verdict {
        status: Status::named(system.get("status")?.as_str()?)?,
        since: millisecond(system.get("since"))?,
        measured: millisecond(system.get("measured"))?,
        cause: system.get("cause").and_then(|cause| Cause::named(cause.as_str()?)),
    })
}
