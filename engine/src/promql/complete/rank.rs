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
    let mut fitting: Vec<(Fit, Kind, usize, Completion)> = proposals
        .into_iter()
        .filter_map(|one| Some((fit(&one.label, &typed)?, one.kind, one.label.len(), one)))
        .collect();
    // Windows and keywords keep the order of how often they are used, and so does everything before anything is typed.
    let length = |kind: Kind, length: usize| {
        if typed.is_empty() || matches!(kind, Kind::Duration | Kind::Keyword) { 0 } else { length }
    };
    fitting.sort_by_key(|(fit, kind, n_letters, _)| {
        let is_exact = *fit == Fit::Equal;
        (!is_exact, *fit, rank(*kind, &typed), length(*kind, *n_letters))
    });
    fitting.into_iter().take(most).map(|(.., one)| one).collect()
}

/// Returns the order of kinds that fit equally well. A function has few names, so that one that fits is likely meant.
fn rank(kind: Kind, typed: &str) -> u8 {
    match kind {
        Kind::Function | Kind::Aggregation => u8::from(typed.is_empty()) * 2,
        _ => 1,
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
