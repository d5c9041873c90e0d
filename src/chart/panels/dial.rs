//! A value on a half circle, from the least to the most that it can be.

use super::ring::{direction, ring};
use super::{Body, Kind, Values, alarm, newest, shown};
use crate::chart::display_list::DisplayList;
use crate::chart::display_list::backend::{Backend, color};
use crate::chart::theme::Theme;
use crate::chart::{Frame, Layout, Side, View};
use core::f64::consts::PI;
use metrics_engine::unit::Unit;
use plotters::element::Polygon;
use plotters::prelude::IntoDrawingArea as _;

/// The reading of a dial. The page says the same in words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The newest value; `None` where there is none.
    pub value: Option<f64>,
    /// At the left end.
    pub min: f64,
    /// At the right end; greater than `min`.
    pub max: f64,
}

impl Reading {
    /// The reading of the first shown series.
    pub fn of(frame: &Frame, view: &View) -> Self {
        let value = shown(frame, view).next().and_then(|(_, one)| newest(frame, one, view.range));
        let min = frame.min.filter(|min| min.is_finite()).unwrap_or(0.0);
        let limits = frame.limits.iter().map(|limit| limit.value).filter(|value| value.is_finite());
        let whole = match frame.unit {
            Unit::Percent => Some(100.0),
            Unit::PercentUnit => Some(1.0),
            _ => None,
        };
        // Where no maximum is configured, the last limit stands at four fifths.
        let known = frame.max.filter(|max| max.is_finite()).or(whole);
        let max = known.or_else(|| limits.reduce(f64::max).map(|limit| limit * 1.25));
        let max = max.or(value).unwrap_or(1.0);
        Self { value, min, max: if max > min { max } else { min + 1.0 } }
    }

    /// Where a value stands, 0 to 1.
    pub fn share(&self, value: f64) -> f64 {
        ((value - self.min) / (self.max - self.min)).clamp(0.0, 1.0)
    }
}

/// A dial's own measures: as wide as twice this, as high as `HEIGHT`.
const RADIUS: f64 = 90.0;
const HEIGHT: f64 = 98.0;
/// The ring.
const OUTER: f64 = 82.0;
const INNER: f64 = 70.0;

/// `gauge`.
pub(super) static GAUGE: Kind = Kind { body: Body::Meter, values: Values::Newest, draw };

fn draw(list: &mut DisplayList, frame: &Frame, theme: &Theme, view: &View) -> Option<Layout> {
    let reading = Reading::of(frame, view);
    let size = list.size();
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let unit = (width / (2.0 * RADIUS)).min(height / HEIGHT);
    let centre = (width / 2.0, (height - HEIGHT * unit) / 2.0 + 90.0 * unit);
    let fill = reading.value.map(|value| {
        let breached = frame.limits.iter().filter(|limit| match limit.bad {
            Side::Above => value > limit.value,
            Side::Below => value < limit.value,
        });
        let worst = breached.max_by_key(|limit| limit.severity as u8);
        (reading.share(value), worst.map_or(theme.ok, |limit| alarm(theme, limit.severity)))
    });
    let arc = |share: f64| ring(centre, (INNER * unit, OUTER * unit), (PI, PI * (1.0 + share)));
    let root = Backend(list).into_drawing_area();
    let _ = root.draw(&Polygon::new(arc(1.0), color(theme.grid)));
    if let Some((share, fill)) = fill.filter(|(share, _)| *share > 0.0) {
        let _ = root.draw(&Polygon::new(arc(share), color(fill)));
    }
    drop(root);
    for limit in frame.limits.iter().filter(|limit| limit.value.is_finite()) {
        let (cos, sin) = direction(PI * (1.0 + reading.share(limit.value)));
        let at = |radius: f64| (centre.0 + radius * unit * cos, centre.1 + radius * unit * sin);
        list.segment(theme.text, list.px(2.0), at(INNER - 5.0), at(OUTER + 5.0));
    }
    None
}
