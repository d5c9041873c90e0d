//! plotters draws into a [`DisplayList`].
//!
//! plotters knows whole pixels only. So it gets a panel that is eight times as large, and its coordinates are divided by eight:
//! slanted edges and arcs are smooth. Upright and level ones are rounded to whole device pixels, and lines of odd width are
//! centred on a pixel, so that they are crisp and cells have no seams. Widths arrive in eighths as well.

use super::{DisplayList, Rect};
use crate::chart::theme::Color;
use core::convert::Infallible;
use plotters::prelude::{DrawingBackend, RGBAColor};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};

/// Parts of a device pixel.
pub const PARTS: f64 = 8.0;

/// Takes what plotters draws.
#[derive(Debug)]
pub struct Backend<'a>(pub &'a mut DisplayList);

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// A colour as plotters has it.
pub fn color(color: Color) -> RGBAColor {
    let [red, green, blue, opacity] = color.channels();
    RGBAColor(red, green, blue, f64::from(opacity) / 255.0)
}

fn seen(color: BackendColor) -> Option<Color> {
    let (red, green, blue) = color.rgb;
    let opacity = (color.alpha * 255.0 + 0.5) as u8;
    (opacity > 0).then(|| Color(u32::from_be_bytes([red, green, blue, opacity])))
}

fn px(parts: i32) -> f64 {
    f64::from(parts) / PARTS
}

fn width(style: &impl BackendStyle) -> f64 {
    (f64::from(style.stroke_width()) / PARTS).round().max(1.0)
}

/// Returns the offset that centres a line of this width on pixels.
pub fn centre(width: f64) -> f64 {
    if width % 2.0 == 1.0 { 0.5 } else { 0.0 }
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> Vec<f32> {
    let mut points = Vec::new();
    for (x, y) in path {
        points.extend_from_slice(&[px(x) as f32, px(y) as f32]);
    }
    points
}

impl DrawingBackend for Backend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let size = self.0.size();
        (size.width * PARTS as u32, size.height * PARTS as u32)
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Done {
        if let Some(color) = seen(color) {
            self.0.rect(color, Rect::new(px(x).floor(), px(y).floor(), 1.0, 1.0));
        }
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Done {
        if let Some(color) = seen(style.color()) {
            let width = width(style);
            let is_straight = from.0 == to.0 || from.1 == to.1;
            let place =
                |parts| if is_straight { px(parts).round() + centre(width) } else { px(parts) };
            let end = |(x, y): BackendCoord| (place(x), place(y));
            self.0.segment(color, width, end(from), end(to));
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper: BackendCoord,
        lower: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        if !fill {
            let ends = [upper, (lower.0, upper.1), lower, (upper.0, lower.1), upper];
            return self.draw_path(ends, style);
        }
        if let Some(color) = seen(style.color()) {
            let (left, top) = (px(upper.0).round(), px(upper.1).round());
            let (right, bottom) = (px(lower.0).round(), px(lower.1).round());
            self.0.rect(color, Rect::new(left, top, right - left, bottom - top));
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let mut path = path.into_iter();
        if let Some(mut from) = path.next() {
            for to in path {
                self.draw_line(from, to, style)?;
                from = to;
            }
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Done {
        if let Some(color) = seen(style.color()) {
            self.0.dot(color, (px(x), px(y)), f64::from(radius) / PARTS);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        if let Some(color) = seen(style.color()) {
            self.0.fill(color, &points(path));
        }
        Ok(())
    }

    /// Never called: words are written by [`DisplayList::write`].
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        _text: &str,
        _style: &S,
        _place: BackendCoord,
    ) -> Done {
        Ok(())
    }

    /// Nor for this: where room depends on words, [`super::super::theme::Font::width`] measures them.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        _text: &str,
        _style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((0, 0))
    }
}
