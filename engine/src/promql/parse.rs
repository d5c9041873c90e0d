//! The parser: tokens to an expression (V. Pratt, "Top Down Operator Precedence", 1973).

mod call;
mod matching;
mod repair;
mod selector;

pub(super) use matching::is_number;

use super::ast::{Binary, BinaryOp, Comparison, Expr, Node};
use super::lex::{self, Token, TokenKind};
use super::{Edit, Error, Span};
use crate::number::Plain;

/// Maximum depth of an expression. All walks are recursive, and a chain of operators is as deep as it is long.
const MAX_DEPTH: usize = 256;

/// Maximum number of parentheses, signs and arguments within each other. The parser takes more of the stack than a walk.
const MAX_NESTING: usize = 128;

/// Parses an expression without checking types.
pub(super) fn parse(text: &str) -> Result<Expr, Error> {
    let mut parser = Parser { text, tokens: lex::tokens(text)?, next: 0, depth: 0 };
    if parser.peek() == &TokenKind::End {
        return Err(Error::wrong(parser.span(), "there is no expression"));
    }
    let (expr, _) = parser.expression(0)?;
    if parser.peek() != &TokenKind::End {
        return Err(match parser.peek() {
            TokenKind::Symbol("=") => {
                let edit = Edit::replace(parser.span(), "==");
                let error = parser.unexpected("an operator or the end");
                error.repair("a comparison is written `==`").edit(edit)
            }
            _ => parser.unexpected("an operator or the end"),
        });
    }
    Ok(expr)
}

/// Words, in any case, that cannot be the name of a metric where an expression is expected.
const RESERVED: [&str; 9] = [
    "on",
    "ignoring",
    "group_left",
    "group_right",
    "bool",
    "atan2",
    "inf",
    "nan",
    "keep_metric_names",
];

/// Returns whether a metric of this name has to be quoted.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|word| word.eq_ignore_ascii_case(name))
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    next: usize,
    /// The number of open parentheses, signs and operators at the current place.
    depth: usize,
}

/// An expression and its depth.
type Deep = (Expr, usize);

