//! The order of proposals.

use super::{Completion, Kind};

/// How well a name fits what is typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is what is typed.
    Equal,
    /// It begins with it.
    Begins,
    /// A word within it begins with it: `seconds` in `took_seconds`.
    WordBegins,
    /// It contains it.
    Contains,
    /// It contains its letters in this order.
    Letters,
}

/// Returns the proposals that fit what is typed, the best first.
pub(super) fn best(proposals: Vec<Completion>, typed: &str, most: usize) -> Vec<Completion> {
    let typed = typed.to_ascii_lowercase();
    let mut fitting: Vec<(Fit, u8, Completion)> = proposals
        .into_iter()
        .filter_map(|one| Some((fit(&one.label, &typed)?, rank(&one, &typed), one)))
        .collect();
    // Windows and keywords keep the order of how often they are used, and so does everything before anything is typed.
    let length = |one: &Completion| {
        let keeps = typed.is_empty() || matches!(one.kind, Kind::Duration | Kind::Keyword);
        if keeps { 0 } else { one.label.len() }
    };
    fitting.sort_by_key(|(fit, rank, one)| (*fit, *rank, length(one)));
    fitting.into_iter().take(most).map(|(.., one)| one).collect()
}

/// The functions that most expressions use.
const USUAL: [&str; 10] = [
    "absent",
    "avg_over_time",
    "histogram_quantile",
    "increase",
    "irate",
    "label_replace",
    "max_over_time",
    "predict_linear",
    "rate",
    "round",
];

/// Returns the order of proposals that fit equally well: what most expressions use is likely meant, once anything is typed.
fn rank(one: &Completion, typed: &str) -> u8 {
    let is_usual = match one.kind {
        Kind::Aggregation => true,
        Kind::Function => USUAL.contains(&one.label.as_str()),
        _ => return 1,
    };
    match (is_usual, typed.is_empty()) {
        (true, false) => 0,
        (true, true) => 2,
        (false, _) => 3,
    }
}

fn fit(name: &str, typed: &str) -> Option<Fit> {
    let name = name.to_ascii_lowercase();
    if name == typed {
        return Some(Fit::Equal);
    }
    if name.starts_with(typed) {
        return Some(Fit::Begins);
    }
    let mut places = name.match_indices(typed).map(|(at, _)| at);
    let begins_word =
        |at: usize| !name.get(..at).unwrap_or_default().ends_with(char::is_alphanumeric);
    if let Some(first) = places.next() {
        let is_word = begins_word(first) || places.any(begins_word);
        return Some(if is_word { Fit::WordBegins } else { Fit::Contains });
    }
    let mut letters = name.chars();
    let is_within = typed.chars().all(|wanted| letters.any(|c| c == wanted));
    (is_within && typed.len() > 2).then_some(Fit::Letters)
}
