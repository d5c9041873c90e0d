//! The values of expressions at all steps of an evaluation at once.
//!
//! A vector is a table: a row per series, a column per step. Operators and functions go through it row by row, so that labels are
//! compared once per series and not once per step.

mod join;

use super::point::Point;
use super::series::Labels;
use crate::time::{Duration, Timestamp};

/// The instants of an evaluation: `count` of them from `start` on, `step` apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The first instant.
    pub start: Timestamp,
    /// The distance of two; zero where all are the same.
    pub step: Duration,
    /// Their number.
    pub count: usize,
}

/// The value of an expression on a [`Grid`].
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// A number per step.
    Scalar(Scalar),
    /// A text, the same at all steps.
    Text(&'a str),
    /// At most one value per series and step.
    Vector(Vector<'a>),
}

/// A number per step.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// The same number at all steps.
    Constant(f64),
    /// One number per step.
    Steps(Vec<f64>),
}

/// At most one value per series and step.
#[derive(Clone, Debug, Default)]
pub struct Vector<'a> {
    steps: usize,
    series: Vec<Series<'a>>,
    /// The points of the first series, then those of the next.
    points: Vec<Point>,
}

/// A series of a [`Vector`], apart from its points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series<'a> {
    /// The labels.
    pub labels: Labels<'a>,
    /// Whether the metric's name is dropped at the end of the evaluation, where that is delayed.
    pub drops_name: bool,
}

/// The error of two values for the same labels at the same step, in Prometheus' words.
pub(super) const TWINS: &str = "vector cannot contain metrics with the same labelset";

impl Grid {
    /// Returns the instants `start`, `start + step`, … up to `end`. There is at least one, and only one where the step is not positive.
    pub fn between(start: Timestamp, end: Timestamp, step: Duration) -> Self {
        let more = if step > Duration::ZERO { end.since(start).0 / step.0 } else { 0 };
        let count = usize::try_from(more).unwrap_or_default().saturating_add(1);
        Self { start, step, count }
    }

    /// Returns one instant.
    pub fn instant(at: Timestamp) -> Self {
        Self { start: at, step: Duration::ZERO, count: 1 }
    }

    /// Returns the instant of a step.
    pub fn at(self, step: usize) -> Timestamp {
        self.start + self.step * step.cast_signed() as i64
    }

    /// Returns the instants.
    pub fn instants(self) -> impl Iterator<Item = Timestamp> {
        (0..self.count).map(move |step| self.at(step))
    }

    /// Returns the last instant.
    pub fn end(self) -> Timestamp {
        self.at(self.count.saturating_sub(1))
    }
}

impl Scalar {
    /// Returns the number at a step.
    #[inline]
    pub fn at(&self, step: usize) -> f64 {
        match self {
            Self::Constant(number) => *number,
            Self::Steps(numbers) => numbers.get(step).copied().unwrap_or(f64::NAN),
        }
    }

    /// Returns the number of steps, of this many, whose numbers may differ.
    pub(super) fn steps(&self, steps: usize) -> usize {
        match self {
            Self::Constant(_) => 1,
            Self::Steps(_) => steps,
        }
    }

    /// Applies a function to the number of each step.
    #[must_use]
    pub fn map(self, change: impl Fn(f64) -> f64) -> Self {
        match self {
            Self::Constant(number) => Self::Constant(change(number)),
            Self::Steps(numbers) => Self::Steps(numbers.into_iter().map(change).collect()),
        }
    }
}

impl<'a> Vector<'a> {
    /// Creates a vector without series.
    pub fn new(steps: usize) -> Self {
        Self { steps, series: Vec::new(), points: Vec::new() }
    }

    /// Creates a vector with room for this many series.
    pub(super) fn with_room(steps: usize, series: usize) -> Self {
        let points = Vec::with_capacity(steps.saturating_mul(series));
        Self { steps, series: Vec::with_capacity(series), points }
    }

