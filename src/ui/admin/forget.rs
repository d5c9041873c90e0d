//! The question before everything that this browser keeps is forgotten.

use super::use_console;
use crate::console::Event;
use crate::view::admin::notice;
use leptos::html::Dialog;
use leptos::prelude::*;

/// The question. It lies over the page until `on_close` is called.
#[component]
pub fn ForgetDialog(on_close: Callback<()>) -> impl IntoView {
    let console = use_console();
    let words = console.with_scene_untracked(notice::forgetting);
    let dialog = NodeRef::<Dialog>::new();
    dialog.on_load(move |_| console.host().show_modal(dialog));
    let forget = move |_| {
        console.send(Event::ForgetRequested);
        on_close.run(());
    };
    let forget_and_log_out = move |_| {
        console.send(Event::LoggedOut);
        console.send(Event::ForgetRequested);
    };
    view! {
        <dialog
            class="again form"
            aria-labelledby="forget-heading"
            node_ref=dialog
            on:close=move |_| on_close.run(())
        >
            <h1 id="forget-heading">"Clear the data stored in this browser?"</h1>
            <p>{words}</p>
            <div class="cluster">
                <button class="button" type="button" on:click=forget>"Clear"</button>
                <button class="button" type="button" on:click=forget_and_log_out>"Clear and sign out"</button>
                <button class="button plain" type="button" on:click=move |_| on_close.run(())>"Cancel"</button>
            </div>
        </dialog>
    }
}
