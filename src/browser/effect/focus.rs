//! The focus, and what else of a state in the document outlives its elements.
//!
//! A page is mounted in place of a state that stands in the document already: the recorder's HTML or the words of `index.html`. Both
//! were rendered by the same components, so an element is found again by its id, by what it controls or by where it leads.

use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// The attributes by which an element is found again.
const NAMES: [&str; 3] = ["id", "aria-controls", "href"];

/// The element that has the focus, in terms that outlive it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// A selector of the element.
    element: String,
}

impl Focus {
    /// Returns the element within `place` that has the focus, if one has.
    pub fn of(place: &Element) -> Option<Self> {
        let active = document().active_element().filter(|active| place.contains(Some(active)))?;
        let named = |name: &str| Some(selector(name, &active.get_attribute(name)?));
        Some(Self { element: NAMES.into_iter().find_map(named)? })
    }

    /// Moves the focus to the same element of a newly mounted page, if it still exists.
    pub fn restore(&self, place: &Element) {
        focus(place.query_selector(&self.element).ok().flatten());
    }
}

/// Returns the ids of the systems whose rows stand opened within `place`.
pub fn opened_rows(place: &Element) -> Vec<String> {
    let rows = place.get_elements_by_class_name("system");
    let rows = (0..rows.length()).filter_map(|index| rows.item(index));
    let is_open = |row: &Element| {
        row.query_selector("[aria-controls][aria-expanded=true]").is_ok_and(|found| found.is_some())
    };
    rows.filter(is_open).map(|row| row.id()).collect()
}

/// Whether a recorder wrote its state into this document.
pub fn has_recorded_state() -> bool {
    document().document_element().is_some_and(|root| root.has_attribute("data-recorded-at"))
}

/// Gives the focus to the element with this id.
pub fn element(id: &str) {
    focus(document().get_element_by_id(id));
}

/// Gives the focus to the heading of the page.
pub fn heading() {
    focus(document().query_selector("h1").ok().flatten());
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that refuses the focus is a small loss.
        let _ = element.focus();
    }
}

/// Returns a selector of the elements with this value of an attribute. A value may hold anything that an address may.
fn selector(name: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("[{name}=\"{value}\"]")
}
