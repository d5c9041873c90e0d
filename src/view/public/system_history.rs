//! The history of one system, as shown.

use super::day::Day;
use super::strip::Paths;
use super::times::Curve;
use super::uptime::Uptime;
use crate::view::spark::Hour;

/// The history of one system, as shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SystemHistory {
    /// Counts the changes: histories of the same revision are the same.
    pub revision: u32,
    /// Its days as bars.
    pub bars: Paths,
    /// The first day in sight and the chosen one, counted from 1; 0 before anything is known.
    pub picker: (usize, usize),
    /// The label of the slider: `Day of Chatalot`.
    pub label: String,
    /// The chosen day in a line.
    pub line: String,
    /// Uptime of 24 hours, 7, 30, 60 and 90 days.
    pub uptimes: [Uptime; 5],
    /// The day that is opened.
    pub day: Option<Day>,
    /// Whether there is a day before the opened one, and one after it.
    pub beside: (bool, bool),
    /// Response times of the last hour.
    pub hour: Hour,
    /// The newest of them: `38 ms`; may be empty.
    pub response: String,
    /// Response times of a day and a quarter, once they are there.
    pub curves: Option<[Curve; 2]>,
}
