//! Reads one page into the rows of a scrape.

mod sample;

use super::Scrape;
use super::cache::Meaning;
use super::report::{Capped, Report, ScrapeError};
use super::similar::SimilarLine;
use crate::bytes::hash;
use crate::exposition::labels::bound_of;
use crate::exposition::lines::{Line, Lines, Place, RawSample};
use crate::exposition::problem::LineProblem;
use crate::exposition::{Format, MetricType};
use crate::store::Store;
use crate::time::Timestamp;

/// How far a page is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    /// `None` before the first line.
    here: Option<Place>,
    /// The type that was named last.
    kind: MetricType,
    /// Whether any line could be read.
    is_metrics: bool,
    /// Whether the page is read to its end.
    is_read: bool,
}

/// The reading of one piece of a page.
pub(super) struct Round<'a, 'p> {
    pub(super) scrape: &'a mut Scrape,
    pub(super) store: &'a mut Store,
    pub(super) format: Format,
    report: &'a mut Report,
    at: Timestamp,
    progress: &'a mut Progress,
    /// Recent series, to compare the next one with, most recent first. They are kept within one piece only: in between, the
    /// store may drop them.
    pub(super) similar: [SimilarLine<'p>; SHAPES],
}

/// Number of shapes of series that the next one is compared with. The sums of a histogram have no bound, and stand between the
/// buckets; if labels may be empty, several shapes take turns.
pub(super) const SHAPES: usize = 5;

/// Cost of writing a sample, in bytes of a known page that are read in the same time.
const WRITTEN: usize = 64;

/// Cost of a byte of a line that is not the expected one, in bytes of a known page.
const NEW: usize = 8;

/// Cost of each such line, however short: it is decoded, interned and remembered.
const NEW_LINE: usize = 512;

impl<'a, 'p> Round<'a, 'p> {
    pub(super) fn new(
        scrape: &'a mut Scrape,
        store: &'a mut Store,
        (format, at): (Format, Timestamp),
        report: &'a mut Report,
        progress: &'a mut Progress,
    ) -> Self {
        Self { scrape, store, format, report, at, progress, similar: Default::default() }
    }

    /// Reads a piece of the page into the scrape's rows. Returns whether they can be written: the page is over or has failed,
    /// and writing does not cost too much beside what was read.
    pub(super) fn read(mut self, page: &'p [u8], piece: usize) -> bool {
        if self.progress.is_read {
            return true;
        }
        match self.lines(page, piece) {
            Ok(None) => false,
            Ok(Some(left)) => {
                self.progress.is_read = true;
                cost_of_writing(self.scrape.rows.len()) <= left
            }
            Err(error) => {
                self.report.error = Some(error);
                true
            }
        }
    }

    /// Reads lines until the page is over, and returns the rest of the piece; `None` if the piece is over first.
    fn lines(&mut self, page: &'p [u8], piece: usize) -> Result<Option<usize>, ScrapeError> {
        let strict = self.scrape.target.strict;
        let mut lines = match self.progress.here {
            None => Lines::new(page, self.format, strict),
            Some(here) => Lines::resume(page, self.format, strict, here),
        };
        let Progress { mut kind, is_metrics, .. } = *self.progress;
        let mut is_metrics = is_metrics || page.is_empty();
        let mut left = piece;
        loop {
            if left == 0 {
                *self.progress =
                    Progress { here: Some(lines.place()), kind, is_metrics, is_read: false };
                return Ok(None);
            }
            let before = lines.read_bytes();
            if self.known(&mut lines, &mut kind) {
                is_metrics = true;
                left = left.saturating_sub(lines.read_bytes() - before);
                continue;
            }
            let problem = if let Some(sample) = self.alike(&mut lines, kind) {
                is_metrics = true;
                self.any_sample(&mut lines, &sample, kind, true).err()
            } else {
                match lines.next() {
                    None => break,
                    Some(Err(problem)) => Some(problem),
                    Some(Ok(line)) => {
                        is_metrics = true;
                        self.unexpected(&mut lines, &line, &mut kind).err()
                    }
                }
            };
            left = left.saturating_sub((lines.read_bytes() - before) * NEW + NEW_LINE);
            if let Some(problem) = problem {
                if strict && !problem.kind.is_refusal() {
                    return Err(ScrapeError::Refused(problem));
                }
                self.report.problem(problem);
            }
        }
        self.over(lines.line(), is_metrics).map(|()| Some(left))
    }

