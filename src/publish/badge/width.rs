//! The width of words in a badge, computed without the font.

/// Advance widths of ASCII from the space on, in tenths of a pixel at 11 pixels: `DejaVu Sans`, whose metrics are Verdana's.
const ASCII: [u32; 95] = [
    35, 44, 51, 92, 70, 105, 86, 30, 43, 43, 55, 92, 35, 40, 35, 37, 70, 70, 70, 70, 70, 70, 70,
    70, 70, 70, 37, 37, 92, 92, 92, 58, 110, 75, 75, 77, 85, 70, 63, 85, 83, 32, 32, 72, 61, 95,
    82, 87, 66, 87, 76, 70, 67, 81, 75, 109, 75, 67, 75, 43, 37, 43, 92, 55, 55, 67, 70, 60, 70,
    68, 39, 70, 70, 31, 31, 64, 31, 107, 70, 67, 70, 70, 45, 57, 43, 70, 65, 90, 65, 65, 58, 70,
    37, 70, 92,
];

/// A letter of another alphabet, and a character as wide as it is high.
const LETTER: u32 = 75;
const SQUARE: u32 = 110;

/// The width of `text` in whole pixels, rounded up.
pub(super) fn width(text: &str) -> u32 {
    text.chars().map(advance).sum::<u32>().div_ceil(10)
}

fn advance(char: char) -> u32 {
    let code = u32::from(char);
    match code {
        0xa0 => 35,
        // Marks that stand on the letter before them.
        0x300..0x370 | 0x200b..=0x200d | 0xfe00..=0xfe0f => 0,
        // From Hangul Jamo and the Chinese, Japanese and Korean blocks on, and pictures.
        0x1100..0x1200
        | 0x2026
        | 0x2e80..0xa4d0
        | 0xac00..0xd7b0
        | 0xf900..0xfb00
        | 0xff00..0xff61
        | 0x1_f000.. => SQUARE,
        _ => {
            let place = code.checked_sub(32).and_then(|place| usize::try_from(place).ok());
            place.and_then(|place| ASCII.get(place)).copied().unwrap_or(LETTER)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_close_to_what_a_browser_draws() {
        for (text, expected) in
            [("", 0), ("operational", 63), ("RAT", 22), ("日本語", 33), ("a\u{301}", 7), ("1", 7)]
        {
            assert_eq!(width(text), expected, "{text}");
        }
    }
}
