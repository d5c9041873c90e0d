//! The site's own colour, favicon and style sheet, and the surfaces on which that colour must be readable.

use super::colour::Colour;

/// The part of the brand that `render` writes into pages. The logo is in [`Site`](super::Site).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// The colour of links, pressed buttons and badges.
    pub accent: Option<Accent>,
    /// The path of an icon in place of those that show the state.
    pub favicon: Option<String>,
    /// The path of a style sheet that is applied after the page's own.
    pub style: Option<String>,
}

/// A colour for each theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    /// In the light theme. White text is readable on it.
    pub light: Colour,
    /// In the dark theme.
    pub dark: Colour,
}

impl Accent {
    /// The path of the style sheet with the accent, which the operators' page loads.
    pub const PATH: &str = "/accent.css";

    /// Returns the style sheet that sets the accent on a page.
    pub fn style_sheet(self) -> String {
        format!(":root{{--accent:light-dark({},{})}}", self.light, self.dark)
    }
}

/// A theme of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark text on light surfaces.
    Light,
    /// Light text on dark surfaces.
    Dark,
}

impl Theme {
    /// The least contrast of text, of level AA of WCAG 2.2.
    pub const LEAST_CONTRAST: f64 = 4.5;

    /// The name, as in the document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Returns the least contrast that a colour has on a surface of the theme.
    pub fn contrast(self, colour: Colour) -> f64 {
        self.surfaces().map(|surface| colour.contrast(surface)).fold(f64::INFINITY, f64::min)
    }

    /// Returns whether text of this colour is readable on every surface of the theme.
    pub fn is_readable(self, colour: Colour) -> bool {
        self.contrast(colour) >= Self::LEAST_CONTRAST
    }

    /// The surfaces under links: the page, panels, the banner in the tint of each state, and each of them under the pointer.
    fn surfaces(self) -> impl Iterator<Item = Colour> {
        let Palette { page, inset, ink, states } = match self {
            Self::Light => LIGHT,
            Self::Dark => DARK,
        };
        let banners = states.map(|state| page.mix(state, 0.1));
        let surfaces = [page, inset].into_iter().chain(banners);
        surfaces.flat_map(move |surface| [surface, surface.mix(ink, 0.06)])
    }
}

/// The colours of a theme on which links stand, as in `style/tokens.css`.
struct Palette {
    page: Colour,
    inset: Colour,
    ink: Colour,
    states: [Colour; 6],
}

const LIGHT: Palette = Palette {
    page: Colour::new(0xff, 0xff, 0xff),
    inset: Colour::new(0xf6, 0xf7, 0xf9),
    ink: Colour::new(0x1a, 0x1f, 0x27),
    states: [
        Colour::new(0x04, 0x74, 0x5a),
        Colour::new(0x8a, 0x58, 0x00),
        Colour::new(0xa6, 0x3c, 0x06),
        Colour::new(0x9c, 0x0d, 0x1c),
        Colour::new(0x52, 0x49, 0xdc),
        Colour::new(0x5b, 0x64, 0x72),
    ],
};

const DARK: Palette = Palette {
    page: Colour::new(0x0f, 0x12, 0x16),
    inset: Colour::new(0x17, 0x1b, 0x21),
    ink: Colour::new(0xe6, 0xe9, 0xee),
    states: [
        Colour::new(0x63, 0xdf, 0xb0),
        Colour::new(0xfa, 0xc4, 0x3c),
        Colour::new(0xff, 0x9a, 0x5c),
        Colour::new(0xf2, 0x6a, 0x6d),
        Colour::new(0x6f, 0x9d, 0xfb),
        Colour::new(0xb3, 0xbc, 0xcb),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = include_str!("../../style/tokens.css");

    /// The colours of a token in `tokens.css`.
    fn token(name: &str) -> [Colour; 2] {
        let (_, rest) = TOKENS.split_once(&format!("--{name}: light-dark(")).unwrap();
        let (colours, _) = rest.split_once(')').unwrap();
        let (light, dark) = colours.split_once(", ").unwrap();
        [light, dark].map(|colour| Colour::parse(colour).unwrap())
    }

    #[test]
    fn the_surfaces_are_those_of_the_style_sheet() {
        assert_eq!([LIGHT.page, DARK.page], token("page"));
        assert_eq!([LIGHT.inset, DARK.inset], token("inset"));
        assert_eq!([LIGHT.ink, DARK.ink], token("ink"));
        let states = ["ok", "degraded", "partial", "major", "maintenance", "unknown"];
        for (index, state) in states.into_iter().enumerate() {
            assert_eq!([LIGHT.states[index], DARK.states[index]], token(state), "{state}");
        }
        let banner = include_str!("../../style/verdict.css");
        assert!(banner.contains("background: color-mix(in srgb, var(--state) 10%, var(--page))"));
        let button = include_str!("../../style/components.css");
        assert!(button.contains("background: color-mix(in srgb, var(--ink) 6%, transparent)"));
    }

    #[test]
    fn a_colour_is_readable_in_one_theme_or_the_other() {
        let colour = |text| Colour::parse(text).unwrap();
        for (text, is_light, is_dark) in [
            ("#0a4fb8", true, false),
            ("#8ab4ff", false, true),
            ("#000", true, false),
            ("#fff", false, true),
            // Readable on white, and not where the banner is tinted.
            ("#767676", false, false),
        ] {
            assert_eq!(Theme::Light.is_readable(colour(text)), is_light, "{text}");
            assert_eq!(Theme::Dark.is_readable(colour(text)), is_dark, "{text}");
        }
    }

    #[test]
    fn sets_the_accent_for_both_themes() {
        let accent = Accent { light: Colour::new(1, 2, 3), dark: Colour::new(0xff, 0xff, 0xff) };
        assert_eq!(accent.style_sheet(), ":root{--accent:light-dark(#010203,#ffffff)}");
    }
}
