//! Grafana's units: which of ours each is, and the factor between them.

use crate::chart::ValueMapping;
use metrics_engine::number;
use metrics_engine::unit::Unit;

/// One of our units, and what makes values of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Converted {
    pub(super) unit: Unit,
    /// The number by which values are multiplied.
    pub(super) factor: f64,
}

const KIBI: f64 = 1024.0;

/// Returns the unit that Grafana names; `None` for one that is not known.
pub(super) fn unit(name: &str) -> Option<Converted> {
    let (unit, factor) = match name {
        // Instants are milliseconds there, and seconds here.
        "dateTimeFromNow" => (Unit::Ago, 1e-3),
        "" | "locale" | "string" | "sishort" => (Unit::Short, 1.0),
        "µs" => (Unit::Seconds, 1e-6),
        "ns" => (Unit::Seconds, 1e-9),
        "m" => (Unit::Seconds, 60.0),
        "h" => (Unit::Seconds, 3600.0),
        "d" => (Unit::Seconds, 86_400.0),
        "dtdurations" | "dthms" | "clocks" => (Unit::Seconds, 1.0),
        "dtdurationms" | "clockms" => (Unit::Milliseconds, 1.0),
        "kbytes" => (Unit::Bytes, KIBI),
        "mbytes" => (Unit::Bytes, KIBI * KIBI),
        "gbytes" => (Unit::Bytes, KIBI * KIBI * KIBI),
        "deckbytes" => (Unit::DecimalBytes, 1e3),
        "decmbytes" => (Unit::DecimalBytes, 1e6),
        "decgbytes" => (Unit::DecimalBytes, 1e9),
        "binBps" => (Unit::BytesPerSecond, 1.0),
        "KBs" => (Unit::BytesPerSecond, 1e3),
        "KiBs" => (Unit::BytesPerSecond, KIBI),
        "MBs" => (Unit::BytesPerSecond, 1e6),
        "MiBs" => (Unit::BytesPerSecond, KIBI * KIBI),
        "bits" | "decbits" => (Unit::Bits, 1.0),
        "binbps" => (Unit::BitsPerSecond, 1.0),
        "Kbits" => (Unit::BitsPerSecond, 1e3),
        "Mbits" => (Unit::BitsPerSecond, 1e6),
        "Gbits" => (Unit::BitsPerSecond, 1e9),
        "rps" => (Unit::RequestsPerSecond, 1.0),
        "pps" | "eps" | "wps" | "iops" | "cps" | "rowsps" | "mps" => {
            (Unit::OperationsPerSecond, 1.0)
        }
        "opm" | "rpm" | "reqpm" | "wpm" | "cpm" => (Unit::OperationsPerSecond, 1.0 / 60.0),
        "bool" | "bool_yes_no" | "bool_on_off" => (Unit::None, 1.0),
        known => (Unit::parse(known)?, 1.0),
    };
    Some(Converted { unit, factor })
}

/// Returns the words for 0 and 1 that a unit of yes and no means.
pub(super) fn words(name: &str) -> Vec<ValueMapping> {
    let words = match name {
        "bool" => ["False", "True"],
        "bool_yes_no" => ["No", "Yes"],
        "bool_on_off" => ["Off", "On"],
        _ => return Vec::new(),
    };
    let word = |(value, text): (f64, &str)| ValueMapping {
        value,
        to: None,
        text: text.to_owned(),
        severity: None,
    };
    [0.0, 1.0].into_iter().zip(words).map(word).collect()
}

/// Multiplies an expression.
pub(super) fn multiplied(expr: &str, factor: f64) -> String {
    if factor.to_bits() == 1.0_f64.to_bits() {
        return expr.to_owned();
    }
    let (operator, number) = if factor < 1.0 { ('/', 1.0 / factor) } else { ('*', factor) };
    let number = number::shortest(number.round());
    // Grafana's instants are often made of seconds, which is undone.
    let undone = if operator == '/' { '*' } else { '/' };
    let plain = expr
        .trim()
        .strip_suffix(&number)
        .or_else(|| expr.trim().strip_suffix(&format!("({number})")));
    let plain = plain.and_then(|rest| rest.trim_end().strip_suffix(undone)).map(str::trim_end);
    match plain {
        Some(plain) if is_one_operand(plain) => without_parentheses(plain).to_owned(),
        _ => format!("({expr}) {operator} {number}"),
    }
}

/// Whether an expression binds closer than any operator: it is in parentheses, a call, or a selector.
fn is_one_operand(expr: &str) -> bool {
    let (mut depth, mut quote) = (0_i32, None);
    let mut last = ' ';
    for char in expr.chars() {
        match (quote, char) {
            (Some(open), char) if char == open && last != '\\' => quote = None,
            (Some(_), _) | (None, '_' | ':') => {}
            (None, '"' | '\'' | '`') => quote = Some(char),
            (None, '(' | '{' | '[') => depth += 1,
            (None, ')' | '}' | ']') => depth -= 1,
            (None, char) if depth == 0 && !char.is_ascii_alphanumeric() => return false,
            _ => {}
        }
        last = char;
    }
    depth == 0
}

/// Takes away parentheses around a whole expression.
fn without_parentheses(expr: &str) -> &str {
    let inner = expr.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.filter(|inner| is_balanced(inner)).unwrap_or(expr)
}

fn is_balanced(expr: &str) -> bool {
    let mut depth = 0_i32;
    expr.chars().all(|char| {
        depth += i32::from(char == '(') - i32::from(char == ')');
        depth >= 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_multiplied_into_our_units() {
        for (expr, factor, expected) in [
            ("x", 1.0, "x"),
            ("x + 1", 60.0, "(x + 1) * 60"),
            ("x", 1e-3, "(x) / 1000"),
            ("x * 1000", 1e-3, "x"),
            ("(max by(a) (x)) * (1000)", 1e-3, "max by(a) (x)"),
            ("max(x{a=\"b c\"}) * 1000", 1e-3, "max(x{a=\"b c\"})"),
            ("(a) + (b) * 1000", 1e-3, "((a) + (b) * 1000) / 1000"),
            ("a + b * 1000", 1e-3, "(a + b * 1000) / 1000"),
            ("x1000", 1e-3, "(x1000) / 1000"),
        ] {
            assert_eq!(multiplied(expr, factor), expected, "{expr}");
        }
    }
}
