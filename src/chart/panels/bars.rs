//! The newest values as level bars, one below the other, each with its name and its number.

use super::{Body, Kind, Values, newest, shown};
use crate::chart::axis::Axis;
use crate::chart::display_list::backend::{Backend, PARTS, color};
use crate::chart::display_list::{Across, DisplayList, Upright};
use crate::chart::layout::Rect;
use crate::chart::theme::Theme;
use crate::chart::{Frame, Layout, View};
use plotters::prelude::{ChartBuilder, IntoDrawingArea as _, Rectangle, ShapeStyle};

/// The height of a row and of a bar, in CSS pixels.
const ROW: f64 = 36.0;
const LEAST_ROW: f64 = 20.0;
const BAR: f64 = 14.0;
/// The least room of the longest bar: this share of the width, or as many CSS pixels.
const BARS_SHARE: f64 = 0.3;
const MOST_BARS: f64 = 120.0;
/// Between name, bar and number.
const BESIDE: f64 = 12.0;

struct Row {
    name: String,
    number: String,
    value: Option<f64>,
}

/// `bars`.
pub(super) static BARS: Kind = Kind { body: Body::Picture, values: Values::Ranked, draw };

fn draw(list: &mut DisplayList, frame: &Frame, theme: &Theme, view: &View) -> Option<Layout> {
    let size = list.size();
    let (width, height) = (f64::from(size.width) / size.ratio, f64::from(size.height) / size.ratio);
    let mut rows = rows(frame, view, (height / LEAST_ROW) as usize);
    let widest = |rows: &[Row], words: fn(&Row) -> &str| {
        rows.iter().map(|row| theme.font.width(words(row))).fold(0.0, f64::max)
    };
    let numbers = widest(&rows, |row| &row.number) + BESIDE;
    // Names take what they need, as long as the longest bar keeps its share.
    let room = width - numbers - BESIDE - (width * BARS_SHARE).min(MOST_BARS);
    for row in &mut rows {
        row.name = theme.font.cut(&row.name, room.max(0.0));
    }
    let names = widest(&rows, |row| &row.name) + BESIDE;
    let pitch = (height / rows.len().max(1) as f64).min(ROW);
    let bars = Rect::new(names, 0.0, width - names - numbers, pitch * rows.len() as f64)
        .scaled(size.ratio);
    if rows.is_empty() || bars.width < 4.0 {
        return None;
    }
    rectangles(list, theme, &rows, bars);
    for (place, row) in rows.iter().enumerate() {
        let y = list.px((place as f64 + 0.5) * pitch);
        list.write(theme.text, &row.name, (0.0, y), (Across::Start, Upright::Middle));
        let end = f64::from(size.width);
        list.write(theme.text, &row.number, (end, y), (Across::End, Upright::Middle));
    }
    None
}

fn rows(frame: &Frame, view: &View, most: usize) -> Vec<Row> {
    let count = shown(frame, view).count();
    let kept = if count > most { most.saturating_sub(1) } else { count };
    let row = |(_, one): (usize, &crate::chart::Series)| {
        let value = newest(frame, one, view.range);
        let number = value
            .map_or("–".to_owned(), |value| frame.unit.write(value, view.range.until).text());
        Row { name: one.name.clone(), number, value }
    };
    let mut rows: Vec<Row> = shown(frame, view).take(kept).map(row).collect();
    if count > kept && kept > 0 {
        let rest = format!("+{} more", count - kept);
        rows.push(Row { name: rest, number: String::new(), value: None });
    }
    rows
}

fn rectangles(list: &mut DisplayList, theme: &Theme, rows: &[Row], bars: Rect) {
    let values = rows.iter().filter_map(|row| row.value);
    let (low, high) =
        values.fold((0.0_f64, 0.0_f64), |found, value| (found.0.min(value), found.1.max(value)));
    let high = if high > low { high } else { low + 1.0 };
    let thick = list.px(BAR) / (bars.height / rows.len() as f64) / 2.0;
    let (thick, hair) = (thick.min(0.4), (high - low) * list.whole(2.0) / bars.width);
    let parts = |px: f64| (px * PARTS).round() as i32;
    let size = list.size();
    let root = Backend(list).into_drawing_area();
    let across = Axis { low, high, ticks: Vec::new() };
    let down = Axis { low: 0.0, high: rows.len() as f64, ticks: Vec::new() };
    let Ok(mut chart) = ChartBuilder::on(&root)
        .margin_left(parts(bars.x))
        .margin_right(parts(f64::from(size.width) - bars.right()))
        .margin_bottom(parts(f64::from(size.height) - bars.bottom()))
        .build_cartesian_2d(across, down)
    else {
        return;
    };
    let style = ShapeStyle {
        color: color(theme.series.first().copied().unwrap_or(theme.text)),
        filled: true,
        stroke_width: 0,
    };
    let _ = chart.draw_series(rows.iter().enumerate().filter_map(|(place, row)| {
        // The axis of rows counts upwards, and the first row is on top.
        let middle = (rows.len() - place) as f64 - 0.5;
        // Every value but zero has a bar, however small.
        let end = row
            .value
            .filter(|value| *value != 0.0)
            .map(|value| if value > 0.0 { value.max(hair) } else { value.min(-hair) })?;
        Some(Rectangle::new(
            [(end.min(0.0), middle + thick), (end.max(0.0), middle - thick)],
            style,
        ))
    }));
}
