//! Whether this page knows what operators report, and what it says while it does not.
//!
//! An incident that cannot be read may be open. So a page that has a recorder is never green without the recorder's word on open
//! reports, and a page without one has none to miss.

use super::published::{Loaded, Published, STALE_AFTER};
use crate::decode::Answer;
use crate::history::IncidentLog;
use crate::monitor::FetchError;
use crate::schedule::stale_after;
use crate::status::Status;
use metrics_engine::time::{Duration, Timestamp};

/// Whether operators' reports are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reports {
    /// They are known, or the page has no recorder that could report any.
    Known,
    /// They are on their way.
    Pending,
    /// They cannot be loaded or read.
    Unreadable,
}

impl Published {
    /// A smaller difference of clocks is the time that the answer took, and the part of a second that `Date` leaves out.
    const SAME_CLOCK: Duration = Duration::from_secs(5);

    /// Takes the recorder's incidents as they arrived at `now`. A failure keeps what was read before.
    pub fn take(&mut self, answer: Result<Answer, FetchError>, now: Timestamp) {
        let date = answer.as_ref().ok().and_then(|answer| answer.header("date"));
        let ahead = date.and_then(Timestamp::from_http_date).map(|date| now.since(date));
        let ahead = ahead.filter(|ahead| ahead.0.abs() >= Self::SAME_CLOCK.0).unwrap_or_default();
        let mut is_read = false;
        self.incident_log.take(answer, |bytes| {
            let incident_log = IncidentLog::read(bytes).ok()?;
            is_read = true;
            Some(incident_log.shifted(ahead))
        });
        if is_read {
            self.ahead = ahead;
            self.read_at = Some(now);
        }
    }

    /// Whether reports are known at `now` on a page that has a recorder, or has none.
    pub(super) fn reports(&self, has_recorder: bool, now: Timestamp) -> Reports {
        match &self.incident_log {
            _ if !has_recorder => Reports::Known,
            Loaded::Read(_) => match self.read_at {
                // Later attempts have failed for so long that an incident may have begun or changed since.
                Some(at) if now.since(at) > STALE_AFTER => Reports::Unreadable,
                _ => Reports::Known,
            },
            Loaded::Pending => Reports::Pending,
            Loaded::Absent | Loaded::Failed => Reports::Unreadable,
        }
    }

    /// The word over all that follows from `seen`: less green where reports are not known, and never greener than what the recorder
    /// says meanwhile.
    pub(super) fn with_reports(&self, seen: Status, has_recorder: bool, now: Timestamp) -> Status {
        let recorded = self
            .recorded
            .filter(|page| has_recorder && now.since(page.written) <= stale_after(page.interval));
        let recorded = recorded.map(|page| page.verdict.status);
        match (self.reports(has_recorder, now), recorded) {
            (Reports::Known, _) => seen,
            (Reports::Pending, Some(word)) => seen.worse(word),
            (Reports::Pending, None) => seen.worse(Status::Checking),
            (Reports::Unreadable, word) => {
                seen.worse(word.unwrap_or_default()).worse(Status::Unknown)
            }
        }
    }

