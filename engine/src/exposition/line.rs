//! Lines: what one line of a page contains.

use super::MetricType;

/// The content of a line. Blank lines and comments have none, and are not yielded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Line<'a> {
    /// `# HELP`
    Help {
        /// The family's name, as written.
        name: &'a str,
        /// The text, still escaped.
        text: &'a str,
    },
    /// `# TYPE`
    Type {
        /// The family's name, as written.
        name: &'a str,
        /// The type.
        kind: MetricType,
    },
    /// `# UNIT`
    Unit {
        /// The family's name, as written.
        name: &'a str,
        /// The unit, may be empty.
        unit: &'a str,
    },
    /// `# EOF`
    Eof,
    /// A sample.
    Sample(RawSample<'a>),
}

/// A sample, with its series as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawSample<'a> {
    /// The text of the series: `name{label="value"}`. Its structure is checked. Its escapes, its UTF-8 and duplicate labels are
    /// checked by [`super::labels::Labels`].
    pub series: &'a [u8],
    /// The offset of the series in the page.
    pub start: usize,
    /// The value.
    pub value: f64,
    /// The sample's own timestamp in milliseconds.
    pub at: Option<i64>,
    /// The checked text of the exemplar, empty where there is none. Few samples have one, and few readers want it.
    pub exemplar: &'a [u8],
}

/// An exemplar, with its labels as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawExemplar<'a> {
    /// `{label="value"}`
    pub labels: &'a [u8],
    /// The value.
    pub value: f64,
    /// The timestamp in seconds.
    pub at: Option<f64>,
}
