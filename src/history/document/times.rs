//! `history/<id>.json`: how long a system took to answer, over a day and over a quarter.

use super::{Unreadable, root, second, seconds, whole};
use crate::decode::json::Json;
use crate::time::{Duration, Timestamp};
use core::fmt::Write as _;

/// The response times of one system: 95th percentiles, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// The last day, finely.
    pub day: Grid,
    /// The last quarter, by days of UTC.
    pub quarter: Grid,
}

/// A value for each step of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Where the first step begins: a whole number of steps since 1970.
    pub from: Timestamp,
    /// How long each step is: whole seconds, at least one.
    pub step: Duration,
    /// Milliseconds; `None` where nothing was measured.
    pub values: Vec<Option<u32>>,
}

/// The most steps of a grid.
const MAX_STEPS: usize = 4096;

impl Grid {
    /// When each step begins, and its value.
    pub fn points(&self) -> impl Iterator<Item = (Timestamp, Option<u32>)> {
        (0..).zip(&self.values).map(|(index, value)| (self.from + self.step * index, *value))
    }

    fn print(&self, out: &mut String) {
        let (from, step) = (seconds(self.from), (self.step.0 / 1000).max(1));
        let _ = write!(out, r#"{{"from":{from},"step":{step},"ms":["#);
        for (index, value) in self.values.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            let _ = match value {
                Some(value) => write!(out, "{comma}{value}"),
                None => write!(out, "{comma}null"),
            };
        }
        out.push_str("]}");
    }

    fn read(value: &Json) -> Option<Self> {
        let step = value.get("step").and_then(whole).filter(|step| (1..=31_536_000).contains(step));
        let values = value.get("ms")?.as_array().filter(|values| values.len() <= MAX_STEPS)?;
        let read = |value: &Json| match value {
            Json::Null => Some(None),
            value => u32::try_from(whole(value)?).ok().map(Some),
        };
        Some(Self {
            from: second(value.get("from"))?,
            step: Duration::from_secs(step?),
            values: values.iter().map(read).collect::<Option<_>>()?,
        })
    }
}

impl Times {
    /// The document.
    pub fn print(&self) -> String {
        let mut out = r#"{"v":1,"day":"#.to_owned();
        self.day.print(&mut out);
        out.push_str(r#","quarter":"#);
        self.quarter.print(&mut out);
        out.push('}');
        out
    }

    /// Reads the document.
    ///
    /// # Errors
    ///
    /// Where it is not what [`Times::print`] writes.
    #[inline(never)]
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let root = root(bytes)?;
        let grid = |name| root.get(name).and_then(Grid::read);
        let day = grid("day").ok_or(Unreadable::Due("day: a row of milliseconds"))?;
        let quarter = grid("quarter").ok_or(Unreadable::Due("quarter: a row of milliseconds"))?;
        Ok(Self { day, quarter })
    }
}
