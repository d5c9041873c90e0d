//! A group of rules.

use super::limit_form::Drafts;
use super::rule_line::RuleLine;
use crate::view::admin::alerts::{Alerts, Row, Section};
use leptos::prelude::*;

/// A group of rules, by its index.
#[component]
pub(super) fn RuleGroup(seen: Memo<Alerts>, group: usize, drafts: Drafts) -> impl IntoView {
    let id = format!("group-{group}");
    let section = move |read: fn(&Section) -> String| {
        seen.read().sections.get(group).map(read).unwrap_or_default()
    };
    let keys = Memo::new(move |_| {
        let keys =
            |section: &Section| section.rows.iter().map(|row| row.key.clone()).collect::<Vec<_>>();
        seen.read().sections.get(group).map(keys).unwrap_or_default()
    });
    let rule = move |key: String| {
        let row = Memo::new(move |_| {
            let seen = seen.read();
            let rows = seen.sections.get(group).map(|section| &*section.rows).unwrap_or_default();
            rows.iter().find(|row: &&Row| row.key == key).cloned().unwrap_or_default()
        });
        view! { <RuleLine row drafts/> }
    };
    view! {
        <section
            class="panel"
            aria-labelledby=id
            hidden=move || seen.read().sections.get(group).is_some_and(|section| !section.is_shown)
        >
            <header>
                <h2 id=id.clone()>{move || section(|section| section.name.clone())}</h2>
                <span class="note">{move || section(|section| section.note.clone())}</span>
            </header>
            <div class="through">
                <For each=move || keys.get() key=String::clone let(key)>{rule(key)}</For>
            </div>
        </section>
    }
}
