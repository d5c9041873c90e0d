//! Alerts: the rules in their groups, which of them are shown, and what was changed in this browser.
//!
//! A rule that the filter hides stays in the document, and what was typed into a form is kept while it is closed.

mod form;
mod opened;
mod rule;

use super::choice;
use super::dashboard::{ranged, seek};
use crate::browser::admin_shell::AdminShell;
use crate::browser::ui::chart::save_text;
use crate::browser::ui::markup::{Kept, acts, find, stamped, typed, value};
use crate::browser::ui::reactive::RwSignal;
use crate::browser::ui::stamp::Stamp;
use crate::route::Route;
use crate::view::admin::alerts::{Choice, Filter, Row, Section, alerts};
use leptos::prelude::{Get as _, GetUntracked as _};
use std::cell::RefCell;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlTextAreaElement};

/// The screen.
pub(super) fn screen(desk: &'static AdminShell) -> Element {
    let filter = RwSignal::new(Filter::default());
    let details = Kept::default();
    // By the key of their rule.
    let drafts: RefCell<Vec<(String, form::Fields)>> = RefCell::default();
    let (typed_in, chosen_of) = (filter.clone(), filter.clone());
    let screen = stamped(move || {
        let filter = filter.get();
        let seen = desk.see(|scene| alerts(scene, &filter)).unwrap_or_default();
        let route = desk.route().get();
        let open = route.panel.as_deref().unwrap_or_default();
        let rows = seen.sections.iter().flat_map(|section| &section.rows);
        let named = rows.filter(|row| row.key == open).map(|row| row.name.clone()).next();
        let details = details.get(if named.is_some() { open } else { "" }, || {
            opened::details(
                desk,
                open.to_owned(),
                named.unwrap_or_default(),
                drafts_of(&drafts, open),
            )
        });
        let one_choice = |(one, n): (Choice, usize)| {
            let words = [one.word(), " ", &n.to_string()].concat();
            choice(&words, one.word(), one == filter.choice)
        };
        let sections = seen.sections.into_iter().enumerate();
        let stamp = Stamp::of("rules")
            .each("choices", seen.choices, one_choice)
            .children("alert", standing_still(seen.note))
            .each("sections", sections, |(index, one)| section(index, one, open, details.as_ref()))
            .told("nothing", seen.nothing)
            .each("changed", seen.changed, changed);
        ranged(stamp, &route)
    });
    acts(&screen, "input", move |act, event| {
        if act == "filter" {
            typed_in.update(|filter| filter.text = typed(event));
        }
    });
    let root = screen.clone();
    acts(&screen, "click", move |act, _| {
        let chosen =
            [Choice::All, Choice::Firing, Choice::Pending, Choice::Inactive, Choice::Unknown];
        let yaml = || find(&root, "[data-place=yaml]").unchecked_into::<HtmlTextAreaElement>();
        if let Some(chosen) = chosen.into_iter().find(|one| one.word() == act) {
            chosen_of.update(|filter| filter.choice = chosen);
        } else if let Some(key) = act.strip_prefix("rule ") {
            let route = desk.route().get_untracked();
            let panel = Some(key.to_owned()).filter(|_| route.panel.as_deref() != Some(key));
            desk.go(Route { panel, ..route }, true);
        } else if act == "select" {
            yaml().select();
        } else if act == "save" {
            save_text(&yaml().value(), "application/yaml", "allclear-rules.yaml");
        } else {
            seek(desk, act);
        }
    });
    screen
}

/// What was typed into the form of the rule with this key.
fn drafts_of(all: &RefCell<Vec<(String, form::Fields)>>, key: &str) -> form::Fields {
    let mut all = all.borrow_mut();
    let known = all.iter().find(|(known, _)| known == key).map(|(_, fields)| fields.clone());
    known.unwrap_or_else(|| {
        let fields = form::Fields::default();
        all.push((key.to_owned(), fields.clone()));
        fields
    })
}

/// Says that what is seen is not how it is.
fn standing_still(note: String) -> Vec<Stamp> {
    if note.is_empty() {
        return Vec::new();
    }
    vec![Stamp::of("alert").state("", "unknown").text("rest", note)]
}

/// One group; `details` are those of the rule with the key `open`.
fn section(index: usize, section: Section, open: &str, details: Option<&Element>) -> Stamp {
    let number = index.to_string();
    let id = ["group-", &number].concat();
    let row = |(place, row): (usize, Row)| {
        let details = details.filter(|_| row.key == open).cloned();
        rule::rule(row, ["rule-", &number, "-", &place.to_string()].concat(), details)
    };
    Stamp::of("group")
        .set("", "aria-labelledby", &*id)
        .hide("", !section.is_shown)
        .set("name", "id", id)
        .text("name", section.name)
        .text("note", section.note)
        .each("rows", section.rows.into_iter().enumerate(), row)
}

/// The changed limits, to be taken home into allclear.yaml.
fn changed((count, text): (String, String)) -> Stamp {
    Stamp::of("changed").text("count", count).own("yaml", value(text))
}
