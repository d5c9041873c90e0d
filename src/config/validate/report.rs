//! The problems of a document, each with its path and place, and checks of single values that report what is wrong.

use super::{LONGEST_NAME, is_direction};
use crate::config::address::{Host, Origin, Upstream, Wrong};
use crate::config::problem::Problem;
use crate::config::raw::{Id, Span};
use crate::config::structure;
use crate::config::yaml::{self, Node};
use core::fmt;
use metrics_engine::time::Duration;

/// Reads a file that the document names, seen from the document's folder. The error says why it cannot be read.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// The text of a document, its tree, the mistakes in its structure, and the files beside it.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its values with their places.
    pub tree: &'a Node,
    /// The paths of values that did not fit the schema.
    pub broken: &'a [String],
    /// Reads the files that it names.
    pub read_file: ReadFile<'a>,
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, tree, broken, read_file: _ } = self;
        f.debug_struct("Source")
            .field("text", text)
            .field("tree", tree)
            .field("broken", broken)
            .finish_non_exhaustive()
    }
}

/// The problems found so far, and the document that they are in.
pub(super) struct Report<'a> {
    pub(super) source: Source<'a>,
    /// Paths of values that were reported here, where others depend on them.
    pub(super) wrong: Vec<String>,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Report<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Self { source, wrong: Vec::new(), problems: Vec::new() }
    }

    fn push(&mut self, problem: Problem) {
        if !self.is_broken(&problem.path) {
            self.problems.push(problem);
        }
    }

    pub(super) fn error(
        &mut self,
        path: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let at = self.source.tree.place(path);
        self.push(Problem::error(at, path, message).with_hint(hint));
    }

    pub(super) fn warning(
        &mut self,
        path: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let at = self.source.tree.place(path);
        self.push(Problem::warning(at, path, message).with_hint(hint));
    }

    /// An error at the byte `offset` of `text`, which is the value at `path`, blanks around it aside.
    pub(super) fn error_within(
        &mut self,
        path: &str,
        text: &str,
        offset: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let start = self.source.tree.place(path);
        let at = yaml::within(self.source.text, start, text, offset).unwrap_or(start);
        self.push(Problem::error(at, path, message).with_hint(hint));
    }

    /// Returns whether the value at `path` replaces one that did not fit the schema.
    pub(super) fn is_broken(&self, path: &str) -> bool {
        structure::is_broken(self.source.broken, path)
    }

    /// Whether a mistake was reported at `path` or within it.
    pub(super) fn is_unclear(&self, path: &str) -> bool {
        let within = [path.to_owned()];
        let mistakes = self.source.broken.iter().chain(&self.wrong);
        self.is_broken(path) || mistakes.into_iter().any(|it| structure::is_broken(&within, it))
    }

    pub(super) fn address<T>(&mut self, path: &str, read: Result<T, Wrong>) -> Option<T> {
        read.map_err(|wrong| self.error(path, wrong.message, wrong.hint)).ok()
    }

    /// Reads the address of an upstream. A harmless address replaces an unreadable one.
    pub(super) fn upstream(&mut self, path: &str, text: &str) -> Upstream {
        self.address(path, Upstream::parse(text)).unwrap_or_else(|| {
            self.wrong.push(path.to_owned());
            let host = Host::Name("localhost".to_owned());
            Upstream { origin: Origin { secure: false, host, port: None }, target: "/".to_owned() }
        })
    }

    /// Reads each address in the list at `path`.
    pub(super) fn addresses<T>(
        &mut self,
        path: &str,
        texts: &[String],
        read: fn(&str) -> Result<T, Wrong>,
    ) -> Vec<T> {
        let texts = texts.iter().enumerate();
        texts
            .filter_map(|(index, text)| self.address(&format!("{path}[{index}]"), read(text)))
            .collect()
    }

    /// Checks a name to show: one line, not empty, not too long.
    pub(super) fn name(&mut self, path: &str, text: &str) -> String {
        if text.trim().is_empty() {
            self.error(path, "nothing is here", "write the name to show");
        }
        self.text(path, text, LONGEST_NAME)
    }

    /// Checks a text to show: one line of at most `longest` characters.
    pub(super) fn text(&mut self, path: &str, text: &str, longest: usize) -> String {
        let text = text.trim();
        if let Some(char) = text.chars().find(|char| char.is_control() || is_direction(*char)) {
            self.error(path, format!("{char:?} is in the text"), "write one line of plain text");
            self.wrong.push(path.to_owned());
        }
        if text.chars().count() > longest {
            self.error(path, format!("the text is longer than {longest} characters"), "shorten it");
        }
        text.to_owned()
    }

    /// Reports an id that one of `others`, the items before it in the list `of`, has already.
    pub(super) fn unique<'b>(
        &mut self,
        path: &str,
        id: &str,
        mut others: impl Iterator<Item = &'b str>,
        of: &str,
    ) {
        if let Some(other) = others.position(|other| other == id && !id.is_empty()) {
            let message = format!("the id {id:?} is that of {of}[{other}]");
            self.error(path, message, "give one of them another `id`");
            self.wrong.push(path.to_owned());
        }
    }

    /// Checks that a span lies between `least` and `most`.
    pub(super) fn span(
        &mut self,
        path: &str,
        span: Option<Span>,
        least: Duration,
        most: Duration,
    ) -> Option<Duration> {
        let span = span?.0;
        if span < least || span > most {
            self.error(path, format!("{span} is out of range"), format!("from {least} to {most}"));
            self.wrong.push(path.to_owned());
            return None;
        }
        Some(span)
    }

    pub(super) fn interval(&mut self, path: &str, span: Option<Span>) -> Option<Duration> {
        self.span(path, span, Duration::from_secs(1), Duration::from_secs(86_400))
    }

    pub(super) fn timeout(&mut self, path: &str, span: Option<Span>) -> Option<Duration> {
        self.span(path, span, Duration(100), Duration::from_secs(120))
    }

    /// Returns the id as written, or one derived from the name at `path`: `Campus chatbot` becomes `campus-chatbot`.
    pub(super) fn id(&mut self, written: Option<&Id>, name: &str, path: &str) -> String {
        if let Some(Id(id)) = written {
            return id.clone();
        }
        let lowered =
            |char: char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { ' ' };
        let id = name
            .chars()
            .map(lowered)
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join("-");
        if id.is_empty() && !name.is_empty() && !self.is_unclear(path) {
            let message = format!("no id can be made from {name:?}");
            self.error(path, message, "add an `id` of a-z, 0-9 and -");
        }
        id
    }
}
