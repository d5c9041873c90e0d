//! Incidents: what visitors are told of one or several outages, by the recorder and by the operator.
//!
//! [`merge`] makes them, [`document`] is the file in which they reach a page. An operator's text is a [`Block`] from the moment on
//! that it is read: no markup is passed on, so there is none to be afraid of.

pub mod document;
mod log;
mod merge;

pub use log::{PUBLISHED, RecordedSystem, incident_log};
pub use merge::{NEAR, SystemOutages, merge};

use super::outage::Cause;
use super::timeline::State;
use crate::time::{Duration, Timestamp};
use core::ops::Range;

/// What a page is told of incidents and maintenance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncidentLog {
    /// From when to when somebody recorded. `None` where nobody does: then only what operators wrote is here.
    pub recorded: Option<Range<Timestamp>>,
    /// Times within, oldest first, in which nobody looked at any system.
    pub gaps: Vec<Range<Timestamp>>,
    /// The newest first.
    pub incidents: Vec<Incident>,
    /// The soonest first.
    pub maintenance: Vec<Window>,
}

/// Something that went wrong, from beginning to end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// Its name in addresses: `[a-z0-9-]+`, stable from the first moment on.
    pub id: String,
    /// Its title. The operator's words; empty where nobody wrote any, so that each reader's language has its own.
    pub title: String,
    /// The worst that any system was; [`State::Unobserved`] where nobody measured or said it.
    pub worst: State,
    /// The worst that any system was as the operators say, where they say it.
    pub impact: Option<State>,
    /// The systems affected, by id, in the order of the configuration.
    pub systems: Vec<String>,
    /// Those of them that were less bad than the worst, or failed later than the others.
    pub also_affected: Vec<String>,
    /// The class of cause, where the recorder saw one and the same for all that were as bad as the worst.
    pub cause: Option<Cause>,
    /// When it began.
    pub since: Timestamp,
    /// When it ended; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// For how long any of its systems was measured to be unwell, as far as that is over.
    pub down: Duration,
    /// What the operator wrote, newest first.
    pub updates: Vec<Update>,
    /// What the operator wrote when it was over.
    pub afterwards: Vec<Block>,
    /// Other names under which it was known: what was once linked stays found.
    pub also: Vec<String>,
}

/// What an operator wrote about one incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The name of its file: `[a-z0-9-]+`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The systems affected, by id.
    pub systems: Vec<String>,
    /// The worst that any system was, where the operator says.
    pub worst: Option<State>,
    /// When it began.
    pub since: Timestamp,
    /// When it ended; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// Newest first.
    pub updates: Vec<Update>,
    /// What there was to say when it was over.
    pub afterwards: Vec<Block>,
}

/// An entry in the course of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// When it was written, as the operator says.
    pub at: Timestamp,
    /// How far the operator is.
    pub stage: Stage,
    /// The text.
    pub body: Vec<Block>,
}

/// How far the operator is with an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The cause is sought.
    Investigating,
    /// The cause is known.
    Identified,
    /// It is mended, and watched.
    Monitoring,
    /// It is over.
    Resolved,
}

/// A window in which it is announced that systems may not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its name in addresses, one for each time it recurs.
    pub id: String,
    /// The operator's title.
    pub title: String,
    /// The operator's text.
    pub body: Vec<Block>,
    /// The systems, by id, in the order of the configuration.
    pub systems: Vec<String>,
    /// When it begins.
    pub since: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

/// A piece of an operator's text. All that Markdown may become here; what is not in this list becomes its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list: whether it is numbered, and its items.
    List(bool, Vec<Vec<Inline>>),
    /// Lines shown as they are.
    Code(String),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Words that matter.
    Strong(Vec<Inline>),
    /// Words with a stress.
    Emphasis(Vec<Inline>),
    /// Words shown as they are.
    Code(String),
    /// An address, `http:` or `https:` alone, and its words.
    Link(String, Vec<Inline>),
}

impl Incident {
    /// The systems that it is about: those that were as bad as the worst from the beginning on.
    pub fn leading(&self) -> Vec<String> {
        let is_leading = |system: &&String| !self.also_affected.contains(system);
        self.systems.iter().filter(is_leading).cloned().collect()
    }

    /// For how long its systems were unwell, where that is known and shorter than it lasted.
    pub fn time_down(&self) -> Option<Duration> {
        let lasted = self.until?.since(self.since);
        let is_shorter = self.down > Duration::ZERO && self.down + Self::ROUNDING < lasted;
        is_shorter.then_some(self.down)
    }

    /// A difference between two spans that is not worth a word.
    const ROUNDING: Duration = Duration::from_secs(30);
}

impl IncidentLog {
    /// The same with all of its instants later by so much: as a clock shows them that is ahead.
    #[must_use]
    pub fn shifted(mut self, by: Duration) -> Self {
        let shift = |range: &Range<Timestamp>| range.start + by..range.end + by;
        self.recorded = self.recorded.as_ref().map(shift);
        self.gaps = self.gaps.iter().map(shift).collect();
        for incident in &mut self.incidents {
            incident.since += by;
            incident.until = incident.until.map(|until| until + by);
            incident.updates.iter_mut().for_each(|update| update.at += by);
        }
        for window in &mut self.maintenance {
            window.since += by;
            window.until += by;
        }
        self
    }
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 4] =
        [Self::Investigating, Self::Identified, Self::Monitoring, Self::Resolved];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Investigating => "investigating",
            Self::Identified => "identified",
            Self::Monitoring => "monitoring",
            Self::Resolved => "resolved",
        }
    }

    /// The stage with this name, however it is capitalised.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name().eq_ignore_ascii_case(name))
    }
}
