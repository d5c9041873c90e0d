//! Regular expressions in Go's syntax (RE2), told only whether they match a whole text.
//!
//! A program of a few instructions, all of whose states are followed at once (K. Thompson, "Regular Expression Search Algorithm", 1968; R. Cox,
//! "Regular Expression Matching: the Virtual Machine Approach", 2009): time is linear in the text, whatever the expression. It is our own
//! because who wants no captures and no search needs a third of an engine: `regex-lite` was 9 KB of brotli more. `\p{…}` is not known.

use super::BadRegex;
use super::set::{Set, named, negated, perl};

/// Most instructions. Expressions come from links and from other people's rules.
const MAX_PROGRAM: usize = 1 << 15;
/// Most groups within groups.
const MAX_DEPTH: usize = 100;
/// Most repetitions by number, as in Go.
const MAX_COUNT: usize = 1000;

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
        let flags = Flags { fold: false, lines: false, dot_all: true };
        let mut parser = Parser { rest: pattern, program: Vec::new(), flags, depth: 0 };
        match parser.alternatives() {
            Ok(()) if parser.rest.is_empty() => Ok(Self { program: parser.program }),
            Ok(()) => Err(BadRegex("a ) without its (".to_owned())),
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

#[derive(Clone, Copy)]
struct Flags {
    /// `i`: letters of either case.
    fold: bool,
    /// `m`: `^` and `$` at each line.
    lines: bool,
    /// `s`: a dot is any character.
    dot_all: bool,
}

/// Writes the program while it reads. An error is a reason in words.
struct Parser<'a> {
    rest: &'a str,
    program: Vec<Step>,
    flags: Flags,
    depth: usize,
}

type Parsed<T> = Result<T, &'static str>;

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn takes(&mut self, text: &str) -> bool {
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

    fn one(&self, c: char) -> Set {
        self.folded(vec![(c, c)])
    }

    fn folded(&self, ranges: Vec<(char, char)>) -> Set {
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

    /// What follows a backslash.
    fn escaped(&mut self) -> Parsed<Set> {
        let c = self.next().ok_or("a \\ at the end")?;
        if let Some(ranges) = perl(c) {
            return Ok(Set(ranges));
        }
        let c = match c {
            'a' => '\x07',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            'x' => self.hexadecimal()?,
            '0'..='7' => self.octal(c)?,
            c if c.is_ascii_punctuation() => c,
            _ => return Err("an unknown escape"),
        };
        Ok(self.one(c))
    }

    /// `7f` or `{10ffff}`.
    fn hexadecimal(&mut self) -> Parsed<char> {
        let digits = if self.takes("{") {
            let (digits, rest) = self.rest.split_once('}').ok_or("a \\x{ without its }")?;
            self.rest = rest;
            digits
        } else {
            let digits = self.rest.get(..2).ok_or("a bad \\x")?;
            self.rest = self.rest.get(2..).unwrap_or_default();
            digits
        };
        let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal);
        code.and_then(char::from_u32).ok_or("a bad \\x")
    }

    /// `\012`, and `\12` too; a single digit other than zero would be a reference to a group, which there is not.
    fn octal(&mut self, first: char) -> Parsed<char> {
        let mut code = first.to_digit(8).unwrap_or_default();
        let mut digits = 1;
        while digits < 3
            && let Some(digit) = self.peek().and_then(|c| c.to_digit(8))
        {
            code = code * 8 + digit;
            digits += 1;
            self.next();
        }
        if digits == 1 && first != '0' {
            return Err("an unknown escape");
        }
        char::from_u32(code).ok_or("an unknown escape")
    }

    /// What follows an opening bracket.
    fn class(&mut self) -> Parsed<Set> {
        let is_negated = self.takes("^");
        let mut ranges = Vec::new();
        let mut is_first = true;
        while is_first || self.peek() != Some(']') {
            is_first = false;
            if self.rest.starts_with("[:")
                && let Some((name, rest)) =
                    self.rest.get(2..).and_then(|rest| rest.split_once(":]"))
            {
                ranges.extend(named(name).ok_or("an unknown class")?);
                self.rest = rest;
                continue;
            }
            let set = self.class_item()?;
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            match (set.as_slice(), is_range) {
                ([(low, same)], true) if low == same => {
                    let low = *low;
                    self.next();
                    let high = self.class_item()?;
                    match high.as_slice() {
                        [(high, same)] if high == same && low <= *high => ranges.push((low, *high)),
                        _ => return Err("a bad range"),
                    }
                }
                (_, true) => return Err("a bad range"),
                (_, false) => ranges.extend(set),
            }
        }
        self.next();
        let set = self.folded(ranges);
        Ok(if is_negated { Set(negated(set.0)) } else { set })
    }

    fn class_item(&mut self) -> Parsed<Vec<(char, char)>> {
        let flags = self.flags;
        // The class as a whole is folded.
        self.flags.fold = false;
        let set = match self.next() {
            Some('\\') => self.escaped().map(|set| set.0),
            Some(c) => Ok(vec![(c, c)]),
            None => Err("a [ without its ]"),
        };
        self.flags = flags;
        set
    }
}

/// A distance between instructions, of which there are few.
fn distance(length: usize) -> isize {
    length.cast_signed()
}

#[cfg(test)]
mod tests;
