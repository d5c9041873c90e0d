//! Reads a file of entries piece by piece, so that its size costs no memory.

use super::{HEAD, VERSION, entry, opened};
use crate::history::entry::Entry;

/// Maximum length of an unfinished line, in bytes. The longest line that is written, the histogram of a day, has a tenth of it.
const MAX_LINE: usize = 1 << 17;

/// The outcome of reading a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Number of intact lines, without head and end.
    pub entries: usize,
    /// Number of damaged lines, without the last one of a journal: its writer died.
    pub damaged: usize,
    /// Whether the last line was cut off, or had not reached the disk.
    pub torn: bool,
    /// Whether the file ends as a snapshot does, with nothing missing.
    pub complete: bool,
    /// The version of the format, if it is newer than this program: then nothing of the file was read.
    pub newer: Option<u32>,
}

/// A finished line.
#[derive(Clone, Debug)]
enum Line {
    Read(Vec<u8>),
    Overlong,
}

/// A file that is being read.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    reading: Reading,
    /// The line whose end has not been read yet.
    pub(super) line: Vec<u8>,
    /// Whether that line is longer than any that was ever written.
    is_overlong: bool,
    /// The line before it, until it is known whether it is the last one.
    held: Option<Line>,
    has_begun: bool,
}

impl Line {
    fn text(&self) -> Option<&[u8]> {
        match self {
            Self::Read(text) => Some(text),
            Self::Overlong => None,
        }
    }
}

impl Reader {
    /// Reads the next bytes of the file, and passes each intact entry to `take`.
    pub fn feed(&mut self, bytes: &[u8], take: &mut impl FnMut(Entry)) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            if let Some(line) = self.held.take() {
                self.take_line(line.text(), false, take);
            }
            let text = piece.strip_suffix(b"\n");
            let part = text.unwrap_or(piece);
            if self.line.len() + part.len() <= MAX_LINE {
                self.line.extend_from_slice(part);
            } else {
                self.is_overlong = true;
            }
            if text.is_some() {
                let line = core::mem::take(&mut self.line);
                let is_overlong = core::mem::take(&mut self.is_overlong);
                self.held = Some(if is_overlong { Line::Overlong } else { Line::Read(line) });
            }
        }
    }

    /// Ends the file. Passes the rest to `take`, and returns the outcome.
    pub fn finish(mut self, take: &mut impl FnMut(Entry)) -> Reading {
        if let Some(line) = self.held.take() {
            self.take_line(line.text(), true, take);
        } else if !self.line.is_empty() || self.is_overlong {
            self.take_line(None, true, take);
        }
        self.reading
    }

    /// Reads one line; `None` for one without an end, or beyond the maximum length.
    fn take_line(&mut self, line: Option<&[u8]>, is_last: bool, take: &mut impl FnMut(Entry)) {
        let reading = &mut self.reading;
        if reading.newer.is_some() {
            return;
        }
        let is_first = !core::mem::replace(&mut self.has_begun, true);
        let text = line.and_then(opened);
        let word = text.and_then(|text| text.split(' ').next()).unwrap_or_default();
        let number = || text.and_then(|text| text.split(' ').nth(1));
        if is_first && word == HEAD {
            let version = number().and_then(|version| version.parse().ok());
            reading.newer = version.filter(|version| *version > VERSION);
        } else if let Some(entry) = text.and_then(entry) {
            reading.entries += 1;
            take(entry);
        } else if word == "end" && is_last {
            let entries = number().and_then(|entries| entries.parse().ok());
            reading.complete = entries == Some(reading.entries) && reading.damaged == 0;
        } else if is_last {
            reading.torn = true;
        } else {
            reading.damaged += 1;
        }
        // A missing head is damage, too.
        if is_first && word != HEAD && !is_last {
            reading.damaged = reading.damaged.max(1);
        }
    }
}

/// Reads a file in memory, and passes each intact entry to `take`.
pub fn read(bytes: &[u8], mut take: impl FnMut(Entry)) -> Reading {
    let mut reader = Reader::default();
    reader.feed(bytes, &mut take);
    reader.finish(&mut take)
}
