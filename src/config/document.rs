//! `allclear.yaml`, from its text to what is deployed: the stations in order.
//!
//! ```text
//! text --yaml--> tree with places --structure--> fits the schema --raw--> types --validate--> Deployment
//! ```
//!
//! Each station reports all it finds; the next one runs only when the one before found no error, because what follows
//! from a broken structure would be noise.

use super::deployment::Deployment;
use super::problem::{Problem, Severity};
use super::raw::{self, Document};
use super::{structure, validate, yaml};
use serde::Deserialize as _;
use std::sync::LazyLock;

/// What a document says, and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What is deployed; `None` where the document has errors.
    pub deployment: Option<Deployment>,
    /// Errors and warnings, in the order of the document.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// The number of errors and of warnings.
    pub fn count(&self) -> (usize, usize) {
        let errors =
            self.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        (errors, self.problems.len() - errors)
    }

    /// One line over all: `5 systems, 7 checks, no problem`.
    pub fn summary(&self) -> String {
        let found = match self.count() {
            (0, 0) => "no problem".to_owned(),
            (errors, 0) => number(errors, "error"),
            (0, warnings) => number(warnings, "warning"),
            (errors, warnings) => {
                format!("{}, {}", number(errors, "error"), number(warnings, "warning"))
            }
        };
        let Some(deployment) = &self.deployment else { return found };
        let checks = deployment.systems.iter().map(|system| system.checks.len()).sum();
        format!(
            "{}, {}, {found}",
            number(deployment.systems.len(), "system"),
            number(checks, "check")
        )
    }
}

fn number(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}

/// The document's shape. It is the same for every document, and making it takes longer than checking one.
static SCHEMA: LazyLock<serde_json::Value> = LazyLock::new(|| raw::schema().to_value());

/// Reads a document.
pub fn read(text: &str) -> Reading {
    match stations(text) {
        Ok((deployment, mut problems)) => {
            problems.sort_by_key(|problem| problem.at);
            let is_usable = problems.iter().all(|problem| problem.severity == Severity::Warning);
            Reading { deployment: is_usable.then_some(deployment), problems }
        }
        Err(mut problems) => {
            problems.sort_by_key(|problem| problem.at);
            Reading { deployment: None, problems }
        }
    }
}

fn stations(text: &str) -> Result<(Deployment, Vec<Problem>), Vec<Problem>> {
    // Editors of other systems begin files with a byte order mark; it is no part of the document.
    let tree = yaml::read(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    let problems = structure::check(&tree, &SCHEMA);
    if !problems.is_empty() {
        return Err(problems);
    }
    // What fits the schema is sure to be read. Should the two ever differ, that is said rather than passed over.
    let document = Document::deserialize(tree.to_json()).map_err(|error| {
        vec![Problem::error(tree.at, "", format!("the document cannot be read: {error}"))]
    })?;
    Ok(validate::validate(&document, &tree))
}
