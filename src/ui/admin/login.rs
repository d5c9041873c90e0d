//! The login: a page of its own, or over the page when a login is lost, so that nothing on it is.

use super::login_form::{LoginAlert, LoginForm};
use super::use_console;
use crate::console::Event;
use crate::view::admin::{login, notice};
use leptos::html::Dialog;
use leptos::prelude::*;

/// The login as a page.
#[component]
pub(super) fn LoginPage() -> impl IntoView {
    let console = use_console();
    let left = move || {
        let words = console.with_console(|console, _| console.leftover().map(notice::leftover));
        words.map(|words| {
            view! {
                <p class="note">
                    <span>{words}</span>
                    " "
                    <button class="inline" type="button" on:click=move |_| console.send(Event::ForgetRequested)>
                        "Clear it"
                    </button>
                </p>
            }
        })
    };
    view! {
        <main class="login">
            <a class="brand cluster" href="/">
                <svg class="mark" aria-hidden="true"><use href="#operational"/></svg>
                <span>"Status page "<span class="tail">"admin"</span></span>
            </a>
            <Login/>
            <div role="status">{left}</div>
            <p class="note">"Your password is sent to this site only. "<a href="/">"Public page"</a></p>
        </main>
    }
}

/// The login over the page. Everything learned so far stays behind it.
#[component]
pub(super) fn LoginDialog() -> impl IntoView {
    let console = use_console();
    let dialog = NodeRef::<Dialog>::new();
    dialog.on_load(move |_| console.host().show_modal(dialog));
    // The page behind it is of no use without a login, so Escape does not close it.
    let keep_open = |event: leptos::ev::Event| event.prevent_default();
    view! {
        <dialog class="again" aria-labelledby="again" node_ref=dialog on:cancel=keep_open>
            <Login/>
        </dialog>
    }
}

/// The form, or the link to the proxy that signs people in.
#[component]
fn Login() -> impl IntoView {
    match use_console().host().sign_in() {
        Some(address) => view! { <SignIn address/> }.into_any(),
        None => view! { <LoginForm/> }.into_any(),
    }
}

/// The link to the proxy that signs people in.
#[component]
fn SignIn(address: String) -> impl IntoView {
    let console = use_console();
    let seen = move || console.with_console(|console, now| login::login(console.session(), now));
    // Without a password, "wrong" only means that there was no sign-in yet.
    let alert = move || {
        let alert = seen().alert.filter(|alert| !alert.is_password);
        alert.map(|alert| view! { <LoginAlert alert/> })
    };
    view! {
        <div class="form">
            <h1 id="again">{move || if seen().is_signing_in { "Signing in…" } else { "Sign in" }}</h1>
            <div role="alert">{alert}</div>
            <a class="button primary" href=address>"Sign in"</a>
        </div>
    }
}
