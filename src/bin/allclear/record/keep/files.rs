//! The files of the past: their names, which of them count, and how each is read and written.

use allclear::history::{Archive, journal};
use anyhow::{Context as _, Result, bail};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The largest file that is read.
const MAX_BYTES: u64 = 1 << 30;

/// A file of the past. Snapshots come before journals, older ones before newer ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    Snapshot(u64),
    Journal(u64),
}

impl Name {
    fn of(text: &str) -> Option<Self> {
        let (kind, number) = text.split_once('-')?;
        let number = number.parse().ok()?;
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
}

pub(super) enum Locked {
    Mine(File),
    Other,
}

pub(super) fn lock(folder: &Path) -> io::Result<Locked> {
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Locked::Mine(file)),
        Err(TryLockError::WouldBlock) => Ok(Locked::Other),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// What is kept in `folder`, for somebody who only looks: nothing is locked, moved or written, and what is damaged is passed over.
pub(crate) fn look_into(folder: &Path) -> Result<Archive> {
    let mut archive = Archive::default();
    for (_, path) in that_count(&named(folder).unwrap_or_default()) {
        let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        if journal::read(&bytes, |entry| archive.apply(&entry)).newer.is_some() {
            bail!("{} was written by a newer program", path.display());
        }
    }
    Ok(archive)
}

/// The newest snapshot, and the journals behind it, in order.
pub(super) fn that_count(files: &[(Name, PathBuf)]) -> Vec<(bool, &Path)> {
    let newest = files.iter().filter_map(|(name, _)| match name {
        Name::Snapshot(number) => Some(*number),
        Name::Journal(_) => None,
    });
    let newest = newest.max().unwrap_or(0);
    let mut files: Vec<_> = files.iter().collect();
    // Snapshots come first in the order of names.
    files.sort_by_key(|(name, _)| *name);
    let counting = files.into_iter().filter_map(|(name, path)| match name {
        Name::Snapshot(number) if *number == newest => Some((true, path.as_path())),
        Name::Journal(number) if *number >= newest => Some((false, path.as_path())),
        Name::Snapshot(_) | Name::Journal(_) => None,
    });
    counting.collect()
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

/// Reads one file into the archive. One that is damaged is copied aside, and its intact lines count.
pub(super) fn load_file(path: &Path, is_snapshot: bool, archive: &mut Archive) -> Result<()> {
    let file = path.display();
    let size = fs::metadata(path).map_or(0, |found| found.len());
    let bytes = if size > MAX_BYTES { Vec::new() } else { fs::read(path).unwrap_or_default() };
    let reading = journal::read(&bytes, |entry| archive.apply(&entry));
    if let Some(version) = reading.newer {
        bail!("{file} was written by a newer program (version {version} of the form)");
    }
    if reading.damaged == 0 && (reading.complete || !is_snapshot) {
        if reading.torn {
            say!("{file}: its last line was cut off, and is left out");
        }
        return Ok(());
    }
    let aside = aside(path);
    let kept = reading.entries;
    let what = fs::copy(path, &aside).map(|_| format!("kept as {}", aside.display()));
    let what = what.unwrap_or_else(|error| format!("it could not be kept: {error}"));
    say!("{file} is damaged: {kept} lines are intact and count; the whole of it is {what}");
    Ok(())
}

/// A name beside the file that nothing has yet.
fn aside(path: &Path) -> PathBuf {
    let numbered = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".corrupt-{number}"));
        PathBuf::from(name)
    };
    (1..10_000).map(numbered).find(|path| !path.exists()).unwrap_or_else(|| numbered(10_000))
}

/// Writes the archive, whole or not at all. Returns its size.
pub(super) fn snapshot(folder: &Path, number: u64, archive: &Archive) -> io::Result<u64> {
    let path = folder.join(format!("snapshot-{number}"));
    let beside = folder.join("snapshot.new");
    let written = (|| {
        let mut file = io::BufWriter::new(File::create(&beside)?);
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
        file.into_inner()?.sync_all()?;
        fs::rename(&beside, &path)?;
        sync_folder(folder)?;
        Ok(bytes)
    })();
    if written.is_err() {
        // On a full disk its place is needed.
        let _: io::Result<()> = fs::remove_file(&beside);
    }
    written
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
