//! One page on its way into the rows of a scrape.

use super::Scrape;
use super::cache::{Meaning, hash};
use super::pairs::Pairs;
use super::report::{Capped, Report, ScrapeError};
use crate::decode::exposition::lines::{Line, Lines, RawSample};
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

/// The reading of one page.
pub(super) struct Round<'a> {
    pub(super) scrape: &'a mut Scrape,
    pub(super) store: &'a mut Store,
    pub(super) format: Format,
    pub(super) report: &'a mut Report,
    pub(super) at: Timestamp,
}

impl Round<'_> {
    /// Reads the page into the scrape's rows.
    pub(super) fn read(mut self, page: &[u8]) -> Result<(), ScrapeError> {
        let strict = self.scrape.target.strict;
        let mut lines = Lines::new(page, self.format, strict);
        let mut kind = MetricType::Unknown;
        let mut is_metrics = page.is_empty();
        loop {
            if self.known(&mut lines, &mut kind) {
                is_metrics = true;
                continue;
            }
            let problem = match lines.next() {
                None => break,
                Some(Err(problem)) => Some(problem),
                Some(Ok(line)) => {
                    is_metrics = true;
                    self.unexpected(&lines, &line, &mut kind).err()
                }
            };
            if let Some(problem) = problem {
                if strict && spoils(problem.kind) {
                    return Err(ScrapeError::Refused(problem));
                }
                self.report.problem(problem);
            }
        }
        self.report.lines = lines.line();
        let dropped = self.report.samples.saturating_sub(self.scrape.target.max_samples);
        if dropped > 0 && strict {
            return Err(ScrapeError::TooManySamples);
        }
        if dropped > 0 {
            let cap = self.scrape.target.max_samples;
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
                let problem = self.sample(index, id, stamped, &sample, lines.line()).err();
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

    /// Takes in a line that is not the expected one.
    fn unexpected(
        &mut self,
        lines: &Lines,
        line: &Line,
        kind: &mut MetricType,
    ) -> Result<(), Problem> {
        if let Line::Sample(sample) = line {
            return self.any_sample(lines, sample, *kind);
        }
        let text = lines.text();
        let hash = hash(text);
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
                (self.scrape.cache.insert(text, hash, meaning), family, names)
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

    /// Takes in a sample whose series may have been seen before.
    fn any_sample(
        &mut self,
        lines: &Lines,
        sample: &RawSample,
        kind: MetricType,
    ) -> Result<(), Problem> {
        let line = lines.line();
        let hash = hash(sample.series);
        let known = self.scrape.cache.find(sample.series, hash);
        let (index, id, stamped) = if let Some((index, Meaning::Series { id, stamped })) = known {
            (index, id, stamped)
        } else {
            // A series beyond the cap is not worth a place in the store.
            if self.report.samples >= self.scrape.target.max_samples {
                self.report.samples += 1;
                return Ok(());
            }
            let (id, stamped) = self.meet(sample, kind).map_err(|kind| {
                self.report.samples += 1;
                Problem { line, from: 0, to: sample.series.len(), kind }
            })?;
            let meaning = Meaning::Series { id, stamped };
            (self.scrape.cache.insert(sample.series, hash, meaning), id, stamped)
        };
        self.sample(index, id, stamped, sample, line)
    }

    /// Puts a sample into the rows.
    fn sample(
        &mut self,
        index: usize,
        id: SeriesId,
        stamped: Option<GroupId>,
        sample: &RawSample,
        line: usize,
    ) -> Result<(), Problem> {
        self.report.samples += 1;
        if self.report.samples > self.scrape.target.max_samples {
            return Ok(());
        }
        let is_first = self.scrape.cache.see(index);
        let value = sample.value;
        match stamped {
            // A page may have the past of a series, too.
            Some(group) => {
                let at = sample.at.map_or(self.at, Timestamp);
                self.scrape.stamped.push(Stamped { group, at, line, id, value });
            }
            None if is_first => self.scrape.rows.push(Row { id, line, value }),
            None => {
                let to = sample.series.len();
                return Err(Problem { line, from: 0, to, kind: Kind::SeriesTwice });
            }
        }
        Ok(())
    }

    /// Finds the place in the store of a series that is seen for the first time.
    fn meet(
        &mut self,
        sample: &RawSample,
        kind: MetricType,
    ) -> Result<(SeriesId, Option<GroupId>), Kind> {
        let target = &self.scrape.target;
        let labels = &mut self.scrape.labels;
        labels.read(sample.series, self.format, kind, target.max_label_bytes)?;
        // What the page calls `job` and `instance` is exported under another name, as Prometheus does it.
        let mut pairs = Pairs::new(labels.iter());
        let (exported_instance, exported_job);
        let instance = pairs.set("instance", &target.instance);
        let job = pairs.set("job", &target.job);
        if let Some(value) = job {
            exported_job = pairs.exported("job");
            pairs.set(&exported_job, value);
        }
        if let Some(value) = instance {
            exported_instance = pairs.exported("instance");
            pairs.set(&exported_instance, value);
        }
        let stamped = sample.at.map(|_| {
            let name = &self.scrape.name;
            self.store.group(&format!("{name}@{:016x}", hash_of_thing(pairs.as_slice())))
        });
        let group = stamped.unwrap_or(self.scrape.group);
        let id = self.store.series(group, pairs.as_slice()).ok_or(Kind::StoreFull)?;
        if self.scrape.own.contains(&Some(id)) { Err(Kind::SeriesTwice) } else { Ok((id, stamped)) }
    }
}

/// Names what a series with timestamps of its own tells of: the buckets of a histogram share their instants. Series of one thing do
/// not always, not even those of one container in cAdvisor's page, and a group does not take what is older than its newest row.
fn hash_of_thing(labels: &[(&str, &str)]) -> u64 {
    let of_thing = labels.iter().filter(|(name, _)| !["le", "quantile"].contains(name));
    of_thing.fold(0, |so_far: u64, (name, value)| {
        so_far.rotate_left(9) ^ hash(name.as_bytes()) ^ hash(value.as_bytes()).rotate_left(31)
    })
}

/// Whether a problem spoils a whole page in strict mode. What Prometheus only counts does not.
fn spoils(kind: Kind) -> bool {
    !matches!(kind, Kind::SeriesTwice | Kind::StoreFull)
}
