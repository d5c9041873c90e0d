//! The recorder's verdicts, from its clock to that of the page.

use crate::browser::effect::timer;
use crate::decode::Answer;
use crate::history::Cause;
use crate::history::document::Verdicts;
use crate::monitor::RecordedVerdict;
use crate::status::check::Failure;
use crate::time::{Duration, Timestamp};

/// Returns how far this page's clock is ahead of the server's that sent an answer, as far as its `Date` shows.
pub(super) fn clock_difference(answer: &Answer) -> Duration {
    let date = answer.header("date").and_then(Timestamp::from_http_date);
    date.map_or(Duration::ZERO, |date| timer::now().since(date))
}

/// Returns the verdicts by id of system, with their instants on this page's clock, which is `ahead` of the recorder's.
pub(super) fn with_page_clock(
    verdicts: Verdicts,
    ahead: Duration,
    now: Timestamp,
) -> Vec<(String, RecordedVerdict)> {
    let (written, interval) = (verdicts.at + ahead, verdicts.interval);
    let systems = verdicts.systems.into_iter().map(|(id, verdict)| {
        let recorded = RecordedVerdict {
            status: verdict.status,
            since: verdict.since + ahead,
            measured: verdict.measured + ahead,
            written,
            interval,
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
        (id, recorded)
    });
    systems.collect()
}
