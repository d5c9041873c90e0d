//! Reads an answer into the store, piece by piece.
//!
//! A page of thousands of new series takes longer than a browser's main thread may be blocked. So it is read in pieces, and the
//! caller does other things in between. Its samples are written all at once at the end: a half-read page is never visible, and
//! one that is abandoned leaves nothing.

use super::report::{Capped, Report, ScrapeError};
use super::round::{Progress, Round};
use super::{Cache, Response, Scrape};
use crate::bytes::line_end;
use crate::exposition::Format;
use crate::store::Store;
use crate::time::{Duration, Timestamp};

/// An answer that is being read.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    at: Timestamp,
    took: Duration,
    report: Report,
    /// The format and length of the page; `None` if there is none.
    page: Option<(Format, usize)>,
    /// How far it is read; `None` before the beginning.
    progress: Option<Progress>,
}

/// Length of the beginning of a page that shows how long its lines are, in bytes.
const FIRST: usize = 16 * 1024;

impl Scrape {
    /// Takes the outcome of one scrape, which began at `at` and took this long: the response, or the reason why there is none.
    pub fn take(
        &mut self,
        store: &mut Store,
        at: Timestamp,
        took: Duration,
        outcome: Result<Response<'_>, String>,
    ) -> Report {
        let body = outcome.as_ref().map(|response| response.body).unwrap_or_default();
        self.begin(at, took, outcome);
        self.go_on(store, body, usize::MAX).unwrap_or_default()
    }

    /// Begins to take the outcome of a scrape. An earlier one that is not finished is abandoned.
    pub fn begin(&mut self, at: Timestamp, took: Duration, outcome: Result<Response<'_>, String>) {
        let mut report = Report::default();
        let page = match outcome
            .map_err(ScrapeError::NoResponse)
            .and_then(|response| self.page_of(response, &mut report))
        {
            Ok(page) => Some(page),
            Err(error) => {
                report.error = Some(error);
                None
            }
        };
        self.reading = Some(Reading { at, took, report, page, progress: None });
    }

    /// Continues with what was begun, whose answer has this body. Reads about `piece` bytes of known lines, or far fewer of new
    /// ones. Returns the report at the end.
    pub fn go_on(&mut self, store: &mut Store, body: &[u8], piece: usize) -> Option<Report> {
        let mut reading = self.reading.take()?;
        // After a weekend with the lid shut, the store has dropped the series whose ids are kept here.
        if self.forgotten != store.forgotten() {
            self.forgotten = store.forgotten();
            self.own = Self::own_series(&self.target, self.group, store);
            self.cache = Cache::new();
            reading.progress = None;
        }
        if reading.progress.is_none() {
            self.start(store, &mut reading, body);
        }
        let is_read = match (reading.page, &mut reading.progress) {
            (Some((format, length)), Some(progress)) => {
                let page = body.get(..length).unwrap_or_default();
                let (at, report) = (reading.at, &mut reading.report);
                Round::new(self, store, (format, at), report, progress).read(page, piece)
            }
            _ => true,
        };
        if !is_read {
            self.reading = Some(reading);
            return None;
        }
        let Reading { at, took, mut report, .. } = reading;
        if report.error.is_some() {
            self.rows.clear();
            self.stamped.clear();
        } else {
            self.cache.end();
        }
        report.up = report.error.is_none();
        report.families = self.families.seen();
        self.write(store, at, took, &mut report);
        Some(report)
    }

    /// Begins at the first line of the answer with this body.
    fn start(&mut self, store: &mut Store, reading: &mut Reading, body: &[u8]) {
        self.rows.clear();
        self.stamped.clear();
        self.families.begin();
        let earlier = core::mem::take(&mut reading.report);
        let is_of_answer = |capped: &Capped| matches!(capped, Capped::Bytes { .. });
        let capped = earlier.capped.into_iter().filter(is_of_answer).collect();
        let (bytes, error) = (earlier.bytes, earlier.error);
        reading.report = Report { bytes, capped, error, ..Report::default() };
        reading.progress = Some(Progress::default());
        let Some((format, length)) = reading.page else { return };
        // The meaning of a line depends on the format.
        if format != self.format {
            self.format = format;
            self.cache = Cache::new();
        }
        self.cache.begin();
        if self.cache.is_empty() {
            let page = body.get(..length).unwrap_or_default();
            let (lines, samples) = lines_of(page);
            // A foreign page must not reserve memory for what will not be kept.
            let samples = samples.min(self.target.max_samples);
            store.reserve(samples);
            self.rows.reserve(samples);
            self.cache.hold(page, lines.min(self.target.max_samples.saturating_mul(2)));
        }
    }

    /// Returns the format of the page in a response, and its length up to the maximum.
    fn page_of(
        &self,
        Response { content_type, body }: Response<'_>,
        report: &mut Report,
    ) -> Result<(Format, usize), ScrapeError> {
        report.bytes = body.len();
        let format = Format::of(content_type, body).map_err(ScrapeError::NotExposition)?;
        let cap = self.target.max_bytes;
        if body.len() <= cap {
            return Ok((format, body.len()));
        }
        if self.target.strict {
            return Err(ScrapeError::TooLarge);
        }
        report.capped.push(Capped::Bytes { cap });
        let within = body.get(..cap).unwrap_or_default();
        Ok((format, within.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)))
    }
}

/// Estimates how many lines a page has, and how many of them are samples, from its beginning.
fn lines_of(page: &[u8]) -> (usize, usize) {
    let first = page.get(..page.len().min(FIRST)).unwrap_or_default();
    let (mut lines, mut comments, mut at) = (0, 0, 0);
    while let Some(start) = first.get(at) {
        lines += 1;
        comments += usize::from(*start == b'#');
        at = line_end(first, at) + 1;
    }
    let of_page = |count: usize| count.saturating_mul(page.len()) / first.len().max(1);
    (of_page(lines), of_page(lines - comments))
}
