//! Problems of a text that is not YAML, with their lines.

use super::super::problem::{At, Problem};
use super::MAX_DEPTH;

/// The problem behind the parser's error.
///
/// YAML's indentation has no tabs. The parser often takes a line that a tab indents for the end of the value before it, and finds
/// fault there. So such a line is named itself where it is the first one from the error on. Behind blanks, a tab makes the first line
/// of a block deeper than the others, and the parser finds fault with the second one.
pub(super) fn explain(text: &str, at: At, info: &str) -> Problem {
    let before = || info.contains("did not find expected").then(|| tab_before(text, at)).flatten();
    if let Some(tab) = tab_at_or_after(text, at).or_else(before) {
        let problem = Problem::error(tab, "", "a tab indents this line");
        return problem.with_hint("write spaces; YAML does not count tabs as indentation");
    }
    // Within brackets, the parser reads ahead and has a limit of its own.
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
    let lines = (1..).zip(text.lines()).skip(at.line - 1).filter(|(_, line)| says_something(line));
    lines.take(2).find_map(|(line, content)| tab_in(line, content))
}

/// The tab that indents the first line of the block in which the error is, or of one within that block.
fn tab_before(text: &str, at: At) -> Option<At> {
    let depth = indentation(text.lines().nth(at.line - 1)?).count();
    let lines = (1..).zip(text.lines()).take(at.line - 1).filter(|(_, line)| says_something(line));
    let lines: Vec<_> = lines.collect();
    for pair in lines.windows(2).rev() {
        let [(_, before), (line, content)] = pair else { break };
        // Below any other line, this is the text of a block, in which tabs may stand.
        if let Some(tab) = tab_in(*line, content).filter(|_| before.trim_end().ends_with(':')) {
            return Some(tab);
        }
        if indentation(content).count() < depth {
            break;
        }
    }
    None
}

fn says_something(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with('#')
}

fn indentation(line: &str) -> impl Iterator<Item = char> {
    line.chars().take_while(|char| char.is_whitespace())
}

fn tab_in(line: usize, content: &str) -> Option<At> {
    let column = indentation(content).position(|char| char == '\t')? + 1;
    Some(At { line, column })
}
