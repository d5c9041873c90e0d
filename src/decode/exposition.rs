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

use core::fmt;

/// In which of the two formats a page is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Prometheus text 0.0.4: blanks and comments wherever one likes, timestamps in milliseconds.
    #[default]
    Text,
    /// OpenMetrics 1.0: one space here and there, exemplars, timestamps in seconds, and `# EOF` at the end.
    OpenMetrics,
}

/// What an answer is instead of an exposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotExposition {
    /// A web page: often the answer of a server that sends every unknown path to its front page.
    Html,
    /// JSON.
    Json,
    /// Prometheus' binary format, which nobody asked for.
    Protobuf,
    /// Text in UTF-16, as some editors and PowerShell's `>` write it.
    Utf16,
    /// Compressed, in a format of this name.
    Compressed(&'static str),
}

/// How files begin that are compressed.
const COMPRESSED: [(&[u8], &str); 5] = [
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ\0", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"BZh91AY&SY", "bzip2"),
];

/// So much of a page is looked at to see that it is UTF-16, in bytes.
const UTF16_LOOK: usize = 64;

impl Format {
    /// Tells the format by the content type, or where that does not say so by a last line `# EOF`.
    ///
    /// The content type is not trusted any further: real exporters send versions that do not exist, or none at all. Only what
    /// is clearly something else is refused.
    pub fn of(content_type: Option<&str>, body: &[u8]) -> Result<Self, NotExposition> {
        if let Some((_, name)) = COMPRESSED.iter().find(|(magic, _)| body.starts_with(magic)) {
            return Err(NotExposition::Compressed(name));
        }
        if is_utf16(body) {
            return Err(NotExposition::Utf16);
        }
        let content_type = content_type.unwrap_or_default();
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        let is = |name: &str| kind.eq_ignore_ascii_case(name);
        if is("application/openmetrics-text") {
            return Ok(Self::OpenMetrics);
        }
        let start = body.trim_ascii_start();
        let begins =
            |tag: &[u8]| start.get(..tag.len()).is_some_and(|b| b.eq_ignore_ascii_case(tag));
        if is("text/html") || begins(b"<!doctype") || begins(b"<html") {
            Err(NotExposition::Html)
        } else if is("application/json") {
            Err(NotExposition::Json)
        } else if is("application/vnd.google.protobuf") {
            Err(NotExposition::Protobuf)
        } else if body.trim_ascii_end().ends_with(b"\n# EOF") || body.trim_ascii() == b"# EOF" {
            Ok(Self::OpenMetrics)
        } else {
            Ok(Self::Text)
        }
    }
}

impl fmt::Display for NotExposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Html => "a web page, not metrics",
            Self::Json => "JSON, not metrics",
            Self::Protobuf => "metrics in Prometheus' binary format, not as text",
            Self::Utf16 => "text in UTF-16, where metrics are UTF-8",
            Self::Compressed(name) => return write!(f, "compressed ({name}), and does not say so"),
        })
    }
}

/// Whether a body is UTF-16: by its byte order mark, or because every other byte is zero, as with ASCII letters.
fn is_utf16(body: &[u8]) -> bool {
    if body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff") {
        return true;
    }
    let (pairs, _) = body.get(..body.len().min(UTF16_LOOK)).unwrap_or_default().as_chunks::<2>();
    let all = |is: fn(&[u8; 2]) -> bool| pairs.len() > 1 && pairs.iter().all(is);
    all(|[one, other]| *one != 0 && *other == 0) || all(|[one, other]| *one == 0 && *other != 0)
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
