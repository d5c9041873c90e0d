//! The newest values as parts of a ring. Names and shares stand in the legend beside it.

use super::{newest, shown};
use crate::chart::scene::Scene;
use crate::chart::scene::backend::{Backend, PARTS, words};
use crate::chart::theme::Theme;
use crate::chart::{Frame, Layout, View};
use core::f64::consts::TAU;
use plotters::prelude::{IntoDrawingArea as _, Pie, RGBColor};

/// The hole, in parts of the radius.
const HOLE: f64 = 0.7;
/// Between two parts, in CSS pixels.
const BETWEEN: f64 = 2.0;

pub(super) fn draw(scene: &mut Scene, frame: &Frame, theme: &Theme, view: &View) -> Option<Layout> {
    let mut sizes = Vec::new();
    let mut colors = Vec::new();
    for (_, series) in shown(frame, view) {
        if let Some(value) = newest(frame, series, view.range).filter(|value| *value > 0.0) {
            let [red, green, blue, _] = theme.color(series.slot).channels();
            sizes.push(value);
            colors.push(RGBColor(red, green, blue));
        }
    }
    let total: f64 = sizes.iter().sum();
    if sizes.is_empty() || !total.is_finite() {
        return None;
    }
    let size = scene.size();
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let radius = (width.min(height) / 2.0 - scene.px(1.0)).max(1.0);
    let parts = |px: f64| (px * PARTS).round();
    // plotters takes the centre as it is and writes a label for each part; these are empty.
    let (centre, labels) =
        ((parts(width / 2.0) as i32, parts(height / 2.0) as i32), vec![""; sizes.len()]);
    let outer = parts(radius);
    let mut pie = Pie::new(&centre, &outer, &sizes, &colors, &labels);
    pie.start_angle(-90.0);
    pie.donut_hole(parts(radius * HOLE));
    pie.label_style(words(theme));
    let _ = Backend(scene).into_drawing_area().draw(&pie);
    let mut before = 0.0;
    for part in sizes.iter().filter(|_| sizes.len() > 1) {
        let angle = (before / total - 0.25) * TAU;
        let at =
            |radius: f64| (width / 2.0 + radius * angle.cos(), height / 2.0 + radius * angle.sin());
        let line = scene.px(BETWEEN);
        scene.segment(theme.background, line, at(radius * HOLE - line), at(radius + line));
        before += part;
    }
    None
}
