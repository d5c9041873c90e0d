//! A frame as rows: for those who do not see a picture, and for spreadsheets.
//!
//! Names are untrusted. In CSV they are quoted as RFC 4180 has it, and what a spreadsheet would take for a formula gets an
//! apostrophe in front (OWASP, "CSV injection").

use super::View;
use super::axis::calendar::Wall;
use super::data::Column;
use super::frame::Frame;
use metrics_engine::number;
use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};

/// Values by instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Indices of the series, one for each column.
    pub series: Vec<usize>,
    /// Oldest first.
    pub rows: Vec<Row>,
}

/// The values of one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The instant.
    pub at: Timestamp,
    /// For each column of the table its value, or `None` where it has none.
    pub values: Vec<Option<f64>>,
}

/// Returns a view as a table with at most this many rows. If there are more instants, each row is the newest of its part of
/// the time.
pub fn table(frame: &Frame, view: &View, most: usize) -> Table {
    let series: Vec<usize> = (0..frame.series.len()).filter(|index| view.shows(*index)).collect();
    let columns: Vec<&Column> =
        series.iter().filter_map(|index| frame.series.get(*index)).map(|one| &one.column).collect();
    let mut times = instants(&columns, view.range);
    if times.len() > most {
        let every = times.len().div_ceil(most.max(1));
        times = times.rchunks(every).rev().filter_map(|part| part.last()).copied().collect();
    }
    let row =
        |at: Timestamp| Row { at, values: columns.iter().map(|one| value_at(one, at)).collect() };
    Table { series, rows: times.into_iter().map(row).collect() }
}

/// Every instant within a range, once.
fn instants(columns: &[&Column], range: TimeRange) -> Vec<Timestamp> {
    let mut times = Vec::new();
    for one in columns {
        times.extend_from_slice(one.times().get(one.within(range)).unwrap_or_default());
    }
    times.sort_unstable();
    times.dedup();
    times
}

fn value_at(column: &Column, at: Timestamp) -> Option<f64> {
    let index = column.times().binary_search(&at).ok()?;
    column.values().get(index).copied().filter(|value| !value.is_nan())
}

/// Returns a view as comma separated values, with every digit.
pub fn csv(frame: &Frame, view: &View) -> String {
    let table = table(frame, view, usize::MAX);
    let mut out = String::from("time");
    for series in table.series.iter().filter_map(|index| frame.series.get(*index)) {
        out.push(',');
        field(&mut out, &series.name);
    }
    out.push_str("\r\n");
    for row in &table.rows {
        out.push_str(&Wall::of(row.at, Duration::ZERO).iso());
        out.push('Z');
        for value in &row.values {
            out.push(',');
            if let Some(value) = value {
                out.push_str(&exact(*value));
            }
        }
        out.push_str("\r\n");
    }
    out
}

/// Writes a value with all its digits; with an exponent where it would be long without.
fn exact(value: f64) -> String {
    if value == 0.0 || (1e-5..1e16).contains(&value.abs()) {
        number::shortest(value)
    } else {
        number::scientific(value, None)
    }
}

/// Writes an untrusted field.
fn field(out: &mut String, text: &str) {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '|', '\t', '\r'])
        || text.starts_with(['\t', '\r', '\n']);
    let is_quoted = is_formula || text.contains([',', '"', '\r', '\n']) || text.trim() != text;
    out.push_str(if is_quoted { "\"" } else { "" });
    out.push_str(if is_formula { "'" } else { "" });
    out.push_str(&text.replace('"', "\"\""));
    out.push_str(if is_quoted { "\"" } else { "" });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::PanelKind;
    use crate::chart::frame::{Series, Slot};
    use metrics_engine::labels::LabelSet;
    use metrics_engine::series::Entry;
    use metrics_engine::unit::Unit;

    fn frame(names: &[&str]) -> Frame {
        let range = TimeRange { after: Timestamp(0), until: Timestamp(10_000) };
        let mut frame = Frame::new(range, Duration(1000), Unit::Short);
        frame.series = names
            .iter()
            .zip(1..)
            .map(|(name, every)| {
                let entry = |n: i64| Entry {
                    at: Timestamp(n * every * 1000),
                    value: (n != 2).then_some(n as f64 / 3.0),
                };
                let column = (0..=10 / every).map(entry).collect();
                Series {
                    name: (*name).to_owned(),
                    labels: LabelSet::default(),
                    slot: Slot::nth(0),
                    column,
                }
            })
            .collect();
        frame
    }

    fn zone(_: Timestamp) -> Duration {
        Duration::ZERO
    }

    fn view(frame: &Frame) -> View<'_> {
        View { kind: PanelKind::Lines, range: frame.range, hidden: &[], zone: &zone }
    }

    #[test]
    fn rows_have_all_series_and_no_more_than_the_limit() {
        let frame = frame(&["a", "b"]);
        let all = table(&frame, &view(&frame), 100);
        assert_eq!(all.rows.len(), 10);
        assert_eq!(all.rows[1], Row { at: Timestamp(2000), values: vec![None, Some(1.0 / 3.0)] });
        assert_eq!(all.rows[2], Row { at: Timestamp(3000), values: vec![Some(1.0), None] });
        let few = table(&frame, &view(&frame), 4);
        let times: Vec<i64> = few.rows.iter().map(|row| row.at.0).collect();
        assert_eq!(times, [1000, 4000, 7000, 10_000]);
        assert_eq!(table(&frame, &view(&frame), 0).rows.len(), 1);
    }

    #[test]
    fn csv_keeps_every_digit_and_runs_nothing() {
        let names = ["a,b", "=HYPERLINK(\"http://x\")", " -1", "@x\r\n", "plain"];
        let frame = frame(&names);
        let text = csv(&frame, &view(&frame));
        let (head, rows) = text.split_once("\r\n1970").unwrap();
        assert_eq!(
            head,
            "time,\"a,b\",\"'=HYPERLINK(\"\"http://x\"\")\",\"' -1\",\"'@x\r\n\",plain"
        );
        assert!(rows.starts_with("-01-01T00:00:01.000Z,0.3333333333333333,,,,\r\n"), "{rows}");
        assert_eq!(rows.lines().count(), 10);
    }
}
