//! Which rules are shown: by state, and by words or labels.

use super::Row;
use super::choice::Choice;
use crate::rules::rule::Rule;

/// Which rules are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The state that a rule must be in.
    pub choice: Choice,
    /// Words, or labels such as `severity=critical`, each of which must be in the rule or one of its alerts.
    pub text: String,
}

impl Filter {
    /// Returns whether the filter admits a rule, shown as this row of the group `group`.
    pub(super) fn admits(&self, group: &str, rule: &Rule, row: &Row) -> bool {
        let is_chosen = self.choice == Choice::All || self.choice == row.choice;
        is_chosen
            && self.text.split_whitespace().all(|word| {
                has_label(rule, word) || {
                    let word = word.to_lowercase();
                    let texts = [group, &row.name, &row.expr].into_iter();
                    let mut texts = texts.chain(row.chips.iter().map(String::as_str));
                    texts.any(|text| text.to_lowercase().contains(&word))
                        || labels(rule).any(|(_, value)| value.to_lowercase().contains(&word))
                }
            })
    }

    /// Returns whether every rule is shown.
    pub(super) fn is_empty(&self) -> bool {
        self.choice == Choice::All && self.text.trim().is_empty()
    }

    /// Returns why no rule is shown.
    pub(super) fn nothing(&self) -> String {
        let text = self.text.trim();
        let state = match self.choice {
            Choice::All => return format!("No rule matches \u{201c}{text}\u{201d}."),
            Choice::Unknown => "unable to fire".to_owned(),
            choice => choice.word().to_lowercase(),
        };
        if text.is_empty() {
            format!("No rule is {state}.")
        } else {
            format!("No rule that is {state} matches \u{201c}{text}\u{201d}.")
        }
    }
}

/// Whether `word` is `name=value` with a label's name and the beginning of its value, which may stand in quotes.
fn has_label(rule: &Rule, word: &str) -> bool {
    let Some((name, value)) = word.split_once('=') else { return false };
    let value = value.trim_matches(['"', '\'']).to_lowercase();
    labels(rule).any(|(known, text)| {
        known.eq_ignore_ascii_case(name) && text.to_lowercase().starts_with(&value)
    })
}

/// Returns the labels of a rule and of its alerts.
fn labels(rule: &Rule) -> impl Iterator<Item = (&str, &str)> {
    let own = rule.written.labels.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    own.chain(rule.alerts.iter().flat_map(|alert| alert.labels.iter()))
}
