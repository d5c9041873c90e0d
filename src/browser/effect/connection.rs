//! Whether the browser says that it is connected. A "yes" promises little, a "no" is reliable.

use super::listen::listen;
use leptos::prelude::window;

/// Whether the browser is connected now.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Calls `changed` whenever that changes, for as long as the page lives.
pub fn watch(changed: impl Fn(bool) + Clone + 'static) {
    let lost = changed.clone();
    listen("online", move |_| changed(true));
    listen("offline", move |_| lost(false));
}
