//! The query language against Prometheus' own suites.
//!
//! They are read unmodified from `promqltest` in the folder that `ALLCLEAR_CONFORMANCE` names, by default `../shared/conformance`.
//! Cases that use unsupported parts of the language are counted, and all others have to pass.

#![expect(clippy::unwrap_used, reason = "a suite that cannot be read stops")]

mod script;
mod syntax;

use std::path::PathBuf;

/// Returns the folder with the suites, or `None` with a message on the console.
fn suites() -> Option<PathBuf> {
    let named = std::env::var_os("ALLCLEAR_CONFORMANCE").map(PathBuf::from);
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance"));
    let folder = named.unwrap_or_else(default).join("promqltest");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no suites at {}; set ALLCLEAR_CONFORMANCE", folder.display());
    None
}
