//! Operands that begin with a name: a number in words, an aggregation, a function or a metric.

use super::super::ast::{Aggregate, Aggregation, Expr, Grouping, Node};
use super::super::lex::TokenKind;
use super::super::{Edit, Error, Span, functions};
use super::matching::is_number;
use super::{Parser, is_reserved};

impl Parser<'_> {
    /// Parses an operand that begins with a name.
    pub(super) fn named(&mut self, name: &str) -> Result<(Node, usize), Error> {
        if is_number(name) {
            self.next += 1;
            let is_nan = name.eq_ignore_ascii_case("nan");
            return Ok((Node::Number(if is_nan { f64::NAN } else { f64::INFINITY }), 1));
        }
        if is_reserved(name) {
            return Err(self.unexpected("a metric, a number or a function"));
        }
        let is_followed_by_word = |word: &str| matches!(self.peek_second(), TokenKind::Name(next) if next.eq_ignore_ascii_case(word));
        let is_call = matches!(self.peek_second(), TokenKind::Symbol("("));
        let is_grouped = is_followed_by_word("by") || is_followed_by_word("without");
        let operator =
            Aggregation::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        if let Some((_, op)) = operator
            && (is_call || is_grouped)
        {
            self.next += 1;
            return self.aggregate(*op);
        }
        if is_grouped && functions::is_experimental(name) {
            return Err(Error::experimental(self.span(), &format!("aggregation {name}")));
        }
        if is_call {
            return self.call(name);
        }
        self.next += 1;
        Ok((Node::Selector(self.selector(Some(name))?), 1))
    }

    fn aggregate(&mut self, op: Aggregation) -> Result<(Node, usize), Error> {
        let name = self.last_span();
        let mut grouping = self.grouping()?;
        let open = self.span();
        self.expect("(", "`(`")?;
        let (mut args, depth) = self.arguments(open)?;
        if grouping.is_none() {
            grouping = self.grouping()?;
        }
        let wanted = if op.has_param() { 2 } else { 1 };
        if args.len() != wanted {
            let plural = if wanted == 1 { "" } else { "s" };
            let reason =
                format!("{} takes {wanted} argument{plural}, not {}", op.name(), args.len());
            return Err(Error::wrong(name.to(self.last_span()), reason));
        }
        let expr = args.pop();
        let param = args.pop();
        let expr = expr.ok_or_else(|| self.unexpected("an expression"))?;
        Ok((Node::Aggregate(Box::new(Aggregate { op, grouping, param, expr })), depth + 1))
    }

    fn grouping(&mut self) -> Result<Option<Grouping>, Error> {
        let without = self.takes_word("without");
        if !without && !self.takes_word("by") {
            return Ok(None);
        }
        Ok(Some(Grouping { without, labels: self.label_list()? }))
    }

    fn call(&mut self, name: &str) -> Result<(Node, usize), Error> {
        let span = self.span();
        let Some(function) = functions::find(name) else {
            if functions::is_experimental(name) {
                return Err(Error::experimental(span, &format!("function {name}")));
            }
            let error = Error::wrong(span, format!("there is no function `{name}`"));
            let lower = name.to_ascii_lowercase();
            let similar = functions::find(&lower).map(|function| function.name);
            return Err(match similar.or_else(|| functions::similar(&lower)) {
                Some(similar) => {
                    let edit = Edit::replace(span, similar);
                    error.repair(format!("did you mean `{similar}`?")).edit(edit)
                }
                None => error,
            });
        };
        self.next += 1;
        let open = self.span();
        self.next += 1;
        let (args, depth) = self.arguments(open)?;
        Ok((Node::Call { function, args }, depth + 1))
    }

    /// Parses `a, b)`. Returns the depth of the deepest argument too.
    fn arguments(&mut self, open: Span) -> Result<(Vec<Expr>, usize), Error> {
        let mut args = Vec::new();
        let mut deepest = 0;
        if self.takes(")") {
            return Ok((args, deepest));
        }
        loop {
            let (arg, depth) = self.expression(0)?;
            args.push(arg);
            deepest = deepest.max(depth);
            if !self.takes(",") {
                self.close(open)?;
                return Ok((args, deepest));
            }
        }
    }

    pub(super) fn close(&mut self, open: Span) -> Result<(), Error> {
        if self.takes(")") {
            return Ok(());
        }
        if self.peek() == &TokenKind::End {
            let edit = Edit::insert(self.text.len(), ")");
            let error = Error::wrong(open, "this `(` is never closed");
            return Err(error.repair("add `)`").edit(edit));
        }
        Err(self.unexpected("`,`, `)` or an operator"))
    }
}

impl Aggregation {
    fn has_param(self) -> bool {
        matches!(self, Self::Topk | Self::Bottomk | Self::CountValues | Self::Quantile)
    }
}
