//! The decoder of metrics as text: Prometheus 0.0.4 and OpenMetrics 1.0, as Prometheus' own scraper reads them.
//!
//! [`lines::Lines`] reads a page line by line and copies nothing. It yields the raw text of a sample's series, because a scraper
//! knows nearly all of them already; [`labels::Labels`] parses those that it does not. [`page`] reads a whole page into families
//! for people to look at, and [`mod@print`] writes such a page back.
//!
//! A line that cannot be read is a [`problem::LineProblem`] with its place, and reading continues with the next line. Prometheus
//! drops the whole page instead. It also accepts a raw line feed within a label's value, so that a missing quote swallows what
//! follows. Here a value ends within its line, as both formats demand.

mod bound;
mod foreign;
pub mod labels;
mod line;
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

/// The format of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Prometheus text 0.0.4: blanks and comments anywhere, timestamps in milliseconds.
    #[default]
    Text,
    /// OpenMetrics 1.0: single spaces, exemplars, timestamps in seconds, and `# EOF` at the end.
    OpenMetrics,
}

impl Format {
    /// Determines the format by the content type, or where that is no help, by a last line `# EOF`.
    ///
    /// The content type is not trusted further: real exporters send versions that do not exist, or none at all. Only a clearly
    /// different type is refused.
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

/// The type of a family, from its `# TYPE` line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MetricType {
    /// No type: `untyped` in Prometheus text, `unknown` in OpenMetrics.
    #[default]
    Unknown,
    /// A value that only rises, until it restarts from zero.
    Counter,
    /// A value that rises and falls.
    Gauge,
    /// Counts of observations in buckets.
    Histogram,
    /// A histogram of the present state rather than of events. OpenMetrics only.
    GaugeHistogram,
    /// Quantiles of observations.
    Summary,
    /// Descriptive labels with the value 1. OpenMetrics only.
    Info,
    /// The states of an enumeration that hold. OpenMetrics only.
    StateSet,
}

impl MetricType {
    /// Parses the word of a `# TYPE` line.
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

    /// Returns the word in OpenMetrics.
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

    /// Returns the suffixes that samples of a family may have; an empty one is the family's name itself.
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

/// Returns the byte at `at`. The end of the page counts as a line feed.
#[inline]
fn byte(page: &[u8], at: usize) -> u8 {
    page.get(at).copied().unwrap_or(b'\n')
}
