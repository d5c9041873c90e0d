//! Which element has the focus, told in terms that outlive the element: the page is made anew with another language or another
//! configuration, and whoever reads it with a keyboard stays where they were.

use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// What a system's own parts stand in; its id is the system's, whatever its place in the list.
const OWN: &str = "li.system[id]";
const PROBLEM: &str = "article[data-system]";

/// Where the focus is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// A selector of the system or the problem that the element is in.
    within: Option<String>,
    /// A selector of the element itself.
    element: String,
}

impl Focus {
    /// The element within `place` that has the focus, if one has.
    pub fn of(place: &Element) -> Option<Self> {
        let active = document().active_element().filter(|active| place.contains(Some(active)))?;
        let named = |name: &str| Some(selector(name, &active.get_attribute(name)?));
        let element = ["data-place", "data-act", "href"].into_iter().find_map(named)?;
        let around = |what: &str, name: &str| {
            let around = active.closest(what).ok().flatten()?;
            Some(selector(name, &around.get_attribute(name)?))
        };
        let within = around(OWN, "id").or_else(|| around(PROBLEM, "data-system"));
        Some(Self { within, element })
    }

    /// Gives the focus to the same element of a page that was made anew. Where that is gone, nothing has it.
    pub fn restore(&self, place: &Element) {
        let find =
            |within: &Element, selector: &str| within.query_selector(selector).ok().flatten();
        let within = match &self.within {
            Some(selector) => find(place, selector),
            None => Some(place.clone()),
        };
        let element = within.and_then(|within| find(&within, &self.element));
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // An element of the document is never refused the focus.
            let _ = element.focus();
        }
    }
}

/// Elements with this value of an attribute. A value may hold anything that an address may.
fn selector(name: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("[{name}=\"{value}\"]")
}
