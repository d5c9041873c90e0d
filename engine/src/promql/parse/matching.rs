//! The matching of an operator's two sides, and lists of labels.

use super::Parser;
use crate::promql::Error;
use crate::promql::ast::{Matching, Side};
use crate::promql::lex::TokenKind;

impl Parser<'_> {
    /// Parses `on (…)` or `ignoring (…)` and what may follow.
    pub(super) fn matching(&mut self) -> Result<Option<Matching>, Error> {
        let on = self.takes_word("on");
        if !on && !self.takes_word("ignoring") {
            return Ok(None);
        }
        let labels = self.label_list()?;
        let side = if self.takes_word("group_left") {
            Some(Side::Left)
        } else if self.takes_word("group_right") {
            Some(Side::Right)
        } else {
            None
        };
        let group = match side {
            Some(side) if matches!(self.peek(), TokenKind::Symbol("(")) => {
                Some((side, self.label_list()?))
            }
            Some(side) => Some((side, Vec::new())),
            None => None,
        };
        Ok(Some(Matching { on, labels, group }))
    }

    /// Parses `(a, b, "c d")`.
    pub(super) fn label_list(&mut self) -> Result<Vec<String>, Error> {
        self.expect("(", "`(` with labels").map_err(|error| self.parenthesised(error))?;
        let mut labels = Vec::new();
        while !self.takes(")") {
            labels.push(self.grouping_label()?);
            if !self.takes(",") {
                self.expect(")", "`,` or `)`")?;
                break;
            }
        }
        Ok(labels)
    }

    /// Parses a label in a list. Unlike those in braces, it may contain colons, and the names of numbers have to be quoted.
    fn grouping_label(&mut self) -> Result<String, Error> {
        match self.peek().clone() {
            TokenKind::Name(name) if is_number(&name) => Err(self.unexpected("a label's name")),
            TokenKind::Name(name) => {
                self.next += 1;
                Ok(name)
            }
            _ => self.label_name(),
        }
    }

    pub(super) fn label_name(&mut self) -> Result<String, Error> {
        match self.peek().clone() {
            TokenKind::Name(name) if !name.contains(':') => {
                self.next += 1;
                Ok(name)
            }
            TokenKind::Text(name) if !name.is_empty() => {
                self.next += 1;
                Ok(name)
            }
            _ => Err(self.unexpected("a label's name")),
        }
    }
}

/// Returns whether a word is a number where it stands outside of braces.
pub(in crate::promql) fn is_number(word: &str) -> bool {
    word.eq_ignore_ascii_case("inf") || word.eq_ignore_ascii_case("nan")
}
