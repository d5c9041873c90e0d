//! Series that have the same labels once the metric's name is dropped.

use super::{TWINS, Vector};
use crate::promql::groups::Groups;
use crate::promql::{Error, Span};

impl Vector<'_> {
    /// Returns the same with series of the same labels joined into one.
    ///
    /// # Errors
    ///
    /// If two of them have a value at the same step. `span` is the place of the expression.
    pub fn joined(self, span: Span) -> Result<Self, Error> {
        let mut groups = Groups::by(|_: &str| true);
        let places: Vec<(usize, bool)> =
            self.series.iter().map(|series| groups.add(&series.labels)).collect();
        if groups.len() == self.len() {
            return Ok(self);
        }
        let mut joined = Self::with_room(self.steps, groups.len());
        for ((series, points), (place, is_first)) in self.iter().zip(places) {
            if is_first {
                joined.series.push(series.clone());
                joined.points.extend_from_slice(points);
                continue;
            }
            for (known, point) in joined.points_mut(place).iter_mut().zip(points) {
                if known.is_some() && point.is_some() {
                    return Err(Error::wrong(span, TWINS));
                }
                if point.is_some() {
                    *known = *point;
                }
            }
        }
        Ok(joined)
    }
}
