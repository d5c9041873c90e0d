//! The form for name and password.

use super::use_console;
use crate::console::{Event, Token};
use crate::ui::common::Icon;
use crate::view::admin::login::{self, Alert};
use leptos::html::Input;
use leptos::prelude::*;

/// The form. The password stands in its field alone, until it is sent.
#[component]
pub(super) fn LoginForm() -> impl IntoView {
    let console = use_console();
    let seen = Memo::new(move |_| {
        console.with_console(|console, now| login::login(console.session(), now))
    });
    let is_signing_in = move || seen.with(|seen| seen.is_signing_in);
    let is_wrong = Memo::new(move |_| {
        seen.with(|seen| seen.alert.as_ref().is_some_and(|alert| alert.is_password))
    });
    let (name, password, remember) =
        (NodeRef::<Input>::new(), NodeRef::<Input>::new(), NodeRef::<Input>::new());

    // A wrong password is typed anew, not mended.
    Effect::new(move |was_wrong: Option<bool>| {
        let is_wrong = is_wrong.get();
        if was_wrong.unwrap_or_default() != is_wrong {
            console.host().select(password);
        }
        is_wrong
    });

    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let host = console.host();
        let name = host.text(name);
        if !seen.with_untracked(|seen| seen.is_signing_in) && !name.is_empty() {
            let token = Token::basic(&name, &host.text(password));
            console.send(Event::LoginSubmitted { token, remember: host.is_checked(remember) });
        }
    };
    view! {
        <form class="form" on:submit=submit>
            <h1 id="again">"Sign in"</h1>
            <div role="alert">
                {move || seen.with(|seen| seen.alert.clone()).map(|alert| view! { <LoginAlert alert/> })}
            </div>
            <label>
                "Username"
                <input
                    class="field"
                    name="name"
                    autocomplete="username"
                    required
                    autocapitalize="none"
                    spellcheck="false"
                    node_ref=name
                />
            </label>
            <label>
                "Password"
                <input
                    class="field"
                    type="password"
                    name="password"
                    autocomplete="current-password"
                    required
                    aria-invalid=move || is_wrong.get().then_some("true")
                    node_ref=password
                />
            </label>
            <label class="check"><input type="checkbox" name="remember" node_ref=remember/>"Stay signed in for this tab"</label>
            <button class="button primary" type="submit" disabled=is_signing_in>
                {move || if is_signing_in() { "Signing in…" } else { "Sign in" }}
            </button>
        </form>
    }
}

/// Why the last try failed.
#[component]
pub fn LoginAlert(alert: Alert) -> impl IntoView {
    view! {
        <div class="alert" data-status=alert.status>
            <Icon name=alert.status/>
            <p><span class="word">{alert.word}</span>" "<span>{alert.rest}</span></p>
        </div>
    }
}
