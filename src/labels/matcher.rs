//! Matchers: conditions on labels, by which series are selected.
//!
//! Regular expressions are anchored at both ends and their dot matches a newline, as in Prometheus 3. Nearly all that people
//! write are a word, a list of words or a word with `.*` at an end; those never reach the engine. The engine is `regex-lite`,
//! which knows no Unicode classes (`\p{…}`); two habits of Go's syntax are translated for it: a `{` that begins no repetition
//! is a literal, and so is a `[` within a class.

use core::fmt;
use regex_lite::{Regex, RegexBuilder};

/// One condition on one label. All conditions of a selector have to hold.
#[derive(Clone, Debug)]
pub struct Matcher {
    /// The label's name.
    pub name: String,
    /// How its value is compared. A label that is absent has the empty value.
    pub op: MatchOp,
    /// What it is compared with, as written.
    pub value: String,
    test: Test,
}

/// How a [`Matcher`] compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchOp {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `=~`
    Matches,
    /// `!~`
    NotMatches,
}

/// Why a regular expression cannot be used, in the engine's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRegex(pub String);

/// What the value has to be; for negative operators, what it must not be.
#[derive(Clone, Debug)]
enum Test {
    /// The matcher's own value.
    Same,
    /// One of these words.
    OneOf(Vec<String>),
    /// A beginning and an end with at least so many bytes between them.
    Ends { first: String, last: String, between: usize },
    /// Has this somewhere within.
    Holds(String),
    /// Whatever else.
    Regex(Regex),
}

impl Matcher {
    /// A condition.
    ///
    /// # Errors
    ///
    /// [`BadRegex`] where `op` wants a regular expression and `value` is none, or one that is too large.
    pub fn new(op: MatchOp, name: &str, value: &str) -> Result<Self, BadRegex> {
        let test = match op {
            MatchOp::Equal | MatchOp::NotEqual => Test::Same,
            MatchOp::Matches | MatchOp::NotMatches => match simple(value) {
                Some(test) => test,
                None => Test::Regex(compile(value)?),
            },
        };
        Ok(Self { name: name.to_owned(), op, value: value.to_owned(), test })
    }

    /// `name="value"`.
    pub fn equal(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            op: MatchOp::Equal,
            value: value.to_owned(),
            test: Test::Same,
        }
    }

    /// Whether the label's value, empty where the label is absent, passes.
    pub fn matches(&self, value: &str) -> bool {
        let fits = match &self.test {
            Test::Same => value == self.value,
            Test::OneOf(words) => words.iter().any(|word| word == value),
            Test::Ends { first, last, between } => {
                value.len() >= first.len() + between + last.len()
                    && value.starts_with(first.as_str())
                    && value.ends_with(last.as_str())
            }
            Test::Holds(middle) => value.contains(middle.as_str()),
            Test::Regex(regex) => regex.is_match(value),
        };
        fits == matches!(self.op, MatchOp::Equal | MatchOp::Matches)
    }
}

impl PartialEq for Matcher {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.op == other.op && self.value == other.value
    }
}

impl Eq for Matcher {}

impl MatchOp {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Matches => "=~",
            Self::NotMatches => "!~",
        }
    }
}

impl fmt::Display for BadRegex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The test that needs no engine, where there is one.
fn simple(pattern: &str) -> Option<Test> {
    let inner = pattern.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let words: Option<Vec<String>> = inner.unwrap_or(pattern).split('|').map(literal).collect();
    if let Some(words) = words {
        return Some(Test::OneOf(words));
    }
    let (at, wild) = [".*", ".+"]
        .into_iter()
        .filter_map(|wild| pattern.find(wild).map(|at| (at, wild)))
        .min()?;
    let (first, last) = (pattern.get(..at)?, pattern.get(at + wild.len()..)?);
    if first.is_empty()
        && wild == ".*"
        && let Some(middle) = last.strip_suffix(".*").filter(|middle| !middle.is_empty())
        && let Some(middle) = literal(middle)
    {
        return Some(Test::Holds(middle));
    }
    let between = usize::from(wild == ".+");
    Some(Test::Ends { first: literal(first)?, last: literal(last)?, between })
}

/// What a pattern without any operator stands for.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            // Only punctuation: letters after a backslash are classes.
            '\\' => text.push(chars.next().filter(char::is_ascii_punctuation)?),
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' | '|' => {
                return None;
            }
            _ => text.push(c),
        }
    }
    Some(text)
}

/// The largest compiled expression, in bytes. Expressions come from links and from other people's rules.
const MAX_COMPILED: usize = 1 << 20;

fn compile(pattern: &str) -> Result<Regex, BadRegex> {
    // By itself first: `a)|(b` is wrong, though it would be right within the group.
    let translated = translate(pattern);
    let build = |text: &str| {
        let built = RegexBuilder::new(text).size_limit(MAX_COMPILED).build();
        built.map_err(|error| BadRegex(error.to_string()))
    };
    build(&translated)?;
    build(&format!("(?s)^(?:{translated})$"))
}

