//! Keys that are meant for the whole page, wherever the focus is.

use leptos::ev;
use leptos::prelude::window_event_listener;

/// Calls `pressed` whenever Escape is pressed, for as long as the page lives.
pub fn watch_escape(pressed: impl Fn() + 'static) {
    window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" {
            pressed();
        }
    });
}
