//! Writes files: each beside its place and then moved there, with the rights that it needs, and its name to the standard output.

use crate::compress::{self, Effort};
use crate::output;
use crate::replacement::{beside, replace};
use crate::user::workers::Workers;
use anyhow::{Context as _, Result};
use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::Path;

/// Makes a folder and those above it.
pub(super) fn make(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

/// Writes a file, and the copies that nginx sends in its place first: one that is ahead of the file does no harm.
pub(super) fn write_with_copies(path: &Path, content: &[u8]) -> Result<()> {
    let copies = compress::copies(content, Effort::Most)?;
    for (ending, copy) in compress::ENDINGS.iter().zip(copies) {
        write_whole(&compress::beside(path, ending), &copy)?;
    }
    write_whole(path, content)
}

/// The users that may read a private file beside its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Those of the group that the file gets anyway.
    OwnGroup,
    /// Those of another group.
    Group(u32),
    /// Unknown, because nothing says which user nginx's workers are.
    Unknown,
}

/// Returns the readers of private files in `out` for an nginx whose workers are `user`.
pub(super) fn readers(out: &Path, user: Option<&str>) -> Result<Readers> {
    let workers = user.and_then(|user| Workers::known(user, None));
    let folder = fs::metadata(out)?;
    // Only root may give a file away; what another makes is read by an nginx that runs as the same user.
    let is_root = fs::metadata("/proc/self")?.uid() == 0;
    Ok(match (is_root, workers.and_then(|workers| workers.gid())) {
        (false, _) => Readers::OwnGroup,
        (true, Some(group)) => Readers::Group(group),
        (true, None) if folder.gid() != 0 => Readers::Group(folder.gid()),
        (true, None) => Readers::Unknown,
    })
}

/// Writes a file for its owner and a group. If the group is unknown, every user may read it, so that nginx can.
pub(super) fn write_private(path: &Path, content: &[u8], readers: Readers) -> Result<()> {
    let write = || {
        let mut file = beside(path, ".new", 0o600)?;
        file.as_file_mut().write_all(content)?;
        if let Readers::Group(group) = readers {
            chown(file.path(), None, Some(group))?;
        }
        let mode = if readers == Readers::Unknown { 0o644 } else { 0o640 };
        file.as_file().set_permissions(Permissions::from_mode(mode))?;
        file.persist(path)?;
        Ok::<_, io::Error>(())
    };
    write().with_context(|| format!("{} cannot be written", path.display()))?;
    output::line(path.display())
}

/// Writes a file that every user may read.
pub(super) fn write_whole(path: &Path, content: &[u8]) -> Result<()> {
    replace(path, content)?;
    output::line(path.display())
}