    /// The incident log, where it was read.
    pub fn incident_log(&self) -> Option<&IncidentLog> {
        match &self.incident_log {
            Loaded::Read(incident_log) => Some(incident_log),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::recorded_page::RecordedPage;
    use super::*;
    use crate::history::document::PageVerdict;

    const NOW: Timestamp = Timestamp(1_795_176_000_000);

    fn answer(code: u16, body: &str) -> Answer {
        let headers = vec![("date".to_owned(), "Fri, 20 Nov 2026 12:00:00 GMT".to_owned())];
        Answer { code, headers, body: body.as_bytes().to_vec() }
    }

    fn recorded(status: Status, written: Timestamp) -> RecordedPage {
        let verdict = PageVerdict { status, reports: 0 };
        RecordedPage { verdict, written, interval: Duration::from_secs(15) }
    }

    const EMPTY: &str = r#"{"v":1,"incidents":[],"maintenance":[]}"#;

    #[test]
    fn is_never_green_without_the_recorders_word_on_reports() {
        use Status::{Checking, Degraded, Operational, Unknown};
        let later = NOW + Duration::from_secs(61);
        for (answers, page, now, word) in [
            (vec![], None, NOW, Checking),
            (vec![], Some(recorded(Operational, NOW)), NOW, Operational),
            (vec![], Some(recorded(Degraded, NOW)), NOW, Degraded),
            // The recorder's verdict is too old.
            (vec![], Some(recorded(Operational, NOW)), later, Checking),
            (vec![Ok(answer(200, EMPTY))], None, NOW, Operational),
            (vec![Ok(answer(404, ""))], None, NOW, Unknown),
            (vec![Ok(answer(404, ""))], Some(recorded(Operational, NOW)), NOW, Unknown),
            (vec![Ok(answer(404, ""))], Some(recorded(Degraded, NOW)), NOW, Degraded),
            (vec![Ok(answer(500, ""))], None, NOW, Unknown),
            (vec![Ok(answer(200, "{"))], None, NOW, Unknown),
            (vec![Ok(answer(200, ""))], None, NOW, Unknown),
            (vec![Err(FetchError::TimedOut)], None, NOW, Unknown),
            // One that fails after one that was read is no news, until it has failed for too long.
            (vec![Ok(answer(200, EMPTY)), Ok(answer(500, ""))], None, later, Operational),
            (
                vec![Ok(answer(200, EMPTY)), Err(FetchError::TimedOut)],
                None,
                NOW + Duration::from_secs(301),
                Unknown,
            ),
        ] {
            let mut published = Published { recorded: page, ..Published::default() };
            for answer in answers.clone() {
                published.take(answer, NOW);
            }
            assert_eq!(
                published.with_reports(Operational, true, now),
                word,
                "{answers:?} {page:?}"
            );
            // A page without a recorder misses no reports.
            assert_eq!(published.with_reports(Operational, false, now), Operational);
            assert_eq!(published.with_reports(Status::MajorOutage, true, now), Status::MajorOutage);
        }
    }

    #[test]
    fn what_was_read_is_on_this_pages_clock() {
        let body = r#"{"v":1,"from":1795175000,"until":1795175990,"gaps":[[1795175100,1795175200]],"incidents":[{"id":"a",
            "worst":"major","systems":["rat"],"since":1795175900,"until":null,
            "updates":[{"at":1795175950,"stage":"identified"}]}],
            "maintenance":[{"id":"m","title":"M","systems":["rat"],"since":1795175000,"until":1795179000}]}"#;
        for days in [-400, -1, 0, 1, 400] {
            let ahead = Duration::from_secs(days * 86_400);
            let mut published = Published::default();
            published.take(Ok(answer(200, body)), NOW + ahead);
            assert_eq!(published.ahead, ahead);
            let incident_log = published.incident_log().unwrap();
            let at = |second: i64| Timestamp(second * 1000) + ahead;
            assert_eq!(incident_log.recorded, Some(at(1_795_175_000)..at(1_795_175_990)));
            assert_eq!(incident_log.gaps, [at(1_795_175_100)..at(1_795_175_200)]);
            assert_eq!(incident_log.incidents[0].since, at(1_795_175_900));
            assert_eq!(incident_log.incidents[0].updates[0].at, at(1_795_175_950));
            assert_eq!(incident_log.maintenance[0].until, at(1_795_179_000));
            assert!(published.is_old(NOW + ahead).is_none());
        }
        // The time of an answer is no difference of clocks.
        let mut published = Published::default();
        published.take(Ok(answer(200, body)), NOW + Duration(1900));
        assert_eq!(published.ahead, Duration::ZERO);
    }
}
