//! The form that changes a rule's limit in this browser.

use crate::browser::desk::Desk;
use crate::console::Event;
use crate::view::admin::alerts::form::{COMPARISONS, Draft, Form, Mistakes, form as look, read};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

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
pub(super) fn form(desk: Desk, key: StoredValue<String>, fields: Fields) -> impl IntoView {
    let seen =
        Memo::new(move |_| key.with_value(|key| desk.see(|scene| look(scene, key)).flatten()));
    seen.with_untracked(Option::is_some).then(|| controls(desk, key, fields, seen))
}

fn controls(
    desk: Desk,
    key: StoredValue<String>,
    fields: Fields,
    seen: Memo<Option<Form>>,
) -> impl IntoView {
    let Fields { draft, mistakes, outcome } = fields;
    let current = move || seen.get().map(|form| form.current).unwrap_or_default();
    let shown = move || draft.get().unwrap_or_else(current);
    let edit = move |change: &dyn Fn(&mut Draft)| {
        let mut edited = untrack(shown);
        change(&mut edited);
        draft.set(Some(edited));
        outcome.set("");
    };
    let value: NodeRef<html::Input> = NodeRef::new();
    let hold_for: NodeRef<html::Input> = NodeRef::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match read(&untrack(shown)) {
            Ok(limit) => {
                desk.dispatch(Event::LimitChanged { rule: key.get_value(), limit: Some(limit) });
                mistakes.set(Mistakes::default());
                draft.set(None);
                outcome.set("Used from the next evaluation on.");
            }
            Err(found) => {
                let first = if found.value.is_empty() { hold_for } else { value };
                mistakes.set(found);
                outcome.set("");
                if let Some(field) = first.get_untracked() {
                    // A field that is in the document takes the focus.
                    let _ = field.focus();
                }
            }
        }
    };
    let reset = move |_| {
        desk.dispatch(Event::LimitChanged { rule: key.get_value(), limit: None });
        mistakes.set(Mistakes::default());
        draft.set(None);
        outcome.set("The configured limit is used again.");
    };
    let is_as_configured = Memo::new(move |_| {
        draft.with(Option::is_none) && !seen.get().is_some_and(|form| form.is_changed)
    });
    let options = move || {
        let chosen = shown().comparison;
        COMPARISONS
            .map(|(symbol, words)| view! { <option value=symbol selected=symbol == chosen>{words}</option> })
            .collect_view()
    };
    let id = move |name: &str| key.with_value(|key| identifier(key, name));
    let number_wrong = Memo::new(move |_| mistakes.with(|mistakes| mistakes.value.clone()));
    let time_wrong = Memo::new(move |_| mistakes.with(|mistakes| mistakes.hold_for.clone()));
    view! {
        <form class="limits" on:submit=submit novalidate aria-label="Limit in this browser">
            <label>"Fires when it is"<select class="field" on:change:target=move |event| {
                let symbol = event.target().value();
                edit(&|draft| draft.comparison.clone_from(&symbol));
            }>{options}</select></label>
            <div><label for=id("number")>"Limit"</label>
                <input class="field" id=id("number") inputmode="decimal" autocomplete="off" size="10" node_ref=value prop:value=move || shown().value
                    aria-invalid=move || (!number_wrong.with(String::is_empty)).then_some("true") aria-describedby=id("number-wrong")
                    on:input:target=move |event| { let text = event.target().value(); edit(&|draft| draft.value.clone_from(&text)); }/>
                <p class="mistake" id=id("number-wrong") data-status="major">{number_wrong}</p></div>
            <div><label for=id("time")>"for at least"</label>
                <input class="field" id=id("time") autocomplete="off" autocapitalize="none" spellcheck="false" size="8" node_ref=hold_for prop:value=move || shown().hold_for
                    aria-invalid=move || (!time_wrong.with(String::is_empty)).then_some("true") aria-describedby=id("time-wrong")
                    on:input:target=move |event| { let text = event.target().value(); edit(&|draft| draft.hold_for.clone_from(&text)); }/>
                <p class="mistake" id=id("time-wrong") data-status="major">{time_wrong}</p></div>
            <div class="cluster"><button class="button primary" type="submit">"Use in this browser"</button>
                <button class="button" type="button" disabled=is_as_configured on:click=reset>"Back to configured"</button></div>
            <p class="note">"allclear.yaml says " <code>{move || seen.get().map(|form| form.configured)}</code>". "
                {move || seen.get().map(|form| form.warning)}" "<span role="status">{move || outcome.get()}</span></p>
        </form>
    }
}

/// An id for a part of one rule's form. A rule's key may have anything in it, an id no white space.
fn identifier(key: &str, name: &str) -> String {
    let plain: String = key.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    [&plain, "-", name].concat()
}
