//! The rules whose limits were changed in this browser, to be taken home into `allclear.yaml`.

use crate::ui::admin::use_console;
use crate::ui::chart::ChartHost;
use leptos::html::Textarea;
use leptos::prelude::*;

/// How many rules were changed, in words, and the rules as YAML; nothing while none is changed.
#[component]
pub(super) fn ChangedRules(changed: Memo<Option<(String, String)>>) -> impl IntoView {
    let is_changed = Memo::new(move |_| changed.read().is_some());
    view! { <Show when=move || is_changed.get()><Rules changed/></Show> }
}

#[component]
fn Rules(changed: Memo<Option<(String, String)>>) -> impl IntoView {
    let console = use_console();
    let chart_host = use_context::<ChartHost>();
    let area = NodeRef::<Textarea>::new();
    let count = move || changed.read().as_ref().map(|(count, _)| count.clone());
    let yaml = move || changed.get().map(|(_, yaml)| yaml).unwrap_or_default();
    let save = move |_| {
        if let Some(host) = chart_host {
            let yaml = changed.get_untracked().map(|(_, yaml)| yaml).unwrap_or_default();
            (host.save_text)(&yaml, "application/yaml", "allclear-rules.yaml");
        }
    };
    view! {
        <section class="panel" aria-labelledby="changed-heading">
            <header>
                <h2 id="changed-heading">"Changed in this browser"</h2>
                <span class="note">{count}</span>
            </header>
            <p>
                "To change them for everyone, put these rules into the section "<code>"rules"</code>
                " of allclear.yaml, replacing those of the same name, and run "
                <code>"allclear render"</code>"."
            </p>
            <textarea
                class="field yaml"
                readonly=true
                rows="12"
                spellcheck="false"
                aria-label="Changed rules as YAML"
                node_ref=area
                prop:value=yaml
            ></textarea>
            <p class="cluster">
                <button class="button" type="button" on:click=move |_| console.host().select_all(area)>
                    "Select all"
                </button>
                <button class="button" type="button" on:click=save>"Save as file"</button>
            </p>
        </section>
    }
}
