//! How bad a colour is: Grafana says it by colour alone.

use crate::rules::Severity;

/// Returns how bad values of this colour are; `None` for good ones, and for colours that say nothing.
pub(super) fn severity(color: &str) -> Option<Severity> {
    let color = color.to_ascii_lowercase();
    let named = |word: &str| color.contains(word);
    if named("red") {
        return Some(Severity::Critical);
    }
    if named("orange") || named("yellow") {
        return Some(Severity::Warning);
    }
    let [red, green, blue] = components(&color)?;
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    // Grey, and what is hardly coloured.
    if most - least < 60.0 || most > red {
        return None;
    }
    let hue = (green - blue) / (most - least) * 60.0;
    match hue {
        -30.0..=18.0 => Some(Severity::Critical),
        18.0..=65.0 => Some(Severity::Warning),
        _ => None,
    }
}

/// Returns a colour that says how bad values are.
pub(super) fn color(severity: Option<Severity>) -> &'static str {
    match severity {
        None => "green",
        Some(Severity::Warning) => "orange",
        Some(Severity::Critical) => "red",
    }
}

/// Returns red, green and blue, each from 0 to 255, of `#rgb`, `#rrggbb`, `rgb(…)` and `rgba(…)`.
fn components(color: &str) -> Option<[f64; 3]> {
    let mut parts: Vec<f64> = Vec::new();
    if let Some(digits) = color.strip_prefix('#') {
        let size = if digits.len() < 6 { 1 } else { 2 };
        let digits: Vec<u32> = digits.chars().map_while(|char| char.to_digit(16)).collect();
        for part in digits.chunks_exact(size).take(3) {
            let part: Vec<u32> = part.iter().copied().cycle().take(2).collect();
            parts.push(f64::from(part.iter().fold(0, |sum, digit| sum * 16 + digit)));
        }
    } else {
        let (_, inner) = color.strip_prefix("rgb")?.split_once('(')?;
        parts.extend(
            inner.split([',', ')']).take(3).filter_map(|part| part.trim().parse::<f64>().ok()),
        );
    }
    parts.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_say_how_bad_values_are() {
        let (warning, critical) = (Some(Severity::Warning), Some(Severity::Critical));
        for (color, expected) in [
            ("green", None),
            ("semi-dark-blue", None),
            ("transparent", None),
            ("text", None),
            ("dark-yellow", warning),
            ("super-light-orange", warning),
            ("dark-red", critical),
            ("#E02F44", critical),
            ("#d44a3a", critical),
            ("#f00", critical),
            ("#EAB839", warning),
            ("#FF780A", warning),
            ("#73BF69", None),
            ("#299c46", None),
            ("#3274D9", None),
            ("#888888", None),
            ("#FFFFFF", None),
            ("rgba(50, 172, 45, 0.97)", None),
            ("rgba(237, 129, 40, 0.89)", warning),
            ("rgba(245, 54, 54, 0.9)", critical),
            ("rgb(x)", None),
            ("#12", None),
            ("", None),
        ] {
            assert_eq!(severity(color), expected, "{color}");
        }
        for bad in [None, warning, critical] {
            assert_eq!(severity(super::color(bad)), bad);
        }
    }
}
