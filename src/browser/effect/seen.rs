//! What was seen last, kept in this browser for a page that opens without a network.
//!
//! Answers are kept as they came, with the instants at which they came: read again, they are as old as they are. What was seen
//! long ago is therefore never taken for a state, only told as what was.

use super::preference::{read, write};
use crate::monitor::PeerMessage;

/// Its place in the browser's storage. The number changes with the form of the messages.
const KEY: &str = "seen-3";

/// A longer body is not kept: the storage is small, and health is told in a few hundred bytes.
const LONGEST: usize = 16 * 1024;

/// The place of the recorder's verdicts.
const TOLD: &str = "told-1";

/// Keeps what a recorder told last, as it came, with the milliseconds that this page's clock is ahead of the recorder's.
pub fn keep_told(ahead: i64, text: &str) {
    if text.len() <= LONGEST {
        write(TOLD, Some(&[&ahead.to_string(), "\n", text].concat()));
    }
}

/// The same again.
pub fn told() -> Option<(i64, String)> {
    let kept = read(TOLD)?;
    let (ahead, text) = kept.split_once('\n')?;
    Some((ahead.parse().ok()?, text.to_owned()))
}

/// Keeps these beliefs in place of those before. A page that has seen nothing changes nothing.
pub fn keep(beliefs: impl Iterator<Item = PeerMessage>) {
    let is_short = |belief: &PeerMessage| match belief {
        PeerMessage::Belief { answer, .. } => answer.body.len() <= LONGEST,
        _ => false,
    };
    let beliefs: Vec<PeerMessage> = beliefs.filter(is_short).collect();
    if let Ok(json) = serde_json::to_string(&beliefs)
        && !beliefs.is_empty()
    {
        write(KEY, Some(&json));
    }
}

/// Returns the beliefs that were kept.
pub fn kept() -> Vec<PeerMessage> {
    read(KEY).and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}
