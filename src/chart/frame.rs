//! The data of a panel: series over a range of time, and what is known about that time.

use super::data::Column;
use crate::chart::{Limit, ValueMapping};
use crate::rules::Severity;
use metrics_engine::labels::LabelSet;
use metrics_engine::series::TimeRange;
use metrics_engine::time::Duration;
use metrics_engine::unit::Unit;

/// The data of one panel.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The range to show. Columns may go beyond it.
    pub range: TimeRange,
    /// The expected time between samples: the larger of step and scrape interval. A distance of more than one and a half of it
    /// is drawn as a gap.
    pub interval: Duration,
    /// In the order of the legend, and from bottom to top where they are stacked. The buckets of a heatmap carry `le` labels.
    pub series: Vec<Series>,
    /// When nothing was observed at all. Drawn hatched.
    pub gaps: Vec<TimeRange>,
    /// Values that matter. Drawn as lines.
    pub limits: Vec<Limit>,
    /// Words for values.
    pub mappings: Vec<ValueMapping>,
    /// When an alert on these series was pending or firing.
    pub spans: Vec<Span>,
    /// The unit of the values.
    pub unit: Unit,
    /// The lower end of the axis, unless values lie below it. The minimum of a gauge.
    pub min: Option<f64>,
    /// The upper end of the axis, unless values lie above it. The maximum of a gauge.
    pub max: Option<f64>,
}

impl Frame {
    /// Returns an empty frame.
    pub fn new(range: TimeRange, interval: Duration, unit: Unit) -> Self {
        Self {
            range,
            interval,
            series: Vec::new(),
            gaps: Vec::new(),
            limits: Vec::new(),
            mappings: Vec::new(),
            spans: Vec::new(),
            unit,
            min: None,
            max: None,
        }
    }

    /// Returns the word for a value, if it has one.
    pub fn mapping(&self, value: f64) -> Option<&ValueMapping> {
        self.mappings.iter().find(|mapping| mapping.is_for(value))
    }

    /// Writes a value: as its word, or with the frame's unit.
    pub fn write(&self, value: f64) -> String {
        match self.mapping(value) {
            Some(mapping) => mapping.text.clone(),
            None => self.unit.write(value, self.range.until).text(),
        }
    }

    /// Returns the longest time between two samples that is not a gap.
    pub fn longest_join(&self) -> Duration {
        Duration(self.interval.0.max(1).saturating_mul(3) / 2)
    }
}

/// One line of a panel.
#[derive(Clone, Debug)]
pub struct Series {
    /// The name in the legend. Untrusted text.
    pub name: String,
    /// The labels that name it in the store or in an answer.
    pub labels: LabelSet,
    /// Its colour.
    pub slot: Slot,
    /// Its samples.
    pub column: Column,
}

/// A time in which an alert was active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The range of time.
    pub range: TimeRange,
    /// Whether it was pending or firing.
    pub phase: Phase,
    /// Its severity.
    pub severity: Severity,
    /// The alert's name.
    pub name: String,
}

/// The state of an active alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its condition holds, but has not held for long enough.
    Pending,
    /// It fires.
    Firing,
}

/// A colour and, beyond the eighth, a dash pattern: 24 in all, then they repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Slot {
    /// Which of the 24.
    pub place: u8,
}

impl Slot {
    const COUNT: u8 = 24;

    /// The slot of the sum of all series that have none of their own.
    pub const OTHER: Self = Self { place: Self::COUNT };

    /// Returns the slot of the `n`th series of a panel.
    pub const fn nth(n: u8) -> Self {
        Self { place: n % Self::COUNT }
    }

    /// Returns the index of the colour, 0 to 7; 8 for [`Slot::OTHER`].
    pub fn color(self) -> usize {
        usize::from(if self == Self::OTHER { 8 } else { self.place % 8 })
    }

    /// Returns the dash pattern: 0 is solid, 1 dashes, 2 dots.
    pub fn dash(self) -> u8 {
        self.place / 8 % 3
    }

    /// Returns the dash pattern for displays without colours, which differs between neighbours.
    pub fn pattern(self) -> u8 {
        self.place % 3
    }
}

/// Assigns a slot to each label set of a panel and remembers it, so that hiding or adding a series does not recolour the others.
///
/// Slots are assigned in order: the first series of every panel has the first colour. Once all are in use, the least used comes next.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    given: Vec<(LabelSet, Slot)>,
}

impl Slots {
    /// Returns the slot of these labels.
    pub fn of(&mut self, labels: &LabelSet) -> Slot {
        if let Some((_, slot)) = self.given.iter().find(|(known, _)| known == labels) {
            return *slot;
        }
        let uses = |place: u8| self.given.iter().filter(|(_, given)| given.place == place).count();
        let place = (0..Slot::COUNT).min_by_key(|place| uses(*place)).unwrap_or_default();
        let slot = Slot { place };
        self.given.push((labels.clone(), slot));
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_kept_and_all_used_before_one_repeats() {
        let mut slots = Slots::default();
        let labels = |n: usize| LabelSet::new("up", &[("instance", n.to_string().as_str())]);
        let given: Vec<Slot> = (0..30).map(|n| slots.of(&labels(n))).collect();
        let again: Vec<Slot> = (0..30).rev().map(|n| slots.of(&labels(n))).rev().collect();
        assert_eq!(given, again);
        let first: Vec<usize> = given.iter().take(8).map(|slot| slot.color()).collect();
        assert_eq!(first, [0, 1, 2, 3, 4, 5, 6, 7], "in order");
        assert!(given.iter().take(8).all(|slot| slot.dash() == 0));
        let mut solid: Vec<u8> = given.iter().take(24).map(|slot| slot.place).collect();
        solid.sort_unstable();
        assert_eq!(solid, (0..24).collect::<Vec<u8>>());
    }

    #[test]
    fn the_first_series_of_every_panel_have_the_first_colours_whatever_their_labels_are() {
        for code in 200..600 {
            let mut slots = Slots::default();
            let code = code.to_string();
            let mut of = |name: &str| slots.of(&LabelSet::new(name, &[("code", &code)])).color();
            assert_eq!([of("requests_total"), of("errors_total"), of("retries_total")], [0, 1, 2]);
        }
    }

    #[test]
    fn three_lines_have_three_patterns_whatever_their_labels_are() {
        for port in 0..200_u16 {
            let instance = port.to_string();
            let mut slots = Slots::default();
            let mut patterns = ["one", "two", "three"].map(|app| {
                let labels = [("app", app), ("instance", instance.as_str())];
                slots.of(&LabelSet::new("level", &labels)).pattern()
            });
            patterns.sort_unstable();
            assert_eq!(patterns, [0, 1, 2], "{instance}");
        }
    }
}
