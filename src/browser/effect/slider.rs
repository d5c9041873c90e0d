//! The sliders over the bars: moved, and opened by the key for it.

use super::listen::listen;
use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Event, HtmlInputElement, KeyboardEvent};

/// What a person did with a slider.
pub enum Gesture {
    /// Moved it to this value.
    Moved(String, usize),
    /// Pressed Enter on it.
    Entered(String),
    /// Pressed Escape, on whatever.
    Escaped,
}

/// Calls `heard` with each gesture, and the value of the slider's `data-act`, for as long as the page lives. A click on it is
/// a click like any other.
pub fn watch(heard: impl Fn(Gesture) + Clone + 'static) {
    let moved = heard.clone();
    listen("input", move |event| {
        if let Some((act, slider)) = slider(&event) {
            moved(Gesture::Moved(act, slider.value().parse().unwrap_or_default()));
        }
    });
    listen("keydown", move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key) else { return };
        match key.as_str() {
            "Escape" => heard(Gesture::Escaped),
            "Enter" => {
                if let Some((act, _)) = slider(&event) {
                    heard(Gesture::Entered(act));
                }
            }
            _ => {}
        }
    });
}

fn slider(event: &Event) -> Option<(String, HtmlInputElement)> {
    let slider = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    Some((slider.get_attribute("data-act")?, slider))
}

/// Moves the slider with this `data-act`. Its attribute alone says where it stood at first.
pub fn set(act: &str, value: usize) {
    if let Some(slider) = find(act) {
        slider.set_value(&value.to_string());
    }
}

/// Gives it the focus.
pub fn focus(act: &str) {
    if let Some(slider) = find(act) {
        // Nothing is lost where that is refused.
        let _ = slider.focus();
    }
}

fn find(act: &str) -> Option<HtmlInputElement> {
    let found = document().query_selector(&["input[data-act=", act, "]"].concat()).ok()??;
    found.dyn_into().ok()
}