    /// Returns the number of steps.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Returns the number of series.
    pub fn len(&self) -> usize {
        self.series.len()
    }

    /// Returns whether there is no series.
    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// Returns the series with their points, one per step.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Series<'a>, &[Point])> {
        self.series.iter().zip(self.points.chunks_exact(self.steps.max(1)))
    }

    /// Returns the series with their points, to be changed.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&mut Series<'a>, &mut [Point])> {
        self.series.iter_mut().zip(self.points.chunks_exact_mut(self.steps.max(1)))
    }

    /// Returns the points of a series, one per step.
    pub fn points(&self, series: usize) -> &[Point] {
        let start = series * self.steps;
        self.points.get(start..start + self.steps).unwrap_or_default()
    }

    /// Returns the points of a series, to be changed.
    pub fn points_mut(&mut self, series: usize) -> &mut [Point] {
        let start = series * self.steps;
        self.points.get_mut(start..start + self.steps).unwrap_or_default()
    }

    /// Returns the series.
    pub fn series(&self) -> &[Series<'a>] {
        &self.series
    }

    /// Adds a series with one point per step. One without any value is left out.
    pub fn push(&mut self, series: Series<'a>, points: impl IntoIterator<Item = Point>) {
        let start = self.points.len();
        self.points.extend(points.into_iter().take(self.steps));
        self.points.resize(start + self.steps, Point::NONE);
        if self.points.iter().skip(start).any(|point| point.is_some()) {
            self.series.push(series);
        } else {
            self.points.truncate(start);
        }
    }

    /// Replaces each value by what `change` returns for its step and the value. Series without any value left are removed.
    pub fn map_values(&mut self, mut change: impl FnMut(usize, f64) -> Option<f64>) {
        for points in self.points.chunks_exact_mut(self.steps.max(1)) {
            for (step, point) in points.iter_mut().enumerate() {
                if let Some(value) = point.get() {
                    *point = change(step, value).into();
                }
            }
        }
        self.remove_empty();
    }

    /// Returns the same at this many steps, where it was computed for one.
    pub(super) fn repeated(self, steps: usize) -> Self {
        let mut repeated = Self::with_room(steps, self.len());
        for point in &self.points {
            repeated.points.resize(repeated.points.len() + steps, *point);
        }
        repeated.series = self.series;
        repeated
    }

    /// Removes series without any value.
    pub fn remove_empty(&mut self) {
        let steps = self.steps;
        let mut kept = 0;
        for from in 0..self.series.len() {
            let range = from * steps..(from + 1) * steps;
            let row = self.points.get(range.clone()).unwrap_or_default();
            if row.iter().any(|point| point.is_some()) {
                if kept != from {
                    self.points.copy_within(range, kept * steps);
                    self.series.swap(kept, from);
                }
                kept += 1;
            }
        }
        self.series.truncate(kept);
        self.points.truncate(kept * steps);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_without_values_are_left_out() {
        let mut vector = Vector::new(2);
        let series = |name| Series {
            labels: [("__name__".into(), name)].into_iter().collect(),
            drops_name: false,
        };
        vector.push(series("a".into()), [Point::NONE, Point::NONE]);
        vector.push(series("b".into()), [Point::new(1.0)]);
        vector.push(series("c".into()), [Point::NONE, Point::new(2.0), Point::new(3.0)]);
        vector.push(series("d".into()), [Point::new(4.0), Point::new(5.0)]);
        let names = |vector: &Vector<'_>| -> Vec<String> {
            vector.iter().map(|(series, _)| series.labels.name().to_owned()).collect()
        };
        assert_eq!(names(&vector), ["b", "c", "d"]);
        vector.map_values(|step, value| (step == 1).then_some(value * 2.0));
        assert_eq!(names(&vector), ["c", "d"]);
        assert_eq!(vector.points(1), [Point::NONE, Point::new(10.0)]);
    }
}
