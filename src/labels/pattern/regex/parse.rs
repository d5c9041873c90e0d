//! From an expression to its program, by recursive descent: alternatives, sequences, repetitions and groups. Single characters and
//! classes are read in `escape`.

use super::{Place, Step};
use crate::labels::pattern::set::{Set, negated};

/// Most instructions. Expressions come from links and from other people's rules.
const MAX_PROGRAM: usize = 1 << 15;
/// Most groups within groups.
const MAX_DEPTH: usize = 100;
/// Most repetitions by number, as in Go.
const MAX_COUNT: usize = 1000;

/// The program of a whole expression.
pub(super) fn program(pattern: &str) -> Parsed<Vec<Step>> {
    let flags = Flags { fold: false, lines: false, dot_all: true };
    let mut parser = Parser { rest: pattern, program: Vec::new(), flags, depth: 0 };
    parser.alternatives()?;
    if parser.rest.is_empty() { Ok(parser.program) } else { Err("a ) without its (") }
}

/// How what follows is meant.
#[derive(Clone, Copy)]
pub(super) struct Flags {
    /// `i`: letters of either case.
    pub(super) fold: bool,
    /// `m`: `^` and `$` at each line.
    lines: bool,
    /// `s`: a dot is any character.
    dot_all: bool,
}

/// Writes the program while it reads. An error is a reason in words.
pub(super) struct Parser<'a> {
    /// What is not read yet.
    pub(super) rest: &'a str,
    program: Vec<Step>,
    pub(super) flags: Flags,
    depth: usize,
}

