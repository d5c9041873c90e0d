//! Areas on top of each other.
//!
//! They can only be added where all are known, so every series has a value at every instant at which any of them was measured: by
//! its own sample, between two of its samples by a straight line, and as nothing where it has a gap. Adding comes first, leaving
//! out what no pixel shows comes second; the other way round, the areas would not meet.

use super::{Body, Kind, Marks, Values, plot, shown};
use crate::chart::axis::value::{self, FARTHEST};
use crate::chart::data::Column;
use crate::chart::display_list::DisplayList;
use crate::chart::theme::Theme;
use crate::chart::{Frame, Layout, View};
use metrics_engine::series::TimeRange;
use metrics_engine::time::Timestamp;

/// How strongly areas are filled.
const OPACITY: f64 = 0.78;

/// `stacked`.
pub(super) static STACKED: Kind =
    Kind { body: Body::Plot(Marks::Stack), values: Values::Range, draw };

fn draw(list: &mut DisplayList, frame: &Frame, theme: &Theme, view: &View) -> Option<Layout> {
    let columns: Vec<&Column> = shown(frame, view).map(|(_, one)| &one.column).collect();
    let stack = Stack::new(frame, &columns, view.range);
    let height = f64::from(list.size().height) / list.size().ratio - 32.0;
    let axis = value::axis_of(frame, stack.extent(), true, height);
    let plot = plot::begin(list, frame, theme, view, &axis)?;
    list.clip(plot.rect);
    let runs = stack.runs(frame, view.range, plot.rect.width as usize);
    let nothing = vec![0.0; stack.times.len()];
    let mut below = &nothing;
    for ((_, series), above) in shown(frame, view).zip(&stack.tops) {
        let color = theme.color(series.slot).with_opacity(OPACITY);
        for run in &runs {
            let mut area = Vec::new();
            let mut line = |edge: &[f64], indices: &mut dyn Iterator<Item = &usize>, side: f64| {
                for index in indices {
                    let at = stack.times.get(*index).copied().unwrap_or_default();
                    let value = edge.get(*index).copied().unwrap_or_default();
                    area.extend_from_slice(&[(plot.x(at) + side) as f32, plot.y(value) as f32]);
                }
            };
            // One instant alone would have no width.
            let side = if run.len() == 1 { list.px(theme.line / 2.0) } else { 0.0 };
            line(above, &mut run.iter(), -side);
            if side > 0.0 {
                line(above, &mut run.iter(), side);
                line(below, &mut run.iter(), side);
            }
            line(below, &mut run.iter().rev(), -side);
            list.fill(color, &area);
        }
        below = above;
    }
    list.unclip();
    plot::end(list, frame, theme, &plot);
    Some(plot.layout)
}

/// Series added up.
struct Stack {
    times: Vec<Timestamp>,
    /// The upper edge of each area, for every instant.
    tops: Vec<Vec<f64>>,
    /// Whether any series is known at an instant.
    is_known: Vec<bool>,
}

impl Stack {
    fn new(frame: &Frame, columns: &[&Column], range: TimeRange) -> Self {
        let seen = |column: &Column| {
            let within = column.within(range);
            within.start.saturating_sub(1)..(within.end + 1).min(column.len())
        };
        let spans: Vec<&[Timestamp]> =
            columns.iter().filter_map(|column| column.times().get(seen(column))).collect();
        let mut times = spans.first().map(|times| times.to_vec()).unwrap_or_default();
        // Series of one target share their instants; only others have to be merged.
        if spans.iter().any(|other| *other != times) {
            times = spans.concat();
            times.sort_unstable();
            times.dedup();
        }
        let mut is_known = vec![false; times.len()];
        let mut sum = vec![0.0; times.len()];
        let mut tops = Vec::with_capacity(columns.len());
        for column in columns {
            let mut place = seen(column).start;
            for ((at, sum), is_known) in times.iter().zip(&mut sum).zip(&mut is_known) {
                while column.times().get(place).is_some_and(|time| time < at) {
                    place += 1;
                }
                if let Some(value) = value_at(frame, column, place, *at) {
                    *sum = (*sum + value).clamp(-FARTHEST, FARTHEST);
                    *is_known = true;
                }
            }
            tops.push(sum.clone());
        }
        Self { times, tops, is_known }
    }

    /// Least and greatest of all edges.
    fn extent(&self) -> Option<(f64, f64)> {
        let edges = self.tops.iter().flatten().copied().filter(|edge| edge.is_finite());
        edges.map(|edge| (edge, edge)).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
    }

    /// Indices of the instants to draw, in runs without a gap: all of them, or of each pixel column the first, the last and those
    /// of the least and greatest sum.
    fn runs(&self, frame: &Frame, range: TimeRange, count: usize) -> Vec<Vec<usize>> {
        let nothing = Vec::new();
        let sums = self.tops.last().unwrap_or(&nothing);
        let step = (range.until.since(range.after).0 as f64 / count.max(1) as f64).max(1.0);
        let is_dense = self.times.len() > 4 * count;
        let mut runs: Vec<Vec<usize>> = Vec::new();
        let mut before: Option<Timestamp> = None;
        let mut cell: Option<(usize, [usize; 4])> = None;
        let close = |runs: &mut Vec<Vec<usize>>, cell: &mut Option<(usize, [usize; 4])>| {
            if let (Some((_, mut picked)), Some(run)) = (cell.take(), runs.last_mut()) {
                picked.sort_unstable();
                run.extend(
                    picked
                        .iter()
                        .enumerate()
                        .filter(|(n, index)| *n == 0 || picked.get(n - 1) != Some(index))
                        .map(|(_, index)| *index),
                );
            }
        };
        for (index, ((at, sum), is_known)) in
            self.times.iter().zip(sums).zip(&self.is_known).enumerate()
        {
            let is_near = before.is_some_and(|before| at.since(before).0 <= frame.longest_join().0);
            if !is_known {
                before = None;
                continue;
            }
            if !is_near {
                close(&mut runs, &mut cell);
                runs.push(Vec::new());
            }
            before = Some(*at);
            let place =
                if is_dense { (at.since(range.after).0 as f64 / step) as usize } else { index };
            match &mut cell {
                Some((known, [_, low, high, last])) if *known == place => {
                    let value = |index: usize| sums.get(index).copied().unwrap_or_default();
                    *low = if *sum < value(*low) { index } else { *low };
                    *high = if *sum > value(*high) { index } else { *high };
                    *last = index;
                }
                _ => {
                    close(&mut runs, &mut cell);
                    cell = Some((place, [index; 4]));
                }
            }
        }
        close(&mut runs, &mut cell);
        runs
    }
}

/// The value of a column at an instant, of which `place` is the first sample not before it.
fn value_at(frame: &Frame, column: &Column, place: usize, at: Timestamp) -> Option<f64> {
    let (next, after) = column.get(place)?;
    if next == at {
        return after.is_finite().then_some(after);
    }
    let (time, before) = column.get(place.checked_sub(1)?)?;
    let gap = next.since(time).0;
    let is_joined = gap <= frame.longest_join().0 && before.is_finite() && after.is_finite();
    is_joined.then(|| before + (after - before) * at.since(time).0 as f64 / gap.max(1) as f64)
}