/// Go's syntax in the engine's.
fn translate(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    // Within a class: how many characters into it.
    let mut class: Option<usize> = None;
    while let Some(c) = rest.chars().next() {
        let (mut taken, after) = rest.split_at(c.len_utf8());
        class = match (c, class) {
            ('\\', _) => {
                let escaped = after.chars().next().map_or(0, char::len_utf8);
                taken = rest.get(..1 + escaped).unwrap_or(rest);
                out.push_str(taken);
                class.map(|depth| depth + 1)
            }
            ('[', None) => {
                out.push('[');
                if after.starts_with('^') {
                    out.push('^');
                    taken = rest.get(..2).unwrap_or(rest);
                }
                Some(0)
            }
            ('[', Some(depth)) if after.starts_with(':') => {
                // A named class, such as `[:alpha:]`.
                let end = rest.find(":]").map_or(1, |end| end + 2);
                taken = rest.get(..end).unwrap_or(rest);
                out.push_str(taken);
                Some(depth + 1)
            }
            (']', Some(depth)) if depth > 0 => {
                out.push(']');
                None
            }
            ('[' | ']' | '&' | '~', Some(depth)) => {
                out.push('\\');
                out.push(c);
                Some(depth + 1)
            }
            ('{', None) if !is_repetition(after) => {
                out.push_str("\\{");
                None
            }
            (_, depth) => {
                out.push(c);
                depth.map(|depth| depth + 1)
            }
        };
        rest = rest.get(taken.len()..).unwrap_or_default();
    }
    out
}

/// Whether what follows a `{` makes it a repetition: `3}`, `3,}`, `3,5}`.
fn is_repetition(after: &str) -> bool {
    let Some((inner, _)) = after.split_once('}') else { return false };
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && is_number(least) && is_number(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(op: MatchOp, pattern: &str, value: &str) -> bool {
        Matcher::new(op, "l", pattern).unwrap().matches(value)
    }

    #[test]
    fn matches_like_prometheus() {
        // Pattern, what passes, what does not. `model/labels/regexp_test.go` has the same shapes.
        let cases: [(&str, &[&str], &[&str]); 21] = [
            ("foo", &["foo"], &["", "fo", "foo1", "xfoo"]),
            ("", &[""], &["a"]),
            ("a|b|cd", &["a", "b", "cd"], &["", "ab", "c"]),
            ("(a|b)", &["a", "b"], &["(a", "ab"]),
            ("a|", &["a", ""], &["b"]),
            (".*", &["", "a", "a\nb"], &[]),
            (".+", &["a", "\n"], &[""]),
            ("api.*", &["api", "api/v1", "api\nx"], &["xapi", "ap"]),
            ("api.+", &["api/v1"], &["api"]),
            (".*_total", &["_total", "a_total"], &["_total_"]),
            ("a.*b", &["ab", "a-b"], &["a", "b", "aba"]),
            ("aa.*aa", &["aaaa", "aa-aa"], &["aaa"]),
            (".*mid.*", &["mid", "amidb"], &["mi"]),
            (r"foo\.bar", &["foo.bar"], &["fooxbar"]),
            ("4..", &["404", "4\n4"], &["40", "4040", "504"]),
            ("a.b|c.d", &["axb", "cxd"], &["axbx", "xcxd"]),
            (r"\d{3}", &["404"], &["40", "4040"]),
            ("x{y", &["x{y"], &["x"]),
            ("{.+}", &["{a}"], &["{}"]),
            ("[[{]a", &["[a", "{a"], &["a"]),
            ("[^]&&]", &["x"], &["]", "&"]),
        ];
        for (pattern, good, bad) in cases {
            for value in good {
                assert!(passes(MatchOp::Matches, pattern, value), "{pattern} {value:?}");
                assert!(!passes(MatchOp::NotMatches, pattern, value), "{pattern} {value:?}");
            }
            for value in bad {
                assert!(!passes(MatchOp::Matches, pattern, value), "{pattern} {value:?}");
                assert!(passes(MatchOp::NotMatches, pattern, value), "{pattern} {value:?}");
            }
        }
    }

    #[test]
    fn says_why_an_expression_is_none() {
        for pattern in ["(", "a)", "a)|(b.c", "[a", "*", "(?P<n>", "\\", "(?:x{1000}){1000}"] {
            let error = Matcher::new(MatchOp::Matches, "l", pattern).unwrap_err();
            assert!(!error.0.is_empty(), "{pattern}");
        }
        assert!(Matcher::new(MatchOp::Equal, "l", "(").is_ok());
    }

    proptest::proptest! {
        #[test]
        fn the_short_ways_agree_with_the_engine(
            pattern in r"[ab.*+|()]{0,6}|[ab](\.\*|\.\+)[ab]|\(?a(\|b)?\)?|(\.\*)?\\?[ab.](\.\*)?",
            value in "[ab.\n]{0,5}",
        ) {
            if let (Some(test), Ok(regex)) = (simple(&pattern), compile(&pattern)) {
                let matcher =
                    Matcher { name: String::new(), op: MatchOp::Matches, value: pattern, test };
                proptest::prop_assert_eq!(matcher.matches(&value), regex.is_match(&value));
            }
        }

        #[test]
        fn no_pattern_panics(pattern in "[\\[\\]{}(),0-9a-z^&~:\\\\|*?.-]{0,12}|.*", value in ".*") {
            if let Ok(matcher) = Matcher::new(MatchOp::Matches, "l", &pattern) {
                matcher.matches(&value);
            }
        }
    }
}
