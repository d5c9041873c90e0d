//! Numbers to a display list: the drawing of a panel, without a browser.
//!
//! A [`Frame`] holds the data to be shown, a [`View`] what a person chose of it, a [`Theme`] the colours. [`draw`] turns them into a
//! [`DisplayList`], which one call replays on a canvas and [`svg`] writes as text, and a [`Layout`], which finds the samples under the
//! pointer. plotters draws cells, bars and rings. Curves are put into it as they are, because plotters rounds to whole
//! pixels, has no gaps and bends a curve that leaves the plot; grid and words, because it would rebuild them for every drawing.
//!
//! Not here: titles, legends, numbers of a stat, tips and tables are words of the page.

#![expect(clippy::float_cmp, reason = "what is compared was copied, not computed")]

pub mod axis;
pub mod data;
pub mod display_list;
pub mod frame;
pub mod layout;
pub mod limit;
pub mod panels;
pub mod rank;
pub mod summary;
pub mod svg;
pub mod table;
pub mod theme;
pub mod value_mapping;

pub use display_list::DisplayList;
pub use frame::{Frame, Phase, Series, Slot, Slots, Span};
pub use layout::{Layout, Mark, Rect};
pub use limit::{Limit, Side};
pub use panels::{PanelKind, draw};
pub use theme::{Color, Theme};
pub use value_mapping::ValueMapping;

use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};

/// The size of a panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// The width in whole device pixels.
    pub width: u32,
    /// The height in whole device pixels.
    pub height: u32,
    /// Device pixels per CSS pixel: 1, 1.25, 2.
    pub ratio: f64,
}

/// A person's choices for a frame.
pub struct View<'a> {
    /// The kind of drawing.
    pub kind: PanelKind,
    /// The visible range of time.
    pub range: TimeRange,
    /// For each series of the frame, whether it is switched off. Missing at the end means shown.
    pub hidden: &'a [bool],
    /// Returns the offset of the shown clock from UTC at an instant; it is called for each, because of daylight saving.
    pub zone: &'a dyn Fn(Timestamp) -> Duration,
}

impl View<'_> {
    /// Whether areas lie on top of each other.
    fn is_stacked(&self) -> bool {
        self.kind.kind().body == panels::Body::Plot(panels::Marks::Stack)
    }

    /// Whether the series with this index is shown.
    pub fn shows(&self, index: usize) -> bool {
        !self.hidden.get(index).copied().unwrap_or_default()
    }
}
