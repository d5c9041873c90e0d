//! The search among many systems.

use super::Action;
use crate::ui::common::filled;
use crate::view::language::{message, plural};
use crate::view::public::page::Page;
use leptos::prelude::*;

/// The id of the search field, for the focus.
pub const SEARCH: &str = "search";

/// The search field above the groups, on a page of many systems.
///
/// The field stands outside of what is rendered each second: its text is the visitor's.
#[component]
pub fn Search(
    /// The page.
    page: RwSignal<Page>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let is_there = Memo::new(move |_| page.with(|page| page.search.is_some()));
    // Without code that searches, the field keeps its place and takes no text.
    let is_ready = Memo::new(move |_| page.with(|page| page.subscription.is_some()));
    let label = move || page.with(|page| page.words.text(message("Search systems")));
    let text = move || page.with(|page| page.search.clone().unwrap_or_default());
    let note = move || page.with(|page| filled(note(page)));
    let field = move || {
        is_there.get().then(|| {
            view! {
                <search class="search">
                    <input
                        class="field"
                        id=SEARCH
                        type="search"
                        autocomplete="off"
                        aria-label=label
                        placeholder=label
                        disabled=move || !is_ready.get()
                        prop:value=text
                        on:input:target=move |event| act.run(Action::Search(event.target().value()))
                    />
                    <p class="note" role="status">{note}</p>
                </search>
            }
        })
    };
    view! { {field} }
}

/// How many systems were found.
fn note(page: &Page) -> String {
    if !page.is_searching() {
        return String::new();
    }
    let groups = page.layout.groups.iter();
    let found = groups.flat_map(|group| {
        let systems = group.systems.iter().filter_map(|id| page.layout.index(id));
        systems.filter(|system| page.finds(group, *system))
    });
    match found.count() {
        0 => page.words.text(message("No system has this name.")),
        n => page.words.count(n, plural("{n}~system found.", "{n}~systems found."), &[]),
    }
}
