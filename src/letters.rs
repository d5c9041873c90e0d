//! Upper and lower case, letter by letter.
//!
//! The tables of the standard library cover every script and cost a page in wasm 7 KB of brotli. These few ranges are the letters of
//! Latin, Greek, Cyrillic and Armenian; any other letter stays as it is. One letter becomes one letter, as in Go: `ß` stays too.

/// Capitals from the first to the last in steps, and how far behind each its small letter lies.
const CAPITALS: [(u32, u32, u32, u32); 22] = [
    (0x41, 0x5a, 1, 32),
    (0xc0, 0xd6, 1, 32),
    (0xd8, 0xde, 1, 32),
    (0x100, 0x12e, 2, 1),
    (0x132, 0x136, 2, 1),
    (0x139, 0x147, 2, 1),
    (0x14a, 0x176, 2, 1),
    (0x179, 0x17d, 2, 1),
    (0x386, 0x386, 1, 38),
    (0x388, 0x38a, 1, 37),
    (0x38c, 0x38c, 1, 64),
    (0x38e, 0x38f, 1, 63),
    (0x391, 0x3a1, 1, 32),
    (0x3a3, 0x3ab, 1, 32),
    (0x400, 0x40f, 1, 80),
    (0x410, 0x42f, 1, 32),
    (0x460, 0x480, 2, 1),
    (0x48a, 0x4be, 2, 1),
    (0x4d0, 0x52e, 2, 1),
    (0x531, 0x556, 1, 48),
    (0x1e00, 0x1e94, 2, 1),
    (0x1ea0, 0x1efe, 2, 1),
];

/// The text in small letters.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().map(|letter| moved(letter, true)).collect()
}

/// The text in capitals.
pub fn upper(text: &str) -> String {
    text.chars().map(|letter| moved(letter, false)).collect()
}

/// One letter in the other case, where it has one and is not in it.
pub fn moved(letter: char, to_lower: bool) -> char {
    let code = u32::from(letter);
    for (first, last, step, distance) in CAPITALS {
        let capital = if to_lower { code } else { code.wrapping_sub(distance) };
        if (first..=last).contains(&capital) && (capital - first).is_multiple_of(step) {
            let other = if to_lower { code + distance } else { capital };
            return char::from_u32(other).unwrap_or(letter);
        }
    }
    letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_changes_as_in_unicode() {
        let mut changed = 0;
        for letter in ('\0'..char::MAX).filter(|letter| *letter != 'ẞ') {
            let text = letter.to_string();
            for (ours, theirs) in
                [(lower(&text), text.to_lowercase()), (upper(&text), text.to_uppercase())]
            {
                if ours != text {
                    assert_eq!(ours, theirs, "{letter}");
                    changed += 1;
                }
            }
        }
        assert!(changed > 900, "{changed}");
    }

    #[test]
    fn the_usual_alphabets_are_there() {
        let text = "Größe ŁÓDŹ Ωmega Ελλάδα Ёлка Żółć Đặng 中文 x1";
        assert_eq!(lower(text), text.to_lowercase());
        assert_eq!(upper(text), text.to_uppercase().replace("SS", "ß"));
    }
}
