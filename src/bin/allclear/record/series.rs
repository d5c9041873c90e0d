//! The series that operators' pages open with, as segments of a log below `admin/store`.
//!
//! The console saves what a browser would store in its database: the changes since the last save. Here they are appended, and a
//! save is reported as done only when the next one is due, so that the next one holds everything that came meanwhile. The pause
//! depends on how much was written: [`RATE`] is not exceeded for long.

mod loading;

use super::disk::WriteReport;
use super::pace::Allowance;
use crate::replacement::replace;
use allclear::console::{Console, Effect, Event, Note, Save, StoredData, Work};
use anyhow::{Context as _, Result};
use metrics_engine::store::snapshot::{Frame, Ledger, Step, index, scan};
use metrics_engine::time::{Duration, Timestamp};
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// Bytes per second that are written on average: 691 MB a day.
const RATE: i64 = 8_000;

/// Maximum number of bytes at once: the labels of 100,000 series, which are written when a recorder first sees them.
const AT_ONCE: i64 = 8_000_000;

/// Longest pause before the next save, however much was written.
const LONGEST: Duration = Duration::from_secs(3600);

/// Pause after a failure.
const RETRY: Duration = Duration::from_secs(10);

/// Size at which a segment is finished, in bytes.
const SEGMENT: u64 = 4 << 20;

/// The stored data of the console, on the disk.
pub(crate) struct Series {
    folder: PathBuf,
    ledger: Ledger,
    /// The segment that is appended to, and how many of its bytes are good.
    head: Option<(u64, File, u64)>,
    /// The pause between two saves if little is written.
    pause: Duration,
    allowance: Allowance,
    saving: Saving,
    report: WriteReport,
}

/// The state of the last requested save.
enum Saving {
    /// There is none.
    Idle,
    /// A save to write, not before this instant.
    Waiting(Save, Timestamp),
    /// Written, and to be reported as done at this instant.
    Written(Timestamp),
}

impl Series {
    /// Reads what lies below `admin`, and returns it as a browser's stored data.
    pub(crate) fn open(admin: &Path, pause: Duration, report: WriteReport) -> (Self, StoredData) {
        let folder = admin.join("store");
        let (ledger, head, saving) = (Ledger::default(), None, Saving::Idle);
        let allowance = Allowance::new(RATE, AT_ONCE);
        let mut series = Self { folder, ledger, head, pause, allowance, saving, report };
        let records = series.load(admin);
        let (alerts, records): (Vec<_>, Vec<_>) =
            records.into_iter().partition(|record| record.key == Note::Alerts.key());
        let notes = alerts.into_iter().map(|record| (Note::Alerts, record.bytes)).collect();
        (series, StoredData { records, notes })
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(number.to_string())
    }

    /// Takes a save. The one before was reported as done.
    pub(crate) fn save(&mut self, save: Save, now: Timestamp) {
        self.saving = Saving::Waiting(save, now);
    }

    /// Writes what is due. Returns whether the save is to be reported as done.
    pub(super) fn is_saved(&mut self, now: Timestamp) -> bool {
        // A clock that is set back must not postpone anything.
        let is_due = |due: Timestamp, most: Duration| now >= due || due.since(now) > most;
        match core::mem::replace(&mut self.saving, Saving::Idle) {
            Saving::Waiting(save, due) if is_due(due, RETRY) => {
                let written = self.write(&save);
                self.saving = if let Ok(bytes) = &written {
                    self.allowance.spend(*bytes);
                    let wait = self.allowance.wait(now).min(LONGEST);
                    Saving::Written(now + wait.max(self.pause))
                } else {
                    Saving::Waiting(save, now + RETRY)
                };
                self.report.note("series", written.map(drop));
                false
            }
            Saving::Written(due) if is_due(due, LONGEST.max(self.pause)) => true,
            other => {
                self.saving = other;
                false
            }
        }
    }

    /// Writes the requested save without waiting. Returns whether there was one and it is written.
    pub(super) fn flush(&mut self) -> bool {
        match core::mem::replace(&mut self.saving, Saving::Idle) {
            Saving::Idle => false,
            Saving::Written(_) => true,
            Saving::Waiting(save, _) => {
                let written = self.write(&save);
                let is_written = written.is_ok();
                self.report.note("series", written.map(drop));
                is_written
            }
        }
    }

