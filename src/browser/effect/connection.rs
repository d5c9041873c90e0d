//! Whether the browser says that it is connected. A "yes" promises little, a "no" is reliable.

use leptos::ev;
use leptos::prelude::{window, window_event_listener};

/// Whether the browser is connected now.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Calls `changed` whenever that changes, for as long as the page lives.
pub fn watch(changed: impl Fn(bool) + Clone + 'static) {
    let lost = changed.clone();
    window_event_listener(ev::online, move |_| changed(true));
    window_event_listener(ev::offline, move |_| lost(false));
}
