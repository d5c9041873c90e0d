//! Finds the place in the store of a series that is seen for the first time: by its labels, or by what it shares with a similar
//! line.

use super::Scrape;
use super::pairs::Pairs;
use super::round::{Round, SHAPES};
use super::similar::{Change, MAX_CHANGES, Spot};
use crate::bytes::hash;
use crate::exposition::MetricType;
use crate::exposition::labels::{Labels, bound_of, is_normal, push_bound};
use crate::exposition::lines::{Lines, RawSample};
use crate::exposition::problem::Kind;
use crate::series::{SeriesId, is_reserved};
use crate::store::{GroupId, Store};

impl<'p> Round<'_, 'p> {
    /// Finds the place in the store of a series by its labels.
    pub(super) fn new_series(
        &mut self,
        sample: &RawSample<'p>,
        kind: MetricType,
    ) -> Result<(SeriesId, Option<GroupId>), Kind> {
        // It replaces the shape that was not used for the longest time.
        self.move_to_front(SHAPES - 1);
        let [similar, ..] = &mut self.similar;
        similar.text = &[];
        let Scrape { target, labels, own, group, .. } = &mut *self.scrape;
        labels.read(sample.series, self.format, kind, target.max_label_bytes)?;
        if is_reserved(labels.name()) {
            return Err(Kind::Reserved);
        }
        // A page's own `job` and `instance` are exported under other names, as in Prometheus. So is `system`, by which rules
        // know the health of a system.
        let mut pairs = Pairs::new(labels.iter());
        let (exported_instance, exported_job, exported_system);
        let instance = pairs.set("instance", &target.instance);
        let job = pairs.set("job", &target.job);
        let system = pairs.take("system");
        let is_displaced = job.or(instance).or(system).is_some();
        if let Some(value) = job {
            exported_job = pairs.exported("job");
            pairs.set(&exported_job, value);
        }
        if let Some(value) = instance {
            exported_instance = pairs.exported("instance");
            pairs.set(&exported_instance, value);
        }
        if let Some(value) = system {
            exported_system = pairs.exported("system");
            pairs.set(&exported_system, value);
        }
        let stamped = sample.at.map(|_| {
            let hash = hash_of_thing(pairs.as_slice().iter().copied());
            named_by(self.store, &target.name, hash)
        });
        let group = stamped.unwrap_or(*group);
        let id = self.store.series_in_order(group, pairs.as_slice()).ok_or(Kind::StoreFull)?;
        if own.contains(&Some(id)) {
            return Err(Kind::SeriesTwice);
        }
        if !is_displaced {
            similar.learn(spots(labels, kind));
            (similar.text, similar.id, similar.bound) = (sample.series, id, bound_of(kind));
        }
        Ok((id, stamped))
    }

    /// Finds the place in the store of a series that differs from the first similar line only in values. `None` if it takes
    /// more than other values.
    pub(super) fn new_similar_series(
        &mut self,
        lines: &mut Lines<'p>,
        sample: &RawSample<'p>,
    ) -> Option<(SeriesId, Option<GroupId>)> {
        let [similar, ..] = &mut self.similar;
        let Scrape { target, bound, own, group, .. } = &mut *self.scrape;
        bound.clear();
        // A series has at most one bound, which is mostly in its normal form.
        if !similar.bound.is_empty()
            && let Some((_, change)) = similar.changes().find(|(spot, _)| spot.is_bound)
            && let Some(text) = sample.series.get(change.start..change.end)
            && !is_normal(text)
        {
            push_bound(text_of(lines, sample, change)?, bound);
        }
        let mut values = [(0, ""); MAX_CHANGES];
        let mut count = 0;
        for ((spot, change), value) in similar.changes().zip(&mut values) {
            let text = text_of(lines, sample, change)?;
            let is_refused = spot.is_name && is_reserved(text);
            if text.is_empty() || text.len() > target.max_label_bytes || is_refused {
                return None;
            }
            let is_written = spot.is_bound && !bound.is_empty();
            *value = (spot.place, if is_written { bound.as_str() } else { text });
            count += 1;
        }
        let values = values.get(..count)?;
        let stamped = if sample.at.is_some() {
            let labels = self.store.labels(similar.id)?.iter().enumerate();
            let labels = labels.map(|(place, (name, value))| {
                let other = values.iter().find(|(other, _)| *other == place);
                (name, other.map_or(value, |(_, value)| value))
            });
            let hash = hash_of_thing(labels);
            Some(named_by(self.store, &target.name, hash))
        } else {
            None
        };
        let group = stamped.unwrap_or(*group);
        let (id, is_new) = self.store.series_like(group, similar.id, values)?;
        if !is_new && own.contains(&Some(id)) {
            return None;
        }
        similar.follow();
        (similar.text, similar.id) = (sample.series, id);
        Some((id, stamped))
    }
}

/// Returns the text of a value.
#[inline]
fn text_of<'p>(lines: &mut Lines<'p>, sample: &RawSample, change: Change) -> Option<&'p str> {
    lines.slice(sample.start + change.start, sample.start + change.end)
}

/// Returns where the values of a series stand in its text, with their places among the labels that it has in the store.
fn spots(labels: &Labels, kind: MetricType) -> impl Iterator<Item = Spot> {
    let bound = bound_of(kind);
    let plain =
        labels.iter().zip(labels.raw()).enumerate().filter(|(_, (_, (_, is_plain)))| *is_plain);
    plain.map(move |(place, ((name, _), (raw, _)))| Spot {
        start: raw.start,
        end: raw.end,
        place: place + usize::from(name > "instance") + usize::from(name > "job"),
        is_bound: name == bound,
        is_name: raw.start == 0,
    })
}

/// Returns the group of a series with timestamps of its own.
fn named_by(store: &mut Store, name: &str, hash: u64) -> GroupId {
    let mut own = String::with_capacity(name.len() + 17);
    own.push_str(name);
    own.push('@');
    let digits = (0..16).rev().map(|place| (hash >> (4 * place)) as u32 & 15);
    own.extend(digits.filter_map(|digit| char::from_digit(digit, 16)));
    store.group(&own)
}

/// Returns the hash of what a series with timestamps of its own describes: the buckets of a histogram share their instants.
/// Other series do not always, not even those of one container in cAdvisor's page, and a group does not take what is older than
/// its newest row.
fn hash_of_thing<'l>(labels: impl Iterator<Item = (&'l str, &'l str)>) -> u64 {
    let of_thing = labels.filter(|(name, _)| !["le", "quantile"].contains(name));
    of_thing.fold(0, |so_far, (name, value)| hash(hash(so_far, name.as_bytes()), value.as_bytes()))
}
