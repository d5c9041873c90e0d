//! A scene as SVG: for pictures to keep, and for tests that need no browser.

use super::scene::{Across, Op, Scene, Upright};
use super::theme::Color;
use crate::gather::Gather as _;
use crate::unit::decimal;

/// The scene as a document of its own, in device pixels. Without style elements or attributes, so that any policy lets it show.
pub fn svg(scene: &Scene) -> String {
    let size = scene.size();
    let mut out = Writer::default();
    let (width, height) = (size.width.to_string(), size.height.to_string());
    out.text(
        &["<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", &width, "\" height=\"", &height]
            .concat(),
    );
    out.text(&["\" viewBox=\"0 0 ", &width, " ", &height, "\" font-family=\""].concat());
    out.escaped(scene.font_family());
    out.text(&["\" font-size=\"", &short(scene.font_size())].concat());
    out.text("\" stroke-linejoin=\"bevel\" fill=\"none\">\n");
    for op in scene.ops() {
        out.op(&op, size.ratio);
    }
    out.text("</svg>\n");
    out.0
}

#[derive(Default)]
struct Writer(String);

impl Writer {
    fn text(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.text("&amp;"),
                '<' => self.text("&lt;"),
                '>' => self.text("&gt;"),
                '"' => self.text("&quot;"),
                // XML has no word for these.
                '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                    self.0.push('\u{fffd}');
                }
                other => self.0.push(other),
            }
        }
    }

    fn attribute(&mut self, name: &str, value: f32) {
        self.text(&[" ", name, "=\"", &short(f64::from(value)), "\""].concat());
    }

    fn paint(&mut self, what: &str, color: Color) {
        let [red, green, blue, opacity] = color.channels();
        self.text(&[" ", what, "=\"#", &hex(red), &hex(green), &hex(blue), "\""].concat());
        if opacity < 255 {
            let share = decimal(f64::from(opacity) / 255.0, 3);
            self.text(&[" ", what, "-opacity=\"", &share, "\""].concat());
        }
    }

    fn path(&mut self, points: &[f32], close: &str) {
        self.text(" d=\"M");
        for (place, pair) in points.chunks_exact(2).enumerate() {
            self.text(if place == 0 { "" } else { "L" });
            for (side, number) in pair.iter().enumerate() {
                self.text(if side == 0 { "" } else { " " });
                self.text(&short(f64::from(*number)));
            }
        }
        self.text(&[close, "\"/>\n"].concat());
    }

    fn rect(&mut self, [x, y, width, height]: [f32; 4]) {
        for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            self.attribute(name, value);
        }
    }

    fn op(&mut self, op: &Op, ratio: f64) {
        match op {
            Op::Line { color, width, dash, points } => {
                self.text("<path");
                self.paint("stroke", *color);
                self.attribute("stroke-width", *width);
                self.dashes(*dash, ratio);
                self.path(points, "");
            }
            Op::Fill { color, points } => {
                self.text("<path");
                self.paint("fill", *color);
                self.path(points, "Z");
            }
            Op::Rect { color, rect } => {
                self.text("<rect");
                self.paint("fill", *color);
                self.rect(*rect);
                self.text("/>\n");
            }
            Op::Segment { color, width, ends } => {
                self.text("<path");
                self.paint("stroke", *color);
                self.attribute("stroke-width", *width);
                self.path(ends, "");
            }
            Op::Text { color, across, upright, at, text } => {
                self.words(*color, (*across, *upright), *at, text);
            }
            Op::Dot { color, disc: [x, y, radius] } => {
                self.text("<circle");
                self.paint("fill", *color);
                for (name, value) in [("cx", *x), ("cy", *y), ("r", *radius)] {
                    self.attribute(name, value);
                }
                self.text("/>\n");
            }
            Op::Clip(rect) => {
                // A nested document clips at its edges, and needs no name that another picture on the page might have.
                self.text("<svg");
                self.rect(*rect);
                let view = rect.map(|number| short(f64::from(number)));
                self.text(&[" viewBox=\"", &view.join(" "), "\">\n"].concat());
            }
            Op::Unclip => self.text("</svg>\n"),
            Op::Columns { color, width, bars } => {
                self.text("<path");
                self.paint("fill", *color);
                self.text(" d=\"");
                for bar in bars.chunks_exact(3) {
                    let [x, y, height] =
                        [0, 1, 2].map(|n: usize| bar.get(n).copied().unwrap_or_default());
                    let number = |value: f32| short(f64::from(value));
                    self.text(&["M", &number(x), " ", &number(y), "h", &number(*width)].concat());
                    self.text(&["v", &number(height), "h", &number(-width), "z"].concat());
                }
                self.text("\"/>\n");
            }
        }
    }

    fn dashes(&mut self, dash: u8, ratio: f64) {
        let lengths: Vec<String> =
            Scene::pattern(dash).iter().map(|css| short(css * ratio)).gather();
        if !lengths.is_empty() {
            self.text(&[" stroke-dasharray=\"", &lengths.join(" "), "\""].concat());
        }
    }

    fn words(
        &mut self,
        color: Color,
        (across, upright): (Across, Upright),
        [x, y]: [f32; 2],
        text: &str,
    ) {
        self.text("<text");
        self.paint("fill", color);
        self.attribute("x", x);
        self.attribute("y", y);
        self.text(match across {
            Across::Start => "",
            Across::Middle => " text-anchor=\"middle\"",
            Across::End => " text-anchor=\"end\"",
        });
        // Where an interface font has its base line, told in its own size: the words for it differ between readers of SVG.
        self.text(match upright {
            Upright::Top => " dy=\"0.9em\">",
            Upright::Middle => " dy=\"0.36em\">",
            Upright::Bottom => " dy=\"-0.2em\">",
        });
        self.escaped(text);
        self.text("</text>\n");
    }
}

fn hex(byte: u8) -> String {
    let digit = |number: u8| char::from_digit(u32::from(number), 16).unwrap_or('0');
    [digit(byte >> 4), digit(byte & 15)].iter().collect()
}

/// A number with two decimals, without those that say nothing.
fn short(value: f64) -> String {
    let text = decimal(value, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn numbers_are_short() {
        for (value, text) in
            [(100.0, "100"), (0.5, "0.5"), (-0.001, "0"), (1.256, "1.26"), (-3.0, "-3")]
        {
            assert_eq!(short(value), text);
        }
    }
}
