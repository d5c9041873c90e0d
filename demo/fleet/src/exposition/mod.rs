//! Pages of metrics, in the dialects of the libraries that write them.
//!
//! [`Family`] is what all have in common. The writers differ where the real libraries do: number style, order of labels,
//! families and series, blank lines, what is printed of a family without series. None checks names: they are our own.

pub(crate) mod go;
pub(crate) mod number;
pub(crate) mod python;
pub(crate) mod rust;

/// The type of a metric family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Only rises.
    Counter,
    /// Rises and falls.
    Gauge,
    /// Counts in buckets.
    Histogram,
    /// Quantiles that the process computed itself.
    Summary,
}

impl Kind {
    /// The word on the `# TYPE` line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
            Self::Summary => "summary",
        }
    }
}

/// A metric family with its series.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Family {
    /// The name on the `# TYPE` line.
    pub(crate) name: &'static str,
    /// The text on the `# HELP` line. Where it is empty, a dialect may leave the line out.
    pub(crate) help: &'static str,
    /// The type.
    pub(crate) kind: Kind,
    /// The series, in the order in which they came to be.
    pub(crate) series: Vec<Series>,
}

impl Family {
    /// A counter without labels.
    pub(crate) fn counter(name: &'static str, help: &'static str, value: f64) -> Self {
        Self::new(Kind::Counter, name, help, vec![Series::new([], Value::Number(value))])
    }

    /// A gauge without labels.
    pub(crate) fn gauge(name: &'static str, help: &'static str, value: f64) -> Self {
        Self::new(Kind::Gauge, name, help, vec![Series::new([], Value::Number(value))])
    }

    /// A family of any type and with any series.
    pub(crate) fn new(
        kind: Kind,
        name: &'static str,
        help: &'static str,
        series: Vec<Series>,
    ) -> Self {
        Self { name, help, kind, series }
    }
}

/// Labels: names with their values, in the order in which the program declares them.
pub(crate) type Labels = Vec<(&'static str, String)>;

/// One series of a family.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    /// Its labels.
    pub(crate) labels: Labels,
    /// Its value.
    pub(crate) value: Value,
    /// When it was created, in seconds since 1970. Only Python exposes it.
    pub(crate) created: f64,
}

impl Series {
    /// A series with these labels and value.
    pub(crate) fn new<const N: usize>(labels: [(&'static str, &str); N], value: Value) -> Self {
        Self {
            labels: labels.map(|(name, text)| (name, text.to_owned())).into(),
            value,
            created: 0.0,
        }
    }

    /// A number that is shown from its first event on: nothing while it is zero.
    pub(crate) fn counted<const N: usize>(
        labels: [(&'static str, &str); N],
        count: f64,
    ) -> Option<Self> {
        (count > 0.0).then(|| Self::new(labels, Value::Number(count)))
    }

    /// A histogram that is shown from its first observation on.
    pub(crate) fn observed<const N: usize>(
        labels: [(&'static str, &str); N],
        histogram: Histogram,
    ) -> Option<Self> {
        (histogram.count > 0.0).then(|| Self::new(labels, Value::Histogram(histogram)))
    }
}

/// The value of a series.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A counter or a gauge.
    Number(f64),
    /// A histogram.
    Histogram(Histogram),
    /// A summary: quantiles with their values, sum, count.
    Summary(Vec<(f64, f64)>, f64, f64),
}

/// A histogram at one instant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Histogram {
    /// Upper bounds of the buckets, rising, without infinity.
    pub(crate) bounds: &'static [f64],
    /// For each bound, how many observations are at or below it.
    pub(crate) below: Vec<f64>,
    /// All observations.
    pub(crate) count: f64,
    /// Their sum.
    pub(crate) sum: f64,
}

impl Histogram {
    /// The buckets as lines show them, with the last one that holds all.
    pub(crate) fn buckets(&self) -> impl Iterator<Item = (f64, f64)> {
        self.bounds
            .iter()
            .copied()
            .zip(self.below.iter().copied())
            .chain([(f64::INFINITY, self.count)])
    }
}

/// A page while it is written.
struct Page {
    text: String,
    /// How the dialect writes numbers.
    number: fn(f64) -> String,
}

impl Page {
    fn new(number: fn(f64) -> String) -> Self {
        Self { text: String::new(), number }
    }

    /// Writes `# HELP name help`.
    fn help(&mut self, name: &str, help: &str) {
        self.push(["# HELP ", name, " ", help, "\n"]);
    }

    /// Writes `# TYPE name kind`.
    fn kind(&mut self, name: &str, kind: Kind) {
        self.push(["# TYPE ", name, " ", kind.word(), "\n"]);
    }

    /// Writes `name{a="b"} value`, without braces where there are no labels.
    fn line(&mut self, name: &str, suffix: &str, labels: &[(&str, &str)], value: f64) {
        self.push([name, suffix]);
        for (index, (label, value)) in labels.iter().enumerate() {
            self.push([if index == 0 { "{" } else { "," }, label, "=\""]);
            for character in value.chars() {
                match character {
                    '\\' => self.text.push_str("\\\\"),
                    '"' => self.text.push_str("\\\""),
                    '\n' => self.text.push_str("\\n"),
                    other => self.text.push(other),
                }
            }
            self.text.push('"');
        }
        let value = (self.number)(value);
        self.push([if labels.is_empty() { " " } else { "} " }, &value, "\n"]);
    }

    fn push<const N: usize>(&mut self, parts: [&str; N]) {
        self.text.extend(parts);
    }
}

/// The labels as borrowed text, with one more at the end where there is one.
fn with_label<'a>(labels: &'a Labels, last: Option<(&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    labels.iter().map(|(name, value)| (*name, value.as_str())).chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_would_break_a_line() {
        let mut page = Page::new(number::rust);
        page.line("calls", "_total", &[("app", "a\nb\\c\"é,}"), ("port", "1")], 2.0);
        page.line("calls", "", &[], 3.0);
        assert_eq!(page.text, "calls_total{app=\"a\\nb\\\\c\\\"é,}\",port=\"1\"} 2\ncalls 3\n");
    }

    #[test]
    fn nothing_is_shown_before_the_first_event() {
        assert_eq!(Series::counted([], 0.0), None);
        assert!(Series::counted([], 1.0).is_some());
    }
}
