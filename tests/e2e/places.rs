//! Where the tests find the repository and the programs that they start.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The root of the repository: the nearest folder above this package that holds `Cargo.lock`.
pub(crate) fn repository() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().find(|folder| folder.join("Cargo.lock").exists()).unwrap_or(package)
}

/// A program of this workspace: where `ALLCLEAR_PROGRAMS` says, else in cargo's target folder, two levels above this test.
///
/// # Panics
///
/// Panics if the program was not built: cargo builds only the programs of the package under test.
pub(crate) fn program(name: &str) -> PathBuf {
    let folder = env::var_os("ALLCLEAR_PROGRAMS").map_or_else(
        || {
            let test = env::current_exe().unwrap_or_default();
            test.ancestors().nth(2).map(Path::to_owned).unwrap_or_default()
        },
        PathBuf::from,
    );
    let program = folder.join(name);
    assert!(program.exists(), "{} is missing: run scripts/build.sh programs", program.display());
    program
}
