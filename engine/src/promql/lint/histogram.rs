//! Histograms: their names, and the bounds of their quantiles.

use super::{Around, Known, Lint, Rule, is_call};
use crate::labels::{MatchOp, Matcher, NAME};
use crate::number::{self, Plain};
use crate::promql::Edit;
use crate::promql::ast::{Aggregation, BinaryOp, Comparison, Expr, Node, Selector};
use crate::promql::metadata::{is_served, label_values};
use crate::promql::threshold::{self, Threshold};

impl Known<'_> {
    /// Checks a selector of a histogram, or a comparison of a quantile.
    pub(super) fn histogram(&self, expr: &Expr, around: &Around<'_>, found: &mut Vec<Lint>) {
        match &expr.node {
            Node::Selector(selector) | Node::Range { selector, .. } => {
                found.extend(self.bare(expr, selector, around));
            }
            Node::Binary(_) => found.extend(self.too_high(expr)),
            _ => {}
        }
    }

    /// Finds `took_seconds` where the series are `took_seconds_bucket` and so on.
    fn bare(&self, expr: &Expr, selector: &Selector, around: &Around<'_>) -> Option<Lint> {
        let name = selector.name()?;
        if !is_served(self.store, &format!("{name}_bucket")) || is_served(self.store, name) {
            return None;
        }
        let message = format!(
            "`{name}` is a histogram and has no series of its own: there are `{name}_bucket`, `{name}_sum` and `{name}_count`"
        );
        let is_quantile = around.iter().any(|one| is_call(one, &["histogram_quantile"]));
        let part = format!("{name}{}", if is_quantile { "_bucket" } else { "_count" });
        let mut changed = expr.clone();
        if let Node::Selector(selector) | Node::Range { selector, .. } = &mut changed.node {
            for matcher in &mut selector.matchers {
                if matcher.name == NAME && matcher.op == MatchOp::Equal {
                    *matcher = Matcher::equal(NAME, &part);
                }
            }
        }
        let edit = Some(Edit::replace(expr.span, changed.to_string()));
        Some(Lint { rule: Rule::BareHistogram, span: expr.span, message, edit })
    }

    /// Finds `histogram_quantile(0.9, …) > 20` where the highest bucket ends at 10.
    fn too_high(&self, expr: &Expr) -> Option<Lint> {
        let (measured, Threshold { comparison, value }) = threshold::of(expr)?;
        let most = self.most(measured)?;
        let never = match comparison {
            Comparison::Greater => value >= most,
            Comparison::GreaterOrEqual => value > most,
            _ => false,
        };
        if !never {
            return None;
        }
        let message = format!(
            "this never holds: the quantile is at most {}, where the highest bucket ends",
            Plain(most)
        );
        Some(Lint { rule: Rule::ThresholdAboveBuckets, span: expr.span, message, edit: None })
    }

    /// Returns the greatest value that a quantile can have, through what does not change the order of values.
    fn most(&self, expr: &Expr) -> Option<f64> {
        match &expr.node {
            Node::Paren(inner) => self.most(inner),
            Node::Aggregate(aggregate)
                if matches!(
                    aggregate.op,
                    Aggregation::Max | Aggregation::Min | Aggregation::Avg
                ) =>
            {
                self.most(&aggregate.expr)
            }
            Node::Binary(binary) => {
                let (inner, factor) = match (binary.left.as_number(), binary.right.as_number()) {
                    (None, Some(factor)) => (&binary.left, factor),
                    (Some(factor), None) if binary.op == BinaryOp::Multiply => {
                        (&binary.right, factor)
                    }
                    _ => return None,
                };
                let most = self.most(inner).filter(|_| factor > 0.0)?;
                match binary.op {
                    BinaryOp::Multiply => Some(most * factor),
                    BinaryOp::Divide => Some(most / factor),
                    _ => None,
                }
            }
            Node::Call { args, .. } if is_call(expr, &["histogram_quantile"]) => {
                self.highest_bound(args.last()?)
            }
            _ => None,
        }
    }

    /// Returns the highest finite bound of the buckets that an expression selects.
    fn highest_bound(&self, expr: &Expr) -> Option<f64> {
        let selectors = expr.selectors();
        let [selector] = selectors.as_slice() else { return None };
        let bounds = label_values(self.store, &selector.matchers, "le");
        let finite = bounds.into_iter().filter_map(number::read).filter(|bound| bound.is_finite());
        finite
            .fold(None, |most: Option<f64>, bound| Some(most.map_or(bound, |most| most.max(bound))))
    }
}
