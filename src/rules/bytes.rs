//! Small binary records: numbers of variable length (LEB128) and texts with their length.
//!
//! Reading takes any bytes: what is not there is `None`, and no length is believed beyond the bytes that follow.

use crate::time::{Duration, Timestamp};

/// Writes a record.
#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub(super) fn float(&mut self, value: f64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// Instants after 1970; an earlier one is written as 1970.
    pub(super) fn instant(&mut self, at: Timestamp) {
        self.number(at.0.max(0).unsigned_abs());
    }

    pub(super) fn optional_instant(&mut self, at: Option<Timestamp>) {
        self.number(at.map_or(0, |at| at.0.max(0).unsigned_abs() + 1));
    }

    pub(super) fn duration(&mut self, span: Duration) {
        self.instant(Timestamp(span.0));
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn pairs<'a>(&mut self, pairs: impl ExactSizeIterator<Item = (&'a str, &'a str)>) {
        self.number(pairs.len() as u64);
        for (name, value) in pairs {
            self.text(name);
            self.text(value);
        }
    }
}

/// Reads a record; holds what is left of it.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl Reader<'_> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn float(&mut self) -> Option<f64> {
        let (value, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(f64::from_le_bytes(*value))
    }

    pub(super) fn instant(&mut self) -> Option<Timestamp> {
        self.number().and_then(|at| i64::try_from(at).ok()).map(Timestamp)
    }

    #[expect(clippy::option_option, reason = "what could not be read, and what is not there")]
    pub(super) fn optional_instant(&mut self) -> Option<Option<Timestamp>> {
        let at = self.instant()?;
        Some((at.0 > 0).then(|| Timestamp(at.0 - 1)))
    }

    pub(super) fn duration(&mut self) -> Option<Duration> {
        self.instant().map(|at| Duration(at.0))
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        core::str::from_utf8(text).ok().map(str::to_owned)
    }

    pub(super) fn pairs(&mut self) -> Option<Vec<(String, String)>> {
        let count = self.number()?;
        let mut pairs = Vec::new();
        for _ in 0..count {
            pairs.push((self.text()?, self.text()?));
        }
        Some(pairs)
    }
}
