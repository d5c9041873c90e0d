//! Numbers, durations and quoted texts, as Prometheus writes them (mostly as Go does).

use crate::labels::quoted;
use crate::number;
use crate::time::Duration;

/// A text literal, and its length in bytes with the quotes.
pub(super) struct Literal {
    pub(super) text: String,
    pub(super) length: usize,
}

/// Returns the length of the number or duration at the front.
pub(super) fn number_length(rest: &str) -> usize {
    let run = |text: &str| {
        text.bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
            .count()
    };
    let length = run(rest);
    let (head, tail) = rest.split_at(length);
    let mantissa = head.strip_suffix(['e', 'E']).unwrap_or_default();
    let is_decimal = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'_');
    match tail.strip_prefix(['+', '-']) {
        Some(digits) if !mantissa.is_empty() && mantissa.bytes().all(is_decimal) => {
            length + 1 + run(digits)
        }
        _ => length,
    }
}

/// The longest duration in seconds: 64 bits of nanoseconds.
pub(super) const MAX_SECONDS: f64 = 9_223_372_036.0;

/// Parses `5`, `.5e3`, `0x1f`, `0755` (octal, as in Go), `1_000` or `5m30s`.
pub(super) fn number(text: &str) -> Result<f64, String> {
    let bad = || format!("bad number or duration {}", quoted(text));
    let is_tidy = !text.contains("__")
        && text.split('_').all(|part| !part.is_empty())
        && !text.contains("_.")
        && !text.contains("._");
    let digits: String = text.chars().filter(|c| *c != '_').collect();
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return i64::from_str_radix(hex, 16).map(|number| number as f64).map_err(|_| bad());
    }
    if !is_tidy {
        return Err(bad());
    }
    if digits.starts_with('0')
        && let Ok(octal) = i64::from_str_radix(&digits, 8)
    {
        return Ok(octal as f64);
    }
    let is_decimal =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
    if digits.bytes().all(is_decimal) {
        let number = number::read(&digits).ok_or_else(bad)?;
        return if number.is_finite() {
            Ok(number)
        } else {
            Err("this number is larger than any that can be computed with".to_owned())
        };
    }
    match Duration::parse(text) {
        Some(span) if span.as_secs_f64() <= MAX_SECONDS => Ok(span.as_secs_f64()),
        Some(_) => Err("duration out of range".to_owned()),
        None => Err(bad()),
    }
}

/// Units that people write out, and their symbols.
const UNITS: [(&str, &str); 22] = [
    ("millisecond", "ms"),
    ("milliseconds", "ms"),
    ("msec", "ms"),
    ("second", "s"),
    ("seconds", "s"),
    ("sec", "s"),
    ("secs", "s"),
    ("minute", "m"),
    ("minutes", "m"),
    ("min", "m"),
    ("mins", "m"),
    ("hour", "h"),
    ("hours", "h"),
    ("hr", "h"),
    ("hrs", "h"),
    ("day", "d"),
    ("days", "d"),
    ("week", "w"),
    ("weeks", "w"),
    ("year", "y"),
    ("years", "y"),
    ("yr", "y"),
];

/// Returns `5m` for `5min`, and nothing for what is no number with such a unit.
pub(super) fn in_short(text: &str) -> Option<String> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, word) = text.split_at(unit_at);
    let known = UNITS.iter().find(|(unit, _)| unit.eq_ignore_ascii_case(word));
    known.filter(|_| !count.is_empty()).map(|(_, symbol)| format!("{count}{symbol}"))
}

/// Reads the quoted text at the front. An error carries the number of bytes that cause it.
pub(super) fn text(rest: &str) -> Result<Literal, (String, usize)> {
    let mut chars = rest.char_indices();
    let quote = chars.next().map_or('"', |(_, quote)| quote);
    // An escape can be a single byte, so that the whole is UTF-8 only at the end.
    let mut bytes: Vec<u8> = Vec::new();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            return Ok(Literal { text, length: at + c.len_utf8() });
        }
        if quote != '`' && c == '\n' {
            break;
        }
        if quote == '`' || c != '\\' {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        let after = rest.get(at + 1..).unwrap_or_default();
        let taken = escape(after, quote, &mut bytes)
            .map_err(|reason| (reason, at + 1 + after.chars().next().map_or(0, char::len_utf8)))?;
        for _ in 0..taken {
            chars.next();
        }
    }
    Err((format!("this text has no closing {quote}"), rest.len()))
}

/// Reads the escape after a backslash, and returns its length in characters.
fn escape(after: &str, quote: char, bytes: &mut Vec<u8>) -> Result<usize, String> {
    let c = after.chars().next().ok_or("a backslash stands at the end")?;
    let plain = match c {
        'a' => Some(7),
        'b' => Some(8),
        'f' => Some(12),
        'n' => Some(b'\n'),
        'r' => Some(b'\r'),
        't' => Some(b'\t'),
        'v' => Some(11),
        '\\' => Some(b'\\'),
        '"' | '\'' if c == quote => Some(c as u8),
        _ => None,
    };
    if let Some(byte) = plain {
        bytes.push(byte);
        return Ok(1);
    }
    let (skipped, digits, base) = match c {
        'x' => (1, 2, 16),
        'u' => (1, 4, 16),
        'U' => (1, 8, 16),
        '0'..='7' => (0, 3, 8),
        _ => return Err(format!("unknown escape \\{c}")),
    };
    let code = after.get(skipped..skipped + digits);
    // `from_str_radix` would accept a sign.
    let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let code = code.and_then(|code| u32::from_str_radix(code, base).ok());
    let code = code.ok_or_else(|| format!("\\{c} wants {digits} digits"))?;
    match (c, u8::try_from(code), char::from_u32(code)) {
        ('u' | 'U', _, Some(c)) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        ('x' | '0'..='7', Ok(byte), _) => bytes.push(byte),
        _ => return Err(format!("\\{c} names no character")),
    }
    Ok(skipped + digits)
}
