//! Numbers as Go and the `humanize…` functions of Prometheus print them (`template/template.go`, `strconv/ftoa.go`).

use metrics_engine::number::{self, go};

/// Writes a number as Go's `%.Nf`.
pub(super) fn fixed(number: f64, digits: usize) -> String {
    go::named(number, || number::fixed(number, digits))
}

/// Writes a number as Go's `%v`: the fewest digits that identify it.
pub(super) fn shortest(number: f64) -> String {
    go::general(number, None)
}

/// Writes a number as Go's `%.Ng`: `digits` digits, without zeros at the end.
pub(super) fn significant(number: f64, digits: usize) -> String {
    go::general(number, Some(digits))
}

pub(super) fn four_digits(number: f64) -> String {
    significant(number, 4)
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
