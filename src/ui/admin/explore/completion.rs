//! Completion of a query: a list of suggestions. The text area keeps the focus, and names the active suggestion to a screen reader.

use crate::ui::admin::ConsoleHandle;
use crate::ui::common::{filled, truth};
use crate::view::admin::Scene;
use crate::view::admin::explore::{Suggestion, is_due, suggestions};
use crate::view::format::count;
use leptos::html::Textarea;
use leptos::prelude::*;

/// The state of the list.
#[derive(Clone, Copy)]
pub(super) struct Completion {
    console: ConsoleHandle,
    area: NodeRef<Textarea>,
    found: RwSignal<Vec<Suggestion>>,
    /// The index of the active suggestion.
    active: RwSignal<usize>,
    /// Called with the text and the place of the cursor when a suggestion is taken.
    on_take: Callback<String>,
}

impl Completion {
    pub(super) fn new(
        console: ConsoleHandle,
        area: NodeRef<Textarea>,
        on_take: Callback<String>,
    ) -> Self {
        Self { console, area, found: RwSignal::new(Vec::new()), active: RwSignal::new(0), on_take }
    }

    /// Returns whether the list is open.
    pub(super) fn is_open(self) -> bool {
        !self.found.read().is_empty()
    }

    /// Returns the id of the active suggestion.
    pub(super) fn active_id(self) -> Option<String> {
        self.is_open().then(|| format!("completion-{}", self.active.get()))
    }

    /// Follows the typing of a text.
    pub(super) fn follow(self, text: &str) {
        if is_due(text, self.console.host().cursor(self.area)) {
            self.suggest(text);
        } else {
            self.close();
        }
    }

    /// Finds the suggestions at the cursor.
    pub(super) fn suggest(self, text: &str) {
        let cursor = self.console.host().cursor(self.area);
        let find = |scene: Scene<'_>| suggestions(scene, text, cursor);
        let found = self.console.with_scene_untracked(find).unwrap_or_default();
        self.active.set(0);
        self.found.set(found);
    }

    /// Closes the list.
    pub(super) fn close(self) {
        if !self.found.read_untracked().is_empty() {
            self.found.set(Vec::new());
        }
    }

    /// Handles a key. Returns whether it was one of the list's.
    pub(super) fn press(self, key: &str) -> bool {
        let n_found = self.found.read_untracked().len();
        if n_found == 0 {
            return false;
        }
        let active = self.active.get_untracked();
        match key {
            "ArrowDown" => self.active.set((active + 1) % n_found),
            "ArrowUp" => self.active.set((active + n_found - 1) % n_found),
            "Tab" | "Enter" => self.take(active),
            "Escape" => self.close(),
            _ => return false,
        }
        true
    }

    /// Takes a suggestion.
    fn take(self, index: usize) {
        let taken = self.found.read_untracked().get(index).cloned();
        self.close();
        if let Some(Suggestion { text, cursor, .. }) = taken {
            self.console.host().write(self.area, &text, cursor);
            self.on_take.run(text);
        }
    }
}

/// The list below the text area.
#[component]
pub(super) fn CompletionList(completion: Completion) -> impl IntoView {
    let option = move |(index, suggestion): (usize, Suggestion)| {
        let is_active = move || truth(completion.active.get() == index);
        let about = filled(suggestion.about).map(|about| view! { <p>{about}</p> });
        view! {
            <li
                role="option"
                id=format!("completion-{index}")
                aria-selected=is_active
                // The text area keeps the focus.
                on:pointerdown=move |event| {
                    event.prevent_default();
                    completion.take(index);
                }
            >
                <code>{suggestion.name}</code>
                <span class="chip">{suggestion.kind}</span>
                {about}
            </li>
        }
    };
    let options = move || {
        let found = completion.found.get();
        found.into_iter().enumerate().map(option).collect_view()
    };
    let announcement = move || match completion.found.read().len() {
        0 => None,
        n => Some(count(n, "completion")),
    };
    view! {
        <ul
            class="popup"
            role="listbox"
            id="completions"
            aria-label="Completions"
            hidden=move || !completion.is_open()
        >
            {options}
        </ul>
        <p class="unseen" role="status">{announcement}</p>
    }
}
