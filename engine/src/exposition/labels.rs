//! The labels of a series, parsed from its raw text: sorted, unescaped, with `le` and `quantile` in their normal form.
//!
//! One [`Labels`] is reused, so that a page full of new series costs no allocation for each. Nearly all names and values stay where
//! they are in the text. Only values with escapes, or bounds not in normal form, are written behind it.

pub use super::bound::is_normal;
use super::bound::push_normal;
use super::problem::Kind;
use super::series::{self, Found, is_name_start, unescape};
use super::{Format, MetricType, byte};
use crate::labels::NAME;
use core::ops::Range;

/// Maximum number of labels of a series, its name included.
pub const MAX_LABELS: usize = 64;

/// A name and its value, as places in the text.
#[derive(Clone, Copy, Debug)]
struct Pair {
    name: (usize, usize),
    value: (usize, usize),
    /// The value as written.
    raw: (usize, usize),
}

/// The labels of a series.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// [`NAME`], the raw text, and the rewritten values.
    text: String,
    pairs: Vec<Pair>,
    /// A buffer for values that are appended to the text.
    scratch: String,
    /// Whether the raw text has a backslash.
    has_escapes: bool,
}

/// Returns the label whose values are bounds in metrics of this type, empty for none.
pub fn bound_of(kind: MetricType) -> &'static str {
    match kind {
        MetricType::Histogram => "le",
        MetricType::Summary => "quantile",
        _ => "",
    }
}

/// Appends a bound in its normal form.
pub fn push_bound(text: &str, out: &mut String) {
    push_normal(text, out);
}

/// Returns the offset after the metric name at `start`, which is known to extend to `from`; `start` where there is none.
pub fn name_end(text: &[u8], start: usize, from: usize) -> usize {
    if is_name_start(byte(text, start)) { series::name_end(text, from) } else { start }
}

/// The parts of a series' text, as places behind [`NAME`].
impl Found for Vec<Pair> {
    #[inline]
    fn name(&mut self, name: Range<usize>) {
        let value = (NAME.len() + name.start, NAME.len() + name.end);
        self.push(Pair { name: (0, NAME.len()), value, raw: value });
    }

    #[inline]
    fn label(&mut self, name: Range<usize>, value: Range<usize>) {
        // One more than the maximum shows that there are too many.
        if self.len() <= MAX_LABELS {
            let value = (NAME.len() + value.start, NAME.len() + value.end);
            let name = (NAME.len() + name.start, NAME.len() + name.end);
            self.push(Pair { name, value, raw: value });
        }
    }
}

impl Labels {
    /// Parses the text of a series, which replaces the last one. `kind` is the type that the page named last, which decides in
    /// Prometheus, rather than the family. `longest` is the maximum length of names and values in bytes.
    ///
    /// Labels with an empty value are left out, because they equal absent ones.
    pub fn read(
        &mut self,
        text: &[u8],
        format: Format,
        kind: MetricType,
        longest: usize,
    ) -> Result<(), Kind> {
        self.pairs.clear();
        let end = series::read(text, 0, format, &mut self.pairs).map_err(|wrong| wrong.kind)?;
        if end != text.len() {
            return Err(Kind::Trailing);
        }
        self.fill(text, bound_of(kind), longest)
    }

    /// Parses the labels of an exemplar, with their braces.
    pub fn read_exemplar(&mut self, text: &[u8]) -> Result<(), Kind> {
        self.pairs.clear();
        series::labels(text, 0, Format::OpenMetrics, true, &mut self.pairs)
            .map_err(|wrong| wrong.kind)?;
        self.fill(text, "", usize::MAX)
    }

