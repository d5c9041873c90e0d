//! What is wrong with a text that is no YAML, and in which line.

use super::super::problem::{At, Problem};
use super::MAX_DEPTH;

/// The problem behind the parser's error.
///
/// YAML's indentation has no tabs. The parser often takes a line that a tab indents for the end of the value before it, and finds
/// fault there. So such a line is named itself where it is the first one from the error on.
pub(super) fn explain(text: &str, at: At, info: &str) -> Problem {
    if let Some(tab) = tab_at_or_after(text, at) {
        let problem = Problem::error(tab, "", "a tab indents this line");
        return problem.with_hint("write spaces; YAML does not count tabs as indentation");
    }
    // The parser looks ahead within brackets, and has a limit of its own.
    if info.contains("recursion limit") {
        return too_deep(at);
    }
    Problem::error(at, "", info.to_lowercase())
}

/// More nesting than is read.
pub(super) fn too_deep(at: At) -> Problem {
    let problem =
        Problem::error(at, "", format!("this is nested more than {MAX_DEPTH} levels deep"));
    problem.with_hint("no section of this file needs ten")
}

/// The first tab of the indentation in the line of the error, or in the next one that says something.
fn tab_at_or_after(text: &str, at: At) -> Option<At> {
    let says_something = |(_, line): &(usize, &str)| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with('#')
    };
    let lines = (1..).zip(text.lines()).skip(at.line - 1).filter(says_something);
    lines.take(2).find_map(|(line, content)| {
        let indentation = content.chars().take_while(|char| char.is_whitespace());
        let column = indentation.into_iter().position(|char| char == '\t')? + 1;
        Some(At { line, column })
    })
}
