//! Takes the samples of a page: known series, new ones, and those that are refused.

use super::Round;
use crate::bytes::hash;
use crate::exposition::MetricType;
use crate::exposition::lines::{Lines, RawSample};
use crate::exposition::problem::{Kind, LineProblem};
use crate::scrape::cache::Meaning;
use crate::scrape::rows::{Row, Stamped};
use crate::scrape::window;
use crate::series::SeriesId;
use crate::store::GroupId;
use crate::time::Timestamp;

impl<'p> Round<'_, 'p> {
    /// Takes a sample of a known or a new series. `is_alike` says that its series was compared with the most recent one.
    pub(super) fn any_sample(
        &mut self,
        lines: &mut Lines<'p>,
        sample: &RawSample<'p>,
        kind: MetricType,
        is_alike: bool,
    ) -> Result<(), LineProblem> {
        let line = lines.line();
        let hash = hash(0, sample.series);
        let known = self.scrape.cache.find(sample.series, hash);
        let (index, id, stamped) = if let Some((index, Meaning::Series { id, stamped })) = known {
            (index, id, stamped)
        } else {
            // A series beyond the limit, or with a sample that is refused, is not worth a place in the store.
            if self.report.samples >= self.scrape.target.max_samples {
                self.report.samples += 1;
                return Ok(());
            }
            if let Some(kind) = self.refusal(sample) {
                self.report.samples += 1;
                return Err(LineProblem { line, from: 0, to: sample.series.len(), kind });
            }
            let found = if is_alike { self.new_similar_series(lines, sample) } else { None };
            let found = found.map_or_else(|| self.new_series(sample, kind), Ok);
            let (id, stamped) = found.map_err(|kind| {
                self.report.samples += 1;
                LineProblem { line, from: 0, to: sample.series.len(), kind }
            })?;
            let meaning = Meaning::Series { id, stamped };
            (self.scrape.cache.insert(sample.series, sample.start, hash, meaning), id, stamped)
        };
        self.sample((index, id, stamped), sample, line, kind)
    }

    /// Puts a sample into the rows.
    pub(super) fn sample(
        &mut self,
        (index, id, stamped): (usize, SeriesId, Option<GroupId>),
        sample: &RawSample,
        line: usize,
        kind: MetricType,
    ) -> Result<(), LineProblem> {
        self.report.samples += 1;
        if self.report.samples > self.scrape.target.max_samples {
            return Ok(());
        }
        let is_first = self.scrape.cache.see(index);
        if let Some(kind) = self.refusal(sample) {
            return Err(LineProblem { line, from: 0, to: sample.series.len(), kind });
        }
        let value = sample.value;
        match stamped {
            // A page may also have the past of a series.
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
                return Err(LineProblem { line, from: 0, to, kind: Kind::SeriesTwice });
            }
        }
        Ok(())
    }

    /// Returns why a sample is refused for its timestamp.
    fn refusal(&self, sample: &RawSample) -> Option<Kind> {
        window::refusal(Timestamp(sample.at?), self.at)
    }
}

/// Returns whether metrics of this type may be counts. The values of gauges and their like may fall at any time.
fn may_count(kind: MetricType) -> bool {
    use MetricType::{Counter, Histogram, Summary, Unknown};
    matches!(kind, Counter | Histogram | Summary | Unknown)
}
