//! How a query is calculated: its parts as a tree, each with the number of its series, and why a part has none.

use super::super::Scene;
use super::super::targets::sentence;
use super::known::metadata;
use super::remark::stopped;
use crate::view::format::{count, grouped};
use metrics_engine::labels::{MatchOp, quoted};
use metrics_engine::number::go::value;
use metrics_engine::promql::eval::{Limits, Settings};
use metrics_engine::promql::explain::{Found, Part, Reason, explain};
use metrics_engine::promql::{Edit, Span, parse};
use metrics_engine::time::Timestamp;

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The part without its own parts.
    pub title: String,
    /// What came out of it: `84 series`.
    pub found: String,
    /// Whether nothing came out of it.
    pub is_empty: bool,
    /// Why that is so; empty where a part of it is the reason.
    pub reason: String,
    /// The text of a query that has a value here.
    pub repair: Option<String>,
    /// The parts that it is made of.
    pub parts: Vec<Step>,
}

/// The bounds of each part: a few milliseconds.
const LIMITS: Limits =
    Limits { steps: 11_000, series: 50_000, samples: 300_000, per_step: 300_000 };

/// Explains a query at `at`. `None` for a text that is no query.
pub fn explanation(scene: Scene<'_>, text: &str, at: Timestamp) -> Option<Step> {
    let expr = parse(text).ok()?;
    let settings = Settings { limits: LIMITS, ..Settings::default() };
    let part = explain(&expr, scene.work.store(), at, &settings, &metadata(scene));
    Some(step(text, part))
}

fn step(text: &str, part: Part) -> Step {
    let is_empty = part.is_empty();
    // The reason of a part stands with that part.
    let reason = part.reason.as_ref().filter(|reason| **reason != Reason::EmptyPart);
    let repair = reason.and_then(|reason| repair(text, part.span, reason));
    let reason = reason.map(|reason| stopped(&sentence(&reason.to_string()))).unwrap_or_default();
    let found = match part.found {
        Found::Number(number) => value(number),
        Found::Text(_) => "text".to_owned(),
        Found::Series { series, samples } if samples > series => {
            format!("{}\u{a0}series, {}", grouped(series), count(samples, "sample"))
        }
        Found::Series { series, .. } => format!("{}\u{a0}series", grouped(series)),
        Found::Failed(error) => error.reason,
    };
    let parts = part.parts.into_iter().map(|part| step(text, part)).collect();
    Step { title: part.title, found, is_empty, reason, repair, parts }
}

/// Returns the text of the query with another name or value in the part at `span`.
fn repair(text: &str, span: Span, reason: &Reason) -> Option<String> {
    let part = text.get(span.start..span.end)?;
    let (old, new) = match reason {
        Reason::NoSuchMetric { name, similar } => (name.clone(), similar.first()?.clone()),
        Reason::Excluded { matcher, values } if matcher.op == MatchOp::Equal => {
            (quoted(&matcher.value), quoted(values.first()?))
        }
        _ => return None,
    };
    // Another part of the text could contain the same.
    let (start, _) = part.match_indices(&old).next()?;
    let start = span.start + start;
    let edit = Edit::replace(Span { start, end: start + old.len() }, new);
    Some(edit.apply(text))
}

impl Step {
    /// Returns the innermost parts that are empty for a reason of their own.
    pub fn causes(&self) -> Vec<&Self> {
        let inner: Vec<&Self> = self.parts.iter().flat_map(Self::causes).collect();
        let is_cause = self.is_empty && !self.reason.is_empty();
        if is_cause && inner.is_empty() { vec![self] } else { inner }
    }
}
