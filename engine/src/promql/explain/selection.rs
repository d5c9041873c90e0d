//! Why a selector or a window finds nothing.

use super::{Explainer, Reason};
use crate::labels::{Matcher, NAME};
use crate::promql::ast::{At, Selector, Shift};
use crate::promql::metadata::label_values;
use crate::series::TimeRange;
use crate::time::{Duration, Timestamp};

/// Maximum number of values that are listed.
const LISTED: usize = 10;

/// Maximum number of similar names.
const SIMILAR: usize = 3;

/// Maximum number of series that are read to find out how often they have samples.
const READ: usize = 100;

/// The similarity from which on a name counts as similar, of 1.
const LEAST_SIMILARITY: f64 = 0.6;

impl Explainer<'_> {
    /// Returns the instant at which something with a shift is read.
    pub(super) fn shifted(&self, shift: Shift, at: Timestamp) -> Timestamp {
        let from = match shift.at {
            None => at,
            Some(At::Time(at)) => at,
            Some(At::Start | At::End) => self.at,
        };
        from - shift.offset
    }

    /// Returns why a selector finds no sample within `length` before `at`.
    pub(super) fn no_samples(
        &self,
        selector: &Selector,
        at: Timestamp,
        length: Duration,
    ) -> Option<Reason> {
        let found = self.store.select(&selector.matchers);
        if found.is_empty() {
            return Some(self.no_series(selector));
        }
        let read = self.shifted(selector.shift, at);
        let (mut first, mut last) = (None::<Timestamp>, None);
        let mut reader = self.store.reader(TimeRange::ALL);
        for id in found.into_iter().take(READ) {
            reader.each(id, |entry| {
                if entry.value.is_some() {
                    first = Some(first.map_or(entry.at, |first| first.min(entry.at)));
                    last = last.max(Some(entry.at).filter(|at| *at <= read));
                }
            });
        }
        let first = first?;
        if first > read {
            return Some(Reason::NotYet { first, wait: first.since(read) });
        }
        let last = last?;
        let is_read = TimeRange { after: read - length, until: read }.contains(last);
        // With a sample in the window, a mark that the series ended follows it.
        (!is_read || length == self.settings.lookback).then_some(Reason::Ended { last })
    }

    /// Returns why no series meets the conditions of a selector.
    fn no_series(&self, selector: &Selector) -> Reason {
        if let Some(name) = selector.name()
            && self.store.select(&[Matcher::equal(NAME, name)]).is_empty()
        {
            return Reason::NoSuchMetric { name: name.to_owned(), similar: self.similar(name) };
        }
        for (place, matcher) in selector.matchers.iter().enumerate() {
            if matcher.name == NAME && selector.name().is_some() {
                continue;
            }
            let others = selector.matchers.iter().enumerate().filter(|(at, _)| *at != place);
            let others: Vec<Matcher> = others.map(|(_, other)| other.clone()).collect();
            if self.store.select(&others).is_empty() {
                continue;
            }
            let values = label_values(self.store, &others, &matcher.name);
            let values = values.into_iter().take(LISTED).map(str::to_owned).collect();
            return Reason::Excluded { matcher: matcher.clone(), values };
        }
        let alone = |matcher: &&Matcher| {
            let name = selector.name().map(|name| Matcher::equal(NAME, name));
            let two: Vec<Matcher> = name.into_iter().chain([(*matcher).clone()]).collect();
            self.store.select(&two).is_empty()
        };
        match selector.matchers.iter().find(alone) {
            Some(matcher) => {
                let name: Vec<Matcher> =
                    selector.name().map(|name| Matcher::equal(NAME, name)).into_iter().collect();
                let values = label_values(self.store, &name, &matcher.name);
                let values = values.into_iter().take(LISTED).map(str::to_owned).collect();
                Reason::Excluded { matcher: matcher.clone(), values }
            }
            None => Reason::NeverTogether,
        }
    }

    /// Returns names of metrics that differ little from `name`, the most similar one first.
    fn similar(&self, name: &str) -> Vec<String> {
        let names = label_values(self.store, &[], NAME);
        let mut similar: Vec<(f64, &str)> = names
            .into_iter()
            .map(|known| {
                // The parts of a histogram are what its bare name means.
                let is_part = known.strip_prefix(name).is_some_and(|rest| rest.starts_with('_'));
                let likeness = strsim::normalized_damerau_levenshtein(name, known);
                (if is_part { 1.0 + likeness } else { likeness }, known)
            })
            .filter(|(likeness, _)| *likeness >= LEAST_SIMILARITY)
            .collect();
        similar.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        similar.into_iter().take(SIMILAR).map(|(_, name)| name.to_owned()).collect()
    }

    /// Returns why windows with samples are not enough for a function that needs some number of them.
    pub(super) fn too_few(
        &self,
        selector: &Selector,
        range: Duration,
        at: Timestamp,
        needed: usize,
    ) -> Option<Reason> {
        let read = self.shifted(selector.shift, at);
        let until = TimeRange { after: Timestamp(i64::MIN), until: read };
        let count = |samples: usize| i64::try_from(samples).unwrap_or(i64::MAX);
        let mut fullest = 0;
        let mut interval = self.metadata.interval;
        let mut newest = None;
        let mut is_old = false;
        let mut reader = self.store.reader(until);
        for id in self.store.select(&selector.matchers).into_iter().take(READ) {
            let (mut n_samples, mut within, mut gap) = (0, 0, None);
            let mut last: Option<Timestamp> = None;
            reader.each(id, |entry| {
                if entry.value.is_some() {
                    n_samples += 1;
                    within += usize::from(entry.at > read - range);
                    gap = last.map(|last| entry.at.since(last));
                    last = Some(entry.at);
                }
            });
            fullest = fullest.max(within);
            is_old |= n_samples >= needed;
            interval = interval.or(gap);
            newest = newest.max(last);
        }
        if fullest >= needed {
            return None;
        }
        match interval {
            Some(interval) if is_old && range.0 < interval.0.saturating_mul(count(needed)) => {
                Some(Reason::WindowTooShort { interval })
            }
            _ => {
                let missing = count(needed - fullest);
                let due = |interval: Duration| {
                    newest.map(|newest| (newest + interval * missing).since(read))
                };
                let wait = interval.and_then(due).map(|wait| wait.max(Duration::ZERO));
                Some(Reason::TooFewSamples { samples: fullest, needed, wait })
            }
        }
    }
}
