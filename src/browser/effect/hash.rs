//! The address within the page: the part after `#`.

use leptos::prelude::{window, window_event_listener_untyped};

/// Returns the hash with its `#`; empty if there is none.
pub fn current() -> String {
    window().location().hash().unwrap_or_default()
}

/// Goes to another hash. A step that `replaces` leaves no entry in the tab's history: a range that was dragged, for example.
pub fn go(hash: &str, replaces: bool) {
    let window = window();
    if replaces {
        if let Ok(history) = window.history() {
            let state = history.state().unwrap_or_default();
            // A hash of the same document is never refused, except where a page sets it hundreds of times a second.
            let _ = history.replace_state_with_url(&state, "", Some(hash));
        }
    } else {
        let _ = window.location().set_hash(hash);
    }
}

/// Calls `changed` whenever the hash changes, for as long as the page lives.
pub fn watch(changed: impl Fn() + 'static) {
    window_event_listener_untyped("hashchange", move |_| changed());
}
