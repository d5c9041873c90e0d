//! When alerts were active that have to do with a panel.

use super::super::Scene;
use super::super::alerts::plot;
use super::selectors::selectors;
use crate::chart::Span;
use metrics_engine::promql::ast::{Expr, Selector};
use metrics_engine::series::TimeRange;

/// Returns when alerts of rules about the same metrics were pending or firing.
pub(super) fn alert_spans(scene: Scene<'_>, exprs: &[Expr], range: TimeRange) -> Vec<Span> {
    let shown = selectors(exprs);
    let is_about = |one: &Selector| {
        let mut shown = shown.iter();
        one.name().is_some()
            && shown.any(|other| one.name() == other.name() && can_meet(one, other))
    };
    let mut spans = Vec::new();
    for group in scene.work.groups().all() {
        for rule in &group.rules {
            let watched = rule.expr.as_ref().map(Expr::selectors).unwrap_or_default();
            if watched.into_iter().any(is_about) {
                spans.extend(plot::spans(scene.work.store(), rule, range, group.interval));
            }
        }
    }
    spans
}

/// Whether two selectors can be about the same job or system.
fn can_meet(one: &Selector, other: &Selector) -> bool {
    ["job", "system"].into_iter().all(|name| {
        let of = |selector: &Selector| {
            selector.matchers.iter().find(|matcher| matcher.name == name).map(|it| it.value.clone())
        };
        match (of(one), of(other)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    })
}
