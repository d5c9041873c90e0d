//! A page, line by line, without a copy.
//!
//! A problem ends its line, not the page: the reader goes on behind the next line feed, and no token of either format goes
//! beyond one. In a lenient reading a byte order mark and carriage returns before line feeds pass as if they were not there; in
//! a strict one they are problems, as for Prometheus.

use super::problem::{Kind, Problem, Wrong};
use super::series::{self, skip_blanks};
use super::text::Text;
use super::{Format, MetricType, byte, number};
use crate::bytes::{common, line_end};

/// What a line says. Blank lines and comments say nothing, and are not yielded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Line<'a> {
    /// `# HELP`
    Help {
        /// The family's name, as written.
        name: &'a str,
        /// Its text, still escaped.
        text: &'a str,
    },
    /// `# TYPE`
    Type {
        /// The family's name, as written.
        name: &'a str,
        /// Its type.
        kind: MetricType,
    },
    /// `# UNIT`
    Unit {
        /// The family's name, as written.
        name: &'a str,
        /// The unit; may be empty.
        unit: &'a str,
    },
    /// `# EOF`
    Eof,
    /// A sample.
    Sample(RawSample<'a>),
}

/// A sample, with its series as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawSample<'a> {
    /// The text of the series: `name{label="value"}`. Its structure is right; its escapes, its UTF-8 and whether a label stands
    /// there twice are for [`super::labels::Labels`] to see.
    pub series: &'a [u8],
    /// Where it begins in the page.
    pub start: usize,
    /// The value.
    pub value: f64,
    /// The sample's own timestamp in milliseconds, if it has one.
    pub at: Option<i64>,
    /// The text of its exemplar, which is right; empty where there is none. Few samples have one, and fewer readers want it.
    pub exemplar: &'a [u8],
}

impl<'a> RawSample<'a> {
    /// Its exemplar, if it has one.
    pub fn exemplar(&self) -> Option<RawExemplar<'a>> {
        let lines = Lines::new(self.exemplar, Format::OpenMetrics, true);
        lines.exemplar(0).ok().map(|(exemplar, _)| exemplar)
    }
}

/// An exemplar, with its labels as they are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawExemplar<'a> {
    /// `{label="value"}`
    pub labels: &'a [u8],
    /// The value.
    pub value: f64,
    /// Its timestamp in seconds, if it has one.
    pub at: Option<f64>,
}

/// How far a page has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Where the next line begins.
    at: usize,
    /// Where the line of the last item began.
    start: usize,
    /// The number of that line, from 1.
    line: usize,
    /// Whether the end has been said to be missing, or has come.
    ended: bool,
}

/// Reads a page.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    page: &'a [u8],
    format: Format,
    strict: bool,
    here: Place,
    text: Text<'a>,
    /// Where the name stands that a line of metadata had last.
    name: (usize, usize),
}

impl<'a> Lines<'a> {
    /// Reads `page`. What `strict` means is above.
    pub fn new(page: &'a [u8], format: Format, strict: bool) -> Self {
        let at = if !strict && page.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self::resume(page, format, strict, Place { at, start: at, ..Place::default() })
    }

    /// Reads on in a page that was read as far as `here`.
    pub fn resume(page: &'a [u8], format: Format, strict: bool, here: Place) -> Self {
        Self { page, format, strict, here, text: Text::default(), name: (0, 0) }
    }

    /// How far it has been read.
    pub fn place(&self) -> Place {
        self.here
    }

    /// The number of the line that the last item came from, from 1.
    pub fn line(&self) -> usize {
        self.here.line
    }

    /// Where that line begins in the page.
    pub fn start(&self) -> usize {
        self.here.start
    }