    /// Returns names and values sorted by name, the metric's name among them as `__name__`.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.pairs.iter().map(|pair| (self.slice(pair.name), self.slice(pair.value)))
    }

    /// Returns the places of the values in the series' text, in the order of [`Labels::iter`], and whether each was written so.
    pub fn raw(&self) -> impl Iterator<Item = (Range<usize>, bool)> {
        self.pairs.iter().map(|pair| {
            let (start, end) = pair.raw;
            let has_escape = self.has_escapes && self.slice(pair.raw).contains('\\');
            (start - NAME.len()..end - NAME.len(), !has_escape)
        })
    }

    /// Returns the metric's name, empty where there is none, as in an exemplar.
    pub fn name(&self) -> &str {
        self.iter().find(|(name, _)| *name == NAME).map_or("", |(_, value)| value)
    }

    fn slice(&self, (start, end): (usize, usize)) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Creates labels from the pairs that were found in `text`.
    fn fill(&mut self, text: &[u8], bound: &str, longest: usize) -> Result<(), Kind> {
        let Ok(text) = core::str::from_utf8(text) else {
            self.pairs.clear();
            return Err(Kind::Utf8);
        };
        self.text.clear();
        self.text.push_str(NAME);
        self.text.push_str(text);
        let done = if self.pairs.len() > MAX_LABELS {
            Err(Kind::TooManyLabels)
        } else {
            self.has_escapes = text.contains('\\');
            self.resolve(bound, longest).and_then(|()| self.sort())
        };
        if done.is_err() {
            self.pairs.clear();
        }
        done
    }

    /// Resolves escapes, brings bounds into their normal form, and drops empty values.
    fn resolve(&mut self, bound: &str, longest: usize) -> Result<(), Kind> {
        let mut has_empty = false;
        for at in 0..self.pairs.len() {
            let Some(Pair { mut name, mut value, raw }) = self.pairs.get(at).copied() else {
                break;
            };
            if (name.1 - name.0).max(value.1 - value.0) > longest {
                return Err(Kind::LabelTooLong);
            }
            if self.has_escapes {
                name = self.unescaped(name);
                value = self.unescaped(value);
            }
            if !bound.is_empty()
                && self.slice(name) == bound
                && !is_normal(self.slice(value).as_bytes())
            {
                let mut written = core::mem::take(&mut self.scratch);
                push_normal(self.slice(value), &mut written);
                value = self.write(written);
            }
            has_empty |= value.0 == value.1;
            if let Some(pair) = self.pairs.get_mut(at) {
                *pair = Pair { name, value, raw };
            }
        }
        // The name of a metric cannot be empty, so that only a label without a value could hide a duplicate here.
        if has_empty {
            self.pairs.retain(|pair| pair.value.0 < pair.value.1);
        }
        Ok(())
    }

    /// Appends a text without its escapes.
    fn unescaped(&mut self, place: (usize, usize)) -> (usize, usize) {
        if !self.slice(place).contains('\\') {
            return place;
        }
        let mut written = core::mem::take(&mut self.scratch);
        unescape(self.slice(place), true, &mut written);
        self.write(written)
    }

    /// Appends the buffer to the text, and returns its place.
    fn write(&mut self, mut written: String) -> (usize, usize) {
        let start = self.text.len();
        self.text.push_str(&written);
        written.clear();
        self.scratch = written;
        (start, self.text.len())
    }

    /// Sorts by name. There are few, and most come sorted.
    fn sort(&mut self) -> Result<(), Kind> {
        let text = self.text.as_bytes();
        let of = |pair: &Pair| text.get(pair.name.0..pair.name.1).unwrap_or_default();
        for at in 1..self.pairs.len() {
            let mut place = at;
            while let Some([before, here]) =
                place.checked_sub(1).and_then(|at| self.pairs.get(at..at + 2))
            {
                match of(before).cmp(of(here)) {
                    core::cmp::Ordering::Less => break,
                    core::cmp::Ordering::Equal => return Err(Kind::LabelTwice),
                    core::cmp::Ordering::Greater => self.pairs.swap(place - 1, place),
                }
                place -= 1;
            }
        }
        Ok(())
    }
}
