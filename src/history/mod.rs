//! What was, over months: per system, in which state it was from when to when, and why.
//!
//! A history is a [`Timeline`] of states without gaps or overlaps, and the [`Outage`]s in it. Days are no unit of it: a timeline is
//! cut at the midnights of whoever looks, so that a visitor in Tokyo and one in Lisbon both see their own days, of 23 hours where
//! the clocks change. Bars, numbers and the minutes of a day are all taken from the same timeline, so they cannot contradict.
//!
//! Nothing here knows who watched or where it is kept.

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
