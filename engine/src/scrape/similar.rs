//! The parts of a line that it shares with a recent one.
//!
//! A page has its series in families: most lines are the one before with another bound, or another value of one label. So the
//! texts of recent series are kept with the places of their values, one for each shape of line, and the next line is compared
//! with them, eight bytes at a time. If they differ within a value, that value alone is read; if they differ otherwise, the
//! line is read as any other.
//!
//! The result is what the reader of lines would return, because everything that is not equal to a text that was read is a value
//! without an escape, or a name.

use crate::bytes::{common, text_end};
use crate::exposition::labels::name_end;
use crate::series::SeriesId;

/// The place of a value in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Where it begins, after its quote.
    pub(super) start: usize,
    /// Where it ends, before its quote.
    pub(super) end: usize,
    /// Its place among the labels of the series.
    pub(super) place: usize,
    /// Whether it is a bound, which has a normal form.
    pub(super) is_bound: bool,
    /// Whether it is the metric's name, which has no quotes.
    pub(super) is_name: bool,
}

/// A value that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// The number of its spot.
    pub(super) spot: usize,
    /// Where it begins in the text of the other series.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// Maximum number of values that differ; more are rare within a family, and not worth it.
pub(super) const MAX_CHANGES: usize = 6;

/// A recent series, with the values of its text in the order of the text, but for those that have escapes or are empty.
#[derive(Debug, Default)]
pub(super) struct SimilarLine<'p> {
    /// Empty if there is none.
    pub(super) text: &'p [u8],
    pub(super) id: SeriesId,
    /// The label whose values were bounds, by the type that preceded it; empty for none.
    pub(super) bound: &'static str,
    spots: Vec<Spot>,
    changes: Vec<Change>,
}

impl SimilarLine<'_> {
    /// Compares `line`, which continues after its series, with the text of this one. Returns where its series ends;
    /// [`SimilarLine::changes`] are the values that differ. `None` if it differs otherwise, or not at all.
    pub(super) fn compare(&mut self, line: &[u8]) -> Option<usize> {
        self.changes.clear();
        let (mut here, mut there, mut next) = (0, 0, 0);
        loop {
            let rest = self.text.get(here..)?;
            let same = common(rest, line.get(there..)?);
            if same == rest.len() {
                return (!self.changes.is_empty()).then_some(there + same);
            }
            let differs = here + same;
            let mut spots = self.spots.iter().enumerate().skip(next);
            let (number, spot) = spots.find(|(_, spot)| differs <= spot.end)?;
            if differs < spot.start || self.changes.len() >= MAX_CHANGES {
                return None;
            }
            let start = there + (spot.start - here);
            let end = value_end(line, there + same, start, spot.is_name)?;
            self.changes.push(Change { spot: number, start, end });
            (here, there, next) = (spot.end, end, number + 1);
        }
    }

    /// Returns the values that differ, in the order of the text, each with its spot.
    pub(super) fn changes(&self) -> impl Iterator<Item = (Spot, Change)> {
        let with_spot = |change: &Change| Some((*self.spots.get(change.spot)?, *change));
        self.changes.iter().filter_map(with_spot)
    }

    /// Makes the compared series the recent one.
    pub(super) fn follow(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            let next = self.changes.get(at + 1).map_or(self.spots.len(), |next| next.spot);
            let Some([spot, rest @ ..]) = self.spots.get_mut(change.spot..next) else { break };
            // Places do not become negative.
            let moved = change.end.wrapping_sub(spot.end).cast_signed();
            (spot.start, spot.end) = (change.start, change.end);
            // How far what follows has moved; mostly it has not.
            if moved != 0 {
                for spot in rest {
                    spot.start = spot.start.wrapping_add_signed(moved);
                    spot.end = spot.end.wrapping_add_signed(moved);
                }
            }
        }
    }

    /// Sets the places of the values of a series that was read as any other.
    pub(super) fn learn(&mut self, spots: impl Iterator<Item = Spot>) {
        self.spots.clear();
        self.spots.extend(spots);
        self.spots.sort_unstable_by_key(|spot| spot.start);
    }
}

/// Returns where the value ends that begins at `start` and is equal until `from`; `None` if it is not plain.
fn value_end(line: &[u8], from: usize, start: usize, is_name: bool) -> Option<usize> {
    if is_name {
        // The name may end where they differ.
        let end = name_end(line, start, from);
        return (end > start && end >= from).then_some(end);
    }
    let end = text_end(line, from);
    (line.get(end) == Some(&b'"')).then_some(end)
}
