//! The past, over months: for each system its states from when to when, and why.
//!
//! A history is a [`Timeline`] of states without gaps or overlaps, and the [`Outage`]s in it. It knows no days: a timeline is
//! cut at the midnights of the reader, so that a visitor in Tokyo and one in Lisbon both see their own days, of 23 hours when
//! the clocks change. Bars, numbers and the minutes of a day all come from the same timeline, so they cannot contradict each
//! other.
//!
//! Nothing here knows who checked the systems or where the history is stored.

pub mod archive;
pub mod document;
pub mod entry;
pub mod incident;
pub mod journal;
pub mod latency;
pub mod maintenance;
pub mod outage;
pub mod overall;
pub mod recording;
pub mod rich_text;
mod scale;
mod state;
pub mod timeline;
pub mod uptime;

pub use archive::{Archive, Stretch};
pub use entry::{Entry, Note};
pub use incident::{Incident, IncidentLog, Report, Stage, Update};
pub use maintenance::Window;
pub use outage::{Cause, Outage};
pub use overall::{Measured, Overall, overall};
pub use recording::Recording;
pub use rich_text::{Block, Inline};
pub use scale::Scale;
pub use state::State;
pub use timeline::{Run, Timeline};
pub use uptime::{Share, Tally};
