//! A display list as an SVG document: for pictures to save, and for tests without a browser.

use super::display_list::{Across, DisplayList, Op, Upright};
use super::theme::Color;
use core::fmt::{self, Display, Formatter, Write as _};
use metrics_engine::unit::decimal;

/// Returns the display list as an SVG document, in device pixels.
///
/// It has no style elements or attributes, so it is shown under any content security policy.
pub fn svg(list: &DisplayList) -> String {
    Document(list).to_string()
}

/// Writes a display list as a document.
struct Document<'a>(&'a DisplayList);

impl Display for Document<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let list = self.0;
        let size = list.size();
        let (width, height) = (size.width, size.height);
        let (family, font_size) = (Escaped(list.font_family()), Number(list.font_size()));
        writeln!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"{family}\" font-size=\"{font_size}\" stroke-linejoin=\"bevel\" fill=\"none\">"
        )?;
        for op in list.ops() {
            write_op(f, &op, size.ratio)?;
        }
        f.write_str("</svg>\n")
    }
}

fn write_op(f: &mut Formatter<'_>, op: &Op, ratio: f64) -> fmt::Result {
    match op {
        Op::Line { color, width, dash, points } => {
            let (stroke, width) = (Paint("stroke", *color), number(*width));
            let (dashes, path) = (Dashes(*dash, ratio), Path(points));
            writeln!(f, "<path{stroke} stroke-width=\"{width}\"{dashes} d=\"{path}\"/>")
        }
        Op::Fill { color, points } => {
            writeln!(f, "<path{} d=\"{}Z\"/>", Paint("fill", *color), Path(points))
        }
        Op::Rect { color, rect } => {
            writeln!(f, "<rect{}{}/>", Paint("fill", *color), Place(*rect))
        }
        Op::Segment { color, width, ends } => {
            let (stroke, width) = (Paint("stroke", *color), number(*width));
            writeln!(f, "<path{stroke} stroke-width=\"{width}\" d=\"{}\"/>", Path(ends))
        }
        Op::Text { color, across, upright, at: [x, y], text } => {
            let anchor = match across {
                Across::Start => "",
                Across::Middle => " text-anchor=\"middle\"",
                Across::End => " text-anchor=\"end\"",
            };
            // The offset of the base line in font sizes: readers of SVG differ in what they make of `dominant-baseline`.
            let offset = match upright {
                Upright::Top => "0.9em",
                Upright::Middle => "0.36em",
                Upright::Bottom => "-0.2em",
            };
            let (fill, x, y) = (Paint("fill", *color), number(*x), number(*y));
            let text = Escaped(text);
            writeln!(f, "<text{fill} x=\"{x}\" y=\"{y}\"{anchor} dy=\"{offset}\">{text}</text>")
        }
        Op::Dot { color, disc } => {
            let (fill, [x, y, radius]) = (Paint("fill", *color), disc.map(number));
            writeln!(f, "<circle{fill} cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>")
        }
        // A nested document clips at its edges, and needs no id that another picture on the page might have.
        Op::Clip(rect) => {
            let [x, y, width, height] = rect.map(number);
            writeln!(f, "<svg{} viewBox=\"{x} {y} {width} {height}\">", Place(*rect))
        }
        Op::Unclip => f.write_str("</svg>\n"),
        Op::Columns { color, width, bars } => {
            write!(f, "<path{} d=\"", Paint("fill", *color))?;
            for bar in bars.as_chunks::<3>().0 {
                let [x, y, height] = bar.map(number);
                write!(f, "M{x} {y}h{}v{height}h{}z", number(*width), number(-width))?;
            }
            f.write_str("\"/>\n")
        }
    }
}

/// A number with at most two decimals, without trailing zeros.
struct Number(f64);

fn number(value: f32) -> Number {
    Number(f64::from(value))
}

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let text = decimal(self.0, 2);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// A text with the characters escaped that XML gives a meaning.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                // XML cannot express these.
                '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                    f.write_char('\u{fffd}')?;
                }
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// The attributes of a colour: `fill` or `stroke`, and its opacity.
struct Paint(&'static str, Color);

impl Display for Paint {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(name, color) = self;
        let [red, green, blue, opacity] = color.channels();
        write!(f, " {name}=\"#{red:02x}{green:02x}{blue:02x}\"")?;
        if opacity < 255 {
            let share = decimal(f64::from(opacity) / 255.0, 3);
            write!(f, " {name}-opacity=\"{share}\"")?;
        }
        Ok(())
    }
}

/// The attributes of a rectangle's place and size.
struct Place([f32; 4]);

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let [x, y, width, height] = self.0.map(number);
        write!(f, " x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
    }
}

/// The points of a path: `M1 2L3 4`.
struct Path<'a>(&'a [f32]);

impl Display for Path<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, [x, y]) in self.0.as_chunks::<2>().0.iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            write!(f, "{command}{} {}", number(*x), number(*y))?;
        }
        Ok(())
    }
}

/// The attribute of a dash pattern; nothing for a solid line.
struct Dashes(u8, f64);

impl Display for Dashes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let lengths =
            DisplayList::pattern(self.0).iter().map(|css| Number(css * self.1).to_string());
        let lengths: Vec<String> = lengths.collect();
        if lengths.is_empty() {
            return Ok(());
        }
        write!(f, " stroke-dasharray=\"{}\"", lengths.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn numbers_are_short() {
        for (value, text) in
            [(100.0, "100"), (0.5, "0.5"), (-0.001, "0"), (1.256, "1.26"), (-3.0, "-3")]
        {
            assert_eq!(Number(value).to_string(), text);
        }
    }
}
