//! The order of series by their values, and the sum of the small ones.

use super::data::Column;
use super::frame::{Frame, Series, Slot};
use super::panels::newest;
use metrics_engine::labels::LabelSet;

/// The number of series that are shown by name where the others are summed.
pub const TOP: usize = 8;

/// Sorts the series of a frame by their newest values, the largest first; those without one come last.
pub fn sort(frame: &mut Frame) {
    let mut series = core::mem::take(&mut frame.series);
    let value = |one: &Series| newest(frame, one, frame.range).unwrap_or(f64::NEG_INFINITY);
    series.sort_by(|one, other| value(other).total_cmp(&value(one)));
    frame.series = series;
}

/// Replaces all series but the first [`TOP`] by their sum, named `other`. Only for values that make up a whole.
pub fn sum_others(frame: &mut Frame) {
    // One more would gain nothing: it can as well stand there itself.
    if frame.series.len() <= TOP + 1 {
        return;
    }
    let others = frame.series.split_off(TOP);
    let longest = others.iter().max_by_key(|one| one.column.len());
    let times = longest.map(|one| one.column.times()).unwrap_or_default();
    let mut sum = Column::default();
    for at in times {
        let value = |one: &Series| {
            let (time, value) = one.column.get(one.column.nearest(*at)?)?;
            let is_near = time.since(*at).0.abs() <= frame.interval.0 / 2;
            (is_near && value.is_finite()).then_some(value)
        };
        let values: Vec<f64> = others.iter().filter_map(value).collect();
        let value = (!values.is_empty()).then(|| values.iter().sum());
        sum.push(*at, value);
    }
    frame.series.push(Series {
        name: "other".to_owned(),
        labels: LabelSet::default(),
        slot: Slot::OTHER,
        column: sum,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use metrics_engine::series::{Entry, TimeRange};
    use metrics_engine::time::{Duration, Timestamp};
    use metrics_engine::unit::Unit;

    fn frame(values: &[f64]) -> Frame {
        let range = TimeRange { after: Timestamp(0), until: Timestamp(3000) };
        let mut frame = Frame::new(range, Duration(1000), Unit::None);
        let series = |value: &f64| {
            let entry = |n: i64| Entry { at: Timestamp(n * 1000), value: Some(value * n as f64) };
            Series {
                name: value.to_string(),
                labels: LabelSet::default(),
                slot: Slot::default(),
                column: (1..=3).map(entry).collect(),
            }
        };
        frame.series = values.iter().map(series).collect();
        frame
    }

    fn names(frame: &Frame) -> Vec<&str> {
        frame.series.iter().map(|one| one.name.as_str()).collect()
    }

    #[test]
    fn the_largest_newest_value_comes_first() {
        let mut frame = frame(&[1.0, 3.0, f64::NAN, 2.0]);
        sort(&mut frame);
        assert_eq!(names(&frame), ["3", "2", "1", "NaN"]);
    }

    #[test]
    fn eight_series_keep_their_names_and_the_rest_is_added_up() {
        let mut few = frame(&[9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]);
        sum_others(&mut few);
        assert_eq!(few.series.len(), 9, "a sum of one is that one");
        let mut many = frame(&[9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.5, f64::NAN]);
        sum_others(&mut many);
        assert_eq!(names(&many), ["9", "8", "7", "6", "5", "4", "3", "2", "other"]);
        let other = many.series.last().unwrap();
        assert_eq!(other.column.values(), [1.5, 3.0, 4.5]);
        assert_eq!(other.slot, Slot::OTHER);
    }
}
