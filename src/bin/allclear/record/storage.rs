//! The recorder's folder: a snapshot, a journal after it, and the lock that keeps a second recorder out.
//!
//! Every entry is appended to `journal-N` at once and reaches the disk within a second. When the journal is large, or cannot be
//! written, everything becomes `snapshot-N+1`: written under another name, synced, then renamed, and only then are the older
//! files removed. So at any moment the newest snapshot and the journals from its number on are the whole past.
//!
//! Records that cannot be written are reported once, held in memory, and tried again. Files that cannot be read are moved aside,
//! never deleted.

mod files;

pub(crate) use files::load_read_only;

use super::clock::instant;
use super::disk::WriteReport;
use allclear::history::{Archive, Entry, journal};
use anyhow::{Context as _, Result, bail};
use files::{Locked, Name, load_file, lock, named, snapshot, sync_folder, that_count};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The past, in memory and on the disk.
pub(crate) struct RecordStorage {
    folder: PathBuf,
    archive: Archive,
    /// Held as long as this lives; `None` while the folder cannot be written.
    lock: Option<File>,
    journal: Option<Journal>,
    /// The number of the newest files.
    number: u64,
    tried: Option<Instant>,
    report: WriteReport,
}

struct Journal {
    file: File,
    bytes: u64,
    /// Size beyond which a snapshot is due.
    limit: u64,
    /// When the oldest entry was appended that may not have reached the disk.
    dirty: Option<Instant>,
}

/// Size at which a journal is full, unless twice the snapshot before it is more.
const LIMIT: u64 = 1 << 20;

/// Longest time until an entry reaches the disk.
const SYNC: Duration = Duration::from_millis(900);

/// Its name among the writers of files.
const WRITER: &str = "past";

/// Pause between two attempts at a folder that cannot be written.
const RETRY: Duration = Duration::from_secs(10);

impl RecordStorage {
    /// Returns the folder of the past, in the folder that `render` wrote to.
    pub(crate) fn folder(out: &Path) -> PathBuf {
        out.join("record").join("past")
    }

    /// Reads the stored past. `out` is the folder that `render` makes: if it is missing, its name is a mistake.
    ///
    /// # Errors
    ///
    /// If another recorder works there, or a newer version has written the files.
    pub(crate) fn open(out: &Path) -> Result<Self> {
        if !out.is_dir() {
            let out = out.display();
            bail!(
                "{out} is no folder: --out names the one that `allclear render` wrote to (`allclear render FILE --out {out}` makes it)"
            );
        }
        let mut storage = Self {
            folder: Self::folder(out),
            archive: Archive::default(),
            lock: None,
            journal: None,
            number: 0,
            tried: None,
            report: WriteReport::default(),
        };
        if let Err(error) = fs::create_dir_all(&storage.folder) {
            storage.report(error);
        }
        match lock(&storage.folder) {
            Ok(Locked::Mine(file)) => storage.lock = Some(file),
            Ok(Locked::Other) => {
                bail!("another recorder writes to {}: stop it first", storage.folder.display())
            }
            Err(error) => storage.report(error),
        }
        let mut archive = Archive::default();
        storage.number = storage.load(&mut archive)?;
        storage.archive = archive;
        // From here on everything is in one file, and damage is behind.
        storage.tried = None;
        storage.write_all();
        Ok(storage)
    }

    /// Returns the past.
    pub(crate) fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Returns where write errors are reported.
    pub(super) fn write_report(&self) -> &WriteReport {
        &self.report
    }

    /// Replaces the past, in memory and on the disk. If that fails, the disk keeps the former one.
    pub(crate) fn replace(&mut self, archive: Archive) -> Result<()> {
        self.archive = archive;
        let written = self.try_write_all();
        self.journal =
            Some(written.with_context(|| format!("{} cannot be written", self.folder.display()))?);
        Ok(())
    }

