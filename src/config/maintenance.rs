//! Announced maintenance that nothing is wrong with, and when it is.

use super::moment::Moment;
use super::recurrence::Rule;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// Maintenance that is announced once or recurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maintenance {
    /// Unique among them: `[a-z0-9-]+`.
    pub id: String,
    /// The title shown.
    pub title: String,
    /// The description for visitors, in Markdown.
    pub text: String,
    /// The systems, by id.
    pub systems: Vec<String>,
    /// When it begins, or begins for the first time.
    pub starts: Moment,
    /// Its duration: a number of hours, also when the clocks change within it.
    pub lasts: Duration,
    /// Its recurrence.
    pub repeats: Option<Rule>,
}

impl Maintenance {
    /// The times at which it begins, where it touches `range`: each with a name of its own, the soonest first.
    pub fn times(&self, range: &Range<Timestamp>) -> Vec<(String, Timestamp)> {
        // An earlier window may reach into it.
        let range = range.start - self.lasts..range.end;
        match &self.repeats {
            None if range.contains(&self.starts.at) => vec![(self.id.clone(), self.starts.at)],
            None => Vec::new(),
            Some(rule) => {
                let times = rule.within(&self.starts, &range).into_iter();
                times.map(|(day, at)| (format!("{}-{day}", self.id), at)).collect()
            }
        }
    }
}
