//! One file for each kind of panel, and what they share.

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

pub use dial::Reading;
pub use heatmap::{Buckets, buckets};

use super::scene::Scene;
use super::theme::{Color, Theme};
use super::{Frame, Layout, Series, Size, View};
use crate::config::private::{PanelKind, Severity};
use crate::series::TimeRange;

/// Draws a panel into a scene, in place of what was there.
pub fn draw(scene: &mut Scene, frame: &Frame, theme: &Theme, size: Size, view: &View) -> Layout {
    scene.begin(size, &theme.font);
    let all = super::Rect::new(0.0, 0.0, f64::from(size.width), f64::from(size.height));
    scene.rect(theme.background, all);
    let drawn = match view.kind {
        PanelKind::Lines | PanelKind::Area => lines::draw(scene, frame, theme, view),
        PanelKind::Stacked => stacked::draw(scene, frame, theme, view),
        PanelKind::Heatmap => heatmap::draw(scene, frame, theme, view),
        PanelKind::Stat => stat::draw(scene, frame, theme, view),
        PanelKind::Gauge => dial::draw(scene, frame, theme, view),
        PanelKind::Bars => bars::draw(scene, frame, theme, view),
        PanelKind::Pie => pie::draw(scene, frame, theme, view),
        PanelKind::Table => None,
    };
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
    let is_there = range.until.since(at).0 <= frame.patience().0.saturating_mul(2);
    (is_there && value.is_finite()).then_some(value)
}

/// The colour of what is this bad.
fn alarm(theme: &Theme, severity: Severity) -> Color {
    match severity {
        Severity::Warning => theme.warning,
        Severity::Critical => theme.critical,
    }
}
