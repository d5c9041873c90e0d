//! A dashboard: which there are, and what each panel shows.
//!
//! A selector is drawn as it was measured, so that a gap is a gap and nothing is smoothed.

mod alert_spans;
mod choices;
mod exposed;
mod gaps;
mod groups;
mod imported;
mod missing;
mod overridden;
mod panel_data;
mod prose;
mod query;
mod selectors;
mod with_values;

pub use choices::{Choice, choices};
pub use groups::{DashboardGroup, class, find, groups, panels};
pub use imported::imported;
pub use panel_data::{PanelData, panel_data};
pub use prose::prose;

pub(super) use gaps::{drop_guesses, gaps};
pub(super) use query::{legend, step};
