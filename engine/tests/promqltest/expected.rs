//! Expectations of a case besides its values: annotations and errors.

use regex::Regex;

/// The expectations of one kind.
#[derive(Debug, Default)]
pub(crate) struct Expected(Vec<Text>);

#[derive(Debug)]
enum Text {
    /// `expect warn`
    Any,
    /// `expect warn msg: …`
    Exactly(String),
    /// `expect warn regex: …`
    Matching(Regex),
}

impl Expected {
    /// Adds the rest of an `expect` line: nothing, `msg: …` or `regex: …`.
    pub(crate) fn add(&mut self, rest: &str) {
        let rest = rest.trim();
        self.0.push(if let Some(text) = rest.strip_prefix("msg:") {
            Text::Exactly(text.trim().to_owned())
        } else if let Some(text) = rest.strip_prefix("regex:") {
            Text::Matching(Regex::new(text.trim()).unwrap())
        } else {
            assert!(rest.is_empty(), "unknown expectation: {rest}");
            Text::Any
        });
    }

    /// Returns whether there is any expectation.
    pub(crate) fn is_some(&self) -> bool {
        !self.0.is_empty()
    }

    /// Checks that each expectation holds for at least one text, and that each text meets an expectation.
    pub(crate) fn check(&self, found: &[String]) -> Result<(), String> {
        let unmet = self.0.iter().find(|one| !found.iter().any(|text| one.holds(text)));
        if let Some(unmet) = unmet {
            return Err(format!("expected {unmet:?}, found {found:?}"));
        }
        match found.iter().find(|text| !self.0.iter().any(|one| one.holds(text))) {
            Some(text) if self.is_some() => Err(format!("unexpected {text:?}")),
            _ => Ok(()),
        }
    }
}

impl Text {
    fn holds(&self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exactly(exactly) => exactly == text,
            Self::Matching(regex) => regex.is_match(text),
        }
    }
}