    /// Ends the page after this number of lines.
    fn over(&mut self, lines: usize, is_metrics: bool) -> Result<(), ScrapeError> {
        self.report.lines = lines;
        let cap = self.scrape.target.max_samples;
        let dropped = self.report.samples.saturating_sub(cap);
        if dropped > 0 && self.scrape.target.strict {
            return Err(ScrapeError::TooManySamples);
        }
        if dropped > 0 {
            self.report.capped.push(Capped::Samples { cap, dropped });
        }
        match self.report.problems.first() {
            Some(problem) if !is_metrics => Err(ScrapeError::Refused(*problem)),
            _ => Ok(()),
        }
    }

    /// Reads the next line if it is the one that came here on the last page.
    fn known(&mut self, lines: &mut Lines, kind: &mut MetricType) -> bool {
        let Some((index, text, meaning)) = self.scrape.cache.expected() else { return false };
        match meaning {
            Meaning::Series { id, stamped } => {
                let Some(sample) = lines.known(text) else { return false };
                let known = (index, id, stamped);
                let problem = self.sample(known, &sample, lines.line(), *kind).err();
                if let Some(problem) = problem {
                    self.report.problem(problem);
                }
            }
            Meaning::Metadata { family, kind: names } => {
                if !lines.pass(text) {
                    return false;
                }
                self.metadata(index, family, names, kind);
            }
        }
        true
    }

    /// Reads the next line if its series differs from a recent one only in values.
    fn alike(&mut self, lines: &mut Lines<'p>, kind: MetricType) -> Option<RawSample<'p>> {
        let rest = lines.rest();
        if rest.first() == Some(&b'#') {
            return None;
        }
        let bound = bound_of(kind);
        for shape in 0..SHAPES {
            if let Some(similar) = self.similar.get_mut(shape)
                && similar.bound == bound
                && let Some(length) = similar.compare(rest)
                && let Some(sample) = lines.sample(length)
            {
                self.move_to_front(shape);
                return Some(sample);
            }
        }
        None
    }

    /// Makes one of the shapes the most recent.
    pub(super) fn move_to_front(&mut self, shape: usize) {
        for place in 1..=shape {
            self.similar.swap(0, place);
        }
    }

    /// Reads a line that is not the expected one.
    fn unexpected(
        &mut self,
        lines: &mut Lines<'p>,
        line: &Line<'p>,
        kind: &mut MetricType,
    ) -> Result<(), LineProblem> {
        if let Line::Sample(sample) = line {
            return self.any_sample(lines, sample, *kind, false);
        }
        let text = lines.text();
        let hash = hash(0, text);
        let known = self.scrape.cache.find(text, hash);
        let (index, family, names) =
            if let Some((index, Meaning::Metadata { family, kind: names })) = known {
                (index, family, names)
            } else {
                let names = if let Line::Type { kind, .. } = line { Some(*kind) } else { None };
                let Some(family) = self.scrape.families.learn(line) else {
                    *kind = names.unwrap_or(*kind);
                    return Ok(());
                };
                let meaning = Meaning::Metadata { family, kind: names };
                (self.scrape.cache.insert(text, lines.start(), hash, meaning), family, names)
            };
        self.metadata(index, family, names, kind);
        Ok(())
    }

    fn metadata(
        &mut self,
        index: usize,
        family: usize,
        names: Option<MetricType>,
        kind: &mut MetricType,
    ) {
        self.scrape.cache.see(index);
        self.scrape.families.see(family);
        *kind = names.unwrap_or(*kind);
    }
}

/// Returns the cost of writing this number of samples.
fn cost_of_writing(samples: usize) -> usize {
    samples.saturating_mul(WRITTEN)
}
