//! Keys that are meant for the whole page, wherever the focus is.

use leptos::ev;
use leptos::prelude::window_event_listener;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

/// Calls `pressed` whenever Escape is pressed, for as long as the page lives.
pub fn watch_escape(pressed: impl Fn() + 'static) {
    window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" {
            pressed();
        }
    });
}

/// Calls `pressed` whenever a slash is pressed outside of a field, for as long as the page lives.
pub fn watch_slash(pressed: impl Fn() + 'static) {
    window_event_listener(ev::keydown, move |event| {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_field = element.is_some_and(|element| {
            element.matches("textarea, select, input:not([type=range])").unwrap_or_default()
        });
        if event.key() == "/" && !is_field && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            pressed();
        }
    });
}
