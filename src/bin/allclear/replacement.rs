//! A file that takes the place of another: readers find the old one or the new one, whole.
//!
//! It is written beside its place and then moved there. Where it has to survive a loss of power, the caller syncs the file before the
//! move and the folder after it.

use anyhow::{Context as _, Result};
use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use tempfile::NamedTempFile;

/// Opens a new file beside `path`, whose name is that of `path` with `ending`. It is removed unless it is persisted.
///
/// The name is fixed, so that attempts that were killed leave one file at most.
pub(crate) fn beside(path: &Path, ending: &str, mode: u32) -> io::Result<NamedTempFile> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    let folder = path.parent().unwrap_or(Path::new(""));
    // A file that a killed attempt left may have other rights.
    match fs::remove_file(folder.join(&name)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    tempfile::Builder::new()
        .prefix(&name)
        .rand_bytes(0)
        .permissions(Permissions::from_mode(mode))
        .tempfile_in(folder)
        .map_err(|error| plain(&error).unwrap_or(error))
}

/// Returns the system's error without the path that tempfile adds: reasons that are reported once must be the same for every file.
fn plain(error: &io::Error) -> Option<io::Error> {
    let cause = error.get_ref()?.source()?.downcast_ref::<io::Error>()?;
    cause.raw_os_error().map(io::Error::from_raw_os_error)
}

/// Writes a file that is readable by all, within the limits of the umask.
///
/// # Errors
///
/// If the file cannot be written. The old one is then still in its place.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<()> {
    let write = || {
        let mut file = beside(path, ".new", 0o666)?;
        file.as_file_mut().write_all(content)?;
        file.persist(path)?;
        Ok::<_, io::Error>(())
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt as _;

    #[test]
    fn replaces_a_file_and_what_a_killed_attempt_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("status.json");
        fs::write(folder.path().join("status.json.new"), "half").unwrap();
        for content in ["one", "another"] {
            replace(&path, content.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[test]
    fn leaves_nothing_behind_where_it_fails() {
        let folder = tempfile::tempdir().unwrap();
        // A folder with content stands in its place.
        fs::create_dir_all(folder.path().join("a/b")).unwrap();
        let error = replace(&folder.path().join("a"), b"x").unwrap_err();
        assert!(error.to_string().ends_with("a cannot be written"), "{error}");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[test]
    fn gives_the_requested_rights() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("htpasswd");
        let file = beside(&path, ".7", 0o600).unwrap();
        assert_eq!(file.path(), folder.path().join("htpasswd.7"));
        assert_eq!(file.as_file().metadata().unwrap().mode() & 0o777, 0o600);
    }
}
