//! What was seen last, kept in this browser for a page that opens without a network.
//!
//! Answers are kept as they came, with the instants at which they came: read again, they are as old as they are. What was seen
//! long ago is therefore never taken for a state, only told as what was.

use super::preference::{read, write};
use super::tabs::{decode, encode};
use crate::monitor::Message;
use js_sys::{Array, JSON, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};

/// Its place in the browser's storage. The number changes with the form of the messages.
const KEY: &str = "seen-1";

/// The field of a message that holds the body of its answer: bytes between tabs, text in the storage.
const BODY: u32 = 6;

/// A longer body is not kept: the storage is small, and health is told in a few hundred bytes.
const LONGEST: usize = 16 * 1024;

/// Keeps these beliefs in place of those before. Nothing is believed by a page that has not seen anything, so nothing changes.
pub fn keep(beliefs: impl Iterator<Item = Message>) {
    let kept: Array = beliefs.filter_map(|belief| flat(&belief)).collect();
    if kept.length() > 0
        && let Ok(text) = JSON::stringify(&kept)
    {
        write(KEY, text.as_string().as_deref());
    }
}

/// What was kept.
pub fn kept() -> Vec<Message> {
    let parsed = read(KEY).and_then(|text| JSON::parse(&text).ok());
    let all = parsed.and_then(|parsed| parsed.dyn_into::<Array>().ok()).unwrap_or_default();
    let whole = |fields: JsValue| {
        let fields: &Array = fields.dyn_ref()?;
        let body = fields.get(BODY).as_string()?;
        fields.set(BODY, Uint8Array::from(body.as_bytes()).into());
        decode(fields)
    };
    all.iter().filter_map(whole).collect()
}

/// The message as JSON can carry it.
fn flat(belief: &Message) -> Option<JsValue> {
    let Message::Belief { answer, .. } = belief else { return None };
    let body = core::str::from_utf8(&answer.body).ok().filter(|body| body.len() <= LONGEST)?;
    let fields: Array = encode(belief).dyn_into().ok()?;
    fields.set(BODY, JsValue::from_str(body));
    Some(fields.into())
}
