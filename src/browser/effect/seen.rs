//! The last answers and verdicts, kept in this browser for a page that opens without a network.
//!
//! They are kept as they came, with the instants at which they came, so that they have their age when they are read again. Old ones are
//! never taken for the present state and only shown as the last known one.

use super::preference::{read, write};
use crate::monitor::PeerMessage;

/// The key of the beliefs in the browser's storage. Its number changes with the form of the messages.
const KEY: &str = "seen-3";

/// The longest text that is kept, in bytes: the storage is small, and health takes a few hundred bytes.
const LONGEST: usize = 16 * 1024;

/// The key of the recorder's verdicts.
const VERDICTS: &str = "verdicts-1";

/// Keeps the recorder's last verdicts as they came, with the milliseconds that this page's clock is ahead of the recorder's.
pub fn keep_verdicts(ahead: i64, text: &str) {
    if text.len() <= LONGEST {
        write(VERDICTS, Some(&format!("{ahead}\n{text}")));
    }
}

/// Returns the recorder's verdicts that were kept, with the milliseconds that this page's clock is ahead.
pub fn kept_verdicts() -> Option<(i64, String)> {
    let kept = read(VERDICTS)?;
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
    read(KEY).and_then(|json| serde_json::from_slice(json.as_bytes()).ok()).unwrap_or_default()
}
