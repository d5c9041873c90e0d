//! The form that changes a rule's limit in this browser.

use crate::console::Event;
use crate::rules::limit::Limit;
use crate::ui::admin::use_console;
use crate::view::admin::alerts::form::{COMPARISONS, Draft, Mistakes, form, read};
use leptos::html::Input;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The drafts of the forms, by the key of the rule. They outlive the closing of a rule.
#[derive(Clone, Copy, Default)]
pub(super) struct Drafts(StoredValue<BTreeMap<String, ArcRwSignal<Typed>>>);

impl Drafts {
    /// Returns what was typed into the form of a rule.
    pub(super) fn of(self, key: &str) -> ArcRwSignal<Typed> {
        let find = |drafts: &mut BTreeMap<String, ArcRwSignal<Typed>>| {
            drafts.entry(key.to_owned()).or_default().clone()
        };
        self.0.try_update_value(find).unwrap_or_default()
    }
}

/// The draft of one form, and the outcome of its last use.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    /// `None` where nothing was typed since the limit was last used.
    draft: Option<Draft>,
    mistakes: Mistakes,
    /// The outcome of the last use, for a screen reader too.
    outcome: &'static str,
}

/// The form of a rule that has a limit.
#[component]
pub(super) fn LimitForm(key: String, draft: ArcRwSignal<Typed>) -> impl IntoView {
    let console = use_console();
    let (key, typed) = (StoredValue::new(key), RwSignal::from(draft));
    let form = Memo::new(move |_| {
        console.with_scene(|scene| key.with_value(|key| form(scene, key))).flatten()
    });
    // The content of the fields.
    let shown = Memo::new(move |_| {
        let draft = typed.read().draft.clone();
        draft.or_else(|| form.get().map(|form| form.current)).unwrap_or_default()
    });
    let edit = move |part: fn(&mut Draft) -> &mut String, text: String| {
        let mut draft = shown.get_untracked();
        *part(&mut draft) = text;
        typed.update(|typed| {
            typed.draft = Some(draft);
            typed.outcome = "";
        });
    };
    let change = move |limit: Option<Limit>, outcome| {
        console.send(Event::LimitChanged { rule: key.get_value(), limit });
        typed.set(Typed { outcome, ..Typed::default() });
    };
    let (value, hold_for) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let submit = move || match read(&shown.get_untracked()) {
        Ok(limit) => change(Some(limit), "Applied from the next evaluation."),
        Err(mistakes) => {
            let wrong = if mistakes.value.is_empty() { hold_for } else { value };
            typed.update(|typed| {
                typed.mistakes = mistakes;
                typed.outcome = "";
            });
            console.host().focus(wrong);
        }
    };
    let comparison = |(symbol, words): (&'static str, &'static str)| {
        let is_chosen = move || shown.read().comparison == symbol;
        view! { <option value=symbol prop:selected=is_chosen>{words}</option> }
    };
    let is_as_configured = move || {
        typed.read().draft.is_none() && form.read().as_ref().is_none_or(|form| !form.is_changed)
    };
    let configured = move || form.get().map(|form| form.configured);
    let warning = move || form.get().map(|form| form.warning).filter(|warning| !warning.is_empty());
    let outcome = move || Some(typed.read().outcome).filter(|outcome| !outcome.is_empty());
    let field_id = |name| key.with_value(|key| identifier(key, name));
    view! {
        <form
            class="limits"
            novalidate=true
            aria-label="Threshold in this browser"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <label>
                "Condition"
                <select
                    class="field"
                    on:input=move |event| edit(|draft| &mut draft.comparison, event_target_value(&event))
                >
                    {COMPARISONS.map(comparison).into_iter().collect_view()}
                </select>
            </label>
            <LimitField
                id=field_id("number")
                label="Threshold"
                size="10"
                input_mode="decimal"
                element=value
                text=Signal::derive(move || shown.read().value.clone())
                mistake=Signal::derive(move || typed.read().mistakes.value.clone())
                on_input=Callback::new(move |text| edit(|draft| &mut draft.value, text))
            />
            <LimitField
                id=field_id("time")
                label="For"
                size="8"
                input_mode="text"
                element=hold_for
                text=Signal::derive(move || shown.read().hold_for.clone())
                mistake=Signal::derive(move || typed.read().mistakes.hold_for.clone())
                on_input=Callback::new(move |text| edit(|draft| &mut draft.hold_for, text))
            />
            <div class="cluster">
                <button class="button primary" type="submit">"Apply in this browser"</button>
                <button
                    class="button"
                    type="button"
                    disabled=is_as_configured
                    on:click=move |_| change(None, "The configured threshold applies again.")
                >
                    "Reset"
                </button>
            </div>
            <p class="note">
                "Configured in allclear.yaml: "<code>{configured}</code>". "
                <span>{warning}</span>" "<span role="status">{outcome}</span>
            </p>
        </form>
    }
}

/// A text field with its label, and below it the mistake in it.
#[component]
fn LimitField(
    id: String,
    label: &'static str,
    size: &'static str,
    input_mode: &'static str,
    element: NodeRef<Input>,
    /// Its content. Between two values it is the person's.
    text: Signal<String>,
    /// The mistake in it; empty for none.
    mistake: Signal<String>,
    on_input: Callback<String>,
) -> impl IntoView {
    let mistake = Memo::new(move |_| Some(mistake.get()).filter(|mistake| !mistake.is_empty()));
    let mistake_id = format!("{id}-wrong");
    view! {
        <div>
            <label for=id.clone()>{label}</label>
            <input
                class="field"
                id=id
                size=size
                inputmode=input_mode
                autocapitalize="none"
                spellcheck="false"
                autocomplete="off"
                aria-describedby=mistake_id.clone()
                aria-invalid=move || mistake.read().is_some().then_some("true")
                node_ref=element
                prop:value=move || text.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            <p class="mistake" data-status="major" id=mistake_id>{move || mistake.get()}</p>
        </div>
    }
}

/// Returns an id for a part of one rule's form. A rule's key may have anything in it, an id no white space.
fn identifier(key: &str, name: &str) -> String {
    // All white space of HTML is ASCII.
    let plain = |c: char| if c.is_ascii_alphanumeric() || !c.is_ascii() { c } else { '-' };
    let plain: String = key.chars().map(plain).collect();
    format!("{plain}-{name}")
}
