//! The `site.brand` section: colour, pictures, style sheet.

use super::report::Report;
use crate::config::Logo;
use crate::config::brand::{Accent, Brand, Theme};
use crate::config::colour::Colour;
use crate::config::raw;
use crate::config::raw::brand::{Both, OneOrBoth};

/// The endings of pictures.
const PICTURES: [&str; 6] = ["svg", "png", "webp", "avif", "jpg", "ico"];

/// Checks the section. Returns the logo, and the rest.
pub(super) fn brand(raw: &raw::brand::Brand, report: &mut Report) -> (Option<Logo>, Brand) {
    let logo = raw.logo.as_ref().and_then(|raw| logo(raw, report));
    let accent = raw.accent.as_ref().and_then(|raw| accent(raw, report));
    let favicon = raw.favicon.as_deref();
    let favicon = favicon.and_then(|path| picture("site.brand.favicon", path, report));
    let style = raw.style.as_deref().and_then(|path| style(path, report));
    (logo, Brand { accent, favicon, style })
}

fn logo(raw: &OneOrBoth, report: &mut Report) -> Option<Logo> {
    match raw {
        OneOrBoth::One(path) => {
            Some(Logo { light: picture("site.brand.logo", path, report)?, dark: None })
        }
        OneOrBoth::Both(Both { light, dark }) => {
            let light = picture("site.brand.logo.light", light, report);
            let dark = picture("site.brand.logo.dark", dark, report);
            Some(Logo { light: light?, dark: Some(dark?) })
        }
    }
}

fn picture(path: &str, file: &str, report: &mut Report) -> Option<String> {
    let is_picture = is_file(file, &PICTURES);
    if !is_picture {
        let message = format!("{file:?} is no picture on this site");
        report.error(path, message, "as in /logo.svg, a file beside index.html");
    }
    is_picture.then(|| file.to_owned())
}

fn style(file: &str, report: &mut Report) -> Option<String> {
    let is_style = is_file(file, &["css"]) && file != Accent::PATH;
    if !is_style {
        let message = format!("{file:?} is no style sheet of yours on this site");
        report.error("site.brand.style", message, "as in /brand.css, a file beside index.html");
    }
    is_style.then(|| file.to_owned())
}

/// Whether `path` is that of a file of one of these kinds that nginx serves beside the page.
fn is_file(path: &str, kinds: &[&str]) -> bool {
    let Some((stem, kind)) = path.strip_prefix('/').and_then(|name| name.rsplit_once('.')) else {
        return false;
    };
    kinds.contains(&kind)
        && stem.starts_with(|char: char| char.is_ascii_alphanumeric())
        && stem
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn accent(raw: &OneOrBoth, report: &mut Report) -> Option<Accent> {
    match raw {
        OneOrBoth::One(light) => {
            let light = colour("site.brand.accent", light, Theme::Light, report)?;
            let dark = light.nearest(|colour| Theme::Dark.is_readable(colour))?;
            Some(Accent { light, dark })
        }
        OneOrBoth::Both(Both { light, dark }) => {
            let light = colour("site.brand.accent.light", light, Theme::Light, report);
            let dark = colour("site.brand.accent.dark", dark, Theme::Dark, report);
            Some(Accent { light: light?, dark: dark? })
        }
    }
}

/// Parses a colour that must be readable in a theme.
fn colour(path: &str, text: &str, theme: Theme, report: &mut Report) -> Option<Colour> {
    let Some(colour) = Colour::parse(text) else {
        let hint = "six digits in quotes, as in \"#0a5bd3\"";
        report.error(path, format!("{text:?} is no colour"), hint);
        return None;
    };
    if theme.is_readable(colour) {
        return Some(colour);
    }
    // Floored: what fails never reads as if it passed.
    let contrast = (theme.contrast(colour) * 100.0).floor() / 100.0;
    let name = theme.name();
    let least = Theme::LEAST_CONTRAST;
    let message = format!(
        "the contrast of {colour} in the {name} theme is {contrast:.2} to 1, and WCAG 2.2 AA demands {least} to 1"
    );
    let nearest = colour.nearest(|colour| theme.is_readable(colour));
    let hint =
        nearest.map_or_else(String::new, |it| format!("the nearest colour that passes: \"{it}\""));
    report.error(path, message, hint);
    None
}
