//! Numbers as Go and the `humanize…` functions of Prometheus print them (`template/template.go`, `strconv/ftoa.go`).

use metrics_engine::number;

/// Returns Go's name of an infinity or NaN.
fn special(number: f64) -> Option<&'static str> {
    if number.is_nan() {
        Some("NaN")
    } else if number.is_infinite() {
        Some(if number > 0.0 { "+Inf" } else { "-Inf" })
    } else {
        None
    }
}

/// Writes a number as Go's `%.Nf`.
pub(super) fn fixed(number: f64, digits: usize) -> String {
    special(number).map_or_else(|| number::fixed(number, digits), str::to_owned)
}

/// Writes a number as Go's `%v`: the fewest digits that identify it.
pub(super) fn shortest(number: f64) -> String {
    special(number).map_or_else(|| positioned(&number::scientific(number, None), 6), str::to_owned)
}

/// Writes a number as Go's `%.Ng`: `digits` digits, without zeros at the end.
pub(super) fn significant(number: f64, digits: usize) -> String {
    special(number).map_or_else(
        || {
            positioned(
                &number::scientific(number, Some(digits)),
                i32::try_from(digits).unwrap_or(i32::MAX),
            )
        },
        str::to_owned,
    )
}

pub(super) fn four_digits(number: f64) -> String {
    significant(number, 4)
}

/// Turns `1.2340e5` into Go's form, which has no exponent from -4 up to below `limit`.
fn positioned(scientific: &str, limit: i32) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let digits = match digits.trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };
    let point = exponent + 1;
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    if exponent < -4 || exponent >= limit {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let direction = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}{dot}{rest}e{direction}{:02}", exponent.abs());
    }
    if point <= 0 {
        return format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize));
    }
    if point >= length {
        return format!("{sign}{digits}{}", "0".repeat((point - length) as usize));
    }
    let (whole, fraction) = digits.split_at(point as usize);
    format!("{sign}{whole}.{fraction}")
}

/// Writes `1234567` as `1.235M`.
pub(super) fn humanize(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return four_digits(number);
    }
    let mut scaled = number;
    let mut prefix = "";
    if number.abs() >= 1.0 {
        for next in ["k", "M", "G", "T", "P", "E", "Z", "Y"] {
            if scaled.abs() < 1000.0 {
                break;
            }
            prefix = next;
            scaled /= 1000.0;
        }
    } else {
        for next in ["m", "u", "n", "p", "f", "a", "z", "y"] {
            if scaled.abs() >= 1.0 {
                break;
            }
            prefix = next;
            scaled *= 1000.0;
        }
    }
    format!("{}{prefix}", four_digits(scaled))
}

/// Writes `1048576` as `1Mi`.
pub(super) fn humanize_1024(number: f64) -> String {
    let mut scaled = number;
    let mut prefix = "";
    if number.is_finite() {
        for next in ["ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"] {
            if scaled.abs() < 1024.0 {
                break;
            }
            prefix = next;
            scaled /= 1024.0;
        }
    }
    format!("{}{prefix}", four_digits(scaled))
}

/// Writes seconds as `1d 2h 3m 4s` or `250ms`.
pub(super) fn humanize_duration(seconds: f64) -> String {
    if !seconds.is_finite() {
        return four_digits(seconds);
    }
    if seconds == 0.0 {
        return "0s".to_owned();
    }
    if seconds.abs() < 1.0 {
        let mut scaled = seconds;
        let mut prefix = "";
        for next in ["m", "u", "n", "p", "f", "a", "z", "y"] {
            if scaled.abs() >= 1.0 {
                break;
            }
            prefix = next;
            scaled *= 1000.0;
        }
        return format!("{}{prefix}s", four_digits(scaled));
    }
    let sign = if seconds < 0.0 { "-" } else { "" };
    let length = seconds.abs();
    let whole = length as u64;
    let (days, hours, minutes, rest) =
        (whole / 86_400, whole / 3600 % 24, whole / 60 % 60, whole % 60);
    if days > 0 {
        format!("{sign}{days}d {hours}h {minutes}m {rest}s")
    } else if hours > 0 {
        format!("{sign}{hours}h {minutes}m {rest}s")
    } else if minutes > 0 {
        format!("{sign}{minutes}m {rest}s")
    } else {
        format!("{sign}{}s", four_digits(length))
    }
}
