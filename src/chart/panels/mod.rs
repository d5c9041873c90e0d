//! One file for each kind of panel, the table of them, and what they share.
//!
//! # Adding a kind of panel
//!
//! A new kind costs four files:
//!
//! 1. `src/chart/panels/NAME.rs` draws it and describes it in a [`Kind`];
//! 2. this file has its variant of [`PanelKind`] and its row in [`PanelKind::kind`];
//! 3. `tests/charts/frames.rs` has the frame of its golden picture (`UPDATE=1 cargo test --test charts` draws it);
//! 4. `docs/dashboards-and-rules.md` names it.
//!
//! Configuration, schema, evaluation and page follow from the table: none of them compares kinds.

mod bars;
mod curve;
mod dial;
mod heatmap;
mod lines;
mod pie;
mod plot;
mod ring;
mod stacked;
mod stat;
mod states;
mod table;
mod text;

pub use dial::Reading;
pub use heatmap::{Buckets, buckets};

use super::display_list::DisplayList;
use super::theme::{Color, Theme};
use super::{Frame, Layout, Series, Size, View};
use crate::rules::Severity;
use metrics_engine::series::TimeRange;

/// How a panel is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PanelKind {
    /// Lines over time.
    #[default]
    Lines,
    /// Lines with what is below filled.
    Area,
    /// Areas on top of each other.
    Stacked,
    /// The newest value as a number, with a small line.
    Stat,
    /// The newest value on a dial.
    Gauge,
    /// The newest values as bars.
    Bars,
    /// The newest values as parts of a whole.
    Pie,
    /// Histogram buckets over time, darker is more.
    Heatmap,
    /// The newest values in rows.
    Table,
    /// States over time, a lane for each series; `mappings` say what its values mean.
    States,
    /// No data: the description of the panel as a text.
    Text,
}

impl PanelKind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Lines,
        Self::Area,
        Self::Stacked,
        Self::Stat,
        Self::Gauge,
        Self::Bars,
        Self::Pie,
        Self::Heatmap,
        Self::Table,
        Self::States,
        Self::Text,
    ];

    /// Returns the description of this kind.
    pub fn kind(self) -> &'static Kind {
        match self {
            Self::Lines => &lines::LINES,
            Self::Area => &lines::AREA,
            Self::Stacked => &stacked::STACKED,
            Self::Stat => &stat::STAT,
            Self::Gauge => &dial::GAUGE,
            Self::Bars => &bars::BARS,
            Self::Pie => &pie::PIE,
            Self::Heatmap => &heatmap::HEATMAP,
            Self::Table => &table::TABLE,
            Self::States => &states::STATES,
            Self::Text => &text::TEXT,
        }
    }
}

/// The description of a kind of panel: all that the rest of the program knows of it.
#[derive(Debug)]
pub struct Kind {
    /// The elements that the page places around the drawing.
    pub body: Body,
    /// Which values of its series the panel shows.
    pub values: Values,
    /// Draws into a display list that has the panel's size and background. Returns `None` where there are no axes.
    draw: fn(&mut DisplayList, &Frame, &Theme, &View) -> Option<Layout>,
}

/// The elements that the page places around the drawing of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// A time axis with crosshair, keys and zoom; a legend where curves are marked.
    Plot(Marks),
    /// The drawing alone.
    Picture,
    /// The newest value as a number, above a small drawing.
    Number,
    /// The newest value as a number, on a drawing that shows how much of its range it fills.
    Meter,
    /// A drawing of parts of a whole, beside a legend with their shares.
    Shares,
    /// No drawing: a table.
    Table,
    /// No drawing and no data: a text.
    Text,
}

impl Body {
    /// Returns whether there is a drawing.
    pub fn is_drawn(self) -> bool {
        !matches!(self, Self::Table | Self::Text)
    }
}

/// Where the crosshair marks the samples of a plot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// Nowhere: the plot has no curves.
    None,
    /// On each curve.
    Curves,
    /// At the upper edge of each area, where areas lie on top of each other.
    Stack,
    /// Nowhere: each series is a lane with its name and its word.
    Lanes,
}

/// Which values of its series a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// All values within the range.
    Range,
    /// The counts of histogram buckets within the range. The unit of the panel is that of the bounds.
    Buckets,
    /// The newest value of each series.
    Newest,
    /// The newest value of each series, the largest first.
    Ranked,
}

impl Values {
    /// Whether only the newest value of each series is shown.
    pub fn are_newest(self) -> bool {
        matches!(self, Self::Newest | Self::Ranked)
    }
}

/// Draws a panel into a display list, in place of its previous content.
pub fn draw(
    list: &mut DisplayList,
    frame: &Frame,
    theme: &Theme,
    size: Size,
    view: &View,
) -> Layout {
    list.begin(size, &theme.font);
    let all = super::Rect::new(0.0, 0.0, f64::from(size.width), f64::from(size.height));
    list.rect(theme.background, all);
    let drawn = (view.kind.kind().draw)(list, frame, theme, view);
    drawn.unwrap_or_else(|| Layout::without_axes(view.range))
}

/// The series of a frame that a view shows, with their indices.
pub(super) fn shown<'a>(
    frame: &'a Frame,
    view: &'a View,
) -> impl Iterator<Item = (usize, &'a Series)> {
    frame.series.iter().enumerate().filter(|(index, _)| view.shows(*index))
}

/// The newest value of a series within a range; `None` where it ended before, or was not seen for longer than a gap.
pub fn newest(frame: &Frame, series: &Series, range: TimeRange) -> Option<f64> {
    let index = series.column.within(range).next_back()?;
    let (at, value) = series.column.get(index)?;
    let is_there = range.until.since(at).0 <= frame.longest_join().0.saturating_mul(2);
    (is_there && value.is_finite()).then_some(value)
}

/// The colour of what is this bad.
fn alarm(theme: &Theme, severity: Severity) -> Color {
    match severity {
        Severity::Warning => theme.warning,
        Severity::Critical => theme.critical,
    }
}
