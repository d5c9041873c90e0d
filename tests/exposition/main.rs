//! Reading metrics as text: public suites, real pages, the pages of the five systems, and laws that hold for any bytes.
//!
//! The suites are not part of the project. They lie in the directory that `ALLCLEAR_CONFORMANCE` names, by default
//! `../shared/conformance`, and the systems' pages beside it. What is missing is said to be skipped, loudly.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where its own data are not what they must be"
)]

mod command;
mod laws;
mod openmetrics;
mod pages;
mod second;
mod textparse;

use std::path::{Path, PathBuf};

/// The folder of the public suites with this name, if it is there.
fn suite(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("ALLCLEAR_CONFORMANCE").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance"),
        PathBuf::from,
    );
    present(root.join(name))
}

/// The folder with what the five systems send, if it is there.
fn systems() -> Option<PathBuf> {
    let root = std::env::var_os("ALLCLEAR_SYSTEMS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/systems"),
        PathBuf::from,
    );
    present(root)
}

fn present(folder: PathBuf) -> Option<PathBuf> {
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: {} is missing, nothing was compared", folder.display());
    None
}

/// All files below a folder whose names end with one of these, in order.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
