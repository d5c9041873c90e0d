//! Sets of characters, as regular expressions write them.

use crate::letters;

/// Characters from the first to the last of each range, both included.
#[derive(Clone, Debug)]
pub(super) struct Set(pub(super) Vec<(char, char)>);

impl Set {
    pub(super) fn has(&self, c: char) -> bool {
        self.0.iter().any(|(low, high)| (*low..=*high).contains(&c))
    }

    /// With the letters of the other case.
    pub(super) fn folded(mut self) -> Self {
        // Beyond these lie no letters that have a case here.
        let letters: Vec<char> = ('A'..='\u{1eff}').filter(|c| self.has(*c)).collect();
        for c in letters {
            for other in [letters::moved(c, true), letters::moved(c, false)] {
                if other != c {
                    self.0.push((other, other));
                }
            }
        }
        self
    }
}

/// All other characters.
pub(super) fn negated(mut ranges: Vec<(char, char)>) -> Vec<(char, char)> {
    ranges.sort_unstable();
    let mut others = Vec::new();
    let mut from = Some('\0');
    for (low, high) in ranges {
        let Some(first) = from else { break };
        if low > first {
            others.extend(before(low).map(|last| (first, last)));
        }
        if high >= first {
            from = after(high);
        }
    }
    others.extend(from.map(|first| (first, char::MAX)));
    others
}

/// The neighbours of a character; between them lie those codes that are none.
fn before(c: char) -> Option<char> {
    if c == '\u{e000}' { Some('\u{d7ff}') } else { char::from_u32(u32::from(c).checked_sub(1)?) }
}

fn after(c: char) -> Option<char> {
    if c == '\u{d7ff}' { Some('\u{e000}') } else { char::from_u32(u32::from(c) + 1) }
}

/// `\d`, `\s`, `\w` and their opposites.
pub(super) fn perl(letter: char) -> Option<Vec<(char, char)>> {
    let ranges = named(match letter.to_ascii_lowercase() {
        'd' => "digit",
        's' => "perl space",
        'w' => "word",
        _ => return None,
    })?;
    Some(if letter.is_ascii_uppercase() { negated(ranges) } else { ranges })
}

/// `[:alpha:]`, and `[:^alpha:]` for all others.
pub(super) fn named(name: &str) -> Option<Vec<(char, char)>> {
    if let Some(name) = name.strip_prefix('^') {
        return named(name).map(negated);
    }
    let ends = match name {
        "alnum" => "09AZaz",
        "alpha" => "AZaz",
        "ascii" => "\0\x7f",
        "blank" => "\t\t  ",
        "cntrl" => "\0\x1f\x7f\x7f",
        "digit" => "09",
        "graph" => "!~",
        "lower" => "az",
        "perl space" => "\t\n\x0c\r  ",
        "print" => " ~",
        "punct" => "!/:@[`{~",
        "space" => "\t\r  ",
        "upper" => "AZ",
        "word" => "09AZ__az",
        "xdigit" => "09AFaf",
        _ => return None,
    };
    let ends: Vec<char> = ends.chars().collect();
    Some(ends.chunks_exact(2).filter_map(|ends| Some((*ends.first()?, *ends.last()?))).collect())
}
