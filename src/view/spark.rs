//! Response times as a line: a few dozen points of SVG path data, without axis or scale.
//!
//! It says "as ever" or "not as ever" and leaves the figure to the words beside it. The line starts at zero, so that noise
//! stays small, and breaks where nothing was observed. Real charts are drawn elsewhere.

use crate::history::document::Grid;
use metrics_engine::series::Sample;
use metrics_engine::time::Duration;

/// Width and height of the drawing's own coordinates.
const SIZE: (f64, f64) = (100.0, 24.0);

/// At most so many points; more would be thinner than the line.
const POINTS: usize = 60;

/// Fewer would look like a trend where there is none.
const FEWEST: usize = 5;

/// Path data (SVG `d`) of the newest samples, oldest on the left; empty for fewer than five. A pause longer than `gap` is a gap.
pub fn path(samples: impl Iterator<Item = Sample>, gap: Duration) -> String {
    let mut samples: Vec<Sample> = samples.collect();
    samples.drain(..samples.len().saturating_sub(POINTS));
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else { return String::new() };
    let width = last.at.since(first.at).0 as f64;
    let top = samples.iter().map(|sample| sample.value).fold(0.0, f64::max);
    if samples.len() < FEWEST || width <= 0.0 || top <= 0.0 {
        return String::new();
    }
    let mut data = String::new();
    let mut before = None;
    for sample in &samples {
        let is_joined = before.is_some_and(|at| sample.at.since(at) <= gap);
        before = Some(sample.at);
        data.push(if is_joined { 'L' } else { 'M' });
        push_tenths(&mut data, sample.at.since(first.at).0 as f64 / width * SIZE.0);
        data.push(' ');
        // One unit above and below stays free for the width of the line.
        push_tenths(&mut data, SIZE.1 - 1.0 - sample.value / top * (SIZE.1 - 2.0));
    }
    data
}

/// The response times of an hour: the line, and the area between it and zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hour {
    /// Path data of the line.
    pub line: String,
    /// Path data of the area below it.
    pub area: String,
    /// The newest response time, in milliseconds.
    pub newest: Option<u32>,
}

/// Draws the response times of an hour, each at its time. The top is at 1.7 times the median, so that one slow answer does not press all
/// others to the ground. The line breaks where nothing was measured.
pub fn hour(grid: &Grid) -> Hour {
    let mut known: Vec<u32> = grid.values.iter().flatten().copied().collect();
    known.sort_unstable();
    let Some(median) = known.get(known.len() / 2) else { return Hour::default() };
    let top = (f64::from(*median) * 1.7).max(1.0);
    let steps = (3_600_000 / grid.step.0.max(1) - 1).max(1) as f64;
    let newest_place = grid.values.len().saturating_sub(1) as f64;
    let x = |place: usize| SIZE.0 * (steps - (newest_place - place as f64)).max(0.0) / steps;
    let y = |value: u32| SIZE.1 - 1.0 - (f64::from(value) / top).min(1.0) * (SIZE.1 - 2.0);
    let places: Vec<(usize, Option<u32>)> = grid.values.iter().copied().enumerate().collect();
    let mut hour = Hour { newest: grid.values.last().copied().flatten(), ..Hour::default() };
    for run in places.split(|(_, value)| value.is_none()).filter(|run| !run.is_empty()) {
        let points = run.iter().filter_map(|(place, value)| Some((x(*place), y((*value)?))));
        let (mut command, mut last) = ('M', 0.0);
        for (x, y) in points {
            if command == 'M' {
                point(&mut hour.area, 'M', x, SIZE.1 - 1.0);
            }
            point(&mut hour.line, command, x, y);
            point(&mut hour.area, 'L', x, y);
            (command, last) = ('L', x);
        }
        // A step that stands alone would have no length, and not be seen.
        if run.len() == 1 {
            hour.line.push_str("h1");
        }
        point(&mut hour.area, 'L', last, SIZE.1 - 1.0);
        hour.area.push('Z');
    }
    hour
}

fn point(data: &mut String, command: char, x: f64, y: f64) {
    data.push(command);
    push_tenths(data, x);
    data.push(' ');
    push_tenths(data, y);
}

/// Writes a coordinate with at most one decimal; the standard library's float printing would cost more bytes than this page's
/// whole set of icons.
fn push_tenths(data: &mut String, value: f64) {
    let tenths = (value * 10.0) as i64;
    data.push_str(&(tenths / 10).to_string());
    if tenths % 10 != 0 {
        data.push('.');
        data.push_str(&(tenths % 10).to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use metrics_engine::time::Timestamp;

    fn draw(samples: &[(i64, f64)]) -> String {
        path(
            samples.iter().map(|(at, value)| Sample { at: Timestamp(*at), value: *value }),
            Duration(20),
        )
    }

    #[test]
    fn draws_from_zero_and_breaks_at_gaps() {
        assert_eq!(draw(&[]), "");
        assert_eq!(draw(&[(0, 1.0)]), "");
        assert_eq!(draw(&[(0, 1.0), (10, 2.0), (20, 0.0), (30, 1.0)]), "");
        assert_eq!(draw(&[(0, 0.0), (10, 0.0), (20, 0.0), (30, 0.0), (40, 0.0)]), "");
        let five = [(0, 1.0), (10, 2.0), (20, 0.0), (30, 1.0), (40, 2.0)];
        assert_eq!(draw(&five), "M0 12L25 1L50 23L75 12L100 1");
        let gap = [(0, 1.0), (10, 1.0), (20, 1.0), (90, 1.0), (100, 1.0)];
        assert_eq!(draw(&gap), "M0 1L10 1L20 1M90 1L100 1");
    }

    #[test]
    fn an_hour_is_drawn_from_zero_to_above_its_median() {
        let grid = |values: &[Option<u32>]| Grid {
            step: Duration::from_secs(300),
            values: values.to_vec(),
            ..Grid::default()
        };
        assert_eq!(hour(&grid(&[])), Hour::default());
        assert_eq!(hour(&grid(&[None])), Hour::default());
        let twelve = [Some(10); 12];
        let calm = hour(&grid(&twelve));
        assert!(calm.line.starts_with("M0 10L9 10L"), "{}", calm.line);
        assert!(calm.line.ends_with("L100 10"), "{}", calm.line);
        assert!(calm.area.starts_with("M0 23L0 10L") && calm.area.ends_with("L100 10L100 23Z"));
        assert_eq!(calm.newest, Some(10));
        // A young record stands at the end of the hour; a slow answer stays within the drawing; a failure breaks the line.
        let young = hour(&grid(&[Some(10), Some(1000), None, Some(10)]));
        assert_eq!(young.line, "M72.7 10L81.8 1M100 10h1");
        assert_eq!(young.area.matches('Z').count(), 2);
        assert_eq!(hour(&grid(&[Some(10), None])).newest, None);
    }

    #[test]
    fn keeps_the_newest() {
        let many: Vec<(i64, f64)> = (0..500).map(|i| (i * 10, 1.0)).collect();
        assert_eq!(draw(&many).matches(['M', 'L']).count(), POINTS);
    }
}
