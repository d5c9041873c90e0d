//! Writes files with their compressed copies, reads regular files, and reports once that files cannot be written.

use super::clock::instant;
use crate::compress::{self, Effort};
use crate::replacement::replace;
use anyhow::{Error, Result};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Reports on the error output that files cannot be written, once for each reason, and once that they can be again.
///
/// All writers of a recorder share one: on a full disk they fail in turns, and some of them succeed in between.
#[derive(Clone, Default)]
pub(crate) struct WriteReport(Arc<Mutex<Failing>>);

#[derive(Default)]
struct Failing {
    /// Writers whose last attempt failed.
    writers: BTreeSet<&'static str>,
    /// Reasons that were reported and are not over.
    reported: Vec<String>,
    last: Option<Instant>,
}

/// Writing has to succeed for this long before that is reported: on a disk that is nearly full, every other file fits.
const CALM: Duration = Duration::from_secs(20);

impl WriteReport {
    /// Notes an attempt of a writer.
    pub(super) fn note(&self, writer: &'static str, written: Result<()>) {
        let mut failing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = written {
            failing.failed(writer, &error);
        } else {
            failing.succeeded(writer);
        }
    }
}

impl Failing {
    fn failed(&mut self, writer: &'static str, error: &Error) {
        self.writers.insert(writer);
        self.last = Some(instant());
        let reason = error.root_cause().to_string();
        if !self.reported.contains(&reason) {
            tracing::error!("{error:#}; recorded data is kept in memory until writing succeeds");
            self.reported.push(reason);
        }
    }

    fn succeeded(&mut self, writer: &'static str) {
        self.writers.remove(writer);
        let is_calm = self.last.is_none_or(|last| last.elapsed() >= CALM);
        if is_calm && self.writers.is_empty() && !self.reported.is_empty() {
            self.reported.clear();
            tracing::info!("all files can be written again; no history was lost");
        }
    }
}

/// Writes a file after the compressed copies that nginx sends in its place. Returns the number of bytes written.
///
/// A copy that cannot be written is removed: it would present the past as the present.
pub(super) fn replace_with_copies(path: &Path, content: &[u8]) -> Result<u64> {
    let places = compress::ENDINGS.map(|ending| compress::beside(path, ending));
    let copies = compress::copies(content, Effort::Quick)?;
    let bytes = content.len() + copies.iter().map(Vec::len).sum::<usize>();
    let written = places.iter().zip(copies).try_for_each(|(place, copy)| replace(place, &copy));
    if written.is_err() {
        for place in &places {
            drop(fs::remove_file(place));
        }
    }
    replace(path, content).and(written)?;
    Ok(bytes as u64)
}

/// Opens a regular file of at most `limit` bytes; a device may have no end, and a named pipe no beginning. At most `limit`
/// bytes are read, should the file grow.
pub(super) fn open_file(path: &Path, limit: u64) -> io::Result<io::Take<File>> {
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if found.len() > limit {
        return Err(io::Error::other(format!("it has more than {limit} bytes")));
    }
    Ok(File::open(path)?.take(limit))
}
