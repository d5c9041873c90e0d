//! Response times: the 95th percentile of each five minutes and of each day, in bounded memory.
//!
//! The current step is a histogram with logarithmic buckets (exact up to 63 ms, then 32 buckets for each doubling, an error of
//! at most 3 %: the scheme of Gil Tene's `HdrHistogram`); a finished step is one number.

use super::document::{Grid, Times};
use super::entry::Note;
use super::scale::Scale;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::{BTreeMap, VecDeque};

/// The response times of one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latency {
    fine: Row,
    daily: Row,
}

/// A row of steps of one length.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    scale: Scale,
    /// Finished steps, oldest first.
    done: VecDeque<(i64, u32)>,
    /// The current step.
    index: i64,
    counts: BTreeMap<u16, u32>,
}

impl Default for Latency {
    fn default() -> Self {
        Self { fine: Row::new(Scale::Fine), daily: Row::new(Scale::Daily) }
    }
}

impl Latency {
    /// Counts an answer that took this long.
    pub fn add(&mut self, at: Timestamp, took: Duration) {
        for row in [&mut self.fine, &mut self.daily] {
            row.count(row.scale.index(at), bucket(took));
        }
    }

    /// Restores what an archive kept.
    pub fn restore(&mut self, note: &Note) {
        match note {
            Note::Step { scale, index, value } => self.row(*scale).finish(*index, *value),
            Note::Counts { scale, index, counts } => {
                let row = self.row(*scale);
                row.begin(*index);
                if row.index == *index {
                    row.counts = counts.iter().copied().collect();
                }
            }
            _ => {}
        }
    }

    /// Returns what an archive keeps.
    pub fn notes(&self) -> impl Iterator<Item = Note> {
        [&self.fine, &self.daily].into_iter().flat_map(|row| {
            let scale = row.scale;
            let steps = row.done.iter().map(move |(index, value)| Note::Step {
                scale,
                index: *index,
                value: *value,
            });
            let counts: Vec<_> =
                row.counts.iter().map(|(bucket, count)| (*bucket, *count)).collect();
            let lasting = Some(counts).filter(|counts| !counts.is_empty());
            steps.chain(lasting.map(|counts| Note::Counts { scale, index: row.index, counts }))
        })
    }

    /// Takes over the steps of `other` that are unknown here.
    pub fn fill(&mut self, other: &Self) {
        self.fine.fill(&other.fine);
        self.daily.fill(&other.daily);
    }

    /// Returns what is published: the last day and the last ninety days, up to `now`.
    pub fn times(&self, now: Timestamp) -> Times {
        Times { day: self.fine.grid(now), quarter: self.daily.grid(now) }
    }

    /// Returns the steps of the last hour, up to `now`.
    pub fn last_hour(&self, now: Timestamp) -> Grid {
        let Grid { from, step, values } = self.fine.grid(now);
        let kept = usize::try_from(3_600_000 / step.0.max(1)).unwrap_or(values.len());
        let dropped = values.len().saturating_sub(kept);
        let from = from + step * i64::try_from(dropped).unwrap_or(0);
        Grid { from, step, values: values.into_iter().skip(dropped).collect() }
    }

    fn row(&mut self, scale: Scale) -> &mut Row {
        match scale {
            Scale::Fine => &mut self.fine,
            Scale::Daily => &mut self.daily,
        }
    }
}

impl Row {
    fn new(scale: Scale) -> Self {
        Self { scale, done: VecDeque::new(), index: i64::MIN, counts: BTreeMap::new() }
    }

    /// Begins the step with this index, if it is later than the current one.
    fn begin(&mut self, index: i64) {
        if index > self.index {
            if let Some(value) = self.percentile() {
                self.finish(self.index, value);
            }
            self.counts.clear();
            self.index = index;
        }
    }

    /// Counts an answer in the step with this index. A finished step does not change. A clock that is set back begins an
    /// earlier step that is unknown: otherwise one that was ahead for a minute would stop the counting until it is there again.
    fn count(&mut self, index: i64, bucket: u16) {
        if index != self.index {
            if self.place_of(index).is_ok() {
                return;
            }
            if let Some(value) = self.percentile() {
                self.finish(self.index, value);
            }
            self.counts.clear();
            self.index = index;
        }
        let count = self.counts.entry(bucket).or_default();
        *count = count.saturating_add(1);
    }

    /// Returns the place of the step with this index among the finished ones, or where it would be.
    fn place_of(&self, index: i64) -> Result<usize, usize> {
        self.done.binary_search_by_key(&index, |(index, _)| *index)
    }

    fn finish(&mut self, index: i64, value: u32) {
        if let Err(place) = self.place_of(index) {
            self.done.insert(place, (index, value));
            if self.done.len() > self.scale.capacity() {
                self.done.pop_front();
            }
        }
    }

    fn fill(&mut self, other: &Self) {
        if other.index > self.index {
            self.begin(other.index);
            self.counts.clone_from(&other.counts);
        }
        let lasting = other.percentile().map(|value| (other.index, value));
        let mut steps: BTreeMap<i64, u32> = other.done.iter().copied().chain(lasting).collect();
        steps.extend(self.done.iter().copied());
        // A histogram here is better than one number from there.
        let over = steps.range(..self.index).map(|(index, value)| (*index, *value));
        let surplus = over.clone().count().saturating_sub(self.scale.capacity());
        self.done = over.skip(surplus).collect();
    }

    /// Returns the 95th percentile of the current step: the least value that at least 95 of 100 answers did not exceed.
    fn percentile(&self) -> Option<u32> {
        let total: u64 = self.counts.values().map(|count| u64::from(*count)).sum();
        let rank = (total * 95).div_ceil(100);
        let mut seen = 0;
        let mut ranked = self.counts.iter().filter(|(_, count)| {
            seen += u64::from(**count);
            seen >= rank
        });
        ranked.next().map(|(bucket, _)| value(*bucket))
    }

    fn grid(&self, now: Timestamp) -> Grid {
        let last = self.scale.index(now);
        let first = last - (self.scale.published() - 1);
        let lasting = self.percentile().map(|value| (self.index, value));
        let mut known: Vec<(i64, u32)> = self.done.iter().copied().chain(lasting).collect();
        known.sort_by_key(|(index, _)| *index);
        let mut known = known.into_iter().peekable();
        let values = (first..=last).map(|index| {
            while known.next_if(|(other, _)| *other < index).is_some() {}
            known.next_if(|(other, _)| *other == index).map(|(_, value)| value)
        });
        let values: Vec<_> = values.collect();
        // Steps before the first measurement are left out.
        let silent = values.iter().take_while(|value| value.is_none()).count();
        let silence = i64::try_from(silent).unwrap_or_default();
        Grid {
            from: Timestamp((first + silence) * self.scale.step().0),
            step: self.scale.step(),
            values: values.into_iter().skip(silent).collect(),
        }
    }
}

/// Returns the bucket of a span.
fn bucket(span: Duration) -> u16 {
    let millis = span.0.clamp(0, 1 << 24).unsigned_abs() as u32;
    // Number of halvings that bring it below 64, where 32 to 63 stand for a doubling.
    let halvings = (32 - millis.leading_zeros()).saturating_sub(6);
    u16::try_from(32 * halvings + (millis >> halvings)).unwrap_or(u16::MAX)
}

/// Returns the largest span in a bucket, in milliseconds.
fn value(bucket: u16) -> u32 {
    let bucket = u32::from(bucket).min(32 * 19 + 63);
    let halvings = (bucket / 32).saturating_sub(1);
    ((bucket - 32 * halvings + 1) << halvings) - 1
}

#[cfg(test)]
mod tests;
