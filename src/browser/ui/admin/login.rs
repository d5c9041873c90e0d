//! The login: a page of its own, or over the page when a login is lost, so that nothing on it is.

use super::forget;
use crate::browser::desk::Desk;
use crate::browser::ui::markup::{El, el, icon, watch};
use crate::browser::ui::reactive::{RwSignal, request_animation_frame, untrack};
use crate::console::{Event, Token};
use crate::view::admin::login::{self, Login};
use web_sys::{HtmlDialogElement, HtmlInputElement};

/// The login as a page.
pub(super) fn page(desk: Desk) -> El {
    let name = el("span").text("Status page ").child(el("span").class("tail").text("admin"));
    let brand = el("a").class("brand cluster").attr("href", "/");
    let note = el("p").class("note").text("The password goes to this site and nowhere else. ");
    el("main")
        .class("login")
        .child(brand.child(icon("mark", "operational")).child(name))
        .child(way_in(desk))
        .child(forget::left(desk))
        .child(note.child(el("a").attr("href", "/").text("Public page")))
}

/// The login over the page. What was learned stays behind it.
pub(super) fn again(desk: Desk) -> El {
    let dialog = el("dialog").class("again").attr("aria-labelledby", "again").child(way_in(desk));
    let dialog = dialog.on("cancel", |event| event.prevent_default());
    let shown: HtmlDialogElement = dialog.cast();
    // Once it is in the document, where it is not open yet, so it is never refused.
    request_animation_frame(move || drop(shown.show_modal()));
    dialog
}

fn seen(desk: Desk) -> Login {
    desk.console(|console, now| login::login(console.session(), now))
}

/// The form, or the way to the proxy that signs people in.
fn way_in(desk: Desk) -> El {
    let Some(address) = desk.sign_in.get_value() else { return form(desk) };
    let asks = move || if seen(desk).is_asking { "Asking" } else { "Sign in" };
    let way = el("a").class("button primary").attr("href", &address).text("Sign in");
    let heading = el("h1").attr("id", "again").live_text(move || asks().to_owned());
    // Without a password, "wrong" only says that nobody is signed in yet.
    el("div").class("form").child(heading).child(alert(desk, false)).child(way)
}

/// Why the last try failed.
fn alert(desk: Desk, with_password: bool) -> El {
    let shown = move || seen(desk).alert.filter(|alert| with_password || !alert.is_password);
    let key = move || shown().map_or_else(String::new, |alert| [alert.word, alert.rest].concat());
    el("div").attr("role", "alert").live_on(key, move || {
        let Some(alert) = shown() else { return Vec::new() };
        let words = el("p").child(el("span").class("word").text(&alert.word)).text(" ");
        let whole = el("div").class("alert").attr("data-status", alert.status);
        vec![whole.child(icon("icon", alert.status)).child(words.text(&alert.rest))]
    })
}

/// A label, and the field to be put into it.
fn field(label: &str, name: &str, complete: &str) -> (El, El) {
    let field = el("input").class("field").attr("name", name).attr("autocomplete", complete);
    (el("label").text(label), field.attr("required", ""))
}

fn form(desk: Desk) -> El {
    let (name_label, name) = field("Name", "name", "username");
    let name = name.attr("autocapitalize", "none").attr("spellcheck", "false");
    let (password_label, password) = field("Password", "password", "current-password");
    let is_wrong = move || seen(desk).alert.is_some_and(|alert| alert.is_password);
    let password = password
        .attr("type", "password")
        .bind("aria-invalid", move || is_wrong().then(|| "true".to_owned()));
    let remember = el("input").attr("type", "checkbox").attr("name", "remember");
    let fields: (HtmlInputElement, HtmlInputElement, HtmlInputElement) =
        (name.cast(), password.cast(), remember.cast());
    let typed = fields.1.clone();
    // A wrong password is typed anew, not mended.
    let wrong = RwSignal::new(false);
    watch(move || {
        let is_wrong = is_wrong();
        if wrong.get_untracked() != is_wrong {
            wrong.set(is_wrong);
            typed.select();
            drop(typed.focus());
        }
    });
    let asks = move || seen(desk).is_asking;
    let submit = el("button")
        .class("button primary")
        .attr("type", "submit")
        .flag("disabled", asks)
        .live_text(move || if asks() { "Asking" } else { "Log in" }.to_owned());
    el("form")
        .class("form")
        .on("submit", move |event| {
            event.prevent_default();
            let (name, password, remember) = &fields;
            if !untrack(asks) && !name.value().is_empty() {
                let token = Token::basic(&name.value(), &password.value());
                desk.dispatch(Event::LoginSubmitted { token, remember: remember.checked() });
            }
        })
        .child(el("h1").attr("id", "again").text("Log in"))
        .child(alert(desk, true))
        .child(name_label.child(name))
        .child(password_label.child(password))
        .child(el("label").class("check").child(remember).text("Remember in this tab"))
        .child(submit)
}
