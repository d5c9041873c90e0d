//! The form that changes a rule's limit in this browser: texts to a [`Limit`], mistakes in words at the field they are in.

use super::super::Scene;
use crate::rules::limit::Limit;
use metrics_engine::number;
use metrics_engine::promql;
use metrics_engine::promql::ast::Comparison;
use metrics_engine::promql::threshold::{self, Threshold};
use metrics_engine::time::Duration;

/// The content of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The comparison's symbol.
    pub comparison: String,
    /// The number.
    pub value: String,
    /// How long it has to hold.
    pub hold_for: String,
}

/// The form of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The limit in use.
    pub current: Draft,
    /// The configured limit: `> 5 for 1m`.
    pub configured: String,
    /// Whether that is something else.
    pub is_changed: bool,
    /// Why a change would not last; empty where it does.
    pub warning: &'static str,
}

/// The mistakes in a draft, by field; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistakes {
    /// With the number.
    pub value: String,
    /// With the time.
    pub hold_for: String,
}

/// The comparisons to choose from: symbol, and what it says.
pub const COMPARISONS: [(&str, &str); 6] = [
    (">", "> above"),
    (">=", ">= at or above"),
    ("<", "< below"),
    ("<=", "<= at or below"),
    ("==", "== equal to"),
    ("!=", "!= not equal to"),
];

/// The form of the rule with this key. `None` where it compares with no number.
pub fn form(scene: Scene<'_>, key: &str) -> Option<Form> {
    let rule = scene.work.groups().rules().find(|rule| rule.key == key)?;
    let current = draft(rule.current_limit()?);
    let written = promql::compile(&rule.written.expr).ok()?;
    let (_, threshold) = threshold::of(&written)?;
    let configured = draft(Limit { threshold, hold_for: rule.written.hold_for });
    let Draft { comparison, value, hold_for } = configured;
    let configured = format!("{comparison} {value} for {hold_for}");
    Some(Form { current, configured, is_changed: rule.limit.is_some(), warning: warning(scene) })
}

fn warning(scene: Scene<'_>) -> &'static str {
    if scene.work.persistence().error.is_some() {
        "This browser stores nothing at the moment: a change lasts until the page is reloaded."
    } else {
        ""
    }
}

fn draft(limit: Limit) -> Draft {
    Draft {
        comparison: limit.threshold.comparison.symbol().to_owned(),
        value: number::shortest(limit.threshold.value),
        hold_for: limit.hold_for.to_string(),
    }
}

/// Parses the content of the fields.
///
/// # Errors
///
/// [`Mistakes`], every field with its own.
pub fn read(draft: &Draft) -> Result<Limit, Mistakes> {
    let comparison = Comparison::ALL.into_iter().find(|one| one.symbol() == draft.comparison);
    let value = number(&draft.value);
    let hold_for = duration(&draft.hold_for);
    match (comparison.unwrap_or(Comparison::Greater), value, hold_for) {
        (comparison, Ok(value), Ok(hold_for)) => {
            Ok(Limit { threshold: Threshold { comparison, value }, hold_for })
        }
        (_, value, hold_for) => Err(Mistakes {
            value: value.err().unwrap_or_default(),
            hold_for: hold_for.err().unwrap_or_default(),
        }),
    }
}

fn number(text: &str) -> Result<f64, String> {
    let text = text.trim();
    match number::read(text) {
        Some(number) if number.is_finite() => Ok(number),
        _ if text.is_empty() => Err("Enter a number.".to_owned()),
        _ if text.contains(',') => Err(format!(
            "\u{201c}{text}\u{201d} is not a number. Use a point before decimals and no thousands separator."
        )),
        _ => Err(format!("\u{201c}{text}\u{201d} is not a number. Write it as 0.5 or 20000.")),
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    Duration::parse(text).ok_or_else(|| {
        let how = "Write it as 30s, 5m or 1h30m; 0s fires at once.";
        if text.is_empty() {
            format!("Enter a duration. {how}")
        } else {
            format!("\u{201c}{text}\u{201d} is not a duration. {how}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(comparison: &str, value: &str, hold_for: &str) -> Draft {
        let [comparison, value, hold_for] = [comparison, value, hold_for].map(str::to_owned);
        Draft { comparison, value, hold_for }
    }

    #[test]
    fn reads_what_it_writes() {
        for (comparison, value, hold_for) in [
            (Comparison::Greater, 0.5, 0),
            (Comparison::LessOrEqual, -2.5e-7, 90_000),
            (Comparison::Equal, 0.1 + 0.2, 500),
            (Comparison::NotEqual, 1e21, 86_400_000),
        ] {
            let threshold = Threshold { comparison, value };
            let limit = Limit { threshold, hold_for: Duration(hold_for) };
            assert_eq!(read(&super::draft(limit)), Ok(limit));
        }
        assert_eq!(COMPARISONS.len(), Comparison::ALL.len());
        for (symbol, _) in COMPARISONS {
            assert_eq!(
                read(&draft(symbol, " 7 ", " 1m ")).unwrap().threshold.comparison.symbol(),
                symbol
            );
        }
    }

    #[test]
    fn a_mistake_stands_at_its_field() {
        for (value, hold_for, wrong_value, wrong_hold_for) in [
            ("", "5m", "Enter a number", ""),
            ("0,5", "5m", "Use a point", ""),
            ("1,000", "5m", "no thousands separator", ""),
            ("five", "5m", "\u{201c}five\u{201d} is not a number. Write it as", ""),
            ("NaN", "5m", "is not a number", ""),
            ("inf", "5m", "is not a number", ""),
            ("1e999", "5m", "is not a number", ""),
            ("5", "", "", "Enter a duration"),
            ("5", "5", "", "\u{201c}5\u{201d} is not a duration. Write it as 30s"),
            ("5", "5 minutes", "", "is not a duration"),
            ("5", "-5m", "", "is not a duration"),
            ("x", "y", "is not a number", "is not a duration"),
        ] {
            let wrong = read(&draft(">", value, hold_for)).unwrap_err();
            assert!(wrong.value.contains(wrong_value), "{value}: {wrong:?}");
            assert!(wrong.hold_for.contains(wrong_hold_for), "{hold_for}: {wrong:?}");
            assert_eq!(wrong.value.is_empty(), wrong_value.is_empty());
            assert_eq!(wrong.hold_for.is_empty(), wrong_hold_for.is_empty());
        }
    }
}
