//! The login: a page of its own, or over the page when a login is lost, so that nothing on it is.

use super::icon;
use crate::browser::desk::Desk;
use crate::console::{Event, Token};
use crate::view::admin::login;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

/// The login as a page.
pub(super) fn page(desk: Desk) -> impl IntoView {
    view! {
        <main class="login">
            <a class="brand cluster" href="/">{icon("mark", "operational")}<span>"Status page " <span class="tail">"admin"</span></span></a>
            {way_in(desk)}
            <p class="note">"The password goes to this site and nowhere else. " <a href="/">"Public page"</a></p>
        </main>
    }
}

/// The login over the page. What was learned stays behind it.
pub(super) fn again(desk: Desk) -> impl IntoView {
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            // It is in the document and not open yet, so it is never refused.
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog class="again" node_ref=dialog aria-labelledby="again" on:cancel=|event: leptos::ev::Event| event.prevent_default()>
            {way_in(desk)}
        </dialog>
    }
}

/// The form, or the way to the proxy that signs people in.
fn way_in(desk: Desk) -> AnyView {
    let Some(address) = desk.sign_in.get_value() else { return form(desk).into_any() };
    let login =
        Memo::new(move |_| desk.console(|console, now| login::login(console.session(), now)));
    let refused = move || login.get().alert.filter(|alert| !alert.is_password).map(alert);
    view! {
        <div class="form">
            <h1 id="again">{move || if login.get().is_asking { "Asking" } else { "Sign in" }}</h1>
            <div role="alert">{refused}</div>
            <a class="button primary" href=address>"Sign in"</a>
        </div>
    }
    .into_any()
}

fn form(desk: Desk) -> impl IntoView {
    let login =
        Memo::new(move |_| desk.console(|console, now| login::login(console.session(), now)));
    let name: NodeRef<html::Input> = NodeRef::new();
    let password: NodeRef<html::Input> = NodeRef::new();
    let remember: NodeRef<html::Input> = NodeRef::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let value = |field: NodeRef<html::Input>| {
            field.get_untracked().map(|it| it.value()).unwrap_or_default()
        };
        if login.get_untracked().is_asking || value(name).is_empty() {
            return;
        }
        let remember = remember.get_untracked().is_some_and(|it| it.checked());
        desk.dispatch(Event::LoginSubmitted {
            token: Token::basic(&value(name), &value(password)),
            remember,
        });
    };
    let is_wrong = move || login.get().alert.is_some_and(|alert| alert.is_password);
    // A wrong password is typed anew, not mended.
    Effect::new(move || {
        if is_wrong()
            && let Some(field) = password.get()
        {
            field.select();
            let _ = field.focus();
        }
    });
    view! {
        <form class="form" on:submit=submit>
            <h1 id="again">"Log in"</h1>
            <div role="alert">{move || login.get().alert.map(alert)}</div>
            <label>"Name"<input class="field" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required node_ref=name/></label>
            <label>"Password"<input class="field" name="password" type="password" autocomplete="current-password" required
                aria-invalid=move || is_wrong().then_some("true") node_ref=password/></label>
            <label class="check"><input type="checkbox" name="remember" node_ref=remember/>"Remember in this tab"</label>
            <button class="button primary" type="submit" disabled=move || login.get().is_asking>
                {move || if login.get().is_asking { "Asking" } else { "Log in" }}
            </button>
        </form>
    }
}

fn alert(alert: login::Alert) -> impl IntoView {
    view! {
        <div class="alert" data-status=alert.status>{icon("icon", alert.status)}
            <p><span class="word">{alert.word}</span>" "{alert.rest}</p></div>
    }
}
