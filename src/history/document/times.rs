//! `history/<id>.json`: response times of one system, over a day and over a quarter.

use super::fields::{at_most, seconds};
use metrics_engine::time::{Duration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};

/// The response times of one system: 95th percentiles, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// The last day, in steps of minutes.
    pub day: Grid,
    /// The last quarter, in days of UTC.
    pub quarter: Grid,
}

/// A value for each step of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// The start of the first step: a whole number of steps since 1970.
    #[serde(with = "seconds")]
    pub from: Timestamp,
    /// The length of each step: whole seconds, at least one.
    #[serde(with = "step")]
    pub step: Duration,
    /// Milliseconds; `None` for a step without a measurement.
    #[serde(rename = "ms", deserialize_with = "at_most::<MAX_STEPS, _, _>")]
    pub values: Vec<Option<u32>>,
}

/// Maximum number of steps of a grid.
const MAX_STEPS: usize = 4096;

impl Grid {
    /// Returns the beginning of each step and its value.
    pub fn points(&self) -> impl Iterator<Item = (Timestamp, Option<u32>)> {
        (0..).zip(&self.values).map(|(index, value)| (self.from + self.step * index, *value))
    }
}

impl Times {
    /// Returns the document.
    pub fn print(&self) -> String {
        super::print(self)
    }

    /// Reads the document.
    ///
    /// # Errors
    ///
    /// If it is not what [`Times::print`] writes.
    pub fn read(bytes: &[u8]) -> serde_json::Result<Self> {
        super::read(bytes)
    }
}

/// The length of a step in whole seconds, from one second to one year.
mod step {
    use super::{Deserialize as _, Deserializer, Duration};
    use serde::Serializer;
    use serde::de::Error as _;

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
    pub(super) fn serialize<S: Serializer>(step: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64((step.0 / 1000).max(1))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        match i64::deserialize(from)? {
            step @ 1..=31_536_000 => Ok(Duration::from_secs(step)),
            _ => Err(D::Error::custom("expected the seconds of a step")),
        }
    }
}