impl Parser<'_> {
    fn peek(&self) -> &TokenKind {
        self.tokens.get(self.next).map_or(&TokenKind::End, |token| &token.kind)
    }

    fn peek_second(&self) -> &TokenKind {
        self.tokens.get(self.next + 1).map_or(&TokenKind::End, |token| &token.kind)
    }

    /// Returns the span of the next token.
    fn span(&self) -> Span {
        self.tokens
            .get(self.next)
            .or(self.tokens.last())
            .map_or(Span::default(), |token| token.span)
    }

    /// Returns the span of the last token.
    fn last_span(&self) -> Span {
        let last = self.next.checked_sub(1).and_then(|last| self.tokens.get(last));
        last.map_or(Span::default(), |token| token.span)
    }

    fn takes(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), TokenKind::Symbol(next) if *next == symbol);
        self.next += usize::from(found);
        found
    }

    fn sees_word(&self, word: &str) -> bool {
        matches!(self.peek(), TokenKind::Name(name) if name.eq_ignore_ascii_case(word))
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let found = self.sees_word(word);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: &'static str, due: &str) -> Result<(), Error> {
        if self.takes(symbol) {
            return Ok(());
        }
        let error = self.unexpected(due);
        // At the end, a closing symbol is all that is missing.
        let is_closing = self.peek() == &TokenKind::End && matches!(symbol, ")" | "]" | "}");
        Err(if is_closing {
            error.repair(format!("add `{symbol}`")).edit(Edit::insert(self.text.len(), symbol))
        } else {
            error
        })
    }

    fn unexpected(&self, due: &str) -> Error {
        let found = match self.peek() {
            TokenKind::End => {
                return Error::wrong(self.span(), format!("it ends where {due} is due"));
            }
            TokenKind::Name(name) => format!("`{name}`"),
            TokenKind::Number(number) => format!("the number {}", Plain(*number)),
            TokenKind::Text(_) => "a text".to_owned(),
            TokenKind::Symbol(symbol) => format!("`{symbol}`"),
        };
        Error::wrong(self.span(), format!("{found} where {due} is due"))
    }

    fn deeper(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > MAX_NESTING { Err(self.too_deep(MAX_NESTING)) } else { Ok(()) }
    }

    fn too_deep(&self, limit: usize) -> Error {
        Error::wrong(self.span(), format!("more than {limit} operators within each other"))
    }

    /// Parses an expression whose operators bind at least as tightly as `least`.
    fn expression(&mut self, least: u8) -> Result<Deep, Error> {
        self.deeper()?;
        let (mut left, mut depth) = self.operand()?;
        while let Some((op, binding)) =
            self.peek_operator().filter(|(_, binding)| *binding >= least)
        {
            self.next += 1;
            let is_angle = matches!(op, BinaryOp::Compare(Comparison::Less | Comparison::Greater));
            if is_angle && self.peek() == &TokenKind::Symbol("/") {
                return Err(Error::experimental(self.span(), "operator on native histograms"));
            }
            let is_bool = self.takes_word("bool");
            let matching = self.matching()?;
            // `^` is right-associative, all others are left-associative.
            let (right, right_depth) =
                self.expression(binding + u8::from(op != BinaryOp::Power))?;
            depth = depth.max(right_depth) + 1;
            if depth > MAX_DEPTH {
                return Err(self.too_deep(MAX_DEPTH));
            }
            let span = left.span.to(right.span);
            let node = Node::Binary(Box::new(Binary { op, left, right, is_bool, matching }));
            left = Expr { node, span };
        }
        self.depth -= 1;
        Ok((left, depth))
    }

    /// Returns the next operator, and how tightly it binds.
    fn peek_operator(&self) -> Option<(BinaryOp, u8)> {
        let symbol = match self.peek() {
            TokenKind::Symbol(symbol) => *symbol,
            TokenKind::Name(name) => {
                let words = [
                    ("or", BinaryOp::Or, 1),
                    ("and", BinaryOp::And, 2),
                    ("unless", BinaryOp::Unless, 2),
                    ("atan2", BinaryOp::Atan2, 5),
                ];
                let known = words.iter().find(|(word, ..)| word.eq_ignore_ascii_case(name))?;
                return Some((known.1, known.2));
            }
            _ => return None,
        };
        if let Some(comparison) = Comparison::ALL.iter().find(|one| one.symbol() == symbol) {
            return Some((BinaryOp::Compare(*comparison), 3));
        }
        Some(match symbol {
            "+" => (BinaryOp::Add, 4),
            "-" => (BinaryOp::Subtract, 4),
            "*" => (BinaryOp::Multiply, SIGN),
            "/" => (BinaryOp::Divide, SIGN),
            "%" => (BinaryOp::Modulo, SIGN),
            "^" => (BinaryOp::Power, 6),
            _ => return None,
        })
    }

    /// Parses an operand, with the `[…]`, `offset` and `@` that follow it.
    fn operand(&mut self) -> Result<Deep, Error> {
        let start = self.span();
        for (symbol, negative) in [("-", true), ("+", false)] {
            if self.takes(symbol) {
                // A sign binds like `*`: looser than `^`.
                let (expr, depth) = self.expression(SIGN + 1)?;
                let span = start.to(expr.span);
                let node = match expr.node {
                    Node::Number(number) => Node::Number(if negative { -number } else { number }),
                    _ => Node::Sign { negative, expr: Box::new(expr) },
                };
                return Ok((Expr { node, span }, depth + 1));
            }
        }
        let (node, depth) = self.primary()?;
        let expr = Expr { node, span: start.to(self.last_span()) };
        self.postfix(expr, depth)
    }

    fn primary(&mut self) -> Result<(Node, usize), Error> {
        let start = self.span();
        match self.peek().clone() {
            TokenKind::Number(number) => {
                self.next += 1;
                Ok((Node::Number(number), 1))
            }
            TokenKind::Text(text) => {
                self.next += 1;
                Ok((Node::Text(text), 1))
            }
            TokenKind::Symbol("(") => {
                self.next += 1;
                let (inner, depth) = self.expression(0)?;
                self.close(start)?;
                Ok((Node::Paren(Box::new(inner)), depth + 1))
            }
            TokenKind::Symbol("{") => Ok((Node::Selector(self.selector(None)?), 1)),
            TokenKind::Name(name) => self.named(&name),
            _ => Err(self.unexpected("a metric, a number or a function")),
        }
    }
}

/// How tightly a sign, `*`, `/` and `%` bind.
const SIGN: u8 = 5;
