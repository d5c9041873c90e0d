//! What was seen last, kept in this browser for a page that opens without a network.
//!
//! Answers are kept as they came, with the instants at which they came: read again, they are as old as they are. What was seen
//! long ago is therefore never taken for a state, only told as what was.

use super::preference::{read, write};
use super::tabs::{decode, encode};
use crate::monitor::PeerMessage;

/// Its place in the browser's storage. The number changes with the form of the messages.
const KEY: &str = "seen-2";

/// Stands between two messages. An answer that holds it is not kept, so that none can pass for another.
const BETWEEN: char = '\u{1e}';

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

/// Keeps these beliefs in place of those before. Nothing is believed by a page that has not seen anything, so nothing changes.
pub fn keep(beliefs: impl Iterator<Item = PeerMessage>) {
    let mut kept = String::new();
    for belief in beliefs {
        let text = encode(&belief);
        if text.len() <= LONGEST && !text.contains(BETWEEN) {
            kept.push_str(&text);
            kept.push(BETWEEN);
        }
    }
    if !kept.is_empty() {
        write(KEY, Some(&kept));
    }
}

/// What was kept.
pub fn kept() -> Vec<PeerMessage> {
    read(KEY).unwrap_or_default().split(BETWEEN).filter_map(decode).collect()
}
