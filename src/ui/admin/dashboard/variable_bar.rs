//! The choices of the variables of a dashboard. They are in the address.

use crate::dashboard::Variable;
use crate::route::Route;
use crate::ui::admin::{ConsoleHandle, use_console};
use crate::view::admin::Scene;
use crate::view::admin::dashboard::{Choice, choices, find};
use leptos::either::EitherOf3;
use leptos::prelude::*;

/// A choice for each variable that is not hidden.
#[component]
pub(super) fn VariableBar(
    /// The dashboard that is shown; the first where none is named.
    id: Memo<Option<String>>,
) -> impl IntoView {
    let console = use_console();
    let shown = Memo::new(move |_| {
        let (id, chosen) = (id.get(), console.route().read().variables.clone());
        console.track_samples();
        let read = |scene: Scene<'_>| {
            let all = choices(scene, find(scene, id.as_deref())?, &chosen);
            Some(all.into_iter().filter(|choice| !choice.is_hidden).collect::<Vec<_>>())
        };
        console.with_scene_untracked(read).flatten().unwrap_or_default()
    });
    // One that changes keeps its element, and with it the focus.
    let names = Memo::new(move |_| {
        shown.read().iter().map(|choice| choice.name.clone()).collect::<Vec<_>>()
    });
    view! {
        <div class="variables" role="group" aria-label="Variables" hidden=move || names.read().is_empty()>
            <For each=move || names.get() key=Clone::clone let(name)>
                <VariableChoice name shown/>
            </For>
        </div>
    }
}

#[component]
fn VariableChoice(name: String, shown: Memo<Vec<Choice>>) -> impl IntoView {
    let console = use_console();
    let choice = {
        let name = name.clone();
        Memo::new(move |_| shown.read().iter().find(|choice| choice.name == name).cloned())
    };
    let choose = {
        let name = StoredValue::new(name);
        Callback::new(move |values: Vec<String>| show(console, &name.get_value(), values))
    };
    let title = move || choice.read().as_ref().map(|one| one.title.clone());
    let kind = Memo::new(move |_| {
        choice.read().as_ref().map(|one| (one.is_text, one.is_multiple)).unwrap_or_default()
    });
    let control = move || match kind.get() {
        (true, _) => EitherOf3::A(view! { <Entered choice choose/> }),
        (_, true) => EitherOf3::B(view! { <Several choice choose/> }),
        _ => EitherOf3::C(view! { <OneOf choice choose/> }),
    };
    view! {
        <div class="variable">
            <span class="note">{title}</span>
            {control}
        </div>
    }
}

/// Goes to the address with other values of a variable.
fn show(console: ConsoleHandle, name: &str, values: Vec<String>) {
    let mut route = console.route().get_untracked();
    route.variables.retain(|(known, _)| known != name);
    if !values.is_empty() {
        route.variables.push((name.to_owned(), values));
    }
    console.navigate(Route { panel: None, ..route }, false);
}

fn words(value: &str) -> String {
    if value == Variable::ALL { "All".to_owned() } else { value.to_owned() }
}

fn title_of(choice: Memo<Option<Choice>>) -> impl Fn() -> Option<String> {
    move || choice.read().as_ref().map(|one| one.title.clone())
}

#[component]
fn Entered(choice: Memo<Option<Choice>>, choose: Callback<Vec<String>>) -> impl IntoView {
    let value = move || choice.read().as_ref().and_then(|one| one.chosen.first().cloned());
    view! {
        <input
            class="field"
            type="text"
            autocomplete="off"
            aria-label=title_of(choice)
            prop:value=move || value().unwrap_or_default()
            on:change=move |event| choose.run(vec![event_target_value(&event)])
        />
    }
}

#[component]
fn OneOf(choice: Memo<Option<Choice>>, choose: Callback<Vec<String>>) -> impl IntoView {
    let values = Memo::new(move |_| {
        choice.read().as_ref().map(|one| one.values.clone()).unwrap_or_default()
    });
    let chosen = Memo::new(move |_| {
        choice.read().as_ref().and_then(|one| one.chosen.first().cloned()).unwrap_or_default()
    });
    let option = move |value: String| {
        let is_chosen = {
            let value = value.clone();
            move || chosen.get() == value
        };
        let words = words(&value);
        view! { <option value=value prop:selected=is_chosen>{words}</option> }
    };
    view! {
        <select
            class="field"
            aria-label=title_of(choice)
            on:change=move |event| choose.run(vec![event_target_value(&event)])
        >
            {move || values.get().into_iter().map(option).collect_view()}
        </select>
    }
}

#[component]
fn Several(choice: Memo<Option<Choice>>, choose: Callback<Vec<String>>) -> impl IntoView {
    let values = Memo::new(move |_| {
        choice.read().as_ref().map(|one| one.values.clone()).unwrap_or_default()
    });
    let chosen = Memo::new(move |_| {
        choice.read().as_ref().map(|one| one.chosen.clone()).unwrap_or_default()
    });
    let summary = move || match chosen.read().as_slice() {
        [] => "None".to_owned(),
        [one] => words(one),
        several => format!("{} values", several.len()),
    };
    let spoken = move || format!("{}: {}", title_of(choice)().unwrap_or_default(), summary());
    let toggle = move |value: &str| {
        let mut chosen = chosen.get_untracked();
        if value == Variable::ALL {
            chosen = vec![value.to_owned()];
        } else if let Some(place) = chosen.iter().position(|one| one == value) {
            chosen.remove(place);
        } else {
            chosen.retain(|one| one != Variable::ALL);
            chosen.push(value.to_owned());
        }
        choose.run(chosen);
    };
    let item = move |value: String| {
        let is_chosen = {
            let value = value.clone();
            move || chosen.read().contains(&value)
        };
        let words = words(&value);
        view! {
            <li>
                <label class="check">
                    <input type="checkbox" prop:checked=is_chosen on:change=move |_| toggle(&value)/>
                    <span>{words}</span>
                </label>
            </li>
        }
    };
    view! {
        <details class="several">
            <summary class="field" aria-label=spoken>{summary}</summary>
            <ul>{move || values.get().into_iter().map(item).collect_view()}</ul>
        </details>
    }
}
