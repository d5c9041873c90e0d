//! The editor of a query.

use super::completion::{Completion, CompletionList};
use super::query_text::QueryText;
use super::remark_item::RemarkItem;
use crate::ui::admin::use_console;
use crate::view::admin::explore::{formatted, mistake};
use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;
use std::time::Duration;

/// The pause in typing after which a valid query is run.
const PAUSE: Duration = Duration::from_millis(600);

/// A text area, its mistake, and the button that runs the query.
#[component]
pub(super) fn QueryEditor(
    /// The query that was run last.
    query: Memo<String>,
    /// Called with a query to run, and whether the address before it leaves no trace in the browser's history.
    on_query: Callback<(String, bool)>,
) -> impl IntoView {
    let console = use_console();
    let text = RwSignal::new(query.get_untracked());
    // Another address, as that of a link or of the way back, is another text.
    Effect::new(move |_| {
        let query = query.get();
        if query != text.get_untracked() {
            text.set(query);
        }
    });
    let wrong = Memo::new(move |_| mistake(&text.read()));
    let area = NodeRef::<Textarea>::new();
    let cursor = RwSignal::new(None);
    let see_cursor = move || cursor.set(Some(console.host().cursor(area)));
    let pause = StoredValue::new_local(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = pause.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    on_cleanup(stop);
    let run = move |replaces: bool| {
        stop();
        on_query.run((text.get_untracked(), replaces));
    };
    let edit = move |new: String| {
        text.set(new);
        stop();
        let run_valid = move || {
            if wrong.get_untracked().is_none() && text.get_untracked() != query.get_untracked() {
                run(true);
            }
        };
        pause.set_value(set_timeout_with_handle(run_valid, PAUSE).ok());
    };
    let completion = Completion::new(console, area, Callback::new(edit));
    let type_in = move |new: String| {
        completion.follow(&new);
        edit(new);
        see_cursor();
    };
    let press = move |event: KeyboardEvent| {
        if take_key(&event, completion, text, run) {
            event.prevent_default();
        }
    };
    let on_repair = Callback::new(move |repaired: String| {
        text.set(repaired);
        run(false);
    });
    let remark = move || wrong.get().map(|remark| view! { <RemarkItem remark on_repair/> });
    let format = move |()| {
        if let Some(formatted) = formatted(&text.get_untracked()) {
            console.host().write(area, &formatted, formatted.len());
            edit(formatted);
        }
    };
    view! {
        <div class="query">
            <QueryText text wrong cursor/>
            <textarea
                id="query"
                rows="1"
                aria-label="Query"
                aria-describedby="query-remark"
                aria-invalid=move || wrong.read().is_some().then_some("true")
                autocapitalize="none"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || text.get()
                node_ref=area
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-controls="completions"
                aria-activedescendant=move || completion.active_id()
                on:input=move |event| type_in(event_target_value(&event))
                on:keydown=press
                on:keyup=move |_| see_cursor()
                on:pointerup=move |_| see_cursor()
                on:blur=move |_| {
                    cursor.set(None);
                    completion.close();
                }
            ></textarea>
            <CompletionList completion/>
        </div>
        <div id="query-remark" role="status">{remark}</div>
        <Commands
            is_wrong=Signal::derive(move || wrong.read().is_some())
            on_run=Callback::new(move |()| run(false))
            on_format=Callback::new(format)
        />
    }
}

/// Runs the query, completes it, or chooses a completion. Returns whether the key means one of these.
fn take_key(
    event: &KeyboardEvent,
    completion: Completion,
    text: RwSignal<String>,
    run: impl Fn(bool),
) -> bool {
    let (key, is_control) = (event.key(), event.ctrl_key() || event.meta_key());
    match key.as_str() {
        "Enter" if is_control => {
            completion.close();
            run(false);
            true
        }
        " " if is_control => {
            completion.suggest(&text.get_untracked());
            true
        }
        _ => completion.press(&key),
    }
}

/// The buttons below the text.
#[component]
fn Commands(
    /// Whether the text has a mistake, so that it cannot be formatted.
    is_wrong: Signal<bool>,
    /// Runs the query.
    on_run: Callback<()>,
    /// Formats the text.
    on_format: Callback<()>,
) -> impl IntoView {
    view! {
        <p class="cluster">
            <button class="button primary" type="button" on:click=move |_| on_run.run(())>"Run"</button>
            <button class="button" type="button" disabled=is_wrong on:click=move |_| on_format.run(())>"Format"</button>
            <span class="note">"Ctrl Enter runs, Ctrl Space completes."</span>
        </p>
    }
}
