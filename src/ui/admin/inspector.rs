//! The last answer of one endpoint: problems, families, or the bytes as received.

mod problem_table;

use super::row_list::RowList;
use super::use_console;
use crate::route::{Aspect, Endpoint, Route, Screen};
use crate::ui::common::{Glyph, Segmented};
use crate::view::admin::inspect::inspection;
use leptos::html;
use leptos::prelude::*;
use problem_table::ProblemTable;
use std::sync::Arc;

/// The aspects, the ids of their buttons, and the words on these.
const ASPECTS: [(Aspect, &str, &str); 3] = [
    (Aspect::Problems, "show-problems", "Problems"),
    (Aspect::Families, "show-families", "Families"),
    (Aspect::Raw, "show-raw", "Raw"),
];

/// The panel beside the table of targets.
#[component]
pub(super) fn Inspector(endpoint: Endpoint) -> impl IntoView {
    let console = use_console();
    let endpoint = Arc::new(endpoint);
    let inspected = endpoint.clone();
    let seen =
        Memo::new(move |_| console.with_scene(|scene| inspection(scene, &inspected)).flatten());
    // The lists below are made anew with each answer, and not with each second.
    let answered = Memo::new(move |_| seen.with(|seen| seen.as_ref().map(|seen| seen.at)));
    let aspect = Memo::new(move |_| console.route().with(aspect));
    let search = RwSignal::new(String::new());
    let title = move || {
        let title = seen.with(|seen| seen.as_ref().map(|seen| seen.title.clone()));
        title.unwrap_or_else(|| "No response yet".to_owned())
    };
    let inspected = endpoint.clone();
    let on_choose = Callback::new(move |aspect| {
        let screen = Screen::Targets(Some(((*inspected).clone(), aspect)));
        console.navigate(Route { screen, ..console.route().get_untracked() }, true);
    });
    let choices = move || {
        let has_families = seen.with(|seen| seen.as_ref().is_some_and(|seen| seen.has_families));
        let shown = ASPECTS.into_iter().filter(|(one, ..)| has_families || *one == Aspect::Raw);
        let segments = shown.map(|(one, id, word)| (one, id, word.to_owned()).into()).collect();
        view! { <Segmented label="Show".to_owned() segments chosen=aspect.get() on_choose/> }
    };
    let body = move || {
        let endpoint = endpoint.clone();
        match aspect.get() {
            Aspect::Problems => view! { <ProblemTable endpoint answered/> }.into_any(),
            Aspect::Families => {
                view! { <RowList label="Families" endpoint aspect=Aspect::Families answered search/> }.into_any()
            }
            Aspect::Raw => {
                view! { <RowList label="Response as received" endpoint aspect=Aspect::Raw answered search/> }.into_any()
            }
        }
    };
    let pane = NodeRef::<html::Section>::new();
    // On a narrow screen it takes the place of the table, of which a person may have seen the end.
    pane.on_load(move |_| console.host().reveal(pane));
    let all = move || {
        let screen = Screen::Targets(None);
        Route { screen, ..console.route().get() }.to_string()
    };
    view! {
        <section class="panel pane" aria-labelledby="answer" node_ref=pane>
            <header>
                <h2 id="answer">{title}</h2>
                <a class="button plain closer" href=all><Glyph name="back"/>"All targets"</a>
                <div class="cluster">
                    <input
                        class="field search"
                        type="search"
                        size="16"
                        placeholder="Search"
                        aria-label="Search in the response"
                        hidden=move || aspect.get() == Aspect::Problems
                        bind:value=search
                    />
                    {choices}
                </div>
            </header>
            <p class="note">{move || seen.with(|seen| seen.as_ref().map(|seen| seen.note.clone()))}</p>
            <div>{body}</div>
        </section>
    }
}

/// The aspect that an address names.
fn aspect(route: &Route) -> Aspect {
    match &route.screen {
        Screen::Targets(Some((_, aspect))) => *aspect,
        _ => Aspect::Raw,
    }
}
