//! What one endpoint answered: problems, families, or the bytes as received.

use super::list;
use crate::browser::desk::Desk;
use crate::route::{Aspect, Endpoint, Route, Screen};
use crate::view::admin::inspect::{BadLine, inspection, list as rows, problems};
use leptos::prelude::*;

/// The panel below the table.
pub(super) fn inspect(desk: Desk, endpoint: Endpoint) -> impl IntoView {
    let endpoint = StoredValue::new(endpoint);
    let aspect = Memo::new(move |_| match desk.route.get().screen {
        Screen::Targets(Some((_, aspect))) => aspect,
        _ => Aspect::Raw,
    });
    let seen = Memo::new(move |_| {
        endpoint.with_value(|endpoint| desk.see(|scene| inspection(scene, endpoint)).flatten())
    });
    let title = Memo::new(move |_| seen.get().map(|seen| seen.title).unwrap_or_default());
    let note = Memo::new(move |_| seen.get().map(|seen| seen.note));
    let at = Memo::new(move |_| seen.get().map(|seen| seen.at));
    let has_families = Memo::new(move |_| seen.get().is_some_and(|seen| seen.has_families));
    let filter = RwSignal::new(String::new());
    let choice = move |to: Aspect, word: &'static str| {
        let go = move |_| {
            let screen = Screen::Targets(Some((endpoint.get_value(), to)));
            desk.go(Route { screen, ..desk.route.get_untracked() }, true);
        };
        view! { <button type="button" aria-pressed=move || (aspect.get() == to).to_string() on:click=go>{word}</button> }
    };
    let body = move || {
        let aspect = aspect.get();
        if aspect == Aspect::Problems {
            at.with(|_| ());
            let lines =
                endpoint.with_value(|endpoint| desk.see_once(|scene| problems(scene, endpoint)));
            return bad_lines(lines.unwrap_or_default()).into_any();
        }
        let rows = Memo::new(move |_| {
            at.with(|_| ());
            let look = |endpoint: &Endpoint| {
                filter.with(|filter| desk.see_once(|scene| rows(scene, endpoint, aspect, filter)))
            };
            endpoint.with_value(look).unwrap_or_default()
        });
        let label = if aspect == Aspect::Families { "Families" } else { "Answer as received" };
        list::list(label, rows, filter).into_any()
    };
    view! {
        <section class="panel" aria-labelledby="answer">
            <header><h2 id="answer">{move || if seen.with(Option::is_some) { title.get() } else { "Nothing was answered yet".to_owned() }}</h2>
                <div class="cluster">
                    <input class="field search" type="search" placeholder="Search" aria-label="Search in the answer" size="16"
                        hidden=move || aspect.get() == Aspect::Problems
                        on:input:target=move |event| filter.set(event.target().value())/>
                    <div class="segmented" role="group" aria-label="Show">
                        {move || has_families.get().then(|| (choice(Aspect::Problems, "Problems"), choice(Aspect::Families, "Families")))}
                        {choice(Aspect::Raw, "Raw")}
                    </div>
                </div>
            </header>
            <p class="note">{note}</p>
            {body}
        </section>
    }
}

fn bad_lines(lines: Vec<BadLine>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p>"Every line could be read."</p> }.into_any();
    }
    let row = |line: BadLine| {
        let [before, at, after] = line.received;
        view! {
            <tr><td class="number">{line.line}</td><td>{line.reason}</td>
                <td><code>{before}{(!at.is_empty()).then(|| view! { <mark class="wrong">{at}</mark> })}{after}</code></td></tr>
        }
    };
    view! {
        <div class="scroll" role="group" aria-label="Problems" tabindex="0"><table class="table">
            <thead><tr><th scope="col" class="number">"Line"</th><th scope="col">"Reason"</th><th scope="col">"As received"</th></tr></thead>
            <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
        </table></div>
    }
    .into_any()
}
