//! What a panel shows of a range.

use super::super::Scene;
use super::alert_spans::alert_spans;
use super::gaps::{drop_guesses, gaps};
use super::query::add_series;
use crate::chart::panels::Values;
use crate::chart::{Frame, Series, Slots};
use crate::config::private::Panel;
use metrics_engine::labels::{LabelSet, NAME};
use metrics_engine::promql;
use metrics_engine::series::TimeRange;
use metrics_engine::time::Duration;

/// What a panel shows.
#[derive(Clone, Debug)]
pub struct PanelData {
    /// Its series and what is known about their time.
    pub frame: Frame,
    /// A note beside the heading, such as an expression that cannot be evaluated, or more series than are shown.
    pub note: String,
}

/// Returns what `panel` shows of `range`. `slots` remembers the colours of its series between calls.
pub fn panel_data(
    scene: Scene<'_>,
    panel: &Panel,
    range: TimeRange,
    slots: &mut Slots,
) -> PanelData {
    let mut frame = Frame::new(range, Duration::ZERO, panel.unit);
    frame.limits.clone_from(&panel.limits);
    frame.min = panel.min;
    frame.max = panel.max;
    let values = panel.kind.kind().values;
    let mut n_found = 0;
    let mut note = String::new();
    let mut exprs = Vec::new();
    for query in &panel.queries {
        match promql::compile(&query.expr) {
            Ok(expr) => {
                let found = add_series(scene, values, query, &expr, &mut frame);
                match found {
                    Ok(found) => n_found += found,
                    Err(error) => note = format!("{error}"),
                }
                exprs.push(expr);
            }
            Err(error) => note = format!("{error}"),
        }
    }
    for series in &mut frame.series {
        // Two queries may give the same labels, as rates of two metrics do: their names tell them apart.
        let own = series.labels.iter().filter(|(name, _)| *name != NAME);
        let own: Vec<(&str, &str)> = own.collect();
        series.slot = slots.of(&LabelSet::new(&series.name, &own));
    }
    frame.interval = frame.interval.max(Duration::from_secs(1));
    frame.gaps = gaps(scene, &exprs, &frame);
    drop_guesses(&mut frame, &exprs);
    frame.spans = alert_spans(scene, &exprs, range);
    if values == Values::Ranked {
        let newest = |one: &Series| one.column.newest().unwrap_or(f64::NEG_INFINITY);
        frame.series.sort_by(|one, other| newest(other).total_cmp(&newest(one)));
    }
    if note.is_empty() && n_found > frame.series.len() {
        note = format!("{} of {n_found} series", frame.series.len());
    }
    PanelData { frame, note }
}