/// A piece of an expression, or a reason in words.
pub(super) type Parsed<T> = Result<T, &'static str>;

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    pub(super) fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// `a|b|c`, up to the end or a closing parenthesis.
    fn alternatives(&mut self) -> Parsed<()> {
        let mut jumps = Vec::new();
        loop {
            let start = self.program.len();
            self.sequence()?;
            if !self.takes("|") {
                break;
            }
            let length = distance(self.program.len() - start);
            self.program.insert(start, Step::Fork(length + 2));
            jumps.push(self.program.len());
            self.program.push(Step::Jump(0));
        }
        let end = self.program.len();
        for at in jumps {
            if let Some(step) = self.program.get_mut(at) {
                *step = Step::Jump(distance(end - at));
            }
        }
        Ok(())
    }

    fn sequence(&mut self) -> Parsed<()> {
        while !matches!(self.peek(), None | Some('|' | ')')) {
            let start = self.program.len();
            if self.repetition()?.is_some() {
                return Err("a repetition of nothing");
            }
            self.atom()?;
            if let Some(times) = self.repetition()? {
                self.repeat(start, times)?;
                // Of two ways to the same text none is the better one here.
                self.takes("?");
                if self.repetition()?.is_some() {
                    return Err("a repetition of a repetition");
                }
            }
            if self.program.len() > MAX_PROGRAM {
                return Err("too large an expression");
            }
        }
        Ok(())
    }

    /// How often, at least and at most, if that is what comes next.
    fn repetition(&mut self) -> Parsed<Option<(usize, Option<usize>)>> {
        for (symbol, times) in [("*", (0, None)), ("+", (1, None)), ("?", (0, Some(1)))] {
            if self.takes(symbol) {
                return Ok(Some(times));
            }
        }
        let inner = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let Some((inner, rest)) = inner else { return Ok(None) };
        let (least, most) = inner.split_once(',').map_or((inner, None), |(a, b)| (a, Some(b)));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        // Anything else is a brace.
        if least.is_empty() || !is_number(least) || !most.is_none_or(is_number) {
            return Ok(None);
        }
        self.rest = rest;
        let count = |text: &str| {
            let count = text.parse().ok().filter(|count| *count <= MAX_COUNT);
            count.ok_or("a repetition of more than 1000 times")
        };
        let least = count(least)?;
        let most = match most {
            None => Some(least),
            Some("") => None,
            Some(most) => Some(count(most)?),
        };
        if most.is_some_and(|most| most < least) {
            return Err("a repetition of at most less than at least");
        }
        Ok(Some((least, most)))
    }

    /// Repeats what was written since `start`.
    fn repeat(&mut self, start: usize, (least, most): (usize, Option<usize>)) -> Parsed<()> {
        let body = self.program.split_off(start);
        let length = distance(body.len());
        let copies = most.unwrap_or(least + 1).max(1);
        if (body.len() + 2).saturating_mul(copies) > MAX_PROGRAM {
            return Err("too large an expression");
        }
        for _ in 0..least {
            self.program.extend_from_slice(&body);
        }
        match most {
            None if least > 0 => self.program.push(Step::Fork(-length)),
            None => {
                self.program.push(Step::Fork(length + 2));
                self.program.extend(body);
                self.program.push(Step::Jump(-length - 1));
            }
            Some(most) => {
                for left in (0..most - least).rev() {
                    self.program.push(Step::Fork((length + 1) * distance(left + 1)));
                    self.program.extend_from_slice(&body);
                }
            }
        }
        Ok(())
    }

    fn atom(&mut self) -> Parsed<()> {
        let Flags { lines, dot_all, .. } = self.flags;
        let step = match self.next() {
            Some('(') => return self.group(),
            Some('[') => Step::Take(self.class()?),
            Some('.') => {
                let line_feed = vec![('\n', '\n')];
                Step::Take(Set(if dot_all { vec![('\0', char::MAX)] } else { negated(line_feed) }))
            }
            Some('^') => Step::Check(if lines { Place::LineStart } else { Place::TextStart }),
            Some('$') => Step::Check(if lines { Place::LineEnd } else { Place::TextEnd }),
            Some('\\') => match self.peek() {
                Some('A') => self.check(Place::TextStart),
                Some('z') => self.check(Place::TextEnd),
                Some('b') => self.check(Place::WordEdge),
                Some('B') => self.check(Place::NoWordEdge),
                _ => Step::Take(self.escaped()?),
            },
            Some(c) => Step::Take(self.one(c)),
            None => return Ok(()),
        };
        self.program.push(step);
        Ok(())
    }

    fn check(&mut self, place: Place) -> Step {
        self.next();
        Step::Check(place)
    }

    pub(super) fn one(&self, c: char) -> Set {
        self.folded(vec![(c, c)])
    }

    pub(super) fn folded(&self, ranges: Vec<(char, char)>) -> Set {
        if self.flags.fold { Set(ranges).folded() } else { Set(ranges) }
    }

    /// What follows an opening parenthesis.
    fn group(&mut self) -> Parsed<()> {
        let before = self.flags;
        if self.takes("?P<") || self.takes("?<") {
            let (name, rest) = self.rest.split_once('>').ok_or("a name without its >")?;
            self.rest = rest;
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.is_empty() || !name.chars().all(is_name) {
                return Err("a bad name of a group");
            }
        } else if self.takes("?") {
            // A `?` or a minus wants a flag after it, but for `(?:`.
            let (mut value, mut is_due) = (true, !self.rest.starts_with(':'));
            loop {
                let c = self.next();
                match c {
                    Some('i') => self.flags.fold = value,
                    Some('m') => self.flags.lines = value,
                    Some('s') => self.flags.dot_all = value,
                    Some('U') => {}
                    Some('-') if value => value = false,
                    Some(':') if !is_due => break,
                    // For the rest of the group around it.
                    Some(')') if !is_due => return Ok(()),
                    _ => return Err("an unknown flag"),
                }
                is_due = c == Some('-');
            }
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("too many groups within groups");
        }
        self.alternatives()?;
        self.depth -= 1;
        self.flags = before;
        if self.takes(")") { Ok(()) } else { Err("a ( without its )") }
    }
}

/// A distance between instructions, of which there are few.
fn distance(length: usize) -> isize {
    length.cast_signed()
}
