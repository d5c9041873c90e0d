//! Metrics as text: Prometheus 0.0.4 and OpenMetrics 1.0, as Prometheus' own scraper reads them.
//!
//! [`lines::Lines`] goes through a page line by line and copies nothing. What it yields of a sample is the raw text of its
//! series, because a scraper knows nearly all of them already; [`labels::Labels`] is for those that it does not. [`page`] reads
//! a whole page into families at once, for people to look at, and [`mod@print`] writes such a page back.
//!
//! A line that cannot be read is a [`problem::Problem`] with its place, and the next line is read all the same. Prometheus
//! drops the whole page instead. It also reads on over a raw line feed within a label's value, so that a quote which
//! is missing swallows what follows; here a value ends within its line, as both formats demand.

mod bound;
mod foreign;
pub mod labels;
pub mod lines;
mod metadata;
mod number;
pub mod page;
pub mod print;
pub mod problem;
mod sample;
mod series;
#[cfg(test)]
mod tests;
mod text;
pub mod validate;

pub use foreign::NotExposition;

/// In which of the two formats a page is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Prometheus text 0.0.4: blanks and comments wherever one likes, timestamps in milliseconds.
    #[default]
    Text,
    /// OpenMetrics 1.0: one space here and there, exemplars, timestamps in seconds, and `# EOF` at the end.
    OpenMetrics,
}

impl Format {
    /// Tells the format by the content type, or where that does not say so by a last line `# EOF`.
    ///
    /// The content type is not trusted any further: real exporters send versions that do not exist, or none at all. Only what
    /// is clearly something else is refused.
    pub fn of(content_type: Option<&str>, body: &[u8]) -> Result<Self, NotExposition> {
        let content_type = content_type.unwrap_or_default();
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        let is = |name: &str| kind.eq_ignore_ascii_case(name);
        if is("application/vnd.google.protobuf") {
            return Err(NotExposition::Protobuf);
        }
        if let Some(foreign) = NotExposition::of_bytes(body) {
            return Err(foreign);
        }
        if is("application/openmetrics-text") {
            return Ok(Self::OpenMetrics);
        }
        if is("text/html") {
            return Err(NotExposition::Html);
        }
        if is("application/json") {
            return Err(NotExposition::Json);
        }
        if let Some(foreign) = NotExposition::of_text(body) {
            return Err(foreign);
        }
        let ends = body.trim_ascii_end().ends_with(b"\n# EOF") || body.trim_ascii() == b"# EOF";
        Ok(if ends { Self::OpenMetrics } else { Self::Text })
    }
}

/// What a `# TYPE` line says of a family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MetricType {
    /// Nothing: `untyped` in Prometheus text, `unknown` in OpenMetrics.
    #[default]
    Unknown,
    /// It only rises, until it starts anew.
    Counter,
    /// It goes up and down.
    Gauge,
    /// Counts of observations in buckets.
    Histogram,
    /// A histogram of what is there, not of what has happened. OpenMetrics only.
    GaugeHistogram,
    /// Quantiles of observations.
    Summary,
    /// Labels that describe, with the value 1. OpenMetrics only.
    Info,
    /// Which of several states hold. OpenMetrics only.
    StateSet,
}

impl MetricType {
    /// Reads the word of a `# TYPE` line.
    pub fn parse(word: &str, format: Format) -> Option<Self> {
        Some(match (word, format) {
            ("counter", _) => Self::Counter,
            ("gauge", _) => Self::Gauge,
            ("histogram", _) => Self::Histogram,
            ("summary", _) => Self::Summary,
            ("untyped", Format::Text) | ("unknown", Format::OpenMetrics) => Self::Unknown,
            ("gaugehistogram", Format::OpenMetrics) => Self::GaugeHistogram,
            ("info", Format::OpenMetrics) => Self::Info,
            ("stateset", Format::OpenMetrics) => Self::StateSet,
            _ => return None,
        })
    }

    /// Its word in OpenMetrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
            Self::GaugeHistogram => "gaugehistogram",
            Self::Summary => "summary",
            Self::Info => "info",
            Self::StateSet => "stateset",
        }
    }

    /// What may follow the family's name in the names of its samples; empty for the name itself.
    pub fn suffixes(self, format: Format) -> &'static [&'static str] {
        match (self, format) {
            (Self::Counter, Format::OpenMetrics) => &["_total", "_created"],
            (Self::Summary, _) => &["", "_sum", "_count", "_created"],
            (Self::Histogram, _) => &["_bucket", "_sum", "_count", "_created"],
            (Self::GaugeHistogram, _) => &["_bucket", "_gsum", "_gcount"],
            (Self::Info, _) => &["_info"],
            _ => &[""],
        }
    }
}

/// The byte at `at`. The end of the page counts as the end of a line.
#[expect(clippy::inline_always, reason = "built for size, it would be a call per byte or word")]
#[inline(always)]
fn byte(page: &[u8], at: usize) -> u8 {
    page.get(at).copied().unwrap_or(b'\n')
}
