//! The display list, read back: for SVG, for tests.

use super::{Color, DisplayList, code};

/// One operation, in device pixels.
#[derive(Clone, Debug, PartialEq)]
pub enum Op<'a> {
    /// A curve.
    Line {
        /// Its colour.
        color: Color,
        /// Its thickness.
        width: f32,
        /// Its dash pattern.
        dash: u8,
        /// x, y, x, y, ...
        points: &'a [f32],
    },
    /// A filled area.
    Fill {
        /// Its colour.
        color: Color,
        /// x, y, x, y, ...
        points: &'a [f32],
    },
    /// A filled rectangle.
    Rect {
        /// Its colour.
        color: Color,
        /// x, y, width, height.
        rect: [f32; 4],
    },
    /// A straight line.
    Segment {
        /// Its colour.
        color: Color,
        /// Its thickness.
        width: f32,
        /// x, y, x, y.
        ends: [f32; 4],
    },
    /// A text.
    Text {
        /// Its colour.
        color: Color,
        /// The place of `x` within the text.
        across: Across,
        /// The place of `y` within the text.
        upright: Upright,
        /// x, y.
        at: [f32; 2],
        /// The words.
        text: String,
    },
    /// A filled disc.
    Dot {
        /// Its colour.
        color: Color,
        /// x, y, radius.
        disc: [f32; 3],
    },
    /// Clips everything outside of x, y, width, height.
    Clip([f32; 4]),
    /// Ends the clipping.
    Unclip,
    /// Upright bars.
    Columns {
        /// Their colour.
        color: Color,
        /// The width of each.
        width: f32,
        /// x, y, height, x, y, height, ...
        bars: &'a [f32],
    },
}

/// Which point of a text is at `x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// Its beginning.
    Start = 0,
    /// Its middle.
    Middle = 1,
    /// Its end.
    End = 2,
}

/// Which line of a text is at `y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upright {
    /// Its upper edge.
    Top = 0,
    /// Half its height.
    Middle = 1,
    /// Its lower edge.
    Bottom = 2,
}

/// Walks a display list.
pub(super) struct Reader<'a> {
    list: &'a DisplayList,
    rest: &'a [f32],
    text: Vec<u16>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(list: &'a DisplayList) -> Self {
        Self { list, rest: &list.ops, text: list.text.encode_utf16().collect() }
    }

    /// The next `N` numbers.
    fn take<const N: usize>(&mut self) -> Option<[f32; N]> {
        let (taken, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*taken)
    }

    fn many(&mut self, count: f32, each: usize) -> Option<&'a [f32]> {
        let (taken, rest) = self.rest.split_at_checked(count as usize * each)?;
        self.rest = rest;
        Some(taken)
    }

    fn color(&mut self) -> Option<Color> {
        let [index] = self.take()?;
        self.list.colors.get(index as usize).copied().map(Color)
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Op<'a>;

    fn next(&mut self) -> Option<Op<'a>> {
        let [code] = self.take()?;
        Some(if code == code::CLIP {
            Op::Clip(self.take()?)
        } else if code == code::UNCLIP {
            Op::Unclip
        } else {
            let color = self.color()?;
            if code == code::LINE {
                let [width, dash, count] = self.take()?;
                Op::Line { color, width, dash: dash as u8, points: self.many(count, 2)? }
            } else if code == code::FILL {
                let [count] = self.take()?;
                Op::Fill { color, points: self.many(count, 2)? }
            } else if code == code::RECT {
                Op::Rect { color, rect: self.take()? }
            } else if code == code::SEGMENT {
                let [width] = self.take()?;
                Op::Segment { color, width, ends: self.take()? }
            } else if code == code::TEXT {
                let [across, upright] = self.take()?;
                let at = self.take()?;
                let [first, length] = self.take()?;
                let units = self.text.get(first as usize..(first + length) as usize)?;
                Op::Text {
                    color,
                    across: across.into(),
                    upright: upright.into(),
                    at,
                    text: String::from_utf16_lossy(units),
                }
            } else if code == code::DOT {
                Op::Dot { color, disc: self.take()? }
            } else {
                let [width, count] = self.take()?;
                Op::Columns { color, width, bars: self.many(count, 3)? }
            }
        })
    }
}

impl From<f32> for Across {
    fn from(number: f32) -> Self {
        match number as u8 {
            0 => Self::Start,
            1 => Self::Middle,
            _ => Self::End,
        }
    }
}

impl From<f32> for Upright {
    fn from(number: f32) -> Self {
        match number as u8 {
            0 => Self::Top,
            1 => Self::Middle,
            _ => Self::Bottom,
        }
    }
}
