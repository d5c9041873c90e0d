//! Whether the browser is connected. It may report a connection that leads nowhere, but a missing one is reliable.

use leptos::ev;
use leptos::prelude::{window, window_event_listener};

/// Returns whether the browser reports a connection.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Calls `changed` whenever that changes, for as long as the page lives.
pub fn watch(changed: impl Fn(bool) + Clone + 'static) {
    let lost = changed.clone();
    window_event_listener(ev::online, move |_| changed(true));
    window_event_listener(ev::offline, move |_| lost(false));
}
