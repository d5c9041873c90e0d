//! A part of a metric's series divided by all of them, without sums.

use super::{Lint, Rule};
use crate::promql::Edit;
use crate::promql::ast::{Binary, BinaryOp, Expr, Node, Selector};

/// Finds `x{status=~"5.."} / x`. Each series of the left side has a partner with the same labels: itself.
pub(super) fn check(expr: &Expr, found: &mut Vec<Lint>) {
    let Node::Binary(binary) = &expr.node else { return };
    let Binary { op: BinaryOp::Divide, left, right, matching: None, .. } = &**binary else {
        return;
    };
    let (Some(part), Some(whole)) = (single(left), single(right)) else { return };
    let is_same = part.function == whole.function && part.selector.name().is_some();
    if !is_same || part.selector.name() != whole.selector.name() {
        return;
    }
    let extra = |one: &Selector, other: &Selector| {
        let extra = one.matchers.iter().find(|matcher| !other.matchers.contains(matcher));
        extra.map(|matcher| matcher.name.clone())
    };
    // Only the left side may select more closely: otherwise there are series without a partner.
    let (Some(label), None) =
        (extra(part.selector, whole.selector), extra(whole.selector, part.selector))
    else {
        return;
    };
    let message = format!(
        "each series is divided by itself, because both sides have the label `{label}`: divide the sums"
    );
    let edit = Edit::replace(expr.span, format!("sum({left}) / sum({right})"));
    found.push(Lint { rule: Rule::RatioWithItself, span: expr.span, message, edit: Some(edit) });
}

/// A selector, alone or within one function.
struct Single<'e> {
    function: Option<&'static str>,
    selector: &'e Selector,
}

fn single(expr: &Expr) -> Option<Single<'_>> {
    match &expr.node {
        Node::Paren(inner) => single(inner),
        Node::Selector(selector) | Node::Range { selector, .. } => {
            Some(Single { function: None, selector })
        }
        Node::Call { function, args } => match args.as_slice() {
            [arg] => {
                let inner = single(arg).filter(|inner| inner.function.is_none())?;
                Some(Single { function: Some(function.name), ..inner })
            }
            _ => None,
        },
        _ => None,
    }
}
