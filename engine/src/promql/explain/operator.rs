//! Why functions, aggregations and operators of non-empty parts have no series.

use super::{Explainer, Part, Reason};
use crate::labels::LabelSet;
use crate::promql::ast::{Binary, BinaryOp, Expr, Matching, Node};
use crate::promql::eval::{self, counts};
use crate::promql::value::Grid;
use crate::time::Timestamp;
use std::collections::BTreeSet;

impl Explainer<'_> {
    /// Returns why a part has no series.
    pub(super) fn reason(&self, expr: &Expr, parts: &[Part], at: Timestamp) -> Option<Reason> {
        match &expr.node {
            Node::Selector(selector) => self.no_samples(selector, at, self.settings.lookback),
            Node::Range { selector, range } => self.no_samples(selector, at, *range),
            Node::Call { function, args } => {
                if parts.iter().any(Part::is_empty) {
                    return Some(Reason::EmptyPart);
                }
                match (function.name, args.as_slice()) {
                    ("absent" | "absent_over_time", _) => Some(Reason::Present),
                    ("histogram_quantile" | "histogram_fraction", [.., buckets]) => {
                        let is_bucket = |labels: &LabelSet| labels.get("le").is_some();
                        let none = !self.labels(buckets, at).iter().any(is_bucket);
                        none.then_some(Reason::NoBuckets)
                    }
                    (name, args) => self.short(name, args, at),
                }
            }
            Node::Binary(binary) => self.no_pair(binary, parts, at),
            _ => parts.iter().any(Part::is_empty).then_some(Reason::EmptyPart),
        }
    }

    /// Returns whether the windows of a function hold too few samples.
    fn short(&self, function: &str, args: &[Expr], at: Timestamp) -> Option<Reason> {
        let needed = match function {
            "delta" | "deriv" | "idelta" | "increase" | "irate" | "predict_linear" | "rate" => 2,
            _ => 1,
        };
        let window = args.iter().find_map(|arg| match &unwrapped(arg).node {
            Node::Range { selector, range } => Some((selector, *range)),
            _ => None,
        });
        let (selector, range) = window?;
        self.too_few(selector, range, at, needed)
    }

    fn no_pair(&self, binary: &Binary, parts: &[Part], at: Timestamp) -> Option<Reason> {
        let [left, right] = parts else { return None };
        match binary.op {
            BinaryOp::Or => return Some(Reason::EmptyPart),
            BinaryOp::Unless if left.is_empty() => return Some(Reason::EmptyPart),
            BinaryOp::Unless => return Some(Reason::AllExcluded),
            _ if left.is_empty() || right.is_empty() => return Some(Reason::EmptyPart),
            _ => {}
        }
        let matching = binary.matching.as_ref();
        let (lefts, rights) = (self.labels(&binary.left, at), self.labels(&binary.right, at));
        let is_pair = !lefts.is_empty() && !rights.is_empty();
        if is_pair && !have_partners(&lefts, &rights, matching) {
            return Some(no_partners(&lefts, &rights, matching));
        }
        let measured = if lefts.is_empty() { &binary.right } else { &binary.left };
        let values = eval::instant(measured, self.store, at).ok()?;
        let mut values = values.into_iter().map(|(_, value)| value);
        let first = values.next()?;
        let (least, greatest) = values
            .fold((first, first), |(least, greatest): (f64, f64), value| {
                (least.min(value), greatest.max(value))
            });
        matches!(binary.op, BinaryOp::Compare(_)).then_some(Reason::Filtered { least, greatest })
    }

    /// Returns the labels of the series of a vector; none for a number.
    fn labels(&self, expr: &Expr, at: Timestamp) -> Vec<LabelSet> {
        let grid = Grid::instant(at);
        match eval::evaluate(expr, self.store, grid, self.settings).map(|found| found.answer) {
            Ok(eval::Answer::Vector(series)) => series.into_iter().map(|one| one.labels).collect(),
            _ => Vec::new(),
        }
    }
}

/// Returns an expression without the parentheses around it.
fn unwrapped(expr: &Expr) -> &Expr {
    match &expr.node {
        Node::Paren(inner) => unwrapped(inner),
        _ => expr,
    }
}

fn have_partners(lefts: &[LabelSet], rights: &[LabelSet], matching: Option<&Matching>) -> bool {
    let key = |labels: &LabelSet| -> Vec<(String, String)> {
        let counted = labels.iter().filter(|(name, _)| counts(matching, name));
        counted.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let keys: BTreeSet<_> = lefts.iter().map(key).collect();
    rights.iter().any(|labels| keys.contains(&key(labels)))
}

fn no_partners(lefts: &[LabelSet], rights: &[LabelSet], matching: Option<&Matching>) -> Reason {
    let names = |side: &[LabelSet]| -> BTreeSet<String> {
        let all = side.iter().flat_map(LabelSet::iter).map(|(name, _)| name);
        all.filter(|name| counts(matching, name)).map(str::to_owned).collect()
    };
    let values = |side: &[LabelSet], name: &str| -> BTreeSet<String> {
        side.iter().map(|labels| labels.get(name).unwrap_or_default().to_owned()).collect()
    };
    let (left, right) = (names(lefts), names(rights));
    let has_no_common_value =
        |name: &&String| values(lefts, name).is_disjoint(&values(rights, name));
    Reason::NoPartners {
        only_left: left.difference(&right).cloned().collect(),
        only_right: right.difference(&left).cloned().collect(),
        without_common_value: left
            .intersection(&right)
            .filter(has_no_common_value)
            .cloned()
            .collect(),
    }
}
