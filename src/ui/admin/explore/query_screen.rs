//! A query, which stands in the address, and its result.

use super::explained::explained;
use super::explanation_tree::{ExplanationTree, WhyEmpty};
use super::query_editor::QueryEditor;
use super::remark_item::RemarkItem;
use super::result_chart::ResultChart;
use super::result_table::ResultTable;
use super::running::Running;
use crate::console::Event;
use crate::route::{Explore, Route, Screen};
use crate::ui::admin::use_console;
use crate::view::admin::Scene;
use crate::view::admin::explore::EXAMPLES;
use leptos::prelude::*;

/// The editor, and below it the result.
#[component]
pub(super) fn QueryScreen() -> impl IntoView {
    let console = use_console();
    let query = Memo::new(move |last: Option<&String>| match &console.route().read().screen {
        Screen::Explore(Explore::Query(query)) => query.clone(),
        _ => last.cloned().unwrap_or_default(),
    });
    let running = Running::new(console, query);
    let on_query = Callback::new(move |(wanted, replaces): (String, bool)| {
        // What is run while it is being typed is no query to come back to.
        if !replaces {
            console.send(Event::QueryRun(wanted.clone()));
        }
        if wanted == query.get_untracked() {
            return running.again.run(());
        }
        let screen = Screen::Explore(Explore::Query(wanted));
        console.navigate(Route { screen, ..console.route().get_untracked() }, replaces);
    });
    let result = running.result;
    let note = move || match result.read().as_ref() {
        _ if running.is_slow.get() => Some("Evaluating…".to_owned()),
        Some(Ok(result)) => Some(result.note.clone()),
        _ => None,
    };
    let remarks = Memo::new(move |_| match result.read().as_ref() {
        Some(Ok(result)) => result.remarks.clone(),
        Some(Err(remark)) => vec![remark.clone()],
        None => Vec::new(),
    });
    let on_repair = Callback::new(move |repaired| on_query.run((repaired, false)));
    let remark = move |remark| view! { <RemarkItem remark on_repair/> };
    let explained = explained(console, result);
    // Nothing at this time is no mistake where the chart has something.
    let is_empty = Memo::new(move |_| match result.read().as_ref() {
        Some(Ok(result)) => result.n_rows == 0,
        _ => false,
    });
    let empty = move || {
        let step = is_empty.get().then(|| explained.get()).flatten();
        step.map(|step| view! { <WhyEmpty step on_repair/> })
    };
    let is_blank = Memo::new(move |_| query.read().trim().is_empty());
    view! {
        <section class="panel" aria-label="Query">
            <QueryEditor query on_query/>
            <div role="status">{move || remarks.get().into_iter().map(remark).collect_view()}{empty}</div>
            <p class="note">{note}</p>
            <RecentQueries/>
        </section>
        <Show when=move || is_blank.get()><Examples/></Show>
        <div class="panels" hidden=move || is_blank.get()>
            <ResultChart result/>
            <ExplanationTree explained/>
            <ResultTable result/>
        </div>
    }
}

/// The queries that were run last in this browser.
#[component]
fn RecentQueries() -> impl IntoView {
    let console = use_console();
    let recent = Memo::new(move |_| -> Vec<String> {
        let recent = |scene: Scene<'_>| scene.work.queries().iter().map(str::to_owned).collect();
        console.with_scene(recent).unwrap_or_default()
    });
    let query = |query: String| {
        let screen = Screen::Explore(Explore::Query(query.clone()));
        view! { <li><a href=Route::to(screen).to_string()><code>{query}</code></a></li> }
    };
    view! {
        <details class="recent" hidden=move || recent.read().is_empty()>
            <summary>"Recent queries"</summary>
            <ul class="families">{move || recent.get().into_iter().map(query).collect_view()}</ul>
        </details>
    }
}

/// Queries to begin with.
#[component]
fn Examples() -> impl IntoView {
    let example = |(query, words): (&'static str, &'static str)| {
        let screen = Screen::Explore(Explore::Query(query.to_owned()));
        let href = Route::to(screen).to_string();
        view! { <li><a href=href><code>{query}</code></a><p class="note">{words}</p></li> }
    };
    let metrics = Route::to(Screen::Explore(Explore::Metrics(None))).to_string();
    view! {
        <section class="panel" aria-labelledby="examples">
            <h2 id="examples">"Write a query in PromQL, or begin with one of these"</h2>
            <ul class="families">{EXAMPLES.map(example).into_iter().collect_view()}</ul>
            <p class="note"><a href=metrics>"All metrics"</a>" lists what there is to query."</p>
        </section>
    }
}
