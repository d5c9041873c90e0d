//! `allclear.yaml`, from its text to what is deployed: the stations in order.
//!
//! ```text
//! text --yaml--> tree with places --structure--> fits the schema --raw--> types --validate--> Deployment
//! ```
//!
//! Each station reports all it finds, and goes on with something harmless in place of what is wrong. What a later station finds
//! there follows from the first mistake, and is not reported. Only text that is no YAML at all goes no further.

use super::deployment::Deployment;
use super::problem::{Problem, Severity};
use super::raw::{self, Document};
use super::validate::{ReadFile, Source};
use super::yaml::Node;
use super::{structure, validate, yaml};
use serde::Deserialize as _;
use std::sync::LazyLock;

/// The result of reading a document, and its problems.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The deployment; `None` if the document has errors.
    pub deployment: Option<Deployment>,
    /// The readable part of a document with errors, for checks of files that refer to it. Never to be deployed.
    pub draft: Option<Draft>,
    /// Errors and warnings, in the order of the document.
    pub problems: Vec<Problem>,
}

/// The readable part of a document with errors.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The document, with something harmless in place of what is wrong.
    pub deployment: Deployment,
    /// Whether the ids of all systems are known.
    pub knows_systems: bool,
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

/// Reads a document that names no other files.
pub fn read(text: &str) -> Reading {
    read_beside(text, &|_| Err("there is no folder in which it could be".to_owned()))
}

/// Reads a document. `read_file` reads the files that it names.
pub fn read_beside(text: &str, read_file: ReadFile<'_>) -> Reading {
    // Editors of other systems begin files with a byte order mark; it is no part of the document.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (tree, mut problems) = yaml::read_all(text);
    let draft = tree.and_then(|tree| draft(text, &tree, read_file, &mut problems));
    problems.sort_by_key(|problem| problem.at);
    let is_usable = problems.iter().all(|problem| problem.severity == Severity::Warning);
    match draft {
        Some(draft) if is_usable => {
            Reading { deployment: Some(draft.deployment), draft: None, problems }
        }
        draft => Reading { deployment: None, draft, problems },
    }
}

fn draft(
    text: &str,
    tree: &Node,
    read_file: ReadFile<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Draft> {
    let fitted = structure::fit(tree, &SCHEMA);
    problems.extend(fitted.problems);
    // A document that fits the schema can be read. If the two ever differ, that is reported rather than ignored.
    let document = match Document::deserialize(fitted.json) {
        Ok(document) => document,
        Err(error) => {
            let message = format!("the document cannot be read: {error}");
            problems.push(Problem::error(tree.at, "", message));
            return None;
        }
    };
    let source = Source { text, tree, broken: &fitted.broken, read_file };
    let validated = validate::validate(&document, &source);
    problems.extend(validated.problems);
    Some(Draft { deployment: validated.deployment, knows_systems: validated.knows_systems })
}
