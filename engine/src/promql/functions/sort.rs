//! The order of the series of an instant: `sort` and `sort_desc`.

use super::Call;
use crate::promql::Error;
use crate::promql::value::{Value, Vector};
use core::cmp::Ordering;

/// Sorts from the least value to the greatest.
pub(super) fn ascending<'a>(
    call: &mut Call<'_>,
    args: Vec<Value<'a>>,
) -> Result<Vector<'a>, Error> {
    Ok(sorted(call, args, f64::partial_cmp))
}

/// Sorts from the greatest value to the least.
pub(super) fn descending<'a>(
    call: &mut Call<'_>,
    args: Vec<Value<'a>>,
) -> Result<Vector<'a>, Error> {
    Ok(sorted(call, args, |one, other| other.partial_cmp(one)))
}

/// Sorts by the value of the only step, NaN to the end. A range is left as it is: its series are shown in the order of their labels.
fn sorted<'a>(
    call: &mut Call<'_>,
    args: Vec<Value<'a>>,
    order: impl Fn(&f64, &f64) -> Option<Ordering>,
) -> Vector<'a> {
    let Some(Value::Vector(vector)) = args.into_iter().next() else { return Vector::default() };
    if call.grid.count > 1 {
        let reason =
            "sort is ineffective for range queries since results are always ordered by labels";
        call.annotations.warn(call.span, reason);
        return vector;
    }
    let mut rows: Vec<_> = vector.iter().collect();
    let value = |row: &(_, &[_])| first_value(row.1);
    rows.sort_by(|one, other| {
        let (one, other) = (value(one), value(other));
        order(&one, &other).unwrap_or_else(|| one.is_nan().cmp(&other.is_nan()))
    });
    let mut sorted = Vector::with_room(vector.steps(), vector.len());
    for (series, points) in rows {
        sorted.push(series.clone(), points.iter().copied());
    }
    sorted
}

fn first_value(points: &[crate::promql::point::Point]) -> f64 {
    points.first().and_then(|point| point.get()).unwrap_or(f64::NAN)
}
