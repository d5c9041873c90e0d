//! The sliders over the bars: moved, pointed at, and opened by the key for it.
//!
//! A browser leaves a slider where it is when its thumb is clicked, and the thumb covers a part of both its neighbours. So whoever
//! points at a bar means the bar under the pointer, whatever the slider makes of it.

use super::listen::listen;
use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Event, HtmlInputElement, KeyboardEvent, MouseEvent};

/// What a person did with a slider.
pub enum Gesture {
    /// Moved it to this value.
    Moved(String, usize),
    /// Pressed Enter on it.
    Entered(String),
    /// Pressed Escape, on whatever.
    Escaped,
}

/// Calls `heard` with each gesture, and the value of the slider's `data-act`, for as long as the page lives. A click moves it to where
/// the pointer is, and is a click like any other then: whoever listens to those does so after this.
pub fn watch(heard: impl Fn(Gesture) + Clone + 'static) {
    let pointed = heard.clone();
    listen("click", move |event| {
        if let Some((act, slider)) = slider(&event)
            && let Some(value) = pointed_at(&event, &slider)
        {
            slider.set_value(&value.to_string());
            pointed(Gesture::Moved(act, value));
        }
    });
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

/// The value whose part of the strip around the slider is under the pointer; `None` where no pointer clicked.
fn pointed_at(event: &Event, slider: &HtmlInputElement) -> Option<usize> {
    let click = event.dyn_ref::<MouseEvent>().filter(|click| click.detail() > 0)?;
    let strip = slider.parent_element()?.get_bounding_client_rect();
    let (first, last) = (slider.min().parse::<usize>().ok()?, slider.max().parse::<usize>().ok()?);
    let count = last.checked_sub(first)? + 1;
    // The middle of the pixel that was clicked.
    let x = f64::from(click.client_x()) + 0.5;
    let share = (x - strip.left()) / strip.width();
    // A float that is too large or no number becomes the nearest there is, or 0.
    let place = (share * count as f64).floor() as usize;
    Some(first + place.min(count - 1))
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
