//! Forgetting what this browser keeps: the question before it is done, and the same offer after logging out.

use crate::browser::desk::Desk;
use crate::browser::ui::markup::{acts, listen, stamped};
use crate::browser::ui::reactive::{RwSignal, request_animation_frame};
use crate::browser::ui::stamp::Stamp;
use crate::console::Event;
use crate::view::admin::notice;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlDialogElement};

/// The question. It lies over the page while it is open.
pub(super) fn question(desk: &'static Desk, is_open: RwSignal<bool>) -> Element {
    let words = desk.see_once(notice::forgetting).unwrap_or_default();
    let dialog = stamped(move || Stamp::of("forget").text("words", &*words));
    let closed = is_open.clone();
    listen(&dialog, "close", move |_| closed.set(false));
    acts(&dialog, "click", move |act, _| {
        match act {
            "forget-all" => desk.dispatch(Event::ForgetRequested),
            "leave" => {
                desk.dispatch(Event::LoggedOut);
                desk.dispatch(Event::ForgetRequested);
                return;
            }
            _ => {}
        }
        is_open.set(false);
    });
    open(&dialog);
    dialog
}

/// Opens a dialog once it is in the document.
pub(super) fn open(dialog: &Element) {
    let shown: HtmlDialogElement = dialog.clone().unchecked_into();
    // It is not open yet, so it is never refused.
    request_animation_frame(move || drop(shown.show_modal()));
}

/// What somebody who logged out left here, with a way to have it forgotten.
pub(super) fn left(desk: &'static Desk) -> Vec<Stamp> {
    let words = desk.console(|console, _| console.left().map(notice::left));
    words.into_iter().map(|words| Stamp::of("left").text("words", words)).collect()
}
