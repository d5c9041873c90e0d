//! The browser's edge: the only place that names `web_sys`.
//!
//! [`effect`] has one file for each capability of the browser. Two shells connect them with what decides: `public_shell` with the
//! [`Monitor`](crate::monitor::Monitor) of a visitor's page, `admin_shell` with the operator's [`Console`](crate::console::Console).
//! Nothing here decides anything: `monitor` chooses the requests, `view` what to show, and `ui` how it is laid out.
//!
//! An error that cannot be handled is thrown. `public/boot.js` catches it and replaces the page by the sentence that it has stopped, so
//! that it is never blank and never green by accident.

mod admin_shell;
pub mod effect;
mod public_shell;

use crate::ui::admin::AdminPage;
use admin_shell::AdminShell;
use leptos::mount::mount_to;
use leptos::prelude::{document, provide_context};
use leptos::view;
use public_shell::PublicShell;
use wasm_bindgen::JsCast as _;

/// Reads the configuration and starts the page in place of the words that `index.html` had in the meantime.
pub fn run() {
    wasm_bindgen_futures::spawn_local(async {
        let config = match effect::fetch::config().await {
            Ok(config) => config,
            Err(reason) => wasm_bindgen::throw_str(&reason),
        };
        let words = effect::language::first().await;
        let Some(place) = document().get_element_by_id("app") else {
            wasm_bindgen::throw_str("index.html has no element with the id app.")
        };
        // An empty view: it starts the reactive runtime and owns the signals of the page.
        mount_to(place.clone().unchecked_into(), move || {
            PublicShell::start(config, words, place);
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
