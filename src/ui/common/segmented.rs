//! A row of buttons of which one is pressed.

use super::truth;
use leptos::prelude::*;

/// One of the choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment<T> {
    /// Its value.
    pub value: T,
    /// The id of its button.
    pub id: &'static str,
    /// Its words.
    pub label: String,
}

impl<T> From<(T, &'static str, String)> for Segment<T> {
    /// Takes the value, the id and the words.
    fn from((value, id, label): (T, &'static str, String)) -> Self {
        Self { value, id, label }
    }
}

/// A row of buttons of which one is pressed.
#[component]
pub fn Segmented<T>(
    /// The name of the choice, for a screen reader.
    label: String,
    /// The choices.
    segments: Vec<Segment<T>>,
    /// The value of the pressed one.
    chosen: T,
    /// Called with the value of a button that is pressed.
    on_choose: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let button = |Segment { value, id, label }: Segment<T>| {
        view! {
            <button type="button" id=id aria-pressed=truth(value == chosen) on:click=move |_| on_choose.run(value)>
                {label}
            </button>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label=label>
            {segments.into_iter().map(button).collect_view()}
        </div>
    }
}
