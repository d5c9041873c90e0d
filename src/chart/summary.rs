//! A panel in a sentence, for a screen reader.

use super::View;
use super::axis::calendar::Wall;
use super::frame::{Frame, Series};
use super::panels::newest;
use crate::chart::Side;

/// The most series that are described one by one.
const MOST: usize = 4;

/// Describes what a panel with this title shows: `Answer time, 3 series. p95: now 0.63 s, from 0.4 s to 1.24 s at 13:48.`
pub fn summary(title: &str, frame: &Frame, view: &View) -> String {
    let shown: Vec<&Series> = super::panels::shown(frame, view).map(|(_, one)| one).collect();
    let mut words = vec![match shown.len() {
        0 => format!("{title}, no series."),
        1 => format!("{title}, 1 series."),
        count => format!("{title}, {count} series."),
    }];
    words.extend(shown.iter().take(MOST).map(|series| series_words(frame, view, series)));
    if shown.len() > MOST {
        words.push(format!("+{} more.", shown.len() - MOST));
    }
    for limit in &frame.limits {
        let side = match limit.bad {
            Side::Above => "above",
            Side::Below => "below",
        };
        words.push(format!("Threshold: {side} {}.", frame.write(limit.value)));
    }
    words.join(" ")
}

fn series_words(frame: &Frame, view: &View, series: &Series) -> String {
    let now = newest(frame, series, view.range);
    let now =
        now.map_or("no current value".to_owned(), |value| format!("now {}", frame.write(value)));
    let name: String = series.name.chars().take(80).collect();
    let within = series.column.within(view.range);
    let Some((low, high)) = series.column.min_max(within.clone()) else {
        return format!("{name}: no data.");
    };
    let values = series.column.values().get(within.clone()).unwrap_or_default();
    let highest = values.iter().position(|value| *value == high).unwrap_or_default();
    let at = series
        .column
        .get(within.start + highest)
        .map(|(at, _)| Wall::of(at, (view.zone)(at)).minutes());
    let at = at.unwrap_or_default();
    let (low, high) = (frame.write(low), frame.write(high));
    format!("{name}: {now}, from {low} to {high} at {at}.")
}
