//! The colours and the font of a panel, as values. The browser reads them from the style sheet's tokens; [`Theme::light`] and
//! [`Theme::dark`] are those tokens for pictures that are made without a browser.

/// A colour with its opacity: `0xRRGGBBAA`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u32);

impl Color {
    /// An opaque colour, written as in a style sheet: `0x2864db`.
    pub const fn rgb(rgb: u32) -> Self {
        Self((rgb << 8) | 0xff)
    }

    /// The colour with another opacity, 0 to 1.
    #[must_use]
    pub fn with_opacity(self, opacity: f64) -> Self {
        Self((self.0 & 0xffff_ff00) | (opacity.clamp(0.0, 1.0) * 255.0 + 0.5) as u32)
    }

    /// Red, green, blue, opacity.
    pub fn channels(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }

    /// Returns the opaque mixture of this colour and `other`.
    #[must_use]
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let (one, two) = (self.channels(), other.channels());
        let mix = |(a, b): (u8, u8)| (f64::from(a) + (f64::from(b) - f64::from(a)) * share) as u32;
        let [red, green, blue, _] = [0, 1, 2, 3].map(|n: usize| {
            mix((one.get(n).copied().unwrap_or_default(), two.get(n).copied().unwrap_or_default()))
        });
        Self::rgb((red << 16) | (green << 8) | blue)
    }

    /// Reads what a browser computes for a colour: `rgb(40, 100, 219)`, `rgba(0, 0, 0, 0.5)`, and `#2864db`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(hex) = text.strip_prefix('#').filter(|hex| hex.len() == 6) {
            return u32::from_str_radix(hex, 16).ok().map(Self::rgb);
        }
        let inner = text.strip_prefix("rgba(").or_else(|| text.strip_prefix("rgb("))?;
        let mut numbers = inner.strip_suffix(')')?.split(',').map(str::trim);
        let mut channel = || numbers.next()?.parse::<u8>().ok().map(u32::from);
        let color = Self::rgb((channel()? << 16) | (channel()? << 8) | channel()?);
        match numbers.next() {
            None => Some(color),
            Some(opacity) => Some(color.with_opacity(metrics_engine::number::read(opacity)?)),
        }
    }
}

/// The one font of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Font {
    /// The family, as in a style sheet: `system-ui, sans-serif`.
    pub family: String,
    /// The size in CSS pixels.
    pub size: f64,
    /// The widths of the characters from space to `~`, in sizes of the font. Others count as [`Font::OTHER`].
    pub advances: Vec<f64>,
}

impl Font {
    /// The width of a character that was not measured.
    pub const OTHER: f64 = 0.7;

    /// Returns the width of a text in CSS pixels. Kerning is left out: it makes words narrower, never wider.
    pub fn width(&self, text: &str) -> f64 {
        let advance = |c: char| {
            let place = (c as usize).checked_sub(' ' as usize);
            place.and_then(|place| self.advances.get(place)).copied().unwrap_or(Self::OTHER)
        };
        text.chars().map(advance).sum::<f64>() * self.size
    }

    /// The text, or its beginning with an ellipsis where it is wider than `width`.
    pub fn cut(&self, text: &str, width: f64) -> String {
        // A panel has no room for more; an untrusted text may have megabytes.
        let is_short = text.chars().nth(200).is_none();
        if is_short && self.width(text) <= width {
            return text.to_owned();
        }
        let mut room = width - Self::OTHER * self.size * 1.4;
        let mut kept = String::new();
        for c in text.chars().take(200) {
            room -= self.width(c.encode_utf8(&mut [0; 4]));
            if room < 0.0 {
                break;
            }
            kept.push(c);
        }
        kept.push('…');
        kept
    }
}

/// The colours, the font and the lines of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// The colour of the panel.
    pub background: Color,
    /// Grid lines and the track of a gauge.
    pub grid: Color,
    /// Names, ticks of a gauge.
    pub text: Color,
    /// Words of the axes.
    pub muted: Color,
    /// The hatching of times without observation.
    pub hatch: Color,
    /// Series by [`super::Slot::color`].
    pub series: [Color; 8],
    /// A gauge that is well.
    pub ok: Color,
    /// Beyond a limit that warns; a pending alert.
    pub warning: Color,
    /// Beyond a limit that is critical; a firing alert.
    pub critical: Color,
    /// The colour of text.
    pub font: Font,
    /// How thick a curve is, in CSS pixels.
    pub line: f64,
    /// Whether dashes distinguish curves, because colours may not.
    pub has_patterns: bool,
}

