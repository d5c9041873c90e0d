//! Forgetting what this browser keeps: a button and the question before it is done, and the same offer after logging out.

use crate::browser::desk::Desk;
use crate::browser::ui::markup::{El, el};
use crate::console::Event;
use crate::view::admin::notice;
use leptos::prelude::*;
use web_sys::HtmlDialogElement;

/// The button. Its question lies over the page while it is open.
pub(super) fn button(desk: Desk) -> El {
    let is_open = RwSignal::new(false);
    let button =
        el("button").class("inline").attr("type", "button").attr("aria-haspopup", "dialog");
    let button = button.text("Forget what is kept").on_click(move || is_open.set(true));
    el("span").child(button).live_on(
        move || is_open.get().to_string(),
        move || if is_open.get_untracked() { vec![question(desk, is_open)] } else { Vec::new() },
    )
}

fn question(desk: Desk, is_open: RwSignal<bool>) -> El {
    let words = desk.see_once(notice::forgetting).unwrap_or_default();
    let forget = super::button("Forget", move || {
        is_open.set(false);
        desk.dispatch(Event::ForgetRequested);
    });
    let leave = super::button("Forget and log out", move || {
        desk.dispatch(Event::LoggedOut);
        desk.dispatch(Event::ForgetRequested);
    });
    let stay = super::button("Cancel", move || is_open.set(false)).class("button plain");
    let dialog = el("dialog").class("again form").attr("aria-labelledby", "forget");
    let dialog = dialog
        .on("close", move |_| is_open.set(false))
        .child(el("h1").attr("id", "forget").text("Forget what this browser keeps?"))
        .child(el("p").text(&words))
        .child(el("div").class("cluster").children([forget, leave, stay]));
    let shown: HtmlDialogElement = dialog.cast();
    // Once it is in the document, where it is not open yet, so it is never refused.
    request_animation_frame(move || drop(shown.show_modal()));
    dialog
}

/// What somebody who logged out left here, with a way to have it forgotten.
pub(super) fn left(desk: Desk) -> El {
    let words = move || desk.console(|console, _| console.left().map(notice::left));
    el("div").attr("role", "status").live_on(
        move || words().unwrap_or_default(),
        move || {
            let Some(words) = words() else { return Vec::new() };
            let button = el("button").class("inline").attr("type", "button").text("Forget it");
            let button = button.on_click(move || desk.dispatch(Event::ForgetRequested));
            vec![el("p").class("note").text(&words).text(" ").child(button)]
        },
    )
}
