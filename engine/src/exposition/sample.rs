//! The rest of a sample's line after its series: value, timestamp, exemplar, and the end.

use super::lines::{Lines, RawExemplar, RawSample};
use super::problem::{Kind, Wrong};
use super::series::{self, skip_blanks};
use super::{Format, byte, number};
use crate::bytes::line_end;

impl<'a> Lines<'a> {
    /// Reads the rest after a series from `start` to `after`.
    pub(super) fn after_series(
        &self,
        start: usize,
        after: usize,
    ) -> Result<(RawSample<'a>, usize), Wrong> {
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

    /// Reads the timestamp of Prometheus text, if there is one, and the end of the line.
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

    /// Reads the timestamp and the exemplar of OpenMetrics, if there are any, and the end of the line.
    fn seconds_and_exemplar(&self, at: usize, sample: &mut RawSample<'a>) -> Result<usize, Wrong> {
        let mut at = at;
        let mut place = self.space(at)?;
        if byte(self.page, place) != b'#' {
            let (seconds, end) = self.seconds(place)?;
            // Prometheus truncates, and so loses a millisecond of every 1.001.
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

    /// Reads the exemplar whose brace is at `brace`, and returns the offset after it.
    pub(super) fn exemplar(&self, brace: usize) -> Result<(RawExemplar<'a>, usize), Wrong> {
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
}
