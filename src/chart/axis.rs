//! Axes: which values get a line and a word.
//!
//! Ticks are computed once for a view. One type serves values, buckets and what plotters draws, so that plotters is compiled once.

pub mod calendar;
pub mod time;
pub mod value;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};

/// A straight axis with its ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The value at its beginning.
    pub low: f64,
    /// The value at its end; greater than `low`.
    pub high: f64,
    /// Where a line is drawn, and what stands beside it.
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    /// An axis of buckets: one unit of height for each, named at its edges.
    pub fn buckets(edges: &[String], height: f64) -> Self {
        let count = edges.len().saturating_sub(1).max(1);
        // As many names as stand apart, the uppermost among them.
        let every = (count as f64 * 18.0 / height.max(1.0)).ceil().max(1.0) as usize;
        let is_named = |place: usize| (count - place.min(count)).is_multiple_of(every);
        let named = edges.iter().enumerate().filter(|(place, _)| is_named(*place));
        let ticks = named.map(|(place, edge)| (place as f64, edge.clone())).collect();
        Self { low: 0.0, high: count as f64, ticks }
    }
}

impl Ranged for Axis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (first, last): (i32, i32)) -> i32 {
        let share = (value - self.low) / (self.high - self.low);
        first.saturating_add((share * f64::from(last.saturating_sub(first))).round() as i32)
    }

    fn key_points<H: KeyPointHint>(&self, _hint: H) -> Vec<f64> {
        // Only a grid of plotters calls this, and there is none.
        Vec::new()
    }

    fn range(&self) -> core::ops::Range<f64> {
        self.low..self.high
    }
}
