//! The form that changes a rule's limit in this browser.

use super::super::button;
use crate::browser::desk::Desk;
use crate::browser::ui::markup::{El, el, watch};
use crate::browser::ui::reactive::{Memo, RwSignal, StoredValue, untrack};
use crate::console::Event;
use crate::rules::limit::Limit;
use crate::view::admin::alerts::form::{COMPARISONS, Draft, Form, Mistakes, form as look, read};
use web_sys::{HtmlInputElement, HtmlSelectElement};

/// What was typed and is not used yet. It outlives the closing of its rule.
#[derive(Clone, Copy, Default)]
pub(super) struct Fields {
    /// `None` where nothing was typed since the limit was last used.
    draft: RwSignal<Option<Draft>>,
    mistakes: RwSignal<Mistakes>,
    /// What became of it, for everybody to read.
    outcome: RwSignal<&'static str>,
}

/// The form; nothing where the rule has no limit.
pub(super) fn form(desk: Desk, key: StoredValue<String>, fields: Fields) -> Option<El> {
    let seen =
        Memo::new(move || key.with_value(|key| desk.see(|scene| look(scene, key)).flatten()));
    let controls = Controls { desk, key, fields, seen };
    seen.with_untracked(Option::is_some).then(|| controls.build())
}

/// What the controls of one form have in common.
#[derive(Clone, Copy)]
struct Controls {
    desk: Desk,
    key: StoredValue<String>,
    fields: Fields,
    seen: Memo<Option<Form>>,
}

impl Controls {
    fn build(self) -> El {
        let outcome = self.fields.outcome;
        let (number, hold_for) = (el("input").attr("size", "10"), el("input").attr("size", "8"));
        let (number_field, time_field) = (number.cast(), hold_for.cast());
        let number = self.field(
            number.attr("inputmode", "decimal"),
            ("number", "Limit"),
            |draft| &mut draft.value,
            |mistakes| &mistakes.value,
        );
        let hold_for = self.field(
            hold_for.attr("autocapitalize", "none").attr("spellcheck", "false"),
            ("time", "for at least"),
            |draft| &mut draft.hold_for,
            |mistakes| &mistakes.hold_for,
        );
        let of = move |text: fn(&Form) -> &str| {
            self.seen
                .with(|seen| seen.as_ref().map(|seen| text(seen).to_owned()))
                .unwrap_or_default()
        };
        let note = el("p")
            .class("note")
            .text("allclear.yaml says ")
            .child(el("code").live_text(move || of(|form| &form.configured)))
            .text(". ")
            .live_text(move || of(|form| form.warning))
            .text(" ")
            .child(el("span").attr("role", "status").live_text(move || outcome.get().to_owned()));
        el("form")
            .class("limits")
            .on("submit", move |event| {
                event.prevent_default();
                self.submit(&number_field, &time_field);
            })
            .attr("novalidate", "")
            .attr("aria-label", "Limit in this browser")
            .children([self.comparison(), number, hold_for, self.buttons(), note])
    }

    /// What stands in the fields.
    fn shown(self) -> Draft {
        let current = || self.seen.get().map(|form| form.current).unwrap_or_default();
        self.fields.draft.get().unwrap_or_else(current)
    }

    fn edit(self, part: Part, text: String) {
        let mut edited = untrack(|| self.shown());
        *part(&mut edited) = text;
        self.fields.draft.set(Some(edited));
        self.fields.outcome.set("");
    }

    fn submit(self, number: &HtmlInputElement, hold_for: &HtmlInputElement) {
        match read(&untrack(|| self.shown())) {
            Ok(limit) => self.change(Some(limit), "Used from the next evaluation on."),
            Err(found) => {
                let first = if found.value.is_empty() { hold_for } else { number };
                self.fields.mistakes.set(found);
                self.fields.outcome.set("");
                // A field that is in the document takes the focus.
                let _ = first.focus();
            }
        }
    }

    fn change(self, limit: Option<Limit>, outcome: &'static str) {
        self.desk.dispatch(Event::LimitChanged { rule: self.key.get_value(), limit });
        self.fields.mistakes.set(Mistakes::default());
        self.fields.draft.set(None);
        self.fields.outcome.set(outcome);
    }

    fn comparison(self) -> El {
        let option = |(symbol, words)| el("option").attr("value", symbol).text(words);
        let select = el("select").class("field").children(COMPARISONS.map(option));
        let field: HtmlSelectElement = select.cast();
        let typed = field.clone();
        watch(move || field.set_value(&self.shown().comparison));
        let select =
            select.on("change", move |_| self.edit(|draft| &mut draft.comparison, typed.value()));
        el("label").text("Fires when it is").child(select)
    }

    /// One field with its label and, below it, its mistake.
    fn field(
        self,
        input: El,
        (name, label): (&str, &str),
        part: Part,
        mistake: fn(&Mistakes) -> &str,
    ) -> El {
        let id = self.key.with_value(|key| identifier(key, name));
        let mistake_id = [&id, "-wrong"].concat();
        let mistakes = self.fields.mistakes;
        let is_right = move || mistakes.with(|mistakes| mistake(mistakes).is_empty());
        let field: HtmlInputElement = input.cast();
        let typed = field.clone();
        watch(move || field.set_value(part(&mut self.shown())));
        let input = input
            .class("field")
            .attr("id", &id)
            .attr("autocomplete", "off")
            .bind("aria-invalid", move || (!is_right()).then(|| "true".to_owned()))
            .attr("aria-describedby", &mistake_id)
            .on("input", move |_| self.edit(part, typed.value()));
        let below = el("p")
            .class("mistake")
            .attr("id", &mistake_id)
            .attr("data-status", "major")
            .live_text(move || mistakes.with(|mistakes| mistake(mistakes).to_owned()));
        let label = el("label").attr("for", &id).text(label);
        el("div").child(label).child(input).child(below)
    }

    fn buttons(self) -> El {
        let is_as_configured = move || {
            let is_changed = || self.seen.get().is_some_and(|form| form.is_changed);
            self.fields.draft.with(Option::is_none) && !is_changed()
        };
        let submit =
            el("button").class("button primary").attr("type", "submit").text("Use in this browser");
        let reset = move || self.change(None, "The configured limit is used again.");
        let reset = button("Back to configured", reset).flag("disabled", is_as_configured);
        el("div").class("cluster").child(submit).child(reset)
    }
}

/// A part of what stands in the fields.
type Part = fn(&mut Draft) -> &mut String;

/// An id for a part of one rule's form. A rule's key may have anything in it, an id no white space.
fn identifier(key: &str, name: &str) -> String {
    let plain: String = key.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    [&plain, "-", name].concat()
}