    /// Persists entries.
    pub(super) fn persist(&mut self, entries: &[Entry]) {
        let mut lines = String::new();
        for entry in entries {
            self.archive.apply(entry);
            lines.push_str(&journal::line(entry));
        }
        if lines.is_empty() {
            return;
        }
        if let Some(journal) = &mut self.journal {
            match journal.file.write_all(lines.as_bytes()) {
                Ok(()) => {
                    journal.bytes += lines.len() as u64;
                    journal.dirty.get_or_insert_with(instant);
                }
                // It is in memory, and the next snapshot contains it.
                Err(error) => self.fail(error),
            }
        }
    }

    /// Writes to the disk what is due. To be called often.
    pub(super) fn tend(&mut self) {
        let is_full = self.journal.as_ref().is_none_or(|journal| journal.bytes > journal.limit);
        if is_full && self.tried.is_none_or(|tried| tried.elapsed() >= RETRY) {
            self.write_all();
        }
        let due = |journal: &Journal| journal.dirty.is_some_and(|at| at.elapsed() >= SYNC);
        if self.journal.as_ref().is_some_and(due) {
            self.sync();
        }
    }

    /// Syncs everything to the disk.
    pub(super) fn sync(&mut self) {
        let Some(journal) = &mut self.journal else { return };
        journal.dirty = None;
        match journal.file.sync_data() {
            Ok(()) => self.report.note(WRITER, Ok(())),
            Err(error) => self.fail(error),
        }
    }

    /// Writes a snapshot, and begins a journal after it.
    fn write_all(&mut self) {
        self.tried = Some(instant());
        match self.try_write_all() {
            Ok(journal) => {
                self.journal = Some(journal);
                self.tried = None;
                self.report.note(WRITER, Ok(()));
            }
            Err(error) => self.fail(error),
        }
    }

    fn try_write_all(&mut self) -> io::Result<Journal> {
        fs::create_dir_all(&self.folder)?;
        if self.lock.is_none() {
            match lock(&self.folder)? {
                Locked::Mine(file) => self.lock = Some(file),
                Locked::Other => return Err(io::Error::other("another recorder writes there")),
            }
            // Another recorder may have written while this one could not.
            let mut archive = Archive::default();
            self.number = self.load(&mut archive).map_err(io::Error::other)?.max(self.number);
            self.archive.entries().for_each(|entry| archive.apply(&entry));
            self.archive = archive;
        }
        self.archive.forget();
        let next = self.number + 1;
        let bytes = snapshot(&self.folder, next, &self.archive)?;
        let path = self.folder.join(format!("journal-{next}"));
        let mut file = File::create(path)?;
        let head = journal::head();
        file.write_all(head.as_bytes())?;
        file.sync_data()?;
        sync_folder(&self.folder)?;
        self.number = next;
        // They are contained in what was just written. One that stays is removed the next time.
        for (name, path) in named(&self.folder)? {
            if matches!(name, Name::Snapshot(number) | Name::Journal(number) if number < next) {
                let _: io::Result<()> = fs::remove_file(path);
            }
        }
        Ok(Journal { file, bytes: head.len() as u64, limit: LIMIT.max(bytes * 2), dirty: None })
    }

    /// Reads the newest snapshot and the journals after it. Returns the largest number of all files.
    fn load(&mut self, archive: &mut Archive) -> Result<u64> {
        let files = named(&self.folder).unwrap_or_default();
        for (is_snapshot, path) in that_count(&files) {
            load_file(path, is_snapshot, archive)?;
        }
        Ok(files.iter().map(|(name, _)| name.number()).max().unwrap_or(0))
    }

    fn fail(&mut self, error: io::Error) {
        // Nothing may follow an entry that was cut off: the next file has everything.
        self.journal = None;
        self.tried = Some(instant());
        self.report(error);
    }

    fn report(&self, error: io::Error) {
        let written =
            Err(error).with_context(|| format!("{} cannot be written", self.folder.display()));
        self.report.note(WRITER, written);
    }
}
