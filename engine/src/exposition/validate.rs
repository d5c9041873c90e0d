//! Checks an OpenMetrics page for the rules of the specification beyond its grammar: names that do not clash, families and groups
//! in one piece, values and labels that fit the type, complete histograms, exemplars only where they are allowed.
//!
//! Prometheus checks none of this, so neither does a scrape. It is for authors of exporters: `allclear decode --strict`. The rules
//! are those of OpenMetrics 1.0 and of the Prometheus project's reference parser in Python, whose cases are the public test suite.

mod group;
mod histogram;
mod violation;

use self::group::Groups;
use self::histogram::Histogram;
use super::labels::Labels;
use super::lines::{Line, Lines, RawSample};
use super::problem::LineProblem;
use super::{Format, MetricType};
use std::collections::BTreeSet;

pub use violation::Violation;

/// A broken rule, before its line is known.
type Broken = Result<(), &'static str>;

/// Maximum length of an exemplar's label names and values together, in characters.
const MAX_EXEMPLAR: usize = 128;

/// Checks an OpenMetrics page.
///
/// # Errors
///
/// The first [`Violation`].
pub fn validate(body: &[u8]) -> Result<(), Violation> {
    let mut lines = Lines::new(body, Format::OpenMetrics, true);
    let mut names = BTreeSet::new();
    let mut family: Option<Family> = None;
    let mut labels = Labels::default();
    while let Some(line) = lines.next() {
        let line = line.map_err(Violation::Unreadable)?;
        let number = lines.line();
        let rule = |reason| Violation::Rule { line: number, reason };
        let name = match &line {
            Line::Eof => break,
            Line::Help { name, .. } | Line::Type { name, .. } | Line::Unit { name, .. } => *name,
            Line::Sample(sample) => {
                let (format, kind) = (Format::OpenMetrics, MetricType::Unknown);
                labels.read(sample.series, format, kind, usize::MAX).map_err(|kind| {
                    Violation::Unreadable(LineProblem { line: number, from: 0, to: 0, kind })
                })?;
                labels.name()
            }
        };
        let belongs = |family: &Family| match &line {
            Line::Sample(_) => family.may_have(name),
            _ => family.name == name,
        };
        if !family.as_ref().is_some_and(belongs) {
            if let Some(done) = family.take() {
                done.close(&mut names).map_err(rule)?;
            }
            family = Some(Family::new(name));
        }
        let Some(family) = family.as_mut() else { continue };
        match &line {
            Line::Sample(sample) => family.sample(sample, &labels),
            line => family.metadata(line),
        }
        .map_err(rule)?;
    }
    // The reader decides last: `# EOF` has to be there, at the end.
    let line = lines.line();
    if let Some(Err(problem)) = lines.next() {
        return Err(Violation::Unreadable(problem));
    }
    family
        .map_or(Ok(()), |family| family.close(&mut names))
        .map_err(|reason| Violation::Rule { line, reason })
}

/// The family at the current line.
struct Family {
    name: String,
    kind: Option<MetricType>,
    has_help: bool,
    unit: Option<String>,
    has_samples: bool,
    groups: Groups,
    histogram: Histogram,
}

