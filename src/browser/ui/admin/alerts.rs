//! Alerts: the rules in their groups, which of them are shown, and what was changed in this browser.
//!
//! A rule that the filter hides stays in the document, so that nothing typed into its form is lost.

mod form;
mod opened;
mod rule;

use super::dashboard::ranges;
use super::{bar, button, choice, segmented};
use crate::browser::desk::Desk;
use crate::browser::ui::chart::save_text;
use crate::browser::ui::markup::{El, el, icon, watch};
use crate::browser::ui::reactive::{Memo, RwSignal, untrack};
use crate::view::admin::alerts::{Alerts, Choice, Filter, Section, alerts};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

/// The screen.
pub(super) fn screen(desk: Desk) -> Vec<El> {
    let filter = RwSignal::new(Filter::default());
    let seen = Memo::new(move || {
        filter.with(|filter| desk.see(|scene| alerts(scene, filter))).unwrap_or_default()
    });
    let mut roots =
        vec![bar("Alerts").children(ranges(desk)), chooser(filter, seen), standing_still(seen)];
    // The rules are those of the configuration, as long as the page lives.
    let sections = seen.with_untracked(|seen| seen.sections.len());
    roots.extend((0..sections).map(|index| section(desk, seen, index)));
    let nothing = el("p")
        .class("note")
        .flag("hidden", move || seen.with(|seen| seen.nothing.is_empty()))
        .live_text(move || seen.with(|seen| seen.nothing.clone()));
    roots.extend([nothing, changed(seen)]);
    roots
}

/// Which rules are shown: by state, and by words.
fn chooser(filter: RwSignal<Filter>, seen: Memo<Alerts>) -> El {
    let words = move || {
        let words = |seen: &Alerts| {
            seen.choices.iter().map(|(choice, _)| choice.word().to_owned()).collect()
        };
        seen.with(words)
    };
    let choices = segmented("State", []).each(words, move |word| one_choice(filter, seen, word));
    let search = el("input")
        .class("field search")
        .attr("type", "search")
        .attr("placeholder", "severity=critical")
        .attr("size", "22")
        .attr("aria-label", "Filter by text or label");
    let field: HtmlInputElement = search.cast();
    let search = search.on("input", move |_| filter.update(|filter| filter.text = field.value()));
    el("div").class("bar").child(choices).child(search)
}

/// The button of the choice with this word.
fn one_choice(filter: RwSignal<Filter>, seen: Memo<Alerts>, word: &str) -> El {
    let named = |seen: &Alerts| {
        seen.choices.iter().map(|(choice, _)| *choice).find(|choice| choice.word() == word)
    };
    let own: Choice = seen.with_untracked(named).unwrap_or_default();
    let count = move |seen: &Alerts| {
        seen.choices.iter().find(|(one, _)| *one == own).map_or(0, |(_, n)| *n).to_string()
    };
    let is_chosen = move || filter.with(|filter| filter.choice == own);
    choice(own.word(), is_chosen, move || filter.update(|filter| filter.choice = own))
        .text(" ")
        .live_text(move || seen.with(count))
}

/// Says that what is seen is not how it is.
fn standing_still(seen: Memo<Alerts>) -> El {
    let note = move || seen.with(|seen| seen.note.clone());
    let alert = move || {
        let note = note();
        if note.is_empty() {
            return Vec::new();
        }
        let alert = el("div").class("alert").attr("data-status", "unknown");
        vec![alert.child(icon("icon", "unknown")).child(el("p").text(&note))]
    };
    el("div").attr("role", "status").live_on(note, alert)
}

/// One group.
fn section(desk: Desk, seen: Memo<Alerts>, index: usize) -> El {
    let of = move |text: fn(&Section) -> &str| {
        let text = |seen: &Alerts| seen.sections.get(index).map(|one| text(one).to_owned());
        seen.with(text).unwrap_or_default()
    };
    let is_hidden =
        move || !seen.with(|seen| seen.sections.get(index).is_some_and(|one| one.is_shown));
    let rows = seen.with_untracked(|seen| seen.sections.get(index).map_or(0, |one| one.rows.len()));
    let number = index.to_string();
    let id = ["group-", &number].concat();
    let row = |place: usize| {
        let row = Memo::new(move || {
            let row = |seen: &Alerts| seen.sections.get(index)?.rows.get(place).cloned();
            seen.with(row).unwrap_or_default()
        });
        rule::rule(desk, row, ["rule-", &number, "-", &place.to_string()].concat())
    };
    let header = el("header")
        .child(el("h2").attr("id", &id).live_text(move || of(|section| &section.name)))
        .child(el("span").class("note").live_text(move || of(|section| &section.note)));
    el("section")
        .class("panel")
        .attr("aria-labelledby", &id)
        .flag("hidden", is_hidden)
        .child(header)
        .children((0..rows).map(row))
}

/// The changed limits, to be taken home into allclear.yaml.
fn changed(seen: Memo<Alerts>) -> El {
    let is_there = move || seen.with(|seen| seen.changed.is_some());
    el("section")
        .class("panel")
        .attr("aria-labelledby", "changed")
        .flag("hidden", move || !is_there())
        .live_on(
            move || is_there().to_string(),
            move || if is_there() { to_take_home(seen) } else { Vec::new() },
        )
}

fn to_take_home(seen: Memo<Alerts>) -> Vec<El> {
    let of = move |text: fn(&(String, String)) -> &str| {
        let text = |seen: &Alerts| seen.changed.as_ref().map(|changed| text(changed).to_owned());
        seen.with(text).unwrap_or_default()
    };
    let text = move || of(|(_, text)| text);
    let header = el("header")
        .child(el("h2").attr("id", "changed").text("Changed in this browser"))
        .child(el("span").class("note").live_text(move || of(|(count, _)| count)));
    let advice = el("p")
        .text("For everybody, put these rules into the section ")
        .child(el("code").text("rules"))
        .text(" of allclear.yaml, in place of those of the same name, and run ")
        .child(el("code").text("allclear render"))
        .text(".");
    let rules = el("textarea")
        .class("field yaml")
        .attr("readonly", "")
        .attr("rows", "12")
        .attr("spellcheck", "false")
        .attr("aria-label", "Changed rules as YAML");
    let field: HtmlTextAreaElement = rules.cast();
    let shown = field.clone();
    watch(move || shown.set_value(&text()));
    let select = button("Select all", move || field.select());
    let save = move || save_text(&untrack(text), "application/yaml", "allclear-rules.yaml");
    let save = button("Save as file", save);
    vec![header, advice, rules, el("p").class("cluster").child(select).child(save)]
}
