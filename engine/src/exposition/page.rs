//! A whole page by family, for people to look at.
//!
//! It copies everything, which is fine for a page that a person opened. A scraper uses [`super::lines`].

use super::labels::Labels;
use super::lines::{Line, Lines, RawSample};
use super::problem::{Kind, LineProblem, note};
use super::series::unescape;
use super::{Format, MetricType};
use crate::bytes::hash;
use crate::labels::LabelSet;
use std::collections::{BTreeMap, HashMap};

/// The content of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The format in which it was read.
    pub format: Format,
    /// The families, in the order of first appearance.
    pub families: Vec<Family>,
    /// The first lines that could not be read, or whose samples are not kept.
    pub problems: Vec<LineProblem>,
    /// The number of problems of each kind, in order, without kinds that did not occur.
    pub counts: Vec<(Kind, usize)>,
    /// The number of lines.
    pub lines: usize,
}

/// A metric family. A sample that belongs to none gets a family of its own name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    /// The name.
    pub name: String,
    /// The type.
    pub kind: MetricType,
    /// The help text, may be empty.
    pub help: String,
    /// The unit, may be empty.
    pub unit: String,
    /// The samples, in the order of the page.
    pub samples: Vec<Sample>,
}

/// A sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The labels, the metric's name among them.
    pub labels: LabelSet,
    /// The value.
    pub value: f64,
    /// The sample's own timestamp in milliseconds.
    pub at: Option<i64>,
    /// The exemplar.
    pub exemplar: Option<Exemplar>,
}

/// An exemplar.
#[derive(Clone, Debug, PartialEq)]
pub struct Exemplar {
    /// The labels.
    pub labels: LabelSet,
    /// The value.
    pub value: f64,
    /// The timestamp in seconds.
    pub at: Option<f64>,
}

impl Page {
    /// Reads a page. Lines that cannot be read become problems, and all others are read; for `strict` see [`Lines::new`]. Only the
    /// number of labels is limited: callers limit the page.
    pub fn read(body: &[u8], format: Format, strict: bool) -> Self {
        let mut reader = Reader {
            page: Self { format, ..Self::default() },
            places: BTreeMap::new(),
            seen: HashMap::new(),
            labels: Labels::default(),
            current: None,
            kind: MetricType::Unknown,
        };
        let mut lines = Lines::new(body, format, strict);
        while let Some(line) = lines.next() {
            let taken =
                match line {
                    Ok(Line::Sample(sample)) => reader.sample(&sample).map_err(|kind| {
                        LineProblem { line: lines.line(), from: 0, to: sample.series.len(), kind }
                    }),
                    Ok(line) => {
                        reader.metadata(&line);
                        Ok(())
                    }
                    Err(problem) => Err(problem),
                };
            if let Err(problem) = taken {
                note(problem, &mut reader.page.problems, &mut reader.page.counts);
            }
        }
        reader.page.lines = lines.line();
        reader.page
    }

    /// Returns the number of samples.
    pub fn sample_count(&self) -> usize {
        self.families.iter().map(|family| family.samples.len()).sum()
    }
}

struct Reader {
    page: Page,
    /// The index of each family by its name.
    places: BTreeMap<String, usize>,
    /// The places of samples, as family and index within, by a hash of their labels.
    seen: HashMap<u64, Vec<(usize, usize)>>,
    labels: Labels,
    /// The family of the last line.
    current: Option<usize>,
    /// The type of the last `# TYPE`.
    kind: MetricType,
}

impl Reader {
    fn metadata(&mut self, line: &Line) {
        let (Line::Help { name, .. } | Line::Type { name, .. } | Line::Unit { name, .. }) = line
        else {
            return;
        };
        let with_quotes = self.page.format == Format::OpenMetrics;
        let index = self.family(&unescaped(name, true));
        self.current = Some(index);
        let Some(family) = self.page.families.get_mut(index) else { return };
        match line {
            Line::Help { text, .. } => family.help = unescaped(text, with_quotes),
            Line::Unit { unit, .. } => (*unit).clone_into(&mut family.unit),
            Line::Type { kind, .. } => {
                family.kind = *kind;
                self.kind = *kind;
            }
            Line::Eof | Line::Sample(_) => {}
        }
    }

    fn sample(&mut self, raw: &RawSample) -> Result<(), Kind> {
        let exemplar = match raw.exemplar() {
            Some(exemplar) => {
                self.labels.read_exemplar(exemplar.labels)?;
                let labels = self.label_set();
                Some(Exemplar { labels, value: exemplar.value, at: exemplar.at })
            }
            None => None,
        };
        self.labels.read(raw.series, self.page.format, self.kind, usize::MAX)?;
        let labels = self.label_set();
        let index = self.family_of(labels.name());
        self.current = Some(index);
        self.only_once(index, &labels, raw.at)?;
        if let Some(family) = self.page.families.get_mut(index) {
            family.samples.push(Sample { labels, value: raw.value, at: raw.at, exemplar });
        }
        Ok(())
    }

    /// Adds the next sample of a family, unless the page has one of the same series already. With timestamps, a page may hold the
    /// past of a series.
    fn only_once(&mut self, family: usize, labels: &LabelSet, at: Option<i64>) -> Result<(), Kind> {
        if at.is_some() {
            return Ok(());
        }
        let of_text = |so_far, text: &str| hash(so_far, text.as_bytes());
        let hash =
            labels.iter().fold(0, |so_far, (name, value)| of_text(of_text(so_far, name), value));
        let families = &self.page.families;
        let known = self.seen.entry(hash).or_default();
        let mut others =
            known.iter().filter_map(|(family, place)| families.get(*family)?.samples.get(*place));
        if others.any(|other| other.at.is_none() && other.labels == *labels) {
            return Err(Kind::SeriesTwice);
        }
        let place = families.get(family).map_or(0, |family| family.samples.len());
        known.push((family, place));
        Ok(())
    }

    fn label_set(&self) -> LabelSet {
        let pairs: Vec<(&str, &str)> = self.labels.iter().collect();
        LabelSet::new(self.labels.name(), &pairs)
    }

    /// Returns the family of a sample: the current one if it may have such a sample, else any that may, else one of the sample's
    /// own name.
    fn family_of(&mut self, name: &str) -> usize {
        let may_have = |family: &Family| {
            let suffix = name.strip_prefix(family.name.as_str());
            suffix.is_some_and(|suffix| family.kind.suffixes(self.page.format).contains(&suffix))
        };
        let family_at = |index: usize| self.page.families.get(index);
        if let Some(current) = self.current.filter(|index| family_at(*index).is_some_and(may_have))
        {
            return current;
        }
        let stems = name.rmatch_indices('_').map(|(at, _)| name.get(..at).unwrap_or_default());
        let known = core::iter::once(name)
            // No suffix has more than one underscore.
            .chain(stems.take(1))
            .filter_map(|stem| self.places.get(stem).copied())
            .find(|index| family_at(*index).is_some_and(may_have));
        known.unwrap_or_else(|| self.family(name))
    }

    /// Returns the family with this name, and creates it where there is none.
    fn family(&mut self, name: &str) -> usize {
        if let Some(index) = self.places.get(name) {
            return *index;
        }
        let index = self.page.families.len();
        self.places.insert(name.to_owned(), index);
        self.page.families.push(Family { name: name.to_owned(), ..Family::default() });
        index
    }
}

fn unescaped(text: &str, with_quotes: bool) -> String {
    let mut out = String::with_capacity(text.len());
    unescape(text, with_quotes, &mut out);
    out
}
