//! What an operator sees: plain values, one module for each screen, all words included.
//!
//! An operator reads what the public page must not tell: whole answers, hosts, explanations. All of it is text for text nodes.

pub mod alerts;
pub mod dashboard;
pub mod inspect;
pub mod login;
pub mod overview;
pub mod subject;
pub mod targets;

use super::format::Zone;
use crate::console::Work;
use crate::time::Timestamp;

/// What every screen is told with.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// All that is known.
    pub work: &'a Work,
    /// Whose clock tells the times of day.
    pub zone: &'a Zone<'a>,
    /// The moment.
    pub now: Timestamp,
    /// Whether somebody is logged in. After a lost login, what was learned is still seen.
    pub is_in: bool,
}

/// A part of the page's address on this server, without host: for those who know their way around.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}
