//! An active problem, as shown.

use super::IncidentUpdate;
use crate::history::Block;
use crate::status::Status;

/// An active problem of one system or of several with one cause, an incident that operators keep open, or announced maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The id of the system, of the first of several, or of the incident or window.
    pub id: String,
    /// Its status.
    pub status: Status,
    /// The word for it.
    pub word: String,
    /// `since 14:03, for 4 min`.
    pub since: String,
    /// Name and cause: `Sockudo refuses connections`, `5 systems refuse connections`.
    pub heading: String,
    /// The ids and names of the systems, where there are several.
    pub names: Vec<(String, String)>,
    /// How it is known, and which parts are affected. Empty where there are updates of operators.
    pub body: String,
    /// The operators' text about what is announced.
    pub text: Vec<Block>,
    /// The operators' updates, the newest first.
    pub updates: Vec<IncidentUpdate>,
    /// The address of the incident; empty where it is not recorded.
    pub href: String,
    /// Whether operators report its incident.
    pub is_reported: bool,
    /// The systems, by index, whose recovery a visitor can be notified of.
    pub systems: Vec<usize>,
}
