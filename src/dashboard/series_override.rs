//! What differs for some series of a panel: another name, or values below the axis.

use regex_lite::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

/// The largest compiled expression, in bytes.
const LARGEST: usize = 1 << 18;

/// What differs for some series of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesOverride {
    /// The series.
    pub series: SeriesPattern,
    /// The name shown in place of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether their values are drawn below the axis, as what is sent beside what is received.
    #[serde(default, skip_serializing_if = "super::is_default")]
    pub is_negative: bool,
}

/// Which series of a panel are meant, by the name in the legend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesPattern {
    /// The series of this name.
    Name(String),
    /// Those whose name a regular expression finds something in.
    Regex(String),
}

impl SeriesPattern {
    /// Returns the matcher of the names that are meant. An expression that cannot be compiled means no series.
    pub fn matcher(&self) -> impl Fn(&str) -> bool {
        let (name, regex) = match self {
            Self::Name(name) => (Some(name.clone()), None),
            Self::Regex(text) => (None, slashed(text)),
        };
        move |series: &str| {
            name.as_deref() == Some(series)
                || regex.as_ref().is_some_and(|regex| regex.is_match(series))
        }
    }
}

/// Compiles an expression as JavaScript writes it, `/text/i`, or without the slashes.
pub fn slashed(text: &str) -> Option<Regex> {
    let between = text.strip_prefix('/').and_then(|rest| rest.rsplit_once('/'));
    let (pattern, flags) = between.unwrap_or((text, ""));
    RegexBuilder::new(pattern)
        .case_insensitive(flags.contains('i'))
        .size_limit(LARGEST)
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_are_found_by_name_and_by_expression() {
        for (pattern, name, is_meant) in [
            (SeriesPattern::Name("a.b".to_owned()), "a.b", true),
            (SeriesPattern::Name("a.b".to_owned()), "axb", false),
            (SeriesPattern::Regex("/.*Trans.*/".to_owned()), "eth0 - Transmit", true),
            (SeriesPattern::Regex("/trans/i".to_owned()), "Transmit", true),
            (SeriesPattern::Regex("/trans/".to_owned()), "Transmit", false),
            (SeriesPattern::Regex("out$".to_owned()), "bytes out", true),
            (SeriesPattern::Regex("/(/".to_owned()), "(", false),
        ] {
            assert_eq!(pattern.matcher()(name), is_meant, "{pattern:?} {name}");
        }
    }
}
