//! Whether this tab is visible.

use leptos::prelude::{document, window_event_listener_untyped};
use web_sys::VisibilityState;

/// Returns whether the tab is visible.
pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Calls `changed` whenever the tab becomes visible or hidden, for as long as the page lives.
pub fn watch(changed: impl Fn(bool) + 'static) {
    // The event bubbles from the document to the window.
    window_event_listener_untyped("visibilitychange", move |_| changed(is_visible()));
}
