//! The texts of annotations and labels, with every `{{ … }}` filled in.
//!
//! It supports the part of Go's templates that rules use: `$value`, `$labels.name`, `printf` and the `humanize…` functions, in pipelines.
//! Anything else yields the text that Prometheus writes for an error, so that the mistake is seen and the alert fires all the
//! same. Conditions, loops and queries are not supported.

mod functions;
mod item;
mod number;
mod pipeline;

use item::Series;
use metrics_engine::labels::{LabelSet, quoted};

pub use item::is_label;

/// Maximum length of an expanded text in bytes.
const MAX_TEXT: usize = 16 * 1024;

/// Fills in `text` with the `labels` and the `value` of the series that an alert is about.
pub fn expand(text: &str, labels: &LabelSet, value: f64) -> String {
    if !text.contains("{{") {
        return text.to_owned();
    }
    match try_expand(text, &Series { labels: Some(labels), value }) {
        Ok(expanded) => expanded,
        Err(Mistake { reason, .. }) => format!("<error expanding template: {reason}>"),
    }
}

/// A mistake in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The byte offset of the `{{` that cannot be filled in.
    pub at: usize,
    /// The reason, in lower case and without a final stop.
    pub reason: String,
}

/// Checks that `text` can be filled in, whatever the labels of a series are.
///
/// # Errors
///
/// The first [`Mistake`].
pub fn check(text: &str) -> Result<(), Mistake> {
    try_expand(text, &Series { labels: None, value: 0.0 }).map(drop)
}

fn try_expand(text: &str, series: &Series) -> Result<String, Mistake> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let at = text.len() - rest.len() + before.len();
        let mistake = |reason: String| Mistake { at, reason };
        let end = action_end(after).ok_or_else(|| mistake("an action is not closed".to_owned()))?;
        let (action, tail) =
            (after.get(..end).unwrap_or_default(), after.get(end + 2..).unwrap_or_default());
        // `{{-` and `-}}` remove the blanks beside them.
        let trimmed_action = action.strip_prefix("- ").unwrap_or(action);
        let is_trimmed_before = trimmed_action.len() != action.len();
        out.push_str(if is_trimmed_before { before.trim_end() } else { before });
        let inner = trimmed_action.strip_suffix(" -").unwrap_or(trimmed_action);
        rest = if inner.len() == trimmed_action.len() { tail } else { tail.trim_start() };
        if !inner.starts_with("/*") {
            let filled = pipeline::evaluate(inner, series).map_err(mistake)?.to_text();
            if series.labels.is_none() && filled.contains("%!") {
                return Err(mistake(format!("printf would write {}", quoted(&filled))));
            }
            out.push_str(&filled);
        }
        if out.len() > MAX_TEXT {
            return Err(mistake(format!("the text is longer than {MAX_TEXT} bytes")));
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Returns the offset of the first `}}` outside of quotes.
fn action_end(after: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in after.char_indices() {
        match (c, quote) {
            _ if escaped => escaped = false,
            ('\\', Some('"')) => escaped = true,
            (c, Some(open)) if c == open => quote = None,
            ('"' | '`', None) => quote = Some(c),
            ('}', None) if after.get(at..).is_some_and(|rest| rest.starts_with("}}")) => {
                return Some(at);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests;