    /// Writes what the console has not saved yet, at `now`.
    pub(crate) fn save_all(&mut self, console: &mut Console, now: Timestamp) {
        self.flush();
        let mut event = Event::Saved(Ok(()));
        loop {
            for effect in console.update(event, now) {
                if let Effect::Save(save) = effect {
                    self.save(save, now);
                }
            }
            // A page that is being read, or a save that is being put together, is soon complete.
            let is_busy = console.work().is_some_and(Work::is_busy);
            event = match self.flush() {
                true => Event::Saved(Ok(())),
                false if is_busy => Event::Continue,
                false => return,
            };
        }
    }

    /// Appends a save. Returns the number of written bytes.
    fn write(&mut self, save: &Save) -> Result<u64> {
        let written = self.append(save).and_then(|bytes| Ok(bytes + self.clean()?));
        if written.is_err() {
            // Nothing may follow a record that was cut off.
            if let Some((number, _, 0)) = self.head.take() {
                drop(fs::remove_file(self.path(number)));
                self.ledger.remove(number);
            }
        }
        written.with_context(|| format!("{} cannot be written", self.folder.display()))
    }

    fn append(&mut self, save: &Save) -> Result<u64> {
        if self.head.as_ref().is_none_or(|(_, _, size)| *size >= SEGMENT) {
            fs::create_dir_all(&self.folder)?;
            let number = self.ledger.next();
            let file = OpenOptions::new().create_new(true).append(true).open(self.path(number))?;
            self.head = Some((number, file, 0));
            self.ledger.grow(number, 0);
            self.list()?;
        }
        let Some((number, file, size)) = &mut self.head else { return Ok(0) };
        let mut frame = Frame::new(usize::try_from(*size)?);
        let mut steps: Vec<Step<'_>> = Vec::new();
        if save.replaces {
            frame.clear();
            steps.push(Step::Clear);
        }
        for key in &save.batch.delete {
            frame.delete(key);
            steps.push(Step::Delete(key));
        }
        let records = save.batch.put.iter().map(|record| (record.key.as_str(), &record.bytes));
        // Changed limits belong to the browser in which they were changed.
        let notes = save.notes.iter().filter(|(note, _)| *note == Note::Alerts);
        for (key, bytes) in records.chain(notes.map(|(note, bytes)| (note.key(), bytes))) {
            steps.push(Step::Put(key, frame.put(key, bytes), bytes));
        }
        let bytes = frame.finish();
        file.write_all(&bytes)?;
        let length = bytes.len() as u64;
        *size += length;
        self.ledger.grow(*number, length);
        for step in steps {
            self.ledger.take(*number, step);
        }
        Ok(length)
    }

    /// Rewrites what is left in segments that are mostly waste. Returns the number of written bytes.
    fn clean(&mut self) -> Result<u64> {
        let due = self.ledger.due(self.head.as_ref().map(|(number, _, _)| *number));
        if due.is_empty() {
            return Ok(0);
        }
        let mut frame = Frame::new(0);
        // A record that was deleted in one of them must not come back out of an older one.
        for number in &due {
            let bytes = loading::read(&self.path(*number))?;
            for step in scan(&bytes).unwrap_or_default() {
                if let Step::Delete(key) = step
                    && self.ledger.would_return(key, &due)
                {
                    frame.delete(key);
                }
            }
        }
        let mut file = None;
        for (key, place) in self.ledger.left_in(&due) {
            if file.as_ref().is_none_or(|(number, _)| *number != place.segment) {
                file = Some((place.segment, File::open(self.path(place.segment))?));
            }
            let Some((_, file)) = &mut file else { continue };
            let mut record = vec![0; usize::try_from(place.length)?];
            file.seek(SeekFrom::Start(place.at))?;
            file.read_exact(&mut record)?;
            frame.put(&key, &record);
        }
        let bytes = frame.finish();
        // Behind all others, and later saves come behind it.
        self.head = None;
        self.write_segment(self.ledger.next(), &bytes)?;
        for number in due {
            fs::remove_file(self.path(number))?;
            self.ledger.remove(number);
        }
        self.list()?;
        Ok(bytes.len() as u64)
    }

    /// Writes a whole segment.
    fn write_segment(&mut self, number: u64, bytes: &[u8]) -> Result<()> {
        fs::create_dir_all(&self.folder)?;
        let path = self.path(number);
        replace(&path, bytes)?;
        // It must be on the disk before the segments that it replaces are removed.
        File::open(&path)?.sync_all()?;
        self.ledger.grow(number, bytes.len() as u64);
        for step in scan(bytes).unwrap_or_default() {
            self.ledger.take(number, step);
        }
        self.list()
    }

    fn list(&self) -> Result<()> {
        replace(&self.folder.join("index"), index(self.ledger.segments()).as_bytes())
    }
}
