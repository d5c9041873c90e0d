//! An active problem, as shown.

use super::IncidentUpdate;
use crate::history::Block;
use crate::status::Status;

/// An active problem of one system, an incident that operators say is not over, or announced maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The id of the system, or of what else it is.
    pub id: String,
    /// Its status.
    pub status: Status,
    /// The word for it.
    pub word: String,
    /// `since 14:03, for 4 min`.
    pub since: String,
    /// Name and cause: `Sockudo refuses connections`.
    pub heading: String,
    /// How it is known, and which parts are meant. Empty where operators said more.
    pub body: String,
    /// The operators' text about what is announced.
    pub text: Vec<Block>,
    /// The operators' updates, the newest first.
    pub updates: Vec<IncidentUpdate>,
    /// Where all of the incident is told; empty where it is not recorded.
    pub href: String,
    /// The system, by index, whose return a visitor can ask to be told.
    pub system: Option<usize>,
}
