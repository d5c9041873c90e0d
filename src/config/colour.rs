//! Colours of the sRGB space, and how well one is read on another.

use core::fmt;
use palette::color_difference::Wcag21RelativeContrast as _;
use palette::{IntoColor as _, Mix as _, Oklch, Srgb};

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(Srgb<u8>);

impl Colour {
    /// Returns the colour with these shares of red, green and blue.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self(Srgb::new(red, green, blue))
    }

    /// Parses `#rrggbb` or `#rgb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let is_complete = matches!(digits.len(), 3 | 6);
        let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_complete && are_digits { digits.parse().ok().map(Self) } else { None }
    }

    /// Returns the contrast with `other` as WCAG 2.2 defines it, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let [a, b] = [self, other].map(|colour| colour.0.into_format::<f64>());
        a.relative_contrast(b)
    }

    /// Mixes a share of `other` into the colour, from 0 to 1, as `color-mix(in srgb, …)` does.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let [a, b] = [self, other].map(|colour| colour.0.into_format::<f64>());
        Self(a.mix(b, share).into_format())
    }

    /// Returns the colour of the nearest lightness, with the same hue and chroma as far as sRGB has them, that `is_wanted`.
    pub fn nearest(self, is_wanted: impl Fn(Self) -> bool) -> Option<Self> {
        let colour: Oklch<f64> = self.0.into_format::<f64>().into_color();
        let at = |lightness: f64| {
            let other = Oklch { l: lightness.clamp(0.0, 1.0), ..colour };
            let rgb: Srgb<f64> = other.into_color();
            Self(rgb.into_format())
        };
        (0..=STEPS)
            .map(|step| f64::from(step) / f64::from(STEPS))
            .flat_map(|distance| [colour.l - distance, colour.l + distance])
            .map(at)
            .find(|colour| is_wanted(*colour))
    }
}

/// Steps from black to white in the search for a lightness.
const STEPS: u32 = 500;

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0.red, self.0.green, self.0.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn reads_and_writes_hexadecimal_colours() {
        for (text, written) in [("#0a5bd3", "#0a5bd3"), ("#FFF", "#ffffff"), ("#1a2", "#11aa22")] {
            assert_eq!(Colour::parse(text).map(|it| it.to_string()).as_deref(), Some(written));
        }
        for text in ["", "#", "0a5bd3", "#0a5bd", "#0a5bd300", "#ggg", "red", "# 12345", "#+12345"]
        {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let contrast = |a, b| (colour(a).contrast(colour(b)) * 100.0).floor() / 100.0;
        for (a, b, expected) in [
            ("#000", "#fff", 21.0),
            ("#fff", "#000", 21.0),
            ("#777", "#777", 1.0),
            // The usual example of a grey that just fails on white, and of one that just passes.
            ("#777777", "#ffffff", 4.47),
            ("#767676", "#ffffff", 4.54),
            ("#ff0000", "#ffffff", 3.99),
        ] {
            assert!((contrast(a, b) - expected).abs() < 0.005, "{a} on {b}: {}", contrast(a, b));
        }
    }

    #[test]
    fn mixes_as_a_style_sheet_does() {
        assert_eq!(colour("#ffffff").mix(colour("#9c0d1c"), 0.1), colour("#f5e7e8"));
        assert_eq!(colour("#0f1216").mix(colour("#fac43c"), 0.0), colour("#0f1216"));
    }

    #[test]
    fn the_nearest_colour_keeps_its_hue_and_passes() {
        let white = colour("#fff");
        let passes = |colour: Colour| colour.contrast(white) >= 4.5;
        let found = colour("#7fb0ff").nearest(passes).unwrap();
        assert!(passes(found) && found.contrast(white) < 4.7, "{found}");
        let [_, _, blue] = [found.0.red, found.0.green, found.0.blue];
        assert!(blue > found.0.red && blue > found.0.green, "{found}");
        assert_eq!(colour("#123456").nearest(passes), Some(colour("#123456")));
        assert_eq!(colour("#123456").nearest(|_| false), None);
    }
}
