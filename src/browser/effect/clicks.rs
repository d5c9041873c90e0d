//! Clicks and choices, by mouse, touch or keyboard, on anything that says with `data-act` what it does.

use super::listen::listen;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlSelectElement};

/// Calls `act` with the value of `data-act` nearest to each click, for as long as the page lives; and for a list of choices, with
/// that and the choice: `language:de`. One listener for the whole page: with 200 systems, one for each button would be a listener
/// for each line.
pub fn watch(act: impl Fn(&str) + 'static) {
    let act = Rc::new(act);
    let chosen = act.clone();
    listen("click", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("[data-act]").ok().flatten());
        if let Some(what) = button.and_then(|button| button.get_attribute("data-act")) {
            act(&what);
        }
    });
    listen("change", move |event| {
        let list = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some((list, what)) =
            list.and_then(|list| list.get_attribute("data-act").map(|what| (list, what)))
        {
            chosen(&[&what, ":", &list.value()].concat());
        }
    });
}
