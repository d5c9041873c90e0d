//! The browser's edge: the only place that names `web_sys` or `leptos`.
//!
//! [`effect`] has one file for each capability of the browser, [`ui`] the components. Two shells are the wire between them and what
//! decides: `shell` around the [`crate::monitor::Monitor`] of a visitor's page, `admin_shell` around the operator's
//! [`crate::console::Console`]. Nothing here decides anything: what to ask is the monitor's, what to say is `view`'s.
//!
//! An error that nobody can do anything about is thrown. `public/boot.js` catches it and says in words that the page has
//! stopped, so that it is never blank and never green by accident.

mod acts;
mod admin_shell;
pub mod effect;
mod incidents;
mod reconfigure;
mod record;
mod shell;
mod state;
pub mod ui;

use crate::route::public::Page;
use crate::ui::admin::AdminPage;
use admin_shell::AdminShell;
use leptos::mount::mount_to;
use leptos::prelude::{document, provide_context};
use leptos::view;
use shell::Shell;
use wasm_bindgen::JsCast as _;

/// Reads the configuration and starts the page in place of the words that `index.html` had in the meantime.
pub fn run() {
    wasm_bindgen_futures::spawn_local(async {
        let config = match effect::fetch::config().await {
            Ok(config) => config,
            Err(reason) => wasm_bindgen::throw_str(&reason),
        };
        let words = effect::language::first().await;
        // Who comes for a page of the past waits for what it is made of. Where that does not come, the page of systems is shown.
        let is_whole = Page::parse(&effect::hash::current()) != Page::Systems
            && effect::later::is_there().await;
        let Some(place) = document().get_element_by_id("app") else {
            wasm_bindgen::throw_str("index.html has no element with the id app.")
        };
        // An empty view: it starts the reactive runtime and owns the signals of the page.
        mount_to(place.clone().unchecked_into(), move || {
            Shell::start(config, words, is_whole, place);
        })
        .forget();
    });
}

/// Starts the operators' page in place of the words that `admin.html` had in the meantime.
pub fn run_admin() {
    let Some(place) = document().get_element_by_id("app") else {
        wasm_bindgen::throw_str("admin.html has no element with the id app.")
    };
    place.set_inner_html("");
    mount_to(place.unchecked_into(), || {
        provide_context(AdminShell::open().handle());
        provide_context(effect::canvas::host());
        view! { <AdminPage/> }
    })
    .forget();
}
