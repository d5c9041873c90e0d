//! A display list: what to draw, in device pixels, as numbers in a row.
//!
//! One call replays the whole of it on a canvas, the same list is written as SVG where there is none, and it allocates nothing
//! once it has grown. [`Op`] is how it reads; `canvas.js` reads the same layout. plotters draws into it through
//! [`backend::Backend`].

pub mod backend;
mod read;

pub use read::{Across, Op, Upright};

use super::Size;
use super::layout::Rect;
use super::theme::{Color, Font};

/// Codes of the operations, with what follows each.
mod code {
    /// color, width, dash, count, x, y, x, y, ...
    pub(super) const LINE: f32 = 1.0;
    /// color, count, x, y, x, y, ...
    pub(super) const FILL: f32 = 2.0;
    /// color, x, y, width, height
    pub(super) const RECT: f32 = 3.0;
    /// color, width, x, y, x, y
    pub(super) const SEGMENT: f32 = 4.0;
    /// color, across, upright, x, y, first, length (in UTF-16 units of the text)
    pub(super) const TEXT: f32 = 5.0;
    /// color, x, y, radius
    pub(super) const DOT: f32 = 6.0;
    /// x, y, width, height
    pub(super) const CLIP: f32 = 7.0;
    /// nothing
    pub(super) const UNCLIP: f32 = 8.0;
    /// color, width, count, x, y, height, ...
    pub(super) const COLUMNS: f32 = 9.0;
}

/// A display list and the tables that it points into.
#[derive(Clone, Debug, Default)]
pub struct DisplayList {
    size: Option<Size>,
    font: String,
    font_size: f64,
    ops: Vec<f32>,
    /// As [`Color`] has it: a plain number is what JavaScript sees.
    colors: Vec<u32>,
    text: String,
    text_length: u32,
}

impl DisplayList {
    /// Empties the list for a panel of this size, and keeps its memory.
    pub fn begin(&mut self, size: Size, font: &Font) {
        self.size = Some(size);
        self.font.clear();
        self.font.push_str(&font.family);
        self.font_size = font.size;
        self.ops.clear();
        self.colors.clear();
        self.text.clear();
        self.text_length = 0;
    }

    /// Returns width and height in device pixels, and the ratio.
    pub fn size(&self) -> Size {
        self.size.unwrap_or(Size { width: 0, height: 0, ratio: 1.0 })
    }

    /// Returns the operations as numbers.
    pub fn numbers(&self) -> &[f32] {
        &self.ops
    }

    /// Returns the colours that operations name by index: `0xRRGGBBAA`.
    pub fn colors(&self) -> &[u32] {
        &self.colors
    }

    /// Returns all texts in a row.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the family of the font.
    pub fn font_family(&self) -> &str {
        &self.font
    }

    /// Returns the size of the font in device pixels.
    pub fn font_size(&self) -> f64 {
        self.font_size * self.size().ratio
    }

    /// Returns the operations, one by one.
    pub fn ops(&self) -> impl Iterator<Item = Op<'_>> {
        read::Reader::new(self)
    }

    /// Converts CSS pixels to device pixels.
    pub fn px(&self, css: f64) -> f64 {
        css * self.size().ratio
    }

    /// Converts CSS pixels to whole device pixels, at least one: the width of lines that have to be crisp.
    pub fn whole(&self, css: f64) -> f64 {
        self.px(css).round().max(1.0)
    }

    fn color(&mut self, color: Color) -> f32 {
        if let Some(known) = self.colors.iter().position(|known| *known == color.0) {
            return known as f32;
        }
        self.colors.push(color.0);
        (self.colors.len() - 1) as f32
    }

    /// Adds a curve through `points` (x, y, x, y, ...). `dash` is that of [`super::Slot::dash`], or [`DisplayList::DOTS`].
    pub fn line(&mut self, color: Color, width: f64, dash: u8, points: &[f32]) {
        let color = self.color(color);
        let count = (points.len() / 2) as f32;
        self.ops.extend([code::LINE, color, width as f32, f32::from(dash), count]);
        self.append::<2>(points);
    }

    /// The dash pattern of limits.
    pub const DOTS: u8 = 3;

    /// Lengths of dashes and gaps of a dash pattern, in CSS pixels; empty for solid.
    pub const fn pattern(dash: u8) -> &'static [f64] {
        match dash {
            1 => &[6.0, 4.0],
            2 | 3 => &[2.0, 3.0],
            _ => &[],
        }
    }

    /// Adds the area within `points`.
    pub fn fill(&mut self, color: Color, points: &[f32]) {
        let color = self.color(color);
        self.ops.extend([code::FILL, color, (points.len() / 2) as f32]);
        self.append::<2>(points);
    }

    /// Adds a filled rectangle.
    pub fn rect(&mut self, color: Color, rect: Rect) {
        let color = self.color(color);
        let [x, y, width, height] = rect.numbers();
        self.ops.extend([code::RECT, color, x, y, width, height]);
    }

    /// Adds a straight line.
    pub fn segment(&mut self, color: Color, width: f64, from: (f64, f64), to: (f64, f64)) {
        let color = self.color(color);
        let ends = [from.0 as f32, from.1 as f32, to.0 as f32, to.1 as f32];
        self.ops.extend([code::SEGMENT, color, width as f32]);
        self.ops.extend(ends);
    }

    /// Adds a text in the font of the list, in one line.
    pub fn write(
        &mut self,
        color: Color,
        text: &str,
        (x, y): (f64, f64),
        (across, upright): (Across, Upright),
    ) {
        let color = self.color(color);
        let length = text.encode_utf16().count() as u32;
        let place =
            [f32::from(across as u8), f32::from(upright as u8), x.round() as f32, y.round() as f32];
        self.ops.extend([code::TEXT, color]);
        self.ops.extend(place);
        self.ops.extend([self.text_length as f32, length as f32]);
        self.text.push_str(text);
        self.text_length += length;
    }

    /// Adds a filled disc.
    pub fn dot(&mut self, color: Color, (x, y): (f64, f64), radius: f64) {
        let color = self.color(color);
        self.ops.extend([code::DOT, color, x as f32, y as f32, radius as f32]);
    }

    /// Restricts drawing to `rect` until [`DisplayList::unclip`].
    pub fn clip(&mut self, rect: Rect) {
        self.ops.push(code::CLIP);
        self.ops.extend(rect.numbers());
    }

    /// Ends what [`DisplayList::clip`] began.
    pub fn unclip(&mut self) {
        self.ops.push(code::UNCLIP);
    }

    /// Adds upright bars of one width, each given as left edge, upper edge and height: a curve with many samples for each pixel.
    pub fn columns(&mut self, color: Color, width: f64, bars: &[f32]) {
        let color = self.color(color);
        self.ops.extend([code::COLUMNS, color, width as f32, (bars.len() / 3) as f32]);
        self.append::<3>(bars);
    }

    /// Appends the whole groups of `N` numbers.
    fn append<const N: usize>(&mut self, numbers: &[f32]) {
        self.ops.extend_from_slice(numbers.as_chunks::<N>().0.as_flattened());
    }
}
