//! The reason why a part of a query has no series, in words, and a repair of the query.

use super::super::super::Scene;
use crate::view::format::{count, span as span_of_time};
use metrics_engine::labels::{MatchOp, quoted};
use metrics_engine::number::go::value;
use metrics_engine::promql::explain::Reason;
use metrics_engine::promql::{Edit, Span};

/// Returns the reason as sentences; empty where a part of the part is the reason.
pub(super) fn words(scene: Scene<'_>, reason: &Reason) -> String {
    let time = |at| scene.zone.time_with_seconds(at, scene.now);
    match reason {
        Reason::NoSuchMetric { name, similar } if similar.is_empty() => {
            format!("No target serves {name}.")
        }
        Reason::NoSuchMetric { name, similar } => {
            format!("No target serves {name}. Similar: {}.", similar.join(", "))
        }
        Reason::Excluded { matcher, values } if values.is_empty() => {
            format!("No series has the label {}.", matcher.name)
        }
        Reason::Excluded { matcher, values } => format!(
            "No series meets {}{}{}. Values of {}: {}.",
            matcher.name,
            symbol(matcher.op),
            quoted(&matcher.value),
            matcher.name,
            values.join(", ")
        ),
        Reason::NeverTogether => {
            "Each condition holds for some series, but no series meets all of them.".to_owned()
        }
        Reason::NotYet { first, wait } => format!(
            "The oldest sample is from {}. There is a value in {}.",
            time(*first),
            span_of_time(*wait)
        ),
        Reason::Ended { last } => format!("The newest sample is from {}.", time(*last)),
        Reason::TooFewSamples { samples, needed, wait } => {
            let held = format!("The window holds {}, and {needed} are needed.", count(*samples, "sample"));
            match wait {
                Some(wait) => format!("{held} There is a value in {}.", span_of_time(*wait)),
                None => held,
            }
        }
        Reason::WindowTooShort { interval } => format!(
            "Samples are {} apart, so that the window does not hold enough of them.",
            span_of_time(*interval)
        ),
        Reason::NoPartners { only_left, only_right, without_common_value } => {
            let mut words =
                "Both sides have series, but none with the same labels.".to_owned();
            for (lead, labels) in [
                ("Only on the left", only_left),
                ("Only on the right", only_right),
                ("Without a common value", without_common_value),
            ] {
                if !labels.is_empty() {
                    words.push_str(&format!(" {lead}: {}.", labels.join(", ")));
                }
            }
            words
        }
        Reason::AllExcluded => {
            "Each series of the left side has a partner on the right.".to_owned()
        }
        Reason::Filtered { least, greatest } => format!(
            "The comparison holds for no series: the values lie between {} and {}.",
            value(*least),
            value(*greatest)
        ),
        Reason::NoBuckets => "No series has the label le.".to_owned(),
        Reason::Present => "The series is present, so that nothing is absent.".to_owned(),
        Reason::EmptyPart => String::new(),
    }
}

fn symbol(op: MatchOp) -> &'static str {
    match op {
        MatchOp::Equal => "=",
        MatchOp::NotEqual => "!=",
        MatchOp::Matches => "=~",
        MatchOp::NotMatches => "!~",
    }
}

/// Returns the text of the query with another name or value in the part at `span`.
pub(super) fn repair(text: &str, span: Span, reason: &Reason) -> Option<String> {
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
