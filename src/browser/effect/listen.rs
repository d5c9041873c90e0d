//! Events of the window, for as long as the page lives.
//!
//! Leptos has such a function too, which ties each listener to the thread that it was made on; with that come threads, and a
//! second allocator for them: 2 KB of a visitor's page.

use leptos::prelude::window;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::Event;

/// Calls `heard` at each event of this name. What bubbles arrives here, wherever it happened.
pub fn listen(event: &str, heard: impl FnMut(Event) + 'static) {
    let heard: Box<dyn FnMut(Event)> = Box::new(heard);
    let heard = Closure::wrap(heard).into_js_value();
    // A window takes every listener.
    let _ = window().add_event_listener_with_callback(event, heard.unchecked_ref());
}
