//! Expressions on several lines, as Prometheus formats them (`promql/parser/prettier.go`).

use crate::promql::ast::{Aggregate, Binary, Expr, Node, Subquery};

/// Maximum number of characters of a line that is not broken.
const WIDTH: usize = 100;

/// The indentation of one level.
const INDENT: &str = "  ";

impl Expr {
    /// Returns the expression as text in which long parts are on lines of their own. It parses to the same expression.
    ///
    /// ```
    /// let expr = metrics_engine::promql::parse("1+2")?;
    /// assert_eq!(expr.pretty(), "1 + 2");
    /// # Ok::<(), metrics_engine::promql::Error>(())
    /// ```
    pub fn pretty(&self) -> String {
        self.lines(0)
    }

    /// Returns the expression on one line, or on several where it is long, each indented by this many levels.
    fn lines(&self, level: usize) -> String {
        let indent = INDENT.repeat(level);
        let short = format!("{indent}{self}");
        if short.chars().count() <= WIDTH {
            return short;
        }
        match &self.node {
            Node::Number(_) | Node::Text(_) | Node::Selector(_) | Node::Range { .. } => short,
            Node::Paren(inner) => enclosed(&format!("{indent}("), &[inner], level),
            Node::Call { args, .. } if args.is_empty() => short,
            Node::Call { function, args } => {
                let args: Vec<&Self> = args.iter().collect();
                enclosed(&format!("{indent}{}(", function.name), &args, level)
            }
            Node::Aggregate(aggregate) => {
                let Aggregate { op, grouping, param, expr } = &**aggregate;
                let grouping =
                    grouping.as_ref().map_or(String::new(), |grouping| format!(" {grouping} "));
                let args: Vec<&Self> = param.iter().chain([expr]).collect();
                enclosed(&format!("{indent}{}{grouping}(", op.name()), &args, level)
            }
            Node::Sign { negative, expr } => {
                let sign = if *negative { '-' } else { '+' };
                format!("{indent}{sign}{}", expr.lines(level).trim_start())
            }
            Node::Subquery(subquery) => {
                let Subquery { expr, range, step, shift } = &**subquery;
                let step = step.map_or(String::new(), |step| step.to_string());
                format!("{}[{range}:{step}]{shift}", expr.lines(level))
            }
            Node::Binary(binary) => {
                let Binary { op, left, right, is_bool, matching } = &**binary;
                let is_bool = if *is_bool { " bool" } else { "" };
                let matching =
                    matching.as_ref().map_or(String::new(), |matching| format!(" {matching}"));
                let (left, right) = (left.lines(level + 1), right.lines(level + 1));
                format!("{left}\n{indent}{op}{is_bool}{matching}\n{right}")
            }
        }
    }
}

/// Returns an opening, arguments on lines of their own, and the closing parenthesis.
fn enclosed(opening: &str, args: &[&Expr], level: usize) -> String {
    let args: Vec<String> = args.iter().map(|arg| arg.lines(level + 1)).collect();
    format!("{opening}\n{}\n{})", args.join(",\n"), INDENT.repeat(level))
}
