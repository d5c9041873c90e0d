//! The folder of operators' reports on incidents: its problems for `check`, its reports for the recorder.

use allclear::config::deployment::Deployment;
use allclear::config::problem::{At, Problem, Severity};
use allclear::history::Report;
use allclear::operator::report;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The name of the folder unless the document names one.
const USUAL: &str = "incidents";

/// One file: its path, its report, and its problems.
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) report: Option<Report>,
    pub(crate) problems: Vec<Problem>,
}

/// Reads all Markdown files of the folder that belongs to `document`, by name. The usual folder may be missing, a named one must not.
///
/// # Errors
///
/// Fails if the folder cannot be read.
pub(crate) fn read(document: &Path, deployment: &Deployment) -> io::Result<Vec<File>> {
    check(document, deployment, true)
}

/// Does the same for a document that may have mistakes of its own, so that not all systems may be known.
///
/// # Errors
///
/// Fails if the folder cannot be read.
pub(crate) fn check(
    document: &Path,
    deployment: &Deployment,
    knows_systems: bool,
) -> io::Result<Vec<File>> {
    let folder = folder(document, deployment);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound && deployment.incidents.is_none() => {
            return Ok(Vec::new());
        }
        Err(error) => {
            let messages = format!("{}: {error}", folder.display());
            return Err(io::Error::new(error.kind(), messages));
        }
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let is_hidden =
            path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !is_hidden && path.extension().is_some_and(|kind| kind == "md") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths.into_iter().map(|path| file(path, deployment, knows_systems)).collect())
}

fn folder(document: &Path, deployment: &Deployment) -> PathBuf {
    let name = deployment.incidents.as_deref().unwrap_or(USUAL);
    document.parent().unwrap_or(Path::new("")).join(name)
}

fn file(path: PathBuf, deployment: &Deployment, knows_systems: bool) -> File {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (report, problems) = match text(&path) {
        Ok(text) => report::check(&name, &text, deployment, knows_systems),
        Err(error) => {
            (None, vec![Problem::error(At::START, "", format!("cannot be read: {error}"))])
        }
    };
    File { path, report, problems }
}

/// The text of a file, up to a byte more than a report may have.
fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    fs::File::open(path)?.take(report::LARGEST as u64 + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// The reports for the recorder. A file that has become invalid keeps its last valid report until it is corrected or removed.
pub(crate) struct Reports {
    document: PathBuf,
    known: BTreeMap<PathBuf, Report>,
    /// The last reported problems.
    messages: String,
}

impl Reports {
    pub(crate) fn new(document: &Path) -> Self {
        Self { document: document.to_owned(), known: BTreeMap::new(), messages: String::new() }
    }

    /// Reads the folder again. What is wrong is said once on the standard error.
    pub(crate) fn read(&mut self, deployment: &Deployment) -> Vec<Report> {
        let mut messages = String::new();
        match read(&self.document, deployment) {
            Ok(files) => {
                self.known.retain(|path, _| files.iter().any(|file| file.path == *path));
                for file in files {
                    let name = file.path.to_string_lossy().into_owned();
                    let is_error = |problem: &&Problem| problem.severity == Severity::Error;
                    for problem in file.problems.iter().filter(is_error) {
                        let _ = writeln!(messages, "{}", problem.in_file(&name));
                    }
                    if let Some(report) = file.report {
                        self.known.insert(file.path, report);
                    }
                }
            }
            Err(error) => messages = format!("{error}\n"),
        }
        if messages != self.messages {
            if !messages.is_empty() {
                tracing::error!("{}", messages.trim_end());
            }
            self.messages = messages;
        }
        self.known.values().cloned().collect()
    }
}
