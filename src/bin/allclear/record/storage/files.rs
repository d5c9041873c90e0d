//! The files of the past: their names, which of them count, and how each is read and written.

use super::super::disk::open_file;
use crate::replacement::beside;
use allclear::history::journal::Reading;
use allclear::history::{Archive, Entry, journal};
use anyhow::{Result, bail};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Maximum size of a file that is read, in bytes.
const MAX_BYTES: u64 = 1 << 30;

/// Numbers of files are below this, so that there is always a next one.
const MAX_NUMBER: u64 = 1 << 53;

/// A file of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Snapshot(u64),
    Journal(u64),
}

impl Name {
    fn of(text: &str) -> Option<Self> {
        let (kind, number) = text.split_once('-')?;
        let number = number.parse().ok().filter(|number| *number < MAX_NUMBER)?;
        match kind {
            "snapshot" => Some(Self::Snapshot(number)),
            "journal" => Some(Self::Journal(number)),
            _ => None,
        }
    }

    pub(super) fn number(self) -> u64 {
        match self {
            Self::Snapshot(number) | Self::Journal(number) => number,
        }
    }

    fn is_snapshot(self) -> bool {
        matches!(self, Self::Snapshot(_))
    }
}

pub(super) enum Locked {
    Mine(File),
    Other,
}

pub(super) fn lock(folder: &Path) -> io::Result<Locked> {
    let path = folder.join("lock");
    if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::other("lock is not a regular file"));
    }
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Locked::Mine(file)),
        Err(TryLockError::WouldBlock) => Ok(Locked::Other),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Reads the past in `folder` without locking, moving or writing anything; damaged lines are skipped.
pub(crate) fn load_read_only(folder: &Path) -> Result<Archive> {
    let mut archive = Archive::default();
    for (_, path) in that_count(&named(folder).unwrap_or_default()) {
        let reading = read(path, |entry| archive.apply(&entry)).unwrap_or_default();
        if reading.newer.is_some() {
            bail!("{} was written by a newer program", path.display());
        }
    }
    Ok(archive)
}

/// Returns the files that make up the past, in the order in which they are applied: the newest complete snapshot, and
/// everything that was written after it. A damaged snapshot with a higher number comes last, and adds what no other file has;
/// if no snapshot is complete, every file counts.
pub(super) fn that_count(files: &[(Name, PathBuf)]) -> Vec<(bool, &Path)> {
    let mut files: Vec<_> = files.iter().collect();
    files.sort_by_key(|(name, _)| (name.number(), !name.is_snapshot()));
    let is_complete = |(name, path): &&(Name, PathBuf)| {
        name.is_snapshot() && read(path, |_| ()).is_ok_and(|it| it.complete || it.newer.is_some())
    };
    let first = files.iter().rposition(is_complete).unwrap_or(0);
    let counting = files.into_iter().skip(first);
    counting.map(|(name, path)| (name.is_snapshot(), path.as_path())).collect()
}

pub(super) fn named(folder: &Path) -> io::Result<Vec<(Name, PathBuf)>> {
    let mut files = Vec::new();
    for item in fs::read_dir(folder)? {
        let item = item?;
        if let Some(name) = item.file_name().to_str().and_then(Name::of) {
            files.push((name, item.path()));
        }
    }
    Ok(files)
}

/// Reads a file piece by piece, and passes each intact entry to `take`.
fn read(path: &Path, mut take: impl FnMut(Entry)) -> io::Result<Reading> {
    let mut file = open_file(path, MAX_BYTES)?;
    let mut reader = journal::Reader::default();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(reader.finish(&mut take)),
            length => reader.feed(piece.get(..length).unwrap_or_default(), &mut take),
        }
    }
}

/// Reads one file into the archive. A damaged one is set aside, and its intact lines count.
pub(super) fn load_file(path: &Path, is_snapshot: bool, archive: &mut Archive) -> Result<()> {
    let file = path.display();
    let mut kept = 0;
    let reading = read(path, |entry| {
        archive.apply(&entry);
        kept += 1;
    });
    let reading = match reading {
        Ok(reading) => reading,
        Err(error) => {
            // It is neither read further nor copied: it may have no end.
            let moved = aside(path, |aside| fs::rename(path, aside));
            tracing::warn!("{file} cannot be read ({error}); {kept} of its lines count; {moved}");
            return Ok(());
        }
    };
    if let Some(version) = reading.newer {
        bail!("{file} was written by a newer program (version {version} of the form)");
    }
    if reading.damaged == 0 && (reading.complete || !is_snapshot) {
        if reading.torn {
            tracing::warn!("{file}: its last line was cut off, and is left out");
        }
        return Ok(());
    }
    // A second name takes no space on a disk that may be full.
    let linked =
        |aside: &Path| fs::hard_link(path, aside).or_else(|_| fs::copy(path, aside).map(|_| ()));
    tracing::warn!("{file} is damaged: {kept} lines are intact and count; {}", aside(path, linked));
    Ok(())
}

/// Sets a file aside under the first free name beside it, and returns a report of that.
fn aside(path: &Path, keep: impl Fn(&Path) -> io::Result<()>) -> String {
    let numbered = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".corrupt-{number}"));
        PathBuf::from(name)
    };
    let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    let aside = (1..10_000).map(numbered).find(is_free).unwrap_or_else(|| numbered(10_000));
    match keep(&aside) {
        Ok(()) => format!("the whole of it is kept as {}", aside.display()),
        Err(error) => format!("it could not be kept: {error}"),
    }
}

/// Writes the archive, whole or not at all. Returns its size.
pub(super) fn snapshot(folder: &Path, number: u64, archive: &Archive) -> io::Result<u64> {
    // It is removed unless it is persisted: a full disk needs its space.
    let mut beside = beside(&folder.join("snapshot"), ".new", 0o666)?;
    let mut file = io::BufWriter::new(beside.as_file_mut());
    let mut bytes = 0;
    let mut count = 0;
    let mut put = |text: &str| {
        bytes += text.len() as u64;
        file.write_all(text.as_bytes())
    };
    put(&journal::head())?;
    for entry in archive.entries() {
        count += 1;
        put(&journal::line(&entry))?;
    }
    put(&journal::end(count))?;
    file.flush()?;
    drop(file);
    beside.as_file().sync_all()?;
    beside.persist(folder.join(format!("snapshot-{number}")))?;
    sync_folder(folder)?;
    Ok(bytes)
}

/// Syncs the names in a folder.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
