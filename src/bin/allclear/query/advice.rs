//! Advice about an expression on the standard error: repairs, mistakes of meaning, the reasons of an empty result.

use metrics_engine::promql::explain::Part;
use metrics_engine::promql::lint::Lint;
use metrics_engine::promql::{self, Span};

/// Prints the text with its errors repaired, where all of them can be.
pub(super) fn repair(text: &str) {
    if let Some(repaired) = promql::repaired(text) {
        tracing::warn!("did you mean: {repaired}");
    }
}

/// Prints the mistakes of meaning, with their repairs.
pub(super) fn lints(text: &str, lints: &[Lint]) {
    for lint in lints {
        tracing::warn!("{}: {}", place(text, lint.span), lint.message);
        if let Some(edit) = &lint.edit {
            tracing::warn!("did you mean: {}", edit.apply(text));
        }
    }
}

/// Prints why the value is empty.
pub(super) fn causes(text: &str, whole: &Part) {
    for part in whole.causes() {
        if let Some(reason) = &part.reason {
            tracing::warn!("{}: `{}` is empty: {reason}", place(text, part.span), part.title);
        }
    }
}

/// Returns line and column.
fn place(text: &str, span: Span) -> String {
    let (line, column) = span.line_and_column(text);
    format!("{line}:{column}")
}
