//! Metrics that no target serves.

use super::super::Scene;
use super::selectors::selectors;
use metrics_engine::labels::{Matcher, NAME};
use metrics_engine::promql::ast::Expr;

/// Returns the names in expressions under which there is no series; none before every target has been scraped once.
pub(super) fn missing(scene: Scene<'_>, exprs: &[Expr]) -> Vec<String> {
    let targets = scene.work.targets();
    let mut names: Vec<String> = Vec::new();
    if targets.iter().any(|target| target.last.is_none()) {
        return names;
    }
    for name in selectors(exprs).into_iter().filter_map(|selector| selector.name()) {
        let is_known = names.iter().any(|known| known == name);
        if !is_known && scene.work.store().select(&[Matcher::equal(NAME, name)]).is_empty() {
            names.push(name.to_owned());
        }
    }
    names
}
