//! Writes one target's pages, one after the other, into the store.
//!
//! It does what Prometheus' scrape loop does with an answer: `job` and `instance` on every series, `up` and the `scrape_*`
//! series, and a stale mark for each series of the last page that is not on this one, or for all of them if a scrape fails.
//! Samples with timestamps of their own are not marked stale, since it is unknown when the next one is due; those too far from
//! the scrape are refused ([`window`]).
//!
//! A page reports on its own target only: it may not write the metrics that this program writes itself
//! ([`is_reserved`](crate::series::is_reserved)), and its labels `job`, `instance` and `system` are exported under other names.
//!
//! It does not fetch, and does not know when the next scrape is due. If a part of a page cannot be read, it keeps the rest,
//! where Prometheus drops all of it; a `strict` target does as Prometheus does.

mod backwards;
mod cache;
mod family;
mod new_series;
mod pairs;
mod reading;
mod report;
mod round;
mod rows;
mod similar;
mod target;
#[cfg(test)]
mod tests;
pub mod window;

pub use crate::exposition::problem::MAX_LISTED;
pub use backwards::{Backwards, Cause};
pub use family::Family;
pub use report::{Capped, Report, ScrapeError};
pub use target::{Response, Target};

use self::backwards::Watched;
use self::cache::Cache;
use self::family::Families;
use self::reading::Reading;
use self::rows::{Row, Stamped};
use crate::exposition::Format;
use crate::exposition::labels::Labels;
use crate::exposition::problem::{Kind, LineProblem};
use crate::labels::NAME;
use crate::series::SeriesId;
use crate::store::{GroupId, Store};
use crate::time::{Duration, Timestamp};

/// The series that every scrape writes about itself, in the order of [`Scrape::own_values`].
const OWN: [&str; 6] = [
    "up",
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
    "scrape_body_size_bytes",
];

/// One target, with what is known from its last pages.
#[derive(Clone, Debug)]
pub struct Scrape {
    target: Target,
    group: GroupId,
    own: [Option<SeriesId>; OWN.len()],
    /// The format of the last page.
    format: Format,
    /// [`Store::forgotten`] when the ids that are kept here were last looked up.
    forgotten: u64,
    cache: Cache,
    families: Families,
    /// The answer that is being read.
    reading: Option<Reading>,
    /// The series of the last page, sorted.
    before: Vec<SeriesId>,
    /// Their values.
    before_values: Vec<f64>,
    /// Counters that went backwards lately.
    watched: Watched,
    /// The rest is scratch space, kept so that a page of known series allocates nothing.
    labels: Labels,
    bound: String,
    rows: Vec<Row>,
    stamped: Vec<Stamped>,
    values: Vec<(SeriesId, f64)>,
    ended: Vec<SeriesId>,
}

impl Scrape {
    /// Creates the scrape of a target. Its series in the store, if there are any, continue.
    pub fn new(target: &Target, store: &mut Store) -> Self {
        let group = store.group(&target.name);
        Self {
            target: target.clone(),
            group,
            own: Self::own_series(target, group, store),
            format: Format::default(),
            forgotten: store.forgotten(),
            cache: Cache::new(),
            families: Families::default(),
            reading: None,
            before: Vec::new(),
            before_values: Vec::new(),
            watched: Watched::default(),
            labels: Labels::default(),
            bound: String::new(),
            rows: Vec::new(),
            stamped: Vec::new(),
            values: Vec::new(),
            ended: Vec::new(),
        }
    }

    /// Returns the series of [`OWN`].
    fn own_series(
        target: &Target,
        group: GroupId,
        store: &mut Store,
    ) -> [Option<SeriesId>; OWN.len()] {
        OWN.map(|own| {
            let pairs = [(NAME, own), ("instance", &target.instance), ("job", &target.job)];
            store.series(group, pairs.get(..).unwrap_or_default())
        })
    }

    /// Returns the families that the target's pages described, in order of first appearance.
    pub fn families(&self) -> &[Family] {
        self.families.all()
    }

    /// Returns its size in bytes, without the store.
    pub fn memory(&self) -> usize {
        self.cache.size()
            + self.rows.capacity() * size_of::<Row>()
            + self.values.capacity() * size_of::<(SeriesId, f64)>()
    }

    /// Writes the rows, stale marks, and the scrape's own series.
    fn write(&mut self, store: &mut Store, at: Timestamp, took: Duration, report: &mut Report) {
        // The series of a page are in the order in which the store numbered them, until their order changes.
        if !self.rows.is_sorted_by_key(|row| row.id) {
            self.rows.sort_unstable_by_key(|row| (row.id, row.line));
        }
        self.values.clear();
        for row in &self.rows {
            if self.values.last().is_none_or(|(id, _)| *id != row.id) {
                self.values.push((row.id, row.value));
            } else {
                // The same labels in another order.
                let (line, kind) = (row.line, Kind::SeriesTwice);
                report.problem(LineProblem { line, from: 0, to: 0, kind });
            }
        }
        self.compare(report);
        report.kept = self.values.len() + self.stamped.len();
        report.backwards = self.watch_counters(store, at);
        let n_of_page = self.values.len();
        let own_values = Self::own_values(report, took);
        for (id, value) in self.own.iter().zip(own_values) {
            self.values.extend(id.map(|id| (id, value)));
        }
        let taken = store.append(self.group, at, &self.values, &self.ended);
        if taken {
            self.before.clear();
            self.before_values.clear();
            for (id, value) in self.values.iter().take(n_of_page) {
                self.before.push(*id);
                self.before_values.push(*value);
            }
        } else {
            report.error = Some(ScrapeError::ClockSetBack);
        }
        self.write_stamped(store, at, report);
    }

    /// Compares this page's series with the last one's, to find those that ended and those that are new.
    fn compare(&mut self, report: &mut Report) {
        self.ended.clear();
        let mut now = self.values.iter().map(|(id, _)| *id).peekable();
        for id in &self.before {
            while now.peek().is_some_and(|other| other < id) {
                now.next();
                report.series_added += 1;
            }
            if now.next_if_eq(id).is_none() {
                self.ended.push(*id);
            }
        }
        report.series_added += now.count();
    }

    /// Returns the values of [`OWN`].
    fn own_values(report: &Report, took: Duration) -> [f64; OWN.len()] {
        [
            f64::from(u8::from(report.up)),
            took.as_secs_f64(),
            report.samples as f64,
            report.kept as f64,
            report.series_added as f64,
            report.bytes as f64,
        ]
    }

    /// Writes the samples with timestamps of their own, row by row from old to young.
    fn write_stamped(&mut self, store: &mut Store, now: Timestamp, report: &mut Report) {
        self.stamped.sort_unstable_by_key(|sample| (sample.group, sample.at, sample.line));
        let mut dropped = 0;
        for row in
            self.stamped.chunk_by(|one, other| (one.group, one.at) == (other.group, other.at))
        {
            let Some(first) = row.first() else { continue };
            // If a clock was a little ahead and is right now, its samples give way.
            if first.at <= now {
                store.forget_group_after(first.group, now);
            }
            self.values.clear();
            self.values.extend(row.iter().map(|sample| (sample.id, sample.value)));
            if !store.append(first.group, first.at, &self.values, &[]) {
                dropped += row.len();
            }
        }
        if dropped > 0 {
            report.kept = report.kept.saturating_sub(dropped);
            report.capped.push(Capped::Old { dropped });
        }
    }
}
