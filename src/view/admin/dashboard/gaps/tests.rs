//! Evaluated panels over times in which nothing was scraped.

use super::*;
use crate::chart::Series;
use metrics_engine::labels::LabelSet;
use metrics_engine::promql;
use metrics_engine::time::Duration;
use metrics_engine::unit::Unit;

fn span(after: i64, until: i64) -> TimeRange {
    TimeRange { after: Timestamp(after), until: Timestamp(until) }
}

/// A panel from 0 to 100 with a value at every tenth instant, seen but for these times.
fn frame(gaps: &[TimeRange]) -> Frame {
    let mut frame = Frame::new(span(0, 100), Duration(10), Unit::None);
    let mut column = Column::default();
    for at in (10..=100).step_by(10) {
        column.push(Timestamp(at), Some(at as f64));
    }
    let (name, labels) = ("rate".to_owned(), LabelSet::default());
    frame.series.push(Series { name, labels, slot: <_>::default(), column });
    frame.gaps = gaps.to_vec();
    frame
}

/// The instants that have a value, once those within gaps are gone.
fn shown(gaps: &[TimeRange], expr: &str) -> Vec<i64> {
    let mut frame = frame(gaps);
    drop_guesses(&mut frame, &[promql::compile(expr).unwrap()]);
    let column = &frame.series[0].column;
    let pairs = column.times().iter().zip(column.values());
    pairs.filter(|(_, value)| !value.is_nan()).map(|(at, _)| at.0).collect()
}

const RATE: &str = "rate(requests_total[1m])";

#[test]
fn a_gap_takes_what_was_evaluated_in_it_and_leaves_what_ended_it() {
    assert_eq!(shown(&[], RATE).len(), 10);
    assert_eq!(shown(&[span(30, 60)], RATE), [10, 20, 30, 60, 70, 80, 90, 100]);
    assert_eq!(shown(&[span(25, 65)], RATE), [10, 20, 70, 80, 90, 100], "between two steps");
}

#[test]
fn a_gap_that_lasts_takes_its_end_too() {
    assert_eq!(shown(&[span(70, 100)], RATE), [10, 20, 30, 40, 50, 60, 70]);
    assert_eq!(shown(&[span(0, 100)], RATE), [0; 0], "nothing was ever seen");
    assert_eq!(shown(&[span(20, 40), span(80, 100)], RATE), [10, 20, 40, 50, 60, 70, 80]);
}

#[test]
fn what_was_measured_is_left_as_it_is() {
    assert_eq!(shown(&[span(30, 60)], "load{job=\"a\"}").len(), 10);
}
