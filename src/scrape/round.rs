//! One page on its way into the rows of a scrape.

use super::Scrape;
use super::cache::Meaning;
use super::report::{Capped, Report, ScrapeError};
use super::similar::SimilarLine;
use super::window;
use crate::bytes::hash;
use crate::decode::exposition::labels::bound_of;
use crate::decode::exposition::lines::{Line, Lines, Place, RawSample};
use crate::decode::exposition::problem::{Kind, Problem};
use crate::decode::exposition::{Format, MetricType};
use crate::series::SeriesId;
use crate::store::{GroupId, Store};
use crate::time::Timestamp;

/// A sample of the scrape's instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) id: SeriesId,
    pub(super) line: usize,
    pub(super) value: f64,
    /// Whether the type that the page named last is one whose values may be counts.
    pub(super) may_count: bool,
}

/// A sample with an instant of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamped {
    pub(super) group: GroupId,
    pub(super) at: Timestamp,
    pub(super) line: usize,
    pub(super) id: SeriesId,
    pub(super) value: f64,
}

/// How far a page is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    /// `None` before the first line.
    here: Option<Place>,
    /// The type that was last named.
    kind: MetricType,
    /// Whether any line could be read.
    is_metrics: bool,
    /// Whether nothing is left to be read.
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
    /// What the next series is compared with, the one that was met last first. Not beyond this piece: the store may drop them.
    pub(super) similar: [SimilarLine<'p>; SHAPES],
}

/// How many series of different shapes the next one is compared with. The sums of a histogram have no bound, and stand between the
/// buckets; where labels may be empty, several shapes take turns.
pub(super) const SHAPES: usize = 5;

/// What it costs to write a sample, as bytes of a known page to be read.
const WRITTEN: usize = 64;

/// What it costs to take in a byte of a line that is not the expected one, as bytes of a page that is known.
const NEW: usize = 8;

/// The same for each such line, however short: it is decoded, interned and remembered.
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

    /// Reads a piece of the page into the scrape's rows. Returns whether what is there can be written: the page is over, or has
    /// failed, and writing it is not too much beside what was read.
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

    /// Reads lines until the page is over, and returns what is left of the piece then; `None` when the piece is. A function of its
    /// own: within another one it would be built for size.
    #[inline(never)]
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

    /// The page is over, after so many lines.
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

    /// Reads the next line if its series has other values than one that was met lately, and is like it otherwise.
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

    /// Makes one of the shapes the first.
    pub(super) fn move_to_front(&mut self, shape: usize) {
        for place in 1..=shape {
            self.similar.swap(0, place);
        }
    }

    /// Takes in a line that is not the expected one.
    fn unexpected(
        &mut self,
        lines: &mut Lines<'p>,
        line: &Line<'p>,
        kind: &mut MetricType,
    ) -> Result<(), Problem> {
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

    /// Takes in a sample whose series may have been seen before. `is_alike` says that it was compared with the last one.
    fn any_sample(
        &mut self,
        lines: &mut Lines<'p>,
        sample: &RawSample<'p>,
        kind: MetricType,
        is_alike: bool,
    ) -> Result<(), Problem> {
        let line = lines.line();
        let hash = hash(0, sample.series);
        let known = self.scrape.cache.find(sample.series, hash);
        let (index, id, stamped) = if let Some((index, Meaning::Series { id, stamped })) = known {
            (index, id, stamped)
        } else {
            // A series beyond the cap, or with a sample that is refused, is not worth a place in the store.
            if self.report.samples >= self.scrape.target.max_samples {
                self.report.samples += 1;
                return Ok(());
            }
            if let Some(kind) = self.refusal(sample) {
                self.report.samples += 1;
                return Err(Problem { line, from: 0, to: sample.series.len(), kind });
            }
            let found = if is_alike { self.new_similar_series(lines, sample) } else { None };
            let found = found.map_or_else(|| self.new_series(sample, kind), Ok);
            let (id, stamped) = found.map_err(|kind| {
                self.report.samples += 1;
                Problem { line, from: 0, to: sample.series.len(), kind }
            })?;
            let meaning = Meaning::Series { id, stamped };
            (self.scrape.cache.insert(sample.series, sample.start, hash, meaning), id, stamped)
        };
        self.sample((index, id, stamped), sample, line, kind)
    }

    /// Puts a sample into the rows.
    fn sample(
        &mut self,
        (index, id, stamped): (usize, SeriesId, Option<GroupId>),
        sample: &RawSample,
        line: usize,
        kind: MetricType,
    ) -> Result<(), Problem> {
        self.report.samples += 1;
        if self.report.samples > self.scrape.target.max_samples {
            return Ok(());
        }
        let is_first = self.scrape.cache.see(index);
        if let Some(kind) = self.refusal(sample) {
            return Err(Problem { line, from: 0, to: sample.series.len(), kind });
        }
        let value = sample.value;
        match stamped {
            // A page may have the past of a series, too.
            Some(group) => {
                let at = sample.at.map_or(self.at, Timestamp);
                self.scrape.stamped.push(Stamped { group, at, line, id, value });
            }
            None if is_first => {
                let may_count = may_count(kind);
                self.scrape.rows.push(Row { id, line, value, may_count });
            }
            None => {
                let to = sample.series.len();
                return Err(Problem { line, from: 0, to, kind: Kind::SeriesTwice });
            }
        }
        Ok(())
    }

    /// Why a sample is not kept for its timestamp.
    fn refusal(&self, sample: &RawSample) -> Option<Kind> {
        window::refusal(Timestamp(sample.at?), self.at)
    }
}

/// Whether metrics of this type may be counts: of a gauge and its like, values fall as they please.
fn may_count(kind: MetricType) -> bool {
    use MetricType::{Counter, Histogram, Summary, Unknown};
    matches!(kind, Counter | Histogram | Summary | Unknown)
}

/// What it costs to write so many samples.
fn cost_of_writing(samples: usize) -> usize {
    samples.saturating_mul(WRITTEN)
}
