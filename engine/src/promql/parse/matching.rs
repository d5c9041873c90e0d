//! The matching of an operator's two sides, and lists of labels.

use super::Parser;
use crate::promql::Error;
use crate::promql::ast::{Matching, Side};
use crate::promql::lex::TokenKind;

impl Parser {
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
        self.expect("(", "`(` with labels")?;
        let mut labels = Vec::new();
        while !self.takes(")") {
            labels.push(self.label_name()?);
            if !self.takes(",") {
                self.expect(")", "`,` or `)`")?;
                break;
            }
        }
        Ok(labels)
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
