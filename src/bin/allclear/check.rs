//! `allclear check`: prints every problem, and one line over all.

use allclear::config::document::{self, Reading};
use anyhow::{Context as _, Result};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Reads `file` and says what is to be said about it, on the standard output.
pub(crate) fn run(file: &Path) -> Result<ExitCode> {
    let reading = read(file)?;
    for problem in &reading.problems {
        println!("{}", problem.in_file(&file.to_string_lossy()));
    }
    println!("{}", reading.summary());
    Ok(if reading.deployment.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads `file`.
pub(crate) fn read(file: &Path) -> Result<Reading> {
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let text = String::from_utf8(bytes)
        .with_context(|| format!("{} is no text (UTF-8)", file.display()))?;
    Ok(document::read(&text))
}
