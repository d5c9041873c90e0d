//! The screen of an address that leads nowhere.

use super::use_console;
use crate::route::Screen;
use leptos::prelude::*;

/// The screen.
#[component]
pub(super) fn NotFound() -> impl IntoView {
    let route = use_console().route();
    let path = move || match route.get().screen {
        Screen::NotFound(path) => path,
        _ => String::new(),
    };
    view! {
        <div class="bar"><h1>"Page not found"</h1></div>
        <p>"No page at "<code>{path}</code>". "<a href="#/overview">"Overview"</a></p>
    }
}
