//! The labels of one series, from its raw text: sorted, unescaped, with `le` and `quantile` in their normal form.
//!
//! One [`Labels`] is filled again and again, so that a page full of series that were never seen costs no allocation each.

use super::bound::push_normal;
use super::problem::Kind;
use super::series::{self, Found, unescape};
use super::{Format, MetricType};
use crate::labels::NAME;
use core::ops::Range;

/// The most labels of a series, its name included.
pub const MAX_LABELS: usize = 64;

/// A name and its value, as places in a text.
#[derive(Clone, Debug)]
struct Pair {
    name: Range<usize>,
    value: Range<usize>,
}

/// The labels of a series.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    text: String,
    pairs: Vec<Pair>,
    raw: Vec<Pair>,
}

/// What is found in a series' text, as places in it. The metric's name has an empty range for its label's name.
impl Found for Vec<Pair> {
    fn name(&mut self, name: Range<usize>) {
        self.push(Pair { name: 0..0, value: name });
    }

    fn label(&mut self, name: Range<usize>, value: Range<usize>) {
        // One more than may be is enough to see that there are too many.
        if self.len() <= MAX_LABELS {
            self.push(Pair { name, value });
        }
    }
}

impl Labels {
    /// Reads the text of a series, which replaces what was read before. `kind` is the type that the page last named: Prometheus
    /// goes by that, not by the family. `longest` is the cap of names and values, in bytes.
    ///
    /// Labels with an empty value are left out: they are the same as absent.
    pub fn read(
        &mut self,
        text: &[u8],
        format: Format,
        kind: MetricType,
        longest: usize,
    ) -> Result<(), Kind> {
        self.raw.clear();
        let end = series::read(text, 0, format, &mut self.raw).map_err(|wrong| wrong.kind)?;
        if end != text.len() {
            return Err(Kind::Trailing);
        }
        self.fill(text, kind, longest)
    }

    /// Reads the labels of an exemplar, with their braces.
    pub fn read_exemplar(&mut self, text: &[u8]) -> Result<(), Kind> {
        self.raw.clear();
        series::labels(text, 0, Format::OpenMetrics, true, &mut self.raw)
            .map_err(|wrong| wrong.kind)?;
        self.fill(text, MetricType::Unknown, usize::MAX)
    }

    /// Sorted by name, the metric's name among them as `__name__`.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        let slice = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or_default();
        self.pairs.iter().map(move |pair| (slice(&pair.name), slice(&pair.value)))
    }

    /// The metric's name; empty where there is none, as in an exemplar.
    pub fn name(&self) -> &str {
        self.iter().find(|(name, _)| *name == NAME).map_or("", |(_, value)| value)
    }

    fn fill(&mut self, text: &[u8], kind: MetricType, longest: usize) -> Result<(), Kind> {
        self.text.clear();
        self.pairs.clear();
        let text = core::str::from_utf8(text).map_err(|_| Kind::Utf8)?;
        if self.raw.len() > MAX_LABELS {
            return Err(Kind::TooManyLabels);
        }
        let raw = core::mem::take(&mut self.raw);
        let done = raw.iter().try_for_each(|pair| self.take(text, pair, kind, longest));
        self.raw = raw;
        self.pairs.retain(|pair| !pair.value.is_empty());
        done
    }

    /// Takes in one label, unescaped, at its place.
    fn take(
        &mut self,
        text: &str,
        pair: &Pair,
        kind: MetricType,
        longest: usize,
    ) -> Result<(), Kind> {
        let raw_name = if pair.name.is_empty() {
            NAME
        } else {
            text.get(pair.name.clone()).unwrap_or_default()
        };
        let raw_value = text.get(pair.value.clone()).unwrap_or_default();
        if raw_name.len() > longest || raw_value.len() > longest {
            return Err(Kind::LabelTooLong);
        }
        let name = push_unescaped(&mut self.text, raw_name);
        let is_bound = matches!(
            (kind, raw_name),
            (MetricType::Histogram, "le") | (MetricType::Summary, "quantile")
        );
        let value = if is_bound && !raw_value.contains('\\') {
            let start = self.text.len();
            push_normal(raw_value, &mut self.text);
            start..self.text.len()
        } else {
            push_unescaped(&mut self.text, raw_value)
        };
        self.insert(name, value)
    }

    /// Puts a label in its place. Few are there, and most come sorted.
    fn insert(&mut self, name: Range<usize>, value: Range<usize>) -> Result<(), Kind> {
        let of = |pair: &Pair| self.text.get(pair.name.clone()).unwrap_or_default();
        let new = self.text.get(name.clone()).unwrap_or_default();
        let mut place = self.pairs.len();
        while let Some(before) = place.checked_sub(1).and_then(|at| self.pairs.get(at)) {
            match of(before).cmp(new) {
                core::cmp::Ordering::Less => break,
                core::cmp::Ordering::Equal => return Err(Kind::LabelTwice),
                core::cmp::Ordering::Greater => place -= 1,
            }
        }
        self.pairs.insert(place, Pair { name, value });
        Ok(())
    }
}

/// Appends `raw` without its escapes, and returns where it stands.
fn push_unescaped(text: &mut String, raw: &str) -> Range<usize> {
    let start = text.len();
    if raw.contains('\\') {
        unescape(raw, true, text);
    } else {
        text.push_str(raw);
    }
    start..text.len()
}
