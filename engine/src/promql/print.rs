//! Expressions as text that parses to the same expression.

mod pretty;

use super::ast::{
    Aggregate, At, Binary, BinaryOp, Expr, Grouping, Matching, Node, Selector, Shift, Side,
    Subquery,
};
use crate::labels::{Matcher, NAME, quoted};
use crate::number::Plain;
use crate::time::Duration;
use core::fmt::{self, Display, Formatter, Write as _};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Number(number) => print_number(*number, f),
            Node::Text(text) => f.write_str(&quoted(text)),
            Node::Selector(selector) => {
                write!(f, "{selector}{}", selector.shift)
            }
            Node::Range { selector, range } => {
                write!(f, "{selector}[{range}]{}", selector.shift)
            }
            Node::Subquery(subquery) => subquery.fmt(f),
            Node::Call { function, args } => {
                write!(f, "{}(", function.name)?;
                print_list(args, f)?;
                f.write_char(')')
            }
            Node::Aggregate(aggregate) => aggregate.fmt(f),
            Node::Sign { negative, expr } => {
                write!(f, "{}{expr}", if *negative { '-' } else { '+' })
            }
            Node::Binary(binary) => binary.fmt(f),
            Node::Paren(inner) => write!(f, "({inner})"),
        }
    }
}

fn print_number(number: f64, f: &mut Formatter<'_>) -> fmt::Result {
    if number.is_infinite() {
        f.write_str(if number < 0.0 { "-Inf" } else { "Inf" })
    } else {
        Plain(number).fmt(f)
    }
}

fn print_list<T: Display>(items: &[T], f: &mut Formatter<'_>) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

/// Returns a label's name, in quotes where it is not a classic name.
fn label(name: &str) -> String {
    if is_name(name, false) { name.to_owned() } else { quoted(name) }
}

fn print_labels(labels: &[String], f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char('(')?;
    let print = |name: &String| {
        if super::parse::is_number(name) { quoted(name) } else { label(name) }
    };
    let labels: Vec<String> = labels.iter().map(print).collect();
    print_list(&labels, f)?;
    f.write_char(')')
}

/// Returns whether a name needs no quotes.
fn is_name(name: &str, colons: bool) -> bool {
    name.bytes().enumerate().all(|(index, byte)| {
        byte.is_ascii_alphabetic()
            || byte == b'_'
            || colons && byte == b':'
            || index > 0 && byte.is_ascii_digit()
    }) && !name.is_empty()
}

impl Display for Shift {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.at {
            None => {}
            Some(At::Start) => f.write_str(" @ start()")?,
            Some(At::End) => f.write_str(" @ end()")?,
            Some(At::Time(at)) => write!(f, " @ {}", Plain(Duration(at.0).as_secs_f64()))?,
        }
        match self.offset {
            Duration::ZERO => Ok(()),
            offset if offset < Duration::ZERO => write!(f, " offset -{}", Duration(-offset.0)),
            offset => write!(f, " offset {offset}"),
        }
    }
}

impl Display for Subquery {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}:", self.expr, self.range)?;
        if let Some(step) = self.step {
            step.fmt(f)?;
        }
        write!(f, "]{}", self.shift)
    }
}

impl Display for Aggregate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.op.name())?;
        if let Some(grouping) = &self.grouping {
            write!(f, " {grouping} ")?;
        }
        f.write_char('(')?;
        if let Some(param) = &self.param {
            write!(f, "{param}, ")?;
        }
        write!(f, "{})", self.expr)
    }
}

impl Display for Grouping {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.without { "without " } else { "by " })?;
        print_labels(&self.labels, f)
    }
}

impl Display for Matching {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.on { "on " } else { "ignoring " })?;
        print_labels(&self.labels, f)?;
        if let Some((side, include)) = &self.group {
            f.write_str(if *side == Side::Left { " group_left " } else { " group_right " })?;
            print_labels(include, f)?;
        }
        Ok(())
    }
}

impl Display for Selector {
    /// Prints the selector without its shift: `up{job="rat"}`.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name = self.name().unwrap_or_default();
        let stands_before = is_name(name, true) && !super::parse::is_reserved(name);
        let mut parts = Vec::with_capacity(self.matchers.len());
        for matcher in &self.matchers {
            if matcher.name == NAME && !name.is_empty() {
                if !stands_before {
                    parts.push(quoted(name));
                }
                continue;
            }
            parts.push(matcher.to_string());
        }
        if stands_before {
            f.write_str(name)?;
        }
        if !parts.is_empty() {
            write!(f, "{{{}}}", parts.join(","))?;
        }
        Ok(())
    }
}

impl Display for Matcher {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", label(&self.name), self.op.symbol(), quoted(&self.value))
    }
}

impl Display for Binary {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.left, self.op)?;
        if self.is_bool {
            f.write_str(" bool")?;
        }
        if let Some(matching) = &self.matching {
            write!(f, " {matching}")?;
        }
        write!(f, " {}", self.right)
    }
}

impl Display for BinaryOp {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}