    /// That line as it stands in the page, without its end.
    pub fn text(&self) -> &'a [u8] {
        let end = self.here.at.min(self.page.len());
        let line = self.page.get(self.here.start..end).unwrap_or_default();
        line.strip_suffix(b"\n").unwrap_or(line)
    }

    /// What stands from `from` to `to` of the page; `None` where it is not UTF-8.
    #[inline]
    pub fn slice(&mut self, from: usize, to: usize) -> Option<&'a str> {
        self.text.slice(self.page, from, to)
    }

    /// How many bytes of the page have been read.
    pub fn read_bytes(&self) -> usize {
        self.here.at
    }

    /// The next line's sample, if that line begins with exactly this series. Otherwise nothing is read.
    ///
    /// It is how a scraper gets through a page that it has seen before without looking into a single label.
    #[cfg_attr(speed, optimize(speed))]
    pub fn known(&mut self, series: &[u8]) -> Option<RawSample<'a>> {
        if !self.begins_with(series) {
            return None;
        }
        self.sample(series.len())
    }

    /// The page from the next line on.
    pub fn rest(&self) -> &'a [u8] {
        self.page.get(self.here.at..).unwrap_or_default()
    }

    /// The next line's sample, if that line begins with a series of so many bytes, as whoever asks knows. Otherwise nothing is read.
    #[cfg_attr(speed, optimize(speed))]
    pub fn sample(&mut self, length: usize) -> Option<RawSample<'a>> {
        let after = self.here.at + length;
        // Without a blank, a longer name could go on here.
        if byte(self.page, after) != b' ' {
            return None;
        }
        let (sample, end) = self.after_series(self.here.at, after).ok()?;
        self.here.start = self.here.at;
        self.here.at = end;
        self.here.line += 1;
        Some(sample)
    }

    /// Passes over the next line if it is exactly `line`, and says whether it was.
    #[cfg_attr(speed, optimize(speed))]
    pub fn pass(&mut self, line: &[u8]) -> bool {
        let after = self.here.at + line.len();
        if self.page.get(after) != Some(&b'\n') || !self.begins_with(line) {
            return false;
        }
        self.here.start = self.here.at;
        self.here.at = after + 1;
        self.here.line += 1;
        true
    }

    /// Whether `text` stands at the next line's beginning.
    #[cfg_attr(speed, optimize(speed))]
    fn begins_with(&self, text: &[u8]) -> bool {
        common(self.rest(), text) == text.len()
    }

    /// Reads the line at `self.here.at`; `None` where it says nothing. Returns the place after its line feed.
    #[cfg_attr(speed, optimize(speed))]
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

    /// Reads the line's end, and returns the place after it.
    fn end(&self, at: usize) -> Option<usize> {
        match byte(self.page, at) {
            b'\n' => Some(at + 1),
            b'\r' if !self.strict && byte(self.page, at + 1) == b'\n' => Some(at + 2),
            _ => None,
        }
    }

    // --- Samples ------------------------------------------------------------------------------------------------------

    /// Reads what follows a series that stands from `start` to `after`.
    #[cfg_attr(speed, optimize(speed))]
    fn after_series(&self, start: usize, after: usize) -> Result<(RawSample<'a>, usize), Wrong> {
        let series = self.page.get(start..after).unwrap_or_default();
        let place = match self.format {
            Format::Text => skip_blanks(self.page, after, self.format),
            Format::OpenMetrics => self.space(after)?,
        };
        if matches!(byte(self.page, place), b'\n' | b'\r') {
            return Err(Kind::ValueMissing.at(place));
        }
        let (value, at) = number::read(self.page, place)?;
        let mut sample = RawSample { series, start, value, at: None, exemplar: &[] };
        if let Some(end) = self.end(at) {
            return Ok((sample, end));
        }
        let end = match self.format {
            Format::Text => self.milliseconds(at, &mut sample)?,
            Format::OpenMetrics => self.seconds_and_exemplar(at, &mut sample)?,
        };
        Ok((sample, end))
    }

    /// Reads the one space of OpenMetrics.
    fn space(&self, at: usize) -> Result<usize, Wrong> {
        match (byte(self.page, at), byte(self.page, at + 1)) {
            (b'\n', _) => Err(Kind::ValueMissing.at(at)),
            (b' ', next) if !matches!(next, b' ' | b'\t') => Ok(at + 1),
            _ => Err(Kind::Space.within(at, at + 1)),
        }
    }

    /// Reads the timestamp of Prometheus' text, if there is one, and the line's end.
    fn milliseconds(&self, at: usize, sample: &mut RawSample<'a>) -> Result<usize, Wrong> {
        let from = skip_blanks(self.page, at, self.format);
        let mut to = from;
        let mut number: Option<i64> = Some(0);
        while byte(self.page, to).is_ascii_digit() {
            let digit = i64::from(byte(self.page, to) - b'0');
            number = number.and_then(|n| n.checked_mul(10)?.checked_add(digit));
            to += 1;
        }
        if to > from {
            sample.at = Some(number.ok_or(Kind::Timestamp.within(from, to))?);
        }
        let place = skip_blanks(self.page, to, self.format);
        self.end(place).ok_or_else(|| {
            let kind = if to == from { Kind::Timestamp } else { Kind::Trailing };
            kind.within(place, line_end(self.page, place))
        })
    }

    /// Reads the timestamp and the exemplar of OpenMetrics, if there are any, and the line's end.
    fn seconds_and_exemplar(&self, at: usize, sample: &mut RawSample<'a>) -> Result<usize, Wrong> {
        let mut at = at;
        let mut place = self.space(at)?;
        if byte(self.page, place) != b'#' {
            let (seconds, end) = self.seconds(place)?;
            // Prometheus cuts off, and so loses a millisecond of every 1.001.
            sample.at = Some((seconds * 1000.0).round() as i64);
            at = end;
            if let Some(end) = self.end(at) {
                return Ok(end);
            }
            place = self.space(at)?;
        }
        if byte(self.page, place) != b'#' {
            return Err(Kind::Trailing.within(place, line_end(self.page, place)));
        }
        let brace = self.space(place + 1).map_err(|_| Kind::Exemplar.at(place))?;
        let (_, at) = self.exemplar(brace)?;
        sample.exemplar = self.page.get(brace..at).unwrap_or_default();
        self.end(at).ok_or_else(|| Kind::Trailing.within(at, line_end(self.page, at)))
    }

    /// Reads the exemplar whose brace stands at `brace`, and returns the place after it.
    fn exemplar(&self, brace: usize) -> Result<(RawExemplar<'a>, usize), Wrong> {
        let after = series::labels(self.page, brace, self.format, true, &mut ())?;
        let start = self.space(after).map_err(|_| Kind::Exemplar.at(after))?;
        let (value, end) = number::read(self.page, start)?;
        let labels = self.page.get(brace..after).unwrap_or_default();
        let mut exemplar = RawExemplar { labels, value, at: None };
        if self.end(end).is_some() {
            return Ok((exemplar, end));
        }
        let place = self.space(end)?;
        let (seconds, end) = self.seconds(place)?;
        exemplar.at = Some(seconds);
        Ok((exemplar, end))
    }

    /// Reads a timestamp in seconds.
    fn seconds(&self, at: usize) -> Result<(f64, usize), Wrong> {
        match number::read(self.page, at) {
            Ok((seconds, end)) if seconds.is_finite() => Ok((seconds, end)),
            Ok((_, end)) => Err(Kind::Timestamp.within(at, end)),
            Err(wrong) => Err(Kind::Timestamp.within(wrong.from, wrong.to)),
        }
    }

    // --- Metadata -----------------------------------------------------------------------------------------------------

    /// Reads the line whose `#` stands at `at`.
    #[cfg_attr(speed, optimize(speed))]
    fn comment(&mut self, at: usize) -> Result<(Option<Line<'a>>, usize), Wrong> {
        let end = line_end(self.page, at);
        let mut to = end;
        if !self.strict && to > at && byte(self.page, to - 1) == b'\r' {
            to -= 1;
        }
        let rest = self.page.get(at + 1..to).unwrap_or_default();
        let is_text = self.format == Format::Text;
        let blanks = |text: &[u8]| match (is_text, text.first()) {
            (true, _) => text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count(),
            (false, first) => usize::from(first == Some(&b' ')),
        };
        let before = blanks(rest);
        let word = rest.get(before..).unwrap_or_default();
        let line = if !is_text && before == 1 && word == b"EOF" {
            Some(Line::Eof)
        } else if let Some((keyword, after)) = word.split_at_checked(4)
            && before > 0
            && blanks(after) > 0
            && (matches!(keyword, b"HELP" | b"TYPE") || (keyword == b"UNIT" && !is_text))
        {
            Some(self.metadata(keyword, at + 1 + before + 4 + blanks(after), to)?)
        } else if is_text {
            None
        } else {
            return Err(Kind::Comment.within(at, to));
        };
        Ok((line, end + 1))
    }

    /// The place after the metric name that begins at `at`. Most lines of metadata have the name of the one before.
    #[inline]
    fn name_end(&mut self, at: usize) -> usize {
        let name = self.page.get(self.name.0..self.name.1).unwrap_or_default();
        let end = at + name.len();
        let is_same = common(name, self.page.get(at..).unwrap_or_default()) == name.len();
        let end = if is_same {
            series::name_end(self.page, end)
        } else {
            series::name_end(self.page, at)
        };
        self.name = (at, end);
        end
    }

    /// Reads the metadata line whose name stands at `at`, and whose text ends at `to`.
    #[cfg_attr(speed, optimize(speed))]
    fn metadata(&mut self, keyword: &[u8], at: usize, to: usize) -> Result<Line<'a>, Wrong> {
        let (name, after) = if byte(self.page, at) == b'"' {
            let end = series::quoted_end(self.page, at)?;
            (at + 1..end - 1, end)
        } else if series::is_name_start(byte(self.page, at)) {
            let end = self.name_end(at);
            (at..end, end)
        } else {
            return Err(Kind::MetadataName.within(at, to.max(at)));
        };
        let mut utf8 = |from: usize, to: usize| {
            self.text.slice(self.page, from, to).ok_or(Kind::Utf8.within(from, to))
        };
        let name = utf8(name.start, name.end)?;
        let from = match byte(self.page, after) {
            _ if after >= to && (self.format == Format::OpenMetrics || keyword != b"HELP") => {
                return Err(Kind::MetadataText.at(to));
            }
            _ if after >= to => to,
            b' ' => after + 1,
            b'\t' if self.format == Format::Text => after + 1,
            _ => return Err(Kind::MetadataName.within(at, after)),
        };
        let text = utf8(from, to)?;
        match keyword {
            b"HELP" => Ok(Line::Help { name, text }),
            b"TYPE" => match MetricType::parse(text, self.format) {
                Some(kind) => Ok(Line::Type { name, kind }),
                None => Err(Kind::Type.within(from, to)),
            },
            _ if is_unit_of(text, name) => Ok(Line::Unit { name, unit: text }),
            _ => Err(Kind::Unit.within(from, to)),
        }
    }
}

/// Whether `name` ends with `_` and `unit`, or there is no unit.
fn is_unit_of(unit: &str, name: &str) -> bool {
    unit.is_empty() || name.strip_suffix(unit).is_some_and(|stem| stem.ends_with('_'))
}

impl<'a> Iterator for Lines<'a> {
    type Item = Result<Line<'a>, Problem>;

    #[cfg_attr(speed, optimize(speed))]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.here.start = self.here.at;
            if self.here.at >= self.page.len() {
                if self.here.ended || self.format == Format::Text {
                    return None;
                }
                self.here.ended = true;
                return Some(Err(Problem {
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
                    // What stands after the end is one problem, however long it is.
                    self.here.at = if self.here.ended { self.page.len() } else { end + 1 };
                    let place = |at: usize| at.min(end).saturating_sub(self.here.start);
                    return Some(Err(Problem {
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
