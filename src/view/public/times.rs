//! Response times of a day and of a quarter, as lines with few words.
//!
//! Each point is the 95th percentile of its step. The line starts at zero and breaks where nothing was measured. It needs no more
//! than one path, so that a visitor's page carries no chart library.

use super::super::language::{Message, Words, message};
use super::strip::push_tenths;
use super::uptime::{hours, in_days};
use crate::history::document::{Grid, Times};
use metrics_engine::time::Duration;

/// A line over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curve {
    /// The caption: `Response time, 24 h: 21 ms to 120 ms`.
    pub caption: String,
    /// Path data in a drawing of 300 by 60; empty where nothing was measured.
    pub path: String,
    /// The value at the top: `120 ms`.
    pub top: String,
    /// The words at its beginning and end.
    pub ends: [String; 2],
}

/// Width and height of the drawing, in tenths. Five units above and one below stay free for the width of the line.
const WIDTH: i64 = 3000;
const TOP: i64 = 50;
const BOTTOM: i64 = 590;

/// The day, then the quarter.
pub fn curves(times: &Times, words: &Words) -> [Curve; 2] {
    [
        curve(&times.day, DAY, &hours(words, 24), message("Now"), words),
        curve(&times.quarter, DAY * 90, &in_days(words, 90), message("Today"), words),
    ]
}

const DAY: Duration = Duration::from_secs(86_400);

/// The steps of the last `reach`, each at its time: what was not recorded stays empty.
fn curve(grid: &Grid, reach: Duration, span: &str, end: Message, words: &Words) -> Curve {
    let known = || grid.values.iter().flatten().copied();
    let shown = |millis: u32| words.response(Duration(i64::from(millis)));
    let ends = [words.say(message("{span} ago"), &[("span", span)]), words.text(end)];
    let (Some(least), Some(most)) = (known().min(), known().max()) else {
        let caption = words.say(message("Response time, {span}: no data"), &[("span", span)]);
        return Curve { caption, ends, ..Curve::default() };
    };
    let values = [("span", span), ("least", &*shown(least)), ("most", &*shown(most))];
    let caption = if least == most {
        message("Response time (95th percentile), {span}: {most}")
    } else {
        message("Response time (95th percentile), {span}: {least} to {most}")
    };
    let caption = words.say(caption, &values);
    // From the middle of the first step of that time to the middle of the newest.
    let steps = (reach.0 / grid.step.0.max(1) - 1).max(1);
    let newest = (0_i64..).zip(&grid.values).last().map_or(0, |(last, _)| last);
    let top = i64::from(most.max(1));
    let mut path = String::new();
    let mut before = None;
    let mut values = (0_i64..).zip(&grid.values).peekable();
    while let Some((place, value)) = values.next() {
        let place = steps - (newest - place);
        if place < 0 {
            continue;
        }
        let joins = core::mem::replace(&mut before, *value).is_some();
        let Some(value) = value else { continue };
        path.push(if joins { 'L' } else { 'M' });
        push_tenths(&mut path, place * WIDTH / steps);
        path.push(' ');
        push_tenths(&mut path, BOTTOM - i64::from(*value) * (BOTTOM - TOP) / top);
        // A step that stands alone would have no length, and not be seen.
        if !joins && values.peek().is_none_or(|(_, next)| next.is_none()) {
            path.push_str("h1");
        }
    }
    Curve { caption, path, top: shown(most), ends }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(values: &[Option<u32>]) -> Curve {
        draw_of(values, i64::try_from(values.len()).unwrap())
    }

    /// The curve of a time of so many steps.
    fn draw_of(values: &[Option<u32>], steps: i64) -> Curve {
        let step = Duration::from_secs(300);
        let reach = step * steps;
        let grid = Grid { step, values: values.to_vec(), ..Grid::default() };
        curve(&grid, reach, "1 h", message("Now"), &Words::ENGLISH)
    }

    #[test]
    fn draws_from_zero_and_breaks_where_nothing_was_measured() {
        assert_eq!(draw(&[]).caption, "Response time, 1 h: no data");
        assert_eq!(draw(&[None, None]).path, "");
        let line = draw(&[Some(0), Some(100), None, Some(50), None, Some(25), Some(25)]);
        assert_eq!(line.path, "M0 59L50 5M150 32h1M250 45.5L300 45.5");
        assert_eq!(line.caption, "Response time (95th percentile), 1 h: 0\u{a0}ms to 100\u{a0}ms");
        assert_eq!(line.top, "100\u{a0}ms");
        assert_eq!(draw(&[Some(38)]).path, "M300 5h1");
        assert_eq!(draw(&[Some(38)]).caption, "Response time (95th percentile), 1 h: 38\u{a0}ms");
        assert_eq!(draw(&[Some(0)]).path, "M300 59h1");
        // A record that is younger than the time shown stands at its end, and an older one is cut.
        assert_eq!(draw_of(&[Some(9), Some(9)], 11).path, "M270 5L300 5");
        assert_eq!(draw_of(&[Some(1), Some(9), Some(9)], 2).path, "M0 5L300 5");
    }
}
