//! Selectors, and what may follow an operand: `[…]`, `offset`, `@`.

use super::super::ast::{At, Expr, Node, Selector, Shift, Subquery};
use super::super::lex::TokenKind;
use super::super::literal::MAX_SECONDS;
use super::super::{Edit, Error};
use super::{Deep, Parser};
use crate::labels::quoted;
use crate::labels::{MatchOp, Matcher, NAME};
use crate::number::Plain;
use crate::time::{Duration, Timestamp};

impl Parser<'_> {
    /// Parses `{a="b"}`, alone or after the name of a metric.
    pub(super) fn selector(&mut self, name: Option<&str>) -> Result<Selector, Error> {
        let start = if name.is_some() { self.last_span() } else { self.span() };
        let mut matchers: Vec<Matcher> =
            name.map(|name| Matcher::equal(NAME, name)).into_iter().collect();
        if self.takes("{") {
            while !self.takes("}") {
                let span = self.span();
                let matcher = self.matcher()?;
                if matcher.name == NAME && name.is_some() {
                    let value = quoted(&matcher.value);
                    let reason = format!("the metric's name is given twice, {value} too");
                    return Err(Error::wrong(span, reason));
                }
                matchers.push(matcher);
                if !self.takes(",") {
                    self.expect("}", "`,` or `}`").map_err(|error| self.separated(error))?;
                    break;
                }
            }
        }
        if matchers.iter().all(|matcher| matcher.matches("")) {
            let reason = "this selects every series: at least one condition must not hold for an empty value";
            return Err(Error::wrong(start.to(self.last_span()), reason).repair("name a metric"));
        }
        let named: Vec<usize> =
            (0..).zip(&matchers).filter(|(_, one)| one.name == NAME).map(|(at, _)| at).collect();
        if let [only] = named.as_slice()
            && matchers.get(*only).is_some_and(|matcher| matcher.op == MatchOp::Equal)
        {
            matchers.get_mut(..=*only).unwrap_or_default().rotate_right(1);
        }
        Ok(Selector { matchers, shift: Shift::default() })
    }

    /// Parses `a="b"`, or the name of a metric in quotes.
    fn matcher(&mut self) -> Result<Matcher, Error> {
        let is_quoted = matches!(self.peek(), TokenKind::Text(_));
        let name = self.label_name()?;
        if is_quoted && matches!(self.peek(), TokenKind::Symbol("," | "}")) {
            return Ok(Matcher::equal(NAME, &name));
        }
        let op = [MatchOp::Equal, MatchOp::NotEqual, MatchOp::Matches, MatchOp::NotMatches]
            .into_iter()
            .find(|op| matches!(self.peek(), TokenKind::Symbol(symbol) if *symbol == op.symbol()));
        let Some(op) = op else {
            let error = self.unexpected("`=`, `!=`, `=~` or `!~`");
            return Err(match self.peek() {
                TokenKind::Symbol("==") => {
                    error.repair("write `=`").edit(Edit::replace(self.span(), "="))
                }
                _ => error,
            });
        };
        self.next += 1;
        let span = self.span();
        let TokenKind::Text(value) = self.peek().clone() else {
            let error = self.unexpected("a quoted value");
            return Err(match self.peek() {
                TokenKind::Name(value) => error.repair(format!("write \"{value}\"")),
                TokenKind::Number(value) => error.repair(format!("write \"{}\"", Plain(*value))),
                _ => return Err(error),
            }
            .edit(Edit::replace(span, quoted(self.written(span)))));
        };
        self.next += 1;
        Matcher::new(op, &name, &value)
            .map_err(|bad| Error::wrong(span, format!("bad regular expression: {bad}")))
    }

    /// Parses the `[…]`, `offset` and `@` after an operand.
    pub(super) fn postfix(&mut self, mut expr: Expr, mut depth: usize) -> Result<Deep, Error> {
        // The number of `[…]`: each may be followed by one `offset` and one `@`.
        loop {
            let here = self.span();
            if matches!(self.peek(), TokenKind::Symbol("[")) {
                expr = self.window(expr)?;
                depth += 1;
                if depth > super::MAX_DEPTH {
                    return Err(self.too_deep(super::MAX_DEPTH));
                }
            } else if self.takes_word("offset") {
                let offset = self.signed_duration()?;
                let shift = self.shift_of(&mut expr, here, "offset")?;
                if shift.offset != Duration::ZERO {
                    return Err(Error::wrong(here, "`offset` stands twice"));
                }
                shift.offset = offset;
            } else if self.takes("@") {
                let at = self.instant()?;
                let shift = self.shift_of(&mut expr, here, "@")?;
                if shift.at.is_some() {
                    return Err(Error::wrong(here, "`@` stands twice"));
                }
                shift.at = Some(at);
            } else if self.sees_word("anchored") || self.sees_word("smoothed") {
                return Err(Error::experimental(here, "modifier"));
            } else {
                self.refuse_grouping(&expr)?;
                return Ok((expr, depth));
            }
            expr.span = expr.span.to(self.last_span());
        }
    }

    /// Parses `[5m]` or `[1h:5m]` after `expr`.
    fn window(&mut self, expr: Expr) -> Result<Expr, Error> {
        let open = self.span();
        self.next += 1;
        let range = self.positive_duration()?;
        let is_subquery = self.takes(":");
        let step = match self.peek() {
            TokenKind::Symbol("]") => None,
            _ if is_subquery => Some(self.positive_duration()?),
            _ => None,
        };
        self.expect("]", if is_subquery { "`]`" } else { "`]` or `:`" })
            .map_err(|error| self.with_unit(error))?;
        let span = expr.span.to(self.last_span());
        let node = match expr.node {
            _ if is_subquery => {
                Node::Subquery(Box::new(Subquery { expr, range, step, shift: Shift::default() }))
            }
            Node::Selector(selector) if selector.shift == Shift::default() => {
                Node::Range { selector, range }
            }
            Node::Selector(selector) => {
                let reason = "`offset` and `@` stand after the window, not before";
                let text = Expr { node: Node::Range { selector, range }, span }.to_string();
                let error = Error::wrong(open.to(self.last_span()), reason);
                return Err(error.edit(Edit::replace(span, text)));
            }
            node => {
                let error = Error::wrong(span, "a window belongs to a metric");
                return Err(self.window_within(error, &node, open));
            }
        };
        Ok(Expr { node, span })
    }

    fn positive_duration(&mut self) -> Result<Duration, Error> {
        let start = self.span();
        let range = self.signed_duration()?;
        if range > Duration::ZERO {
            return Ok(range);
        }
        Err(Error::wrong(start.to(self.last_span()), "a duration must be greater than 0"))
    }

    /// Parses `5m` or `-30`.
    fn signed_duration(&mut self) -> Result<Duration, Error> {
        let start = self.span();
        let negative = self.takes("-");
        if !negative {
            self.takes("+");
        }
        let TokenKind::Number(seconds) = *self.peek() else {
            return Err(match self.peek() {
                TokenKind::Name(name)
                    if ["step", "range", "min_of", "max_of"].contains(&name.as_str())
                        && self.peek_second() == &TokenKind::Symbol("(") =>
                {
                    Error::experimental(self.span(), "duration expression")
                }
                TokenKind::Symbol("-" | "+" | "(") => {
                    Error::experimental(self.span(), "duration expression")
                }
                _ => self.unexpected("a duration, such as 5m,"),
            });
        };
        self.next += 1;
        let is_computed =
            matches!(self.peek(), TokenKind::Symbol("+" | "-" | "*" | "/" | "%" | "^"));
        if is_computed && self.is_in_window() {
            return Err(Error::experimental(self.span(), "duration expression"));
        }
        if !(0.0..=MAX_SECONDS).contains(&seconds) {
            return Err(Error::wrong(start.to(self.last_span()), "duration out of range"));
        }
        let millis = (seconds * 1000.0).round() as i64;
        Ok(Duration(if negative { -millis } else { millis }))
    }

    /// Returns whether the nearest bracket to the left is open.
    fn is_in_window(&self) -> bool {
        let before = self.tokens.get(..self.next).unwrap_or_default();
        let brackets = before.iter().rev().find_map(|token| match token.kind {
            TokenKind::Symbol("[") => Some(true),
            TokenKind::Symbol("]") => Some(false),
            _ => None,
        });
        brackets == Some(true)
    }

    /// Parses what follows an `@`.
    fn instant(&mut self) -> Result<At, Error> {
        let start = self.span();
        for (word, at) in [("start", At::Start), ("end", At::End)] {
            if self.takes_word(word) {
                self.expect("(", "`()`")?;
                self.expect(")", "`)`")?;
                return Ok(at);
            }
        }
        let negative = self.takes("-");
        if !negative {
            self.takes("+");
        }
        let seconds = match self.peek() {
            TokenKind::Number(number) => *number,
            TokenKind::Name(name) if name.eq_ignore_ascii_case("inf") => f64::INFINITY,
            TokenKind::Name(name) if name.eq_ignore_ascii_case("nan") => f64::NAN,
            _ => return Err(self.unexpected("an instant in seconds, `start()` or `end()`")),
        };
        self.next += 1;
        let millis = (seconds * 1000.0).round();
        if millis.is_nan() || millis.abs() >= 9.2e18 {
            return Err(Error::wrong(start.to(self.last_span()), "this instant is out of bounds"));
        }
        Ok(At::Time(Timestamp(if negative { -(millis as i64) } else { millis as i64 })))
    }
}
