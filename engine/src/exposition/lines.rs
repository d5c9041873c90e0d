//! The reader of a page, line by line, without a copy.
//!
//! A problem ends its line, not the page: reading continues after the next line feed, and no token of either format crosses one. A
//! lenient reader ignores a byte order mark and carriage returns before line feeds. To a strict one they are problems, as to
//! Prometheus.

use super::problem::{Kind, LineProblem, Wrong};
use super::series::{self, skip_blanks};
use super::text::Text;
use super::{Format, byte};
use crate::bytes::{common, line_end};

pub use super::line::{Line, RawExemplar, RawSample};

impl<'a> RawSample<'a> {
    /// Parses the exemplar, if there is one.
    pub fn exemplar(&self) -> Option<RawExemplar<'a>> {
        let lines = Lines::new(self.exemplar, Format::OpenMetrics, true);
        lines.exemplar(0).ok().map(|(exemplar, _)| exemplar)
    }
}

/// The progress of reading a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The offset of the next line.
    at: usize,
    /// The offset of the line of the last item.
    start: usize,
    /// The number of that line, from 1.
    line: usize,
    /// Whether the end was reported as missing, or was reached.
    ended: bool,
}

/// The reader of a page.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    pub(super) page: &'a [u8],
    pub(super) format: Format,
    pub(super) strict: bool,
    here: Place,
    pub(super) text: Text<'a>,
    /// The place of the name in the last metadata line.
    pub(super) name: (usize, usize),
}

impl<'a> Lines<'a> {
    /// Begins to read `page`. For `strict` see the module.
    pub fn new(page: &'a [u8], format: Format, strict: bool) -> Self {
        let at = if !strict && page.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self::resume(page, format, strict, Place { at, start: at, ..Place::default() })
    }

    /// Continues to read a page that was read as far as `here`.
    pub fn resume(page: &'a [u8], format: Format, strict: bool, here: Place) -> Self {
        Self { page, format, strict, here, text: Text::default(), name: (0, 0) }
    }

    /// Returns the progress.
    pub fn place(&self) -> Place {
        self.here
    }

    /// Returns the number of the last item's line, from 1.
    pub fn line(&self) -> usize {
        self.here.line
    }

    /// Returns the offset of that line in the page.
    pub fn start(&self) -> usize {
        self.here.start
    }

    /// Returns that line as it is in the page, without its end.
    pub fn text(&self) -> &'a [u8] {
        let end = self.here.at.min(self.page.len());
        let line = self.page.get(self.here.start..end).unwrap_or_default();
        line.strip_suffix(b"\n").unwrap_or(line)
    }

    /// Returns the text from `from` to `to` of the page, `None` where it is not UTF-8.
    #[inline]
    pub fn slice(&mut self, from: usize, to: usize) -> Option<&'a str> {
        self.text.slice(self.page, from, to)
    }

    /// Returns the number of bytes that have been read.
    pub fn read_bytes(&self) -> usize {
        self.here.at
    }

    /// Reads the next line's sample if that line begins with exactly this series. Otherwise reads nothing.
    ///
    /// This is how a scraper reads a page that it has seen before without parsing labels.
    pub fn known(&mut self, series: &[u8]) -> Option<RawSample<'a>> {
        if !self.begins_with(series) {
            return None;
        }
        self.sample(series.len())
    }

    /// Returns the page from the next line on.
    pub fn rest(&self) -> &'a [u8] {
        self.page.get(self.here.at..).unwrap_or_default()
    }

    /// Reads the next line's sample if that line begins with a series of this length, as the caller knows. Otherwise reads nothing.
    pub fn sample(&mut self, length: usize) -> Option<RawSample<'a>> {
        let after = self.here.at + length;
        // Without a blank, a longer name could continue here. After `# EOF` nothing is a sample.
        if self.here.ended || byte(self.page, after) != b' ' {
            return None;
        }
        let (sample, end) = self.after_series(self.here.at, after).ok()?;
        self.here.start = self.here.at;
        self.here.at = end;
        self.here.line += 1;
        Some(sample)
    }

    /// Skips the next line if it is exactly `line`, and returns whether it was.
    pub fn pass(&mut self, line: &[u8]) -> bool {
        let after = self.here.at + line.len();
        if self.here.ended || self.page.get(after) != Some(&b'\n') || !self.begins_with(line) {
            return false;
        }
        self.here.start = self.here.at;
        self.here.at = after + 1;
        self.here.line += 1;
        true
    }

    /// Returns whether `text` is at the start of the next line.
    fn begins_with(&self, text: &[u8]) -> bool {
        common(self.rest(), text) == text.len()
    }

    /// Reads the line at `self.here.at`, `None` where it has no content. Returns the offset after its line feed too.
    fn one(&mut self) -> Result<(Option<Line<'a>>, usize), Wrong> {
        let at = skip_blanks(self.page, self.here.at, self.format);
        match byte(self.page, at) {
            b'#' => self.comment(at),
            b'\n' if self.format == Format::Text => Ok((None, at + 1)),
            b'\r' if !self.strict && byte(self.page, at + 1) == b'\n' => Ok((None, at + 2)),
            b'\n' => Err(Kind::Blank.at(at)),
            _ => {
                let after = series::read(self.page, at, self.format, &mut ())?;
                let (sample, end) = self.after_series(at, after)?;
                Ok((Some(Line::Sample(sample)), end))
            }
        }
    }

    /// Reads the end of a line, and returns the offset after it.
    pub(super) fn end(&self, at: usize) -> Option<usize> {
        match byte(self.page, at) {
            b'\n' => Some(at + 1),
            b'\r' if !self.strict && byte(self.page, at + 1) == b'\n' => Some(at + 2),
            _ => None,
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Result<Line<'a>, LineProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.here.start = self.here.at;
            if self.here.at >= self.page.len() {
                if self.here.ended || self.format == Format::Text {
                    return None;
                }
                self.here.ended = true;
                // An empty page has a first line, too.
                self.here.line = self.here.line.max(1);
                return Some(Err(LineProblem {
                    line: self.here.line,
                    from: 0,
                    to: 0,
                    kind: Kind::EofMissing,
                }));
            }
            self.here.line += 1;
            let outcome = if self.here.ended {
                Err(Kind::AfterEof.within(self.here.at, line_end(self.page, self.here.at)))
            } else {
                self.one()
            };
            match outcome {
                Ok((line, end)) => {
                    self.here.at = end.min(self.page.len());
                    self.here.ended = line == Some(Line::Eof);
                    if let Some(line) = line {
                        return Some(Ok(line));
                    }
                }
                Err(wrong) => {
                    let end = line_end(self.page, wrong.from.max(self.here.start));
                    // Everything after the end is one problem.
                    self.here.at = if self.here.ended { self.page.len() } else { end + 1 };
                    let place = |at: usize| at.min(end).saturating_sub(self.here.start);
                    return Some(Err(LineProblem {
                        line: self.here.line,
                        from: place(wrong.from),
                        to: place(wrong.to),
                        kind: wrong.kind,
                    }));
                }
            }
        }
    }
}