impl Family {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: None,
            has_help: false,
            unit: None,
            has_samples: false,
            groups: Groups::default(),
            histogram: Histogram::default(),
        }
    }

    fn kind(&self) -> MetricType {
        self.kind.unwrap_or_default()
    }

    fn may_have(&self, name: &str) -> bool {
        let suffix = name.strip_prefix(self.name.as_str());
        suffix.is_some_and(|suffix| self.kind().suffixes(Format::OpenMetrics).contains(&suffix))
    }

    fn metadata(&mut self, line: &Line) -> Broken {
        if self.has_samples {
            return Err("metadata after the family's samples");
        }
        let is_second = match line {
            Line::Help { .. } => core::mem::replace(&mut self.has_help, true),
            Line::Type { kind, .. } => self.kind.replace(*kind).is_some(),
            Line::Unit { unit, .. } => self.unit.replace((*unit).to_owned()).is_some(),
            Line::Eof | Line::Sample(_) => false,
        };
        if is_second { Err("the family has this metadata already") } else { Ok(()) }
    }

    fn sample(&mut self, sample: &RawSample, labels: &Labels) -> Broken {
        self.has_samples = true;
        let suffix = labels.name().get(self.name.len()..).unwrap_or_default().to_owned();
        if sample.series.ends_with(b",}") {
            return Err("a comma without a label after it");
        }
        self.check_labels(&suffix, labels)?;
        let is_repeated = self.groups.take(&self.name, self.kind(), sample.at, labels)?;
        self.check_value(&suffix, sample.value)?;
        self.check_exemplar(&suffix, sample)?;
        let is_histogram =
            matches!(self.kind(), MetricType::Histogram | MetricType::GaugeHistogram);
        if is_histogram && !is_repeated {
            let bound = label(labels, "le").and_then(number).unwrap_or(f64::NAN);
            self.histogram.take(self.groups.current(), sample.at, &suffix, bound, sample.value)?;
        }
        Ok(())
    }

    fn check_labels(&self, suffix: &str, labels: &Labels) -> Broken {
        match (self.kind(), suffix) {
            (MetricType::StateSet, _) if label(labels, &self.name).is_none() => {
                Err("a state set's sample has a label with the family's name")
            }
            (MetricType::Histogram | MetricType::GaugeHistogram, "_bucket")
                if !is_canonical(label(labels, "le")) =>
            {
                Err("a bucket has a number in its label `le`, and the last one `+Inf`")
            }
            (MetricType::Summary, "")
                if !label(labels, "quantile")
                    .and_then(number)
                    .is_some_and(|q| (0.0..=1.0).contains(&q)) =>
            {
                Err("a quantile has a number from 0 to 1 in its label `quantile`")
            }
            _ => Ok(()),
        }
    }

    fn check_value(&self, suffix: &str, value: f64) -> Broken {
        let is_count = matches!(suffix, "_bucket" | "_count" | "_gcount");
        let is_whole = value.is_finite() && value.fract() == 0.0;
        match (self.kind(), suffix) {
            (MetricType::StateSet, _) if ![0.0, 1.0].contains(&value) => Err("a state is 0 or 1"),
            (MetricType::Info, _) if ![1.0].contains(&value) => Err("the value of an info is 1"),
            (MetricType::Summary, "") if value < 0.0 => Err("a quantile is not negative"),
            _ if is_count && !is_whole => Err("a count is a whole number"),
            (_, "_total" | "_sum" | "_gsum") if value.is_nan() => Err("a counter is a number"),
            (_, "_total" | "_sum" | "_count" | "_bucket" | "_gcount") if value < 0.0 => {
                Err("a counter is not negative")
            }
            _ => Ok(()),
        }
    }

    fn check_exemplar(&self, suffix: &str, sample: &RawSample) -> Broken {
        let Some(exemplar) = sample.exemplar() else { return Ok(()) };
        if !matches!(
            (self.kind(), suffix),
            (MetricType::Histogram | MetricType::GaugeHistogram, "_bucket")
                | (MetricType::Counter, "_total")
        ) {
            return Err("only buckets and counters have exemplars");
        }
        let mut labels = Labels::default();
        labels
            .read_exemplar(exemplar.labels)
            .map_err(|_| "the exemplar's labels cannot be read")?;
        let length: usize =
            labels.iter().map(|(name, value)| name.chars().count() + value.chars().count()).sum();
        if exemplar.labels.ends_with(b",}") {
            return Err("a comma without a label after it");
        }
        if length > MAX_EXEMPLAR {
            Err("an exemplar's labels have at most 128 characters")
        } else {
            Ok(())
        }
    }

    /// Ends the family: its names must not be those of another, and its groups must be complete.
    fn close(mut self, names: &mut BTreeSet<String>) -> Broken {
        let suffixes = self.kind().suffixes(Format::OpenMetrics);
        let own = if suffixes.contains(&"") { None } else { Some("") };
        for suffix in suffixes.iter().copied().chain(own) {
            if !names.insert(format!("{}{suffix}", self.name)) {
                return Err("the family's name, or one of its samples', is that of another family");
            }
        }
        let has_unit = self.unit.as_ref().is_some_and(|unit| !unit.is_empty());
        if has_unit && matches!(self.kind(), MetricType::Info | MetricType::StateSet) {
            return Err("an info or a state set has no unit");
        }
        self.histogram.close()
    }
}

fn label<'a>(labels: &'a Labels, name: &str) -> Option<&'a str> {
    labels.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
}

/// Returns the number that the whole of a label's value is.
fn number(text: &str) -> Option<f64> {
    let (value, end) = super::number::read(text.as_bytes(), 0).ok()?;
    (end == text.len() && !value.is_nan()).then_some(value)
}

/// Returns whether a bound is a number, and infinity is written `+Inf`.
fn is_canonical(bound: Option<&str>) -> bool {
    bound.is_some_and(|text| {
        number(text).is_some_and(|bound| bound != f64::INFINITY || text == "+Inf")
    })
}

#[cfg(test)]
mod tests;
