//! The rest of the page's code, loaded when the first verdict is shown: what the past is made of.
//!
//! `scripts/split.mjs` says what belongs to it. Before it is there, nothing of it may be called; whoever holds data of the past got
//! them through here, and may.

use js_sys::Promise;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen::prelude::wasm_bindgen(module = "/src/browser/effect/later.js")]
extern "C" {
    fn load() -> Promise;
}

/// Loads the rest, once for the page. Whether it is there now.
pub async fn is_there() -> bool {
    JsFuture::from(load()).await.is_ok()
}

/// Calls `then` when the rest is there, or could not be loaded, which it tells.
pub fn load_then(then: Box<dyn FnOnce(bool)>) {
    spawn_local(async move { then(is_there().await) });
}
