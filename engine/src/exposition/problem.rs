//! Problems of lines, in plain words and with their places.

use core::fmt;

/// A line that could not be read, or whose sample is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineProblem {
    /// The line, from 1.
    pub line: usize,
    /// The start of the wrong part: bytes from the start of the line.
    pub from: usize,
    /// The end of the wrong part; equal to `from` where something is missing.
    pub to: usize,
    /// The kind of the problem.
    pub kind: Kind,
}

/// Maximum number of problems of a page that are listed. All are counted.
pub const MAX_LISTED: usize = 1000;

/// Lists a problem while there are few, and counts it. `counts` are by kind, in order, without kinds that did not occur.
pub fn note(problem: LineProblem, listed: &mut Vec<LineProblem>, counts: &mut Vec<(Kind, usize)>) {
    if listed.len() < MAX_LISTED {
        listed.push(problem);
    }
    match counts.binary_search_by_key(&problem.kind, |(kind, _)| *kind) {
        Ok(at) => {
            if let Some((_, count)) = counts.get_mut(at) {
                *count += 1;
            }
        }
        Err(at) => counts.insert(at, (problem.kind, 1)),
    }
}

/// The kinds of problems with their words.
macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:ident => $words:literal,)+) => {
        /// The kind of a [`LineProblem`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])+ $name,)+
        }

        impl Kind {
            /// All kinds, in order.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Returns the problem in plain words: lower case, no final stop.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)+
                }
            }
        }
    };
}

kinds! {
    /// The line begins with a character that nothing begins with.
    Start => "a metric name, `{` or `#` is due here",
    /// Braces without a metric name in front of them or within.
    NameMissing => "the metric has no name",
    /// A name in front of the braces and one within, or two within.
    NameTwice => "the metric has a second name",
    /// Something within the braces that is no label name.
    LabelName => "a label name is due here",
    /// A label name without `=`.
    Equals => "`=` is due after a label name",
    /// A label value without quotes.
    Quote => "a label value stands in double quotes",
    /// A label value that does not end within its line.
    QuoteOpen => "the closing quote is missing",
    /// Braces that do not end within their line.
    BraceOpen => "the closing brace is missing",
    /// Two labels without a comma between them.
    Comma => "`,` or `}` is due after a label",
    /// Bytes that are not UTF-8.
    Utf8 => "not UTF-8",
    /// A label that occurs twice.
    LabelTwice => "a label stands there twice",
    /// A missing value.
    ValueMissing => "the value is missing",
    /// A value that is no number.
    Value => "the value is not a number",
    /// A number that no double can hold.
    TooLarge => "the number is too large",
    /// An invalid timestamp.
    Timestamp => "the timestamp is not a number of the right kind",
    /// Something after the end of a sample.
    Trailing => "nothing is due after the sample",
    /// A wrong number of spaces, or a tab, where OpenMetrics expects one space.
    Space => "OpenMetrics wants exactly one space here",
    /// An invalid exemplar.
    Exemplar => "the exemplar cannot be read",
    /// A metadata line without a name.
    MetadataName => "a metric name is due here",
    /// A metadata line without text.
    MetadataText => "the text is missing",
    /// A type that the format does not know.
    Type => "unknown metric type",
    /// A unit that is not the end of the family's name.
    Unit => "the unit is not the end of the metric's name",
    /// A comment that OpenMetrics does not know.
    Comment => "OpenMetrics knows only HELP, TYPE, UNIT and EOF after `#`",
    /// A blank line in OpenMetrics.
    Blank => "OpenMetrics has no blank lines",
    /// Something after `# EOF`.
    AfterEof => "nothing is due after `# EOF`",
    /// A page that ends without `# EOF`.
    EofMissing => "the page breaks off: `# EOF` is missing",
    /// A label name or value above the limit. The sample is not kept.
    LabelTooLong => "a label is longer than the cap: the sample is not kept",
    /// More labels than the limit. The sample is not kept.
    TooManyLabels => "more labels than the cap: the sample is not kept",
    /// A series that has a value on this page already. The first one counts.
    SeriesTwice => "the series stands there twice: the first sample is kept",
    /// A series for which the store has no room. The sample is not kept.
    StoreFull => "no room for another series: the sample is not kept",
    /// A metric that only the scraper itself writes. The sample is not kept.
    Reserved => "only Allclear itself writes this metric: the sample is not kept",
    /// A timestamp too far in the future. The sample is not kept.
    Ahead => "the timestamp is more than 10 minutes in the future: the sample is not kept",
    /// A timestamp too far in the past. The sample is not kept.
    Behind => "the timestamp is more than an hour in the past: the sample is not kept",
}

impl Kind {
    /// Returns whether the line is valid, and only its sample is not kept. Prometheus also counts such samples and keeps the page.
    pub fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::SeriesTwice | Self::StoreFull | Self::Reserved | Self::Ahead | Self::Behind
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for LineProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.from + 1, self.kind)
    }
}

/// A problem and its place in the page, as the readers within a line report it to [`super::lines::Lines`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) kind: Kind,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Kind {
    /// Reports a problem at one place.
    pub(super) fn at(self, at: usize) -> Wrong {
        Wrong { kind: self, from: at, to: at }
    }

    /// Reports a problem with a part of the text.
    pub(super) fn within(self, from: usize, to: usize) -> Wrong {
        Wrong { kind: self, from, to }
    }
}
