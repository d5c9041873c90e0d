//! Functions of windows: of what they are taken, and whether the windows hold enough samples.

use super::{Known, Lint, Rule, is_call};
use crate::exposition::MetricType;
use crate::promql::ast::{Aggregate, Expr, Node, Selector, Subquery};
use crate::promql::functions;
use crate::promql::metadata::{is_served, label_values};
use crate::promql::{Edit, Span};
use crate::time::Duration;

/// The functions of counters.
const OF_COUNTERS: [&str; 4] = ["increase", "irate", "rate", "resets"];

/// The functions that need two samples.
const OF_TWO: [&str; 7] =
    ["delta", "deriv", "idelta", "increase", "irate", "predict_linear", "rate"];

/// The number of scrapes in the window that is proposed: two, and one that may fail, and the ends.
const PROPOSED: i64 = 4;

impl Known<'_> {
    /// Checks a call of a function of a window.
    pub(super) fn windows(&self, expr: &Expr, found: &mut Vec<Lint>) {
        let Node::Call { function, args } = &expr.node else { return };
        for arg in args {
            match &inner(arg).node {
                Node::Range { selector, range } => {
                    if OF_COUNTERS.contains(&function.name) {
                        let gauge = self.rate_of_gauge(expr, function.name, selector);
                        let several = || self.several_processes(expr, function.name, selector);
                        found.extend(gauge.or_else(several));
                    }
                    if OF_TWO.contains(&function.name) {
                        found.extend(self.short_window(arg, selector, *range));
                    }
                }
                Node::Subquery(subquery) if is_call(expr, &["increase", "irate", "rate"]) => {
                    found.extend(rate_of_sum(expr, function.name, subquery));
                }
                _ => {}
            }
        }
    }

    fn rate_of_gauge(&self, expr: &Expr, function: &str, selector: &Selector) -> Option<Lint> {
        let name = selector.name()?;
        if self.metadata.kind(name) != MetricType::Gauge {
            return None;
        }
        let instead = match function {
            "rate" | "irate" => "deriv",
            "increase" => "delta",
            _ => "changes",
        };
        let message = format!(
            "`{name}` is a gauge, which may fall; `{function}` takes each fall for a restart of a counter: use `{instead}`"
        );
        let start = expr.span.start;
        let edit = Edit::replace(Span { start, end: start + function.len() }, instead);
        Some(Lint { rule: Rule::RateOfGauge, span: expr.span, message, edit: Some(edit) })
    }

    fn several_processes(&self, expr: &Expr, function: &str, selector: &Selector) -> Option<Lint> {
        if self.metadata.shared_instances.is_empty() {
            return None;
        }
        let instances = label_values(self.store, &selector.matchers, "instance");
        let shared =
            instances.into_iter().find(|one| self.metadata.shared_instances.contains(*one))?;
        let message = format!(
            "several processes answer in turn at `{shared}`, each with counters of its own: `{function}` counts far too much"
        );
        Some(Lint { rule: Rule::SeveralProcesses, span: expr.span, message, edit: None })
    }

    fn short_window(&self, arg: &Expr, selector: &Selector, range: Duration) -> Option<Lint> {
        let interval = self.metadata.interval?;
        if range.0 >= interval.0.saturating_mul(2) || interval <= Duration::ZERO {
            return None;
        }
        // Of a metric that there is not, the window is not what is wrong.
        selector.name().filter(|name| is_served(self.store, name))?;
        let long = Duration(interval.0.saturating_mul(PROPOSED));
        let message = format!(
            "a window of {range} holds fewer than two samples, which are {interval} apart: use at least {long}"
        );
        let node = Node::Range { selector: selector.clone(), range: long };
        let text = Expr { node, span: arg.span }.to_string();
        let edit = Some(Edit::replace(arg.span, text));
        Some(Lint { rule: Rule::ShortWindow, span: arg.span, message, edit })
    }
}

/// Finds `rate(sum by (job) (x)[5m:])`.
fn rate_of_sum(expr: &Expr, function: &str, subquery: &Subquery) -> Option<Lint> {
    let Node::Aggregate(aggregate) = &inner(&subquery.expr).node else { return None };
    let message = format!(
        "a restart of one counter lets the sum fall, which `{function}` takes for a restart of all: sum the rates"
    );
    let edit = match (&inner(&aggregate.expr).node, functions::find(function)) {
        (Node::Selector(selector), Some(function)) => {
            let mut selector = selector.clone();
            selector.shift = subquery.shift;
            let span = expr.span;
            let range = Expr { node: Node::Range { selector, range: subquery.range }, span };
            let rate = Expr { node: Node::Call { function, args: vec![range] }, span };
            let sum = Aggregate { expr: rate, ..(**aggregate).clone() };
            let text = Expr { node: Node::Aggregate(Box::new(sum)), span }.to_string();
            Some(Edit::replace(span, text))
        }
        _ => None,
    };
    Some(Lint { rule: Rule::RateOfSum, span: expr.span, message, edit })
}

/// Returns an expression without the parentheses around it.
fn inner(expr: &Expr) -> &Expr {
    match &expr.node {
        Node::Paren(inside) => inner(inside),
        _ => expr,
    }
}
