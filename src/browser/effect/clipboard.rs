//! The clipboard, which browsers offer to pages of secure origins alone.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Returns whether there is one.
pub fn is_there() -> bool {
    let found = Reflect::get(&window().navigator(), &JsValue::from_str("clipboard"));
    found.is_ok_and(|clipboard| !clipboard.is_undefined())
}

/// Copies the address of the page. Returns whether it was copied: a visitor may forbid it.
pub async fn copy_address() -> bool {
    let Ok(address) = window().location().href() else { return false };
    is_there()
        && JsFuture::from(window().navigator().clipboard().write_text(&address)).await.is_ok()
}
