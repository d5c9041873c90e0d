//! Metrics that every program has, because its client library writes them.

use super::{Around, Known, Lint, Rule};
use crate::promql::Edit;
use crate::promql::ast::{Aggregate, Expr, Grouping, Node, Selector};
use crate::promql::metadata::label_values;

/// The prefixes of such metrics.
const COMMON: [&str; 5] = ["go_", "jvm_", "nodejs_", "process_", "python_"];

/// The labels that distinguish programs.
const OF_TARGET: [&str; 3] = ["instance", "job", "system"];

/// Maximum number of programs that a message names.
const NAMED: usize = 3;

impl Known<'_> {
    /// Finds `process_open_fds` of several jobs.
    pub(super) fn process(&self, expr: &Expr, around: &Around<'_>, found: &mut Vec<Lint>) {
        let (Node::Selector(selector) | Node::Range { selector, .. }) = &expr.node else { return };
        let Some(name) = selector.name().filter(|name| is_common(name, selector)) else { return };
        let jobs = label_values(self.store, &selector.matchers, "job");
        let aggregation = around.iter().rev().find_map(|one| match &one.node {
            Node::Aggregate(aggregate) => Some((*one, &**aggregate)),
            _ => None,
        });
        if jobs.len() < 2 || aggregation.is_some_and(|(_, aggregate)| keeps_targets(aggregate)) {
            return;
        }
        let named: Vec<&str> = jobs.iter().copied().take(NAMED).collect();
        let more = if jobs.len() > NAMED { ", …" } else { "" };
        let message = format!(
            "`{name}` is served by {} jobs ({}{more}): select one, as in {{job=\"{}\"}}, or add `by (job)`",
            jobs.len(),
            named.join(", "),
            named.first().unwrap_or(&"")
        );
        let edit = aggregation.and_then(|(whole, aggregate)| by_job(whole, aggregate));
        found.push(Lint { rule: Rule::UnselectedProcess, span: expr.span, message, edit });
    }
}

fn is_common(name: &str, selector: &Selector) -> bool {
    let selects = |label: &str| OF_TARGET.contains(&label);
    COMMON.iter().any(|prefix| name.starts_with(prefix))
        && !selector.matchers.iter().any(|matcher| selects(&matcher.name))
}

/// Returns whether the result has a series for each target.
fn keeps_targets(aggregate: &Aggregate) -> bool {
    aggregate.grouping.as_ref().is_some_and(|grouping| {
        let names_target = grouping.labels.iter().any(|label| OF_TARGET.contains(&label.as_str()));
        names_target != grouping.without
    })
}

/// Returns the aggregation with the job among its labels.
fn by_job(whole: &Expr, aggregate: &Aggregate) -> Option<Edit> {
    let mut labels = match &aggregate.grouping {
        Some(grouping) if grouping.without => return None,
        Some(grouping) => grouping.labels.clone(),
        None => Vec::new(),
    };
    labels.push("job".to_owned());
    let grouping = Some(Grouping { without: false, labels });
    let node = Node::Aggregate(Box::new(Aggregate { grouping, ..aggregate.clone() }));
    Some(Edit::replace(whole.span, Expr { node, span: whole.span }.to_string()))
}
