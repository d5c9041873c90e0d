//! The login: a page of its own, or over the page when a login is lost, so that nothing on it is.

use super::forget;
use crate::browser::desk::Desk;
use crate::browser::ui::markup::{acts, find, listen, only, stamped};
use crate::browser::ui::stamp::Stamp;
use crate::console::{Event, Token};
use crate::view::admin::login::{self, Alert, Login};
use std::cell::Cell;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement};

/// The login as a page.
pub(super) fn page(desk: &'static Desk) -> Element {
    let way = way_in(desk);
    let page = stamped(move || {
        Stamp::of("login").own("way", only(Some(way.clone()))).children("left", forget::left(desk))
    });
    acts(&page, "click", move |act, _| {
        if act == "forget-left" {
            desk.dispatch(Event::ForgetRequested);
        }
    });
    page
}

/// The login over the page. What was learned stays behind it.
pub(super) fn again(desk: &'static Desk) -> Element {
    let way = way_in(desk);
    let dialog = stamped(move || Stamp::of("again-over").own("", only(Some(way.clone()))));
    listen(&dialog, "cancel", |event| event.prevent_default());
    forget::open(&dialog);
    dialog
}

fn seen(desk: &'static Desk) -> Login {
    desk.console(|console, now| login::login(console.session(), now))
}

/// The form, or the way to the proxy that signs people in.
fn way_in(desk: &'static Desk) -> Element {
    let Some(address) = &desk.sign_in else { return form(desk) };
    stamped(move || {
        let Login { alert, is_asking } = seen(desk);
        // Without a password, "wrong" only says that nobody is signed in yet.
        let alert = alert.filter(|alert| !alert.is_password);
        Stamp::of("way-in")
            .text("heading", if is_asking { "Asking" } else { "Sign in" })
            .children("alert", alert.map(told).into_iter().collect())
            .set("way", "href", &**address)
    })
}

/// Why the last try failed.
fn told(alert: Alert) -> Stamp {
    Stamp::of("alert").state("", alert.status).text("word", alert.word).text("rest", alert.rest)
}

fn form(desk: &'static Desk) -> Element {
    let was_wrong = Cell::new(false);
    let form = stamped(move || {
        let Login { alert, is_asking } = seen(desk);
        let is_wrong = alert.as_ref().is_some_and(|alert| alert.is_password);
        let is_new = was_wrong.replace(is_wrong) != is_wrong;
        Stamp::of("log-in")
            .children("alert", alert.map(told).into_iter().collect())
            .attribute("password", "aria-invalid", is_wrong.then(|| "true".to_owned()))
            .own(
                "password",
                Box::new(move |field| {
                    if is_new {
                        take_up(field);
                    }
                }),
            )
            .attribute("submit", "disabled", is_asking.then(String::new))
            .text("submit", if is_asking { "Asking" } else { "Log in" })
    });
    let root = form.clone();
    listen(&form, "submit", move |event| {
        event.prevent_default();
        let field = |name| find(&root, name).unchecked_into::<HtmlInputElement>();
        let name = field("[name=name]").value();
        if !seen(desk).is_asking && !name.is_empty() {
            let token = Token::basic(&name, &field("[name=password]").value());
            let remember = field("[name=remember]").checked();
            desk.dispatch(Event::LoginSubmitted { token, remember });
        }
    });
    form
}

/// A wrong password is typed anew, not mended.
fn take_up(field: &Element) {
    let field: &HtmlInputElement = field.unchecked_ref();
    field.select();
    // A field that is not in the document yet takes no focus, which is no failure.
    drop(field.focus());
}
