//! The editor of a query.

use super::query_text::QueryText;
use super::remark_item::RemarkItem;
use crate::ui::admin::use_console;
use crate::view::admin::explore::mistake;
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
    let press = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            run(false);
        }
    };
    let remark = move || {
        // The remark of a query that was run stands with its result.
        wrong.get().map(|remark| view! { <RemarkItem remark/> })
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
                on:input=move |event| {
                    edit(event_target_value(&event));
                    see_cursor();
                }
                on:keydown=press
                on:keyup=move |_| see_cursor()
                on:pointerup=move |_| see_cursor()
                on:blur=move |_| cursor.set(None)
            ></textarea>
        </div>
        <div id="query-remark" role="status">{remark}</div>
        <p class="cluster">
            <button class="button primary" type="button" on:click=move |_| run(false)>"Run"</button>
            <span class="note">"Ctrl Enter runs."</span>
        </p>
    }
}
