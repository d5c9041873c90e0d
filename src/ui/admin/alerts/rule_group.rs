//! The rules of one state.

use super::limit_form::Drafts;
use super::rule_line::RuleLine;
use crate::ui::admin::use_console;
use crate::ui::common::{Glyph, Icon, truth};
use crate::view::admin::alerts::{Alerts, Choice, Row, Section};
use leptos::either::Either;
use leptos::prelude::*;

/// The rules of a state. Inactive rules are one line until a person opens it.
#[component]
pub(super) fn RuleGroup(seen: Memo<Alerts>, choice: Choice, drafts: Drafts) -> impl IntoView {
    let console = use_console();
    let id = format!("section-{}", choice.word().to_lowercase().replace(' ', "-"));
    let section = move || {
        let seen = seen.read();
        seen.sections.iter().find(|section| section.choice == choice).cloned().unwrap_or_default()
    };
    let keys =
        Memo::new(move |_| section().rows.into_iter().map(|row| row.key).collect::<Vec<_>>());
    let is_opened = RwSignal::new(false);
    // An address that leads to one of its rules opens it.
    let is_linked = Memo::new(move |_| {
        console.route().read().panel.as_ref().is_some_and(|key| keys.read().contains(key))
    });
    let head = Memo::new(move |_| {
        let Section { name, note, is_folded, .. } = section();
        (name, note, is_folded)
    });
    let is_open = move || !head.read().2 || is_opened.get() || is_linked.get();
    let rule = move |key: String| {
        let row = Memo::new(move |_| {
            let seen = seen.read();
            let mut rows = seen.sections.iter().flat_map(|section| &section.rows);
            rows.find(|row: &&Row| row.key == key).cloned().unwrap_or_default()
        });
        view! { <RuleLine row drafts/> }
    };
    let heading = {
        let id = id.clone();
        move || {
            let (name, note, is_folded) = head.get();
            let is_open = is_open();
            if is_folded {
                let toggle = move |_| is_opened.update(|is_opened| *is_opened = !*is_opened);
                Either::Left(view! {
                    <button class="fold" type="button" data-status="operational" aria-expanded=truth(is_open) on:click=toggle>
                        <Glyph name="chevron" class="chevron"/>
                        <Icon name="operational"/>
                        <b id=id.clone()>{name}</b>
                        <span class="note">{note}</span>
                    </button>
                })
            } else {
                Either::Right(view! {
                    <header>
                        <h2 id=id.clone()>{name}</h2>
                        <span class="note">{note}</span>
                    </header>
                })
            }
        }
    };
    view! {
        <section class="panel" aria-labelledby=id hidden=move || !section().is_shown>
            {heading}
            <div class="through" hidden=move || !is_open()>
                <For each=move || keys.get() key=String::clone let(key)>{rule(key)}</For>
            </div>
        </section>
    }
}
