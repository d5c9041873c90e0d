//! The crosshair of a chart, which all charts of a page share by its instant.

use super::ChartState;
use crate::chart::{Layout, Mark};
use leptos::prelude::*;

/// The state of the crosshair, which pointer and keyboard move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ui::chart) struct Crosshair {
    /// Whether pointer or focus are on this chart, which alone shows the tooltip.
    pub(in crate::ui::chart) is_here: bool,
    /// Whether it stays where it is.
    pub(in crate::ui::chart) is_pinned: bool,
    /// The index of the series that the keyboard walks along.
    pub(in crate::ui::chart) walked: usize,
}

impl ChartState {
    /// Returns the samples at the crosshair.
    pub(in crate::ui::chart) fn marks(self) -> Vec<Mark> {
        // A cursor beyond the plot has no place on it.
        let Some(at) = self.cursor.get().filter(|_| self.cross().is_some()) else {
            return Vec::new();
        };
        let layout = self.layout.read();
        let marks = |layout: &Layout| self.with(|frame, view| layout.marks(frame, view, at));
        layout.as_ref().map(marks).unwrap_or_default()
    }

    /// Returns where the crosshair is, in CSS pixels, if it is within the plot.
    pub(in crate::ui::chart) fn cross(self) -> Option<f64> {
        let at = self.cursor.get()?;
        let layout = self.layout.read();
        let layout = layout.as_ref()?;
        let x = layout.x(at);
        (layout.plot.x - 0.5 <= x && x <= layout.plot.right() + 0.5).then_some(x)
    }

    /// Points at the sample nearest to a place; at the place itself where there is none nearby.
    pub(in crate::ui::chart) fn point_at(self, x: f64) {
        let Some(layout) = self.layout.get_untracked() else { return };
        let at = layout.time(x);
        let marks = untrack(|| self.with(|frame, view| layout.marks(frame, view, at)));
        let nearest = marks.iter().min_by_key(|mark| mark.at.since(at).0.abs());
        let at = Some(nearest.map_or(at, |mark| mark.at));
        // Most moves stay at the same sample, and every chart of the page follows this signal.
        if self.cursor.get_untracked() != at {
            self.cursor.set(at);
        }
    }

    /// Takes the crosshair away.
    pub(in crate::ui::chart) fn point_nowhere(self) {
        self.move_crosshair(|crosshair| crosshair.is_pinned = false);
        if self.cursor.get_untracked().is_some() {
            self.cursor.set(None);
        }
    }

    /// Changes the crosshair, and notifies only if that made a difference.
    pub(in crate::ui::chart) fn move_crosshair(self, change: impl FnOnce(&mut Crosshair)) {
        self.crosshair.maybe_update(|crosshair| {
            let before = *crosshair;
            change(crosshair);
            *crosshair != before
        });
    }
}
