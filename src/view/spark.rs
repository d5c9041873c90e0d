//! Response times as a line: a few dozen points of SVG path data, without axis or scale.
//!
//! It says "as ever" or "not as ever" and leaves the figure to the words beside it. The line starts at zero, so that noise looks
//! like noise, and breaks where nobody looked. Real charts are drawn elsewhere.

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
    fn keeps_the_newest() {
        let many: Vec<(i64, f64)> = (0..500).map(|i| (i * 10, 1.0)).collect();
        assert_eq!(draw(&many).matches(['M', 'L']).count(), POINTS);
    }
}
