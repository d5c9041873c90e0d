//! The browser's notifications, while the page is open. There is no push and no server: a closed tab notifies of nothing.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Notification, NotificationPermission};

/// Requests the permission to show notifications, if it is not decided yet, and calls `then` with the answer.
pub fn request_permission(then: impl FnOnce(bool) + 'static) {
    // Some browsers have no notifications at all, and say so by not having the name.
    let is_known = js_sys::Reflect::has(&window(), &JsValue::from_str("Notification"));
    if !is_known.unwrap_or_default() {
        return then(false);
    }
    spawn_local(async move {
        let may = || Notification::permission() == NotificationPermission::Granted;
        if !may()
            && let Ok(answer) = Notification::request_permission()
        {
            // A refusal is an answer, and read below.
            let _ = JsFuture::from(answer).await;
        }
        then(may());
    });
}

/// Shows a notification. Returns `false` if the browser refuses, as on some phones.
pub fn show(title: &str) -> bool {
    Notification::new(title).is_ok()
}
