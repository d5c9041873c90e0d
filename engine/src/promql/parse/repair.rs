//! Repairs of what people write in place of valid syntax.

use super::super::ast::{Aggregation, Expr, Node, Shift};
use super::super::functions::Type;
use super::super::lex::TokenKind;
use super::super::literal;
use super::super::{Edit, Error, Span};
use super::Parser;

impl Parser<'_> {
    /// Returns the text of a part.
    pub(super) fn written(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Fails where `by` or `without` follows an operand that is no aggregation: `connections by (app)`.
    pub(super) fn refuse_grouping(&mut self, expr: &Expr) -> Result<(), Error> {
        let is_grouping = self.sees_word("by") || self.sees_word("without");
        let is_listed = matches!(self.peek_second(), TokenKind::Symbol("(") | TokenKind::Name(_));
        if !is_grouping || !is_listed {
            return Ok(());
        }
        let word = self.span();
        self.next += 1;
        let first = self.next;
        let labels = match self.label_list() {
            Ok(_) => self.written(self.span_from(first)).to_owned(),
            Err(_) if self.next == first => {
                self.next += 1;
                format!("({})", self.written(self.last_span()))
            }
            Err(error) => return Err(error),
        };
        let (word_text, operand) = (self.written(word), self.written(expr.span));
        let name = Aggregation::Sum.name();
        let text = format!("{name} {word_text} {labels} ({operand})");
        let error = Error::wrong(word, format!("`{word_text}` belongs to an aggregation"));
        let edit = Edit::replace(expr.span.to(self.last_span()), text.as_str());
        Err(error.repair(format!("write `{text}`")).edit(edit))
    }

    /// Adds the parentheses around a label that stands alone after `by`, `on` and the like.
    pub(super) fn parenthesised(&self, error: Error) -> Error {
        match self.peek() {
            TokenKind::Name(name) => {
                let text = format!("({name})");
                error.repair(format!("write `{text}`")).edit(Edit::replace(self.span(), text))
            }
            _ => error,
        }
    }

    /// Adds the comma between two conditions.
    pub(super) fn separated(&self, error: Error) -> Error {
        match self.peek() {
            TokenKind::Name(_) | TokenKind::Text(_) => {
                error.repair("add `,`").edit(Edit::insert(self.span().start, ","))
            }
            _ => error,
        }
    }

    /// Adds the repair of a duration whose unit is written out: `5 minutes`.
    pub(super) fn with_unit(&self, error: Error) -> Error {
        let both = self.last_span().to(self.span());
        let word: String = self.written(both).split_whitespace().collect();
        match literal::in_short(&word) {
            Some(short) => error.repair(format!("write {short}")).edit(Edit::replace(both, short)),
            None => error,
        }
    }

    /// Adds the repair of a window after something other than a selector: `rate(x)[5m]` means `rate(x[5m])`, anything else a subquery.
    pub(super) fn window_within(&self, error: Error, node: &Node, open: Span) -> Error {
        let close = self.last_span();
        if let Node::Call { function, args } = node
            && let [arg @ Expr { node: Node::Selector(_), .. }] = args.as_slice()
            && function.args == [Type::Range]
        {
            let window = self.written(open.to(close));
            let text = format!("{}({}{window})", function.name, self.written(arg.span));
            let error = error.repair(format!("write `{text}`"));
            let span = Span { start: error.span.start, end: close.end };
            return error.edit(Edit::replace(span, text));
        }
        error.repair("a subquery is written `[5m:]`").edit(Edit::insert(close.start, ":"))
    }

    /// Returns the shift of an operand that can have one, where `word` at `here` follows it.
    pub(super) fn shift_of<'e>(
        &self,
        expr: &'e mut Expr,
        here: Span,
        word: &str,
    ) -> Result<&'e mut Shift, Error> {
        let reason = format!("`{word}` belongs after a metric, a window or a subquery");
        let error = Error::wrong(here, reason);
        if !matches!(expr.node, Node::Selector(_) | Node::Range { .. } | Node::Subquery(_)) {
            return Err(self.shift_within(error, expr, here.to(self.last_span())));
        }
        match &mut expr.node {
            Node::Selector(selector) | Node::Range { selector, .. } => Ok(&mut selector.shift),
            Node::Subquery(subquery) => Ok(&mut subquery.shift),
            _ => Err(error),
        }
    }

    /// Moves an `offset` or `@` that stands after a call or an aggregation into its only selector.
    fn shift_within(&self, error: Error, expr: &Expr, shift: Span) -> Error {
        let error = error.repair("write it after the metric");
        let Some(end) = only_end(expr) else { return error };
        let (before, after) = (
            self.written(Span { start: expr.span.start, end }),
            self.written(Span { start: end, end: expr.span.end }),
        );
        let text = format!("{before} {}{after}", self.written(shift));
        error.edit(Edit::replace(expr.span.to(shift), text))
    }

    /// Returns the span from a token up to the last one that was read.
    fn span_from(&self, first: usize) -> Span {
        let start = self.tokens.get(first).map_or(Span::default(), |token| token.span);
        start.to(self.last_span())
    }
}

/// Returns the end of the only selector or window of calls and aggregations within each other.
fn only_end(expr: &Expr) -> Option<usize> {
    match &expr.node {
        Node::Selector(_) | Node::Range { .. } | Node::Subquery(_) => Some(expr.span.end),
        Node::Paren(inner) => only_end(inner),
        Node::Aggregate(aggregate) => only_end(&aggregate.expr),
        Node::Call { args, .. } => {
            let mut ends = args.iter().filter_map(only_end);
            ends.next().filter(|_| ends.next().is_none())
        }
        _ => None,
    }
}
