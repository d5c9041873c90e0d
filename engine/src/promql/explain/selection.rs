//! Why a selector or a window finds nothing.

use super::{Explainer, Reason};
use crate::labels::{Matcher, NAME};
use crate::promql::ast::{At, Selector, Shift};
use crate::promql::metadata::label_values;
use crate::series::{SeriesId, TimeRange};
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
        let all = |id: &SeriesId| self.store.entries(*id, TimeRange::ALL);
        let samples = || found.iter().take(READ).flat_map(all).filter(|one| one.value.is_some());
        let first = samples().map(|one| one.at).min()?;
        if first > read {
            return Some(Reason::NotYet { first, wait: first.since(read) });
        }
        let last = samples().map(|one| one.at).filter(|at| *at <= read).max()?;
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
        for id in self.store.select(&selector.matchers).into_iter().take(READ) {
            let entries = self.store.entries(id, until).filter(|entry| entry.value.is_some());
            let times: Vec<Timestamp> = entries.map(|entry| entry.at).collect();
            let within = times.iter().filter(|time| **time > read - range).count();
            fullest = fullest.max(within);
            is_old |= times.len() >= needed;
            if let [.., one, other] = times.as_slice() {
                interval = interval.or(Some(other.since(*one)));
            }
            newest = newest.max(times.last().copied());
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
