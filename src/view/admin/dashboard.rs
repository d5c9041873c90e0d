//! A dashboard: which there are, and what each panel shows.
//!
//! A selector is drawn as it was measured, so that a gap is a gap and nothing is smoothed.

mod alert_spans;
mod exposed;
mod gaps;
mod groups;
mod panel_data;
mod query;
mod selectors;

pub use groups::{DashboardGroup, class, find, groups, panels};
pub use panel_data::{PanelData, panel_data};

pub(super) use gaps::{drop_guesses, gaps};
pub(super) use query::{legend, step};
