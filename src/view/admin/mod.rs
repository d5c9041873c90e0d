//! The operators' screens as plain values, one module for each screen, all words included.
//!
//! An operator reads what the public page must not show: whole answers, hosts, explanations. All of it is text for text nodes.

pub mod alerts;
pub mod dashboard;
pub mod explore;
pub mod inspect;
pub mod login;
pub mod metrics;
pub mod notice;
pub mod overview;
pub mod subject;
pub mod targets;

use super::format::Zone;
use crate::console::Work;
use crate::status::Status;
use metrics_engine::time::Timestamp;

/// The state from which every screen is made.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// All that is known.
    pub work: &'a Work,
    /// The zone of the times of day that are shown.
    pub zone: &'a Zone<'a>,
    /// The moment.
    pub now: Timestamp,
    /// Whether an operator is logged in. After a lost login, known data is still shown.
    pub is_in: bool,
    /// Whether this tab sends the requests for all tabs of this browser.
    pub leads: bool,
}

/// The title of the browser's tab while `screen` is shown, and the name of its icon. The number of firing alerts comes first,
/// because a tab shows little more.
pub fn tab(scene: Scene<'_>, screen: &str) -> (String, &'static str) {
    let firing = alerts::counts(scene).firing;
    let count = if firing > 0 { format!("({firing}) ") } else { String::new() };
    let config = &scene.work.private().config;
    let system_status = |system| scene.work.monitor().system_status(system, scene.now).status;
    let all: Vec<Status> = (0..config.systems.len()).map(system_status).collect();
    (format!("{count}{screen}: {}, admin", config.site.name), Status::over(&all).name())
}

/// A text with at most so many characters; of a longer one the beginning.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}