impl Theme {
    /// The light tokens.
    pub fn light() -> Self {
        Self::of([
            0xff_ffff, 0xe3_e6eb, 0x1a_1f27, 0x56_6070, 0x7d_8796, 0x3f_9a80, 0xc7_7f00, 0x9c_0d1c,
            0x28_64db, 0x17_97b7, 0xcc_7b1d, 0xcd_2863, 0x01_6750, 0x4e_0396, 0x7b_5f05, 0x5f_181f,
        ])
    }

    /// The dark tokens.
    pub fn dark() -> Self {
        Self::of([
            0x17_1b21, 0x2a_303a, 0xe6_e9ee, 0x9a_a4b2, 0x6a_7483, 0x2f_8a6e, 0xfa_c43c, 0xf2_6a6d,
            0x6e_97fd, 0x95_ecfe, 0xf7_9420, 0xf5_447a, 0x42_c4a9, 0x93_4fe2, 0xf2_e580, 0xac_4d4f,
        ])
    }

    fn of(colors: [u32; 16]) -> Self {
        let [background, grid, text, muted, hatch, ok, warning, critical, series @ ..] =
            colors.map(Color::rgb);
        let font = Font {
            family: FAMILY.to_owned(),
            size: 12.0,
            advances: ADVANCES.map(f64::from).map(|n| n / 1000.0).to_vec(),
        };
        Self {
            background,
            grid,
            text,
            muted,
            hatch,
            series,
            ok,
            warning,
            critical,
            font,
            line: 1.75,
            has_patterns: false,
        }
    }

    /// The theme with these colours: background, grid, text, muted, hatch, ok, warning, critical, and the series.
    #[must_use]
    pub fn with_colors(mut self, colors: [Option<Color>; 16]) -> Self {
        let first = [
            &mut self.background,
            &mut self.grid,
            &mut self.text,
            &mut self.muted,
            &mut self.hatch,
            &mut self.ok,
            &mut self.warning,
            &mut self.critical,
        ];
        for (place, color) in first.into_iter().chain(&mut self.series).zip(colors) {
            *place = color.unwrap_or(*place);
        }
        self
    }

    /// The dash pattern of a series.
    pub fn dash(&self, slot: super::Slot) -> u8 {
        if self.has_patterns { slot.pattern() } else { slot.dash() }
    }

    /// The colour of a series; a muted one for the sum of all that have no slot of their own.
    pub fn color(&self, slot: super::Slot) -> Color {
        self.series.get(slot.color()).copied().unwrap_or(self.hatch)
    }
}

const FAMILY: &str = "system-ui, sans-serif";

/// Widths of Inter from space to `~`, in thousandths, with figures of one width.
#[rustfmt::skip]
const ADVANCES: [u16; 95] = [
    282, 288, 466, 633, 641, 982, 647, 297, 365, 365, 501, 662, 288, 460, 288, 361,
    648, 648, 648, 648, 648, 648, 648, 648, 648, 648, 288, 305, 662, 662, 662, 511,
    966, 675, 654, 731, 721, 602, 590, 746, 744, 267, 568, 672, 563, 903, 757, 765,
    638, 765, 641, 641, 646, 744, 675, 985, 675, 672, 629, 365, 361, 365, 471, 456,
    324, 561, 613, 571, 613, 583, 362, 614, 593, 243, 243, 551, 243, 877, 592, 601,
    613, 613, 368, 518, 328, 592, 567, 808, 551, 567, 556, 432, 331, 432, 662,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_read_as_browsers_write_them() {
        for (text, color) in [
            ("rgb(40, 100, 219)", Some(Color::rgb(0x28_64db))),
            ("rgba(40, 100, 219, 0.5)", Some(Color(0x2864_db80))),
            (" #2864db ", Some(Color::rgb(0x28_64db))),
            ("rgb(40, 100)", None),
            ("rgb(40, 100, 999)", None),
            ("var(--ink)", None),
            ("", None),
        ] {
            assert_eq!(Color::parse(text), color, "{text}");
        }
    }

    #[test]
    fn long_texts_are_cut_to_their_room() {
        let font = Theme::light().font;
        assert_eq!(font.cut("/api/chat", 100.0), "/api/chat");
        let cut = font.cut(&"<script>".repeat(100_000), 100.0);
        assert!(cut.ends_with('…') && font.width(&cut) <= 100.0, "{cut}");
        assert_eq!(font.cut("abc", 0.0), "…");
    }
}
