//! `allclear check`: prints every problem of the document and of the reports beside it, and a line over each.

use super::{output, reports};
use allclear::config::document::{self, Reading};
use anyhow::{Context as _, Result};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Reads `file` and says what is to be said about it, on the standard output.
pub(crate) fn run(file: &Path) -> Result<ExitCode> {
    let reading = read(file)?;
    for problem in &reading.problems {
        output::line(problem.in_file(&file.to_string_lossy()))?;
    }
    output::line(reading.summary())?;
    // A document with mistakes does not hide those of the reports.
    let draft = reading.draft.as_ref().map(|draft| (&draft.deployment, draft.knows_systems));
    let known = reading.deployment.as_ref().map(|deployment| (deployment, true)).or(draft);
    let Some((deployment, knows_systems)) = known else { return Ok(ExitCode::FAILURE) };
    let files = match reports::check(file, deployment, knows_systems) {
        Ok(files) => files,
        Err(error) => {
            output::line(error)?;
            return Ok(ExitCode::FAILURE);
        }
    };
    for problem in files.iter().flat_map(|file| {
        let name = file.path.to_string_lossy();
        file.problems.iter().map(move |problem| problem.in_file(&name).to_string())
    }) {
        output::line(problem)?;
    }
    let broken = files.iter().filter(|file| file.report.is_none()).count();
    if !files.is_empty() {
        let s = if files.len() == 1 { "" } else { "s" };
        output::line(format_args!("{} incident{s}, {broken} with errors", files.len()))?;
    }
    let is_well = broken == 0 && reading.deployment.is_some();
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads `file`.
pub(crate) fn read(file: &Path) -> Result<Reading> {
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let text = String::from_utf8(bytes)
        .with_context(|| format!("{} is not UTF-8 text", file.display()))?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let beside =
        |name: &str| fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
    Ok(document::read_beside(&text, &beside))
}
