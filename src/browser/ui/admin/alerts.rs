//! Alerts: the rules in their groups, which of them are shown, and what was changed in this browser.
//!
//! A rule that the filter hides stays in the document, so that nothing typed into its form is lost.

mod form;
mod rule;

use super::dashboard::ranges;
use super::icon;
use crate::browser::desk::Desk;
use crate::browser::ui::chart::save_text;
use crate::view::admin::alerts::{Alerts, Choice, Filter, Section, alerts};
use leptos::html;
use leptos::prelude::*;

/// The screen.
pub(super) fn screen(desk: Desk) -> impl IntoView {
    let filter = RwSignal::new(Filter::default());
    let seen = Memo::new(move |_| {
        filter.with(|filter| desk.see(|scene| alerts(scene, filter))).unwrap_or_default()
    });
    let note = Memo::new(move |_| seen.with(|seen| seen.note.clone()));
    let nothing = Memo::new(move |_| seen.with(|seen| seen.nothing.clone()));
    let choices = Memo::new(move |_| seen.with(|seen| seen.choices.clone()));
    // The rules are those of the configuration, as long as the page lives.
    let sections = seen.with_untracked(|seen| seen.sections.len());
    view! {
        <div class="bar"><h1>"Alerts"</h1>{ranges(desk)}</div>
        <div class="bar">
            <div class="segmented" role="group" aria-label="State">{move || {
                choices.get().into_iter().map(|(choice, n)| button(filter, choice, n)).collect_view()
            }}</div>
            <input class="field search" type="search" placeholder="severity=critical" size="22" aria-label="Filter by text or label"
                on:input:target=move |event| filter.update(|filter| filter.text = event.target().value())/>
        </div>
        <div role="status">{move || Some(note.get()).filter(|note| !note.is_empty()).map(standing_still)}</div>
        {(0..sections).map(|index| section(desk, seen, index)).collect_view()}
        {move || Some(nothing.get()).filter(|words| !words.is_empty()).map(|words| view! { <p class="note">{words}</p> })}
        {changed(seen)}
    }
}

fn button(filter: RwSignal<Filter>, choice: Choice, n: usize) -> impl IntoView {
    let pressed = move || filter.with(|filter| filter.choice == choice).to_string();
    let choose = move |_| filter.update(|filter| filter.choice = choice);
    view! { <button type="button" aria-pressed=pressed on:click=choose>{choice.word()}" "{n}</button> }
}

/// Says that what is seen is not how it is.
fn standing_still(note: String) -> impl IntoView {
    view! { <div class="alert" data-status="unknown">{icon("icon", "unknown")}<p>{note}</p></div> }
}

/// One group.
fn section(desk: Desk, seen: Memo<Alerts>, index: usize) -> impl IntoView {
    let of = move |section: fn(&Section) -> String| {
        Memo::new(move |_| {
            seen.with(|seen| seen.sections.get(index).map(section)).unwrap_or_default()
        })
    };
    let (name, note) = (of(|section| section.name.clone()), of(|section| section.note.clone()));
    let is_shown = Memo::new(move |_| {
        seen.with(|seen| seen.sections.get(index).is_some_and(|section| section.is_shown))
    });
    let rows = seen.with_untracked(|seen| seen.sections.get(index).map_or(0, |one| one.rows.len()));
    let id = ["group-", &index.to_string()].concat();
    let heading = id.clone();
    let row = move |place: usize| {
        let row = Memo::new(move |_| {
            let row = |seen: &Alerts| seen.sections.get(index)?.rows.get(place).cloned();
            seen.with(row).unwrap_or_default()
        });
        rule::rule(desk, row, format!("rule-{index}-{place}"))
    };
    view! {
        <section class="panel" aria-labelledby=id hidden=move || !is_shown.get()>
            <header><h2 id=heading>{name}</h2><span class="note">{note}</span></header>
            {(0..rows).map(row).collect_view()}
        </section>
    }
}

/// The changed limits, to be taken home into allclear.yaml.
fn changed(seen: Memo<Alerts>) -> impl IntoView {
    let changed = Memo::new(move |_| seen.with(|seen| seen.changed.clone()));
    let is_there = Memo::new(move |_| changed.with(Option::is_some));
    let count = move || changed.get().map(|(count, _)| count);
    let text = move || changed.get().map(|(_, text)| text).unwrap_or_default();
    let field: NodeRef<html::Textarea> = NodeRef::new();
    let select = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
    };
    let save = move |_| save_text(&untrack(text), "application/yaml", "allclear-rules.yaml");
    let panel = move || {
        view! {
            <section class="panel" aria-labelledby="changed">
                <header><h2 id="changed">"Changed in this browser"</h2><span class="note">{count}</span></header>
                <p>"For everybody, put these rules into the section " <code>"rules"</code> " of allclear.yaml, in place of those of the same name, and run " <code>"allclear render"</code> "."</p>
                <textarea class="field yaml" readonly rows="12" spellcheck="false" aria-label="Changed rules as YAML" node_ref=field prop:value=text></textarea>
                <p class="cluster"><button class="button" type="button" on:click=select>"Select all"</button>
                    <button class="button" type="button" on:click=save>"Save as file"</button></p>
            </section>
        }
    };
    move || is_there.get().then(panel)
}
