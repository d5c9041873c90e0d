//! The whole operators' page.

use super::frame::Frame;
use super::login::{LoginDialog, LoginPage};
use super::use_console;
use leptos::prelude::*;

/// The login or the screens, and over the screens the login once it was lost.
#[component]
pub fn AdminPage() -> impl IntoView {
    let console = use_console();
    // Screens know systems, targets and rules by their places in the configuration: with another one they are made anew.
    let generation = Memo::new(move |_| {
        console.with_console(|console, _| console.work().map(|_| console.generation()))
    });
    let is_lost = Memo::new(move |_| {
        console.with_console(|console, _| console.work().is_some() && !console.session().is_in())
    });
    let page = move || match generation.get() {
        None => view! { <LoginPage/> }.into_any(),
        Some(_) => view! { <Frame/> }.into_any(),
    };
    view! {
        <div>{page}</div>
        <div>
            <Show when=move || is_lost.get()>
                <LoginDialog/>
            </Show>
        </div>
    }
}
