//! Regular expressions in Go's syntax (RE2), told only whether they match a whole text.
//!
//! A program of a few instructions, all of whose states are followed at once (K. Thompson, "Regular Expression Search Algorithm", 1968; R. Cox,
//! "Regular Expression Matching: the Virtual Machine Approach", 2009): time is linear in the text, whatever the expression. It is our own
//! because who wants no captures and no search needs a third of an engine: `regex-lite` was 9 KB of brotli more. `\p{…}` is not known.

mod escape;
mod parse;

use super::BadRegex;
use super::set::Set;

/// A compiled expression.
#[derive(Clone, Debug)]
pub(in crate::labels) struct Regex {
    program: Vec<Step>,
}

/// One instruction. Distances are counted from the instruction itself, so that a piece of program can be copied.
#[derive(Clone, Debug)]
enum Step {
    /// A character of this set, then the next instruction.
    Take(Set),
    /// Both the next instruction and the one that is so far away.
    Fork(isize),
    /// The one that is so far away.
    Jump(isize),
    /// The next instruction, if the place is so.
    Check(Place),
}

/// Places between characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordEdge,
    NoWordEdge,
}

impl Regex {
    pub(super) fn new(pattern: &str) -> Result<Self, BadRegex> {
        match parse::program(pattern) {
            Ok(program) => Ok(Self { program }),
            Err(reason) => Err(BadRegex(reason.to_owned())),
        }
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let mut run = Run { program: &self.program, states: Vec::new(), seen: Vec::new() };
        let mut before = None;
        let mut chars = text.chars();
        let mut after = chars.next();
        run.follow(0, (before, after));
        while let Some(c) = after {
            (before, after) = (Some(c), chars.next());
            for state in run.next_states() {
                if let Some(Step::Take(set)) = self.program.get(state)
                    && set.has(c)
                {
                    run.follow(state + 1, (before, after));
                }
            }
            if run.states.is_empty() {
                return false;
            }
        }
        run.states.contains(&self.program.len())
    }
}

/// The states at one place of the text. The end of the program is one too.
struct Run<'a> {
    program: &'a [Step],
    states: Vec<usize>,
    seen: Vec<bool>,
}

impl Run<'_> {
    /// Leaves the place, and returns the states there.
    fn next_states(&mut self) -> Vec<usize> {
        self.seen.clear();
        core::mem::take(&mut self.states)
    }

    /// Adds a state, and all that follow from it without a character.
    fn follow(&mut self, state: usize, around: (Option<char>, Option<char>)) {
        self.seen.resize(self.program.len() + 1, false);
        let mut waiting = vec![state];
        while let Some(state) = waiting.pop() {
            match self.seen.get_mut(state) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            match self.program.get(state) {
                Some(Step::Fork(distance)) => {
                    waiting.push(state.saturating_add_signed(*distance));
                    waiting.push(state + 1);
                }
                Some(Step::Jump(distance)) => {
                    waiting.push(state.saturating_add_signed(*distance));
                }
                Some(Step::Check(place)) => {
                    if place.is_at(around) {
                        waiting.push(state + 1);
                    }
                }
                Some(Step::Take(_)) | None => self.states.push(state),
            }
        }
    }
}

impl Place {
    fn is_at(self, (before, after): (Option<char>, Option<char>)) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        match self {
            Self::TextStart => before.is_none(),
            Self::TextEnd => after.is_none(),
            Self::LineStart => before.is_none_or(|c| c == '\n'),
            Self::LineEnd => after.is_none_or(|c| c == '\n'),
            Self::WordEdge => is_word(before) != is_word(after),
            Self::NoWordEdge => is_word(before) == is_word(after),
        }
    }
}

#[cfg(test)]
mod tests;
