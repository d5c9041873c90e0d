//! The newest values as parts of a ring. Names and shares stand in the legend beside it.

use super::ring::{direction, ring};
use super::{Body, Kind, Values, newest, shown};
use crate::chart::display_list::DisplayList;
use crate::chart::display_list::backend::{Backend, color};
use crate::chart::theme::Theme;
use crate::chart::{Frame, Layout, View};
use core::f64::consts::TAU;
use plotters::element::Polygon;
use plotters::prelude::IntoDrawingArea as _;

/// The hole, in parts of the radius.
const HOLE: f64 = 0.7;
/// Between two parts, in CSS pixels.
const BETWEEN: f64 = 2.0;

/// `pie`.
pub(super) static PIE: Kind = Kind { body: Body::Shares, values: Values::Ranked, draw };

fn draw(list: &mut DisplayList, frame: &Frame, theme: &Theme, view: &View) -> Option<Layout> {
    let mut sizes = Vec::new();
    let mut colors = Vec::new();
    for (_, series) in shown(frame, view) {
        if let Some(value) = newest(frame, series, view.range).filter(|value| *value > 0.0) {
            sizes.push(value);
            colors.push(color(theme.color(series.slot)));
        }
    }
    let total: f64 = sizes.iter().sum();
    if sizes.is_empty() || !total.is_finite() {
        return None;
    }
    let size = list.size();
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let radius = (width.min(height) / 2.0 - list.px(1.0)).max(1.0);
    let centre = (width / 2.0, height / 2.0);
    let hole = radius * HOLE;
    let ends = sizes.iter().scan(0.0, |before, part| {
        let from = *before;
        *before += part;
        Some(((from / total - 0.25) * TAU, (*before / total - 0.25) * TAU))
    });
    let ends: Vec<(f64, f64)> = ends.collect();
    let root = Backend(list).into_drawing_area();
    for (ends, fill) in ends.iter().zip(&colors) {
        let _ = root.draw(&Polygon::new(ring(centre, (hole, radius), *ends), *fill));
    }
    drop(root);
    for (from, _) in ends.iter().filter(|_| ends.len() > 1) {
        let (cos, sin) = direction(*from);
        let at = |radius: f64| (centre.0 + radius * cos, centre.1 + radius * sin);
        let line = list.px(BETWEEN);
        list.segment(theme.background, line, at(hole - line), at(radius + line));
    }
    None
}
