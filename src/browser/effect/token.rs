//! The login of this tab, kept on request: over a reload, until the tab is closed.
//!
//! The token is cut in two. A random pad lies in the tab's storage, which every script of the origin can read; the token, encrypted
//! with it, lies in the state of this document's own entries in the tab's history. That state survives a reload, and no other
//! document can read it: a script elsewhere on the origin sees the pad alone, a window that is opened gets a copy of the storage and a
//! history of its own, and without the pad (after logging out) an entry that is left is noise.
//!
//! # What is left
//!
//! A script that runs in the operators' page itself can do what the page can. So can one that holds a reference to its window, which
//! it has when it opened that window. A browser that restores its tabs after a crash writes both halves to its own files, as it does
//! with all storage of a tab.

use crate::console::Token;
use js_sys::Uint8Array;
use leptos::prelude::window;
use std::cell::RefCell;
use std::fmt::Write as _;
use wasm_bindgen::JsValue;

const KEY: &str = "allclear-login";

thread_local! {
    /// The half in the history, for entries to come.
    static SEALED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The login that was kept.
pub fn kept() -> Option<Token> {
    let sealed = window().history().ok()?.state().ok()?.as_string()?;
    let pad = window().session_storage().ok()??.get_item(KEY).ok()??;
    let token = Token::kept(&opened(&sealed, &pad)?)?;
    SEALED.set(Some(sealed));
    Some(token)
}

/// Stores a token, or deletes the stored one. A browser without storage shows the login form again after a reload.
pub fn keep(token: Option<&Token>) {
    let Ok(Some(storage)) = window().session_storage() else { return };
    let halves = token.and_then(|token| sealed(&token.keep()));
    let pad = halves.as_ref().map(|(_, pad)| pad.as_str());
    let is_stored = match pad {
        Some(pad) => storage.set_item(KEY, pad).is_ok(),
        None => storage.remove_item(KEY).is_err(),
    };
    SEALED.set(halves.filter(|_| is_stored).map(|(sealed, _)| sealed));
    follow();
}

/// Gives the current entry of the history its half. An entry that a step within the page has made has none yet, and one of before the
/// login ended has an old one.
pub fn follow() {
    let Ok(history) = window().history() else { return };
    let due = state();
    if history.state().is_ok_and(|state| state != due) {
        let _ = history.replace_state(&due, "");
    }
}

/// The new state of an entry.
pub fn state() -> JsValue {
    SEALED.with_borrow(|sealed| sealed.as_deref().map_or(JsValue::NULL, JsValue::from_str))
}

/// The text in two halves, each of which is random without the other.
fn sealed(text: &str) -> Option<(String, String)> {
    let length = u32::try_from(text.len()).ok()?;
    let random = Uint8Array::new_with_length(length);
    window().crypto().ok()?.get_random_values_with_array_buffer_view(&random).ok()?;
    let pad = random.to_vec();
    let sealed: Vec<u8> = text.bytes().zip(&pad).map(|(byte, pad)| byte ^ pad).collect();
    Some((hex(&sealed), hex(&pad)))
}

fn opened(sealed: &str, pad: &str) -> Option<String> {
    let (sealed, pad) = (bytes(sealed)?, bytes(pad)?);
    let text = sealed.iter().zip(&pad).map(|(byte, pad)| byte ^ pad).collect();
    (sealed.len() == pad.len()).then(|| String::from_utf8(text).ok())?
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let pair = |at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    (0..hex.len()).step_by(2).map(pair).collect()
}
