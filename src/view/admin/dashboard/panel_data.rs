//! The data of a panel over a range.

use super::super::Scene;
use super::alert_spans::alert_spans;
use super::gaps::{drop_guesses, gaps};
use super::missing::missing;
use super::overridden::apply;
use super::query::{add_series, compiled};
use crate::chart::panels::{Body, Marks, Values};
use crate::chart::{Frame, Slot, Slots, rank};
use crate::config::private::Panel;
use metrics_engine::labels::{LabelSet, NAME};
use metrics_engine::series::TimeRange;
use metrics_engine::time::Duration;

/// The most series of a panel, those of the largest values. More could not be distinguished.
const MOST: usize = 40;

/// The data of a panel.
#[derive(Clone, Debug)]
pub struct PanelData {
    /// Its series and what is known about their time.
    pub frame: Frame,
    /// The metrics of its queries that no target serves, where it has no data.
    pub missing: Vec<String>,
    /// A note beside the heading, such as an expression that cannot be evaluated, or more series than are shown.
    pub note: String,
}

/// Returns the data of `panel` over `range`. `slots` remembers the colours of its series between calls.
pub fn panel_data(
    scene: Scene<'_>,
    panel: &Panel,
    range: TimeRange,
    slots: &mut Slots,
) -> PanelData {
    let mut frame = Frame::new(range, Duration::ZERO, panel.unit);
    frame.limits.clone_from(&panel.limits);
    frame.mappings.clone_from(&panel.mappings);
    frame.min = panel.min;
    frame.max = panel.max;
    let values = panel.kind.kind().values;
    let mut n_found = 0;
    let mut note = String::new();
    let mut exprs = Vec::new();
    for query in &panel.queries {
        match compiled(scene, &query.expr, range) {
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
    frame.interval = frame.interval.max(Duration::from_secs(1));
    frame.gaps = gaps(scene, &exprs, &frame);
    drop_guesses(&mut frame, &exprs);
    apply(&panel.overrides, &mut frame);
    frame.spans = alert_spans(scene, &exprs, range);
    let body = panel.kind.kind().body;
    let is_ranked = matches!(body, Body::Plot(Marks::Curves | Marks::Stack));
    if is_ranked || values == Values::Ranked {
        rank::sort(&mut frame);
    }
    if matches!(body, Body::Plot(Marks::Stack) | Body::Shares) {
        rank::sum_others(&mut frame);
    } else if values != Values::Buckets {
        frame.series.truncate(MOST);
    }
    for series in frame.series.iter_mut().filter(|series| series.slot != Slot::OTHER) {
        // Two queries may give the same labels, as rates of two metrics do: their names distinguish them.
        let own = series.labels.iter().filter(|(name, _)| *name != NAME);
        let own: Vec<(&str, &str)> = own.collect();
        series.slot = slots.of(&LabelSet::new(&series.name, &own));
    }
    let has_other = frame.series.iter().any(|series| series.slot == Slot::OTHER);
    if note.is_empty() && !has_other && n_found > frame.series.len() {
        note = format!("{} of {n_found} series", frame.series.len());
    }
    let missing = if frame.series.is_empty() { missing(scene, &exprs) } else { Vec::new() };
    PanelData { frame, missing, note }
}
