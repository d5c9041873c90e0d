//! The folder of published files: a file that has not changed is not written again.

use super::super::disk::replace_with_copies;
use crate::replacement::replace;
use anyhow::Result;
use fnv::FnvHasher;
use std::collections::BTreeMap;
use std::fs;
use std::hash::Hasher as _;
use std::path::PathBuf;

/// Writes files to a folder.
pub(super) struct PublishedFolder {
    path: PathBuf,
    /// The number of bytes written so far.
    written: u64,
    /// A hash of each file's last content.
    sums: BTreeMap<String, u64>,
}

/// The files that every visitor's page loads, beside `status.json`. They have compressed copies; nginx compresses others as it
/// sends them.
const LOADED: [&str; 2] = ["history.json", "incidents.json"];

impl PublishedFolder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, written: 0, sums: BTreeMap::new() }
    }

    /// Returns the number of bytes written so far.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Writes a file with its compressed copies. Returns the number of bytes.
    pub(super) fn put_with_copies(&mut self, name: &str, content: &[u8]) -> Result<u64> {
        let bytes = replace_with_copies(&self.path.join(name), content)?;
        self.written += bytes;
        Ok(bytes)
    }

    /// Writes a file if it has changed.
    pub(super) fn put(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let mut hasher = FnvHasher::default();
        hasher.write(content);
        let sum = hasher.finish();
        let path = self.path.join(name);
        if self.sums.get(name) != Some(&sum) || !path.exists() {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            self.written += if LOADED.contains(&name) {
                replace_with_copies(&path, content)?
            } else {
                replace(&path, content)?;
                content.len() as u64
            };
            self.sums.insert(name.to_owned(), sum);
        }
        Ok(())
    }

    /// Removes files of systems that are no longer public. Those of `full` have a file of response times, `files` are the others.
    pub(super) fn clear(&self, full: &[String], files: &[(String, Vec<u8>)]) -> Result<()> {
        for kind in ["history", "badge"] {
            // Where there is no such folder, there is nothing left in it.
            for item in fs::read_dir(self.path.join(kind)).into_iter().flatten() {
                let path = item?.path();
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                let system = name.strip_suffix(".json").filter(|_| kind == "history");
                let is_public = system.is_some_and(|id| full.iter().any(|full| full == id));
                let name = format!("{kind}/{name}");
                if !is_public && !files.iter().any(|(known, _)| *known == name) {
                    fs::remove_file(&path)?;
                }
            }
        }
        Ok(())
    }
}
