//! The legend of the bars.

use crate::history::State;
use crate::ui::common::filled;
use crate::view::language::{Message, Words, message};
use leptos::prelude::*;
use std::sync::Arc;

/// The states that hang below the line of good days: their words, and how far they hang.
const SAMPLES: [(State, Message, &str); 4] = [
    (State::Degraded, message("Degraded"), "7"),
    (State::PartialOutage, message("Partial outage"), "8.5"),
    (State::MajorOutage, message("Major outage"), "10"),
    (State::Maintenance, message("Maintenance"), "5"),
];

/// The legend of the bars, below the systems.
#[component]
pub fn Legend(
    /// A note about the whole history, such as that the recorder is silent.
    note: String,
    /// The language of the labels.
    words: Arc<Words>,
) -> impl IntoView {
    let text = |label| words.text(label);
    let sample = |(state, label, height): (State, Message, &str)| {
        let label = text(label);
        let piece = format!("M1 10h6v{height}h-6z");
        view! {
            <li>
                <svg class="sample" viewBox="0 0 8 20" aria-hidden="true">
                    <path data-status=State::Operational.name() d="M1 1h6v8h-6z"/>
                    <path data-status=state.name() d=piece/>
                </svg>
                {label}
            </li>
        }
    };
    view! {
        <div class="legend">
            {filled(note).map(|note| view! { <p class="note">{note}</p> })}
            <ul class="key" aria-label=text(message("Legend"))>
                <li>
                    <svg class="sample" viewBox="0 0 8 20" aria-hidden="true">
                        <path data-status=State::Operational.name() d="M1 1h6v14h-6z"/>
                    </svg>
                    {text(message("Operational"))}
                </li>
                {SAMPLES.map(sample).into_iter().collect_view()}
                <li>
                    <svg class="sample" viewBox="0 0 8 20" aria-hidden="true">
                        <path fill="url(#hatch)" d="M1 1h6v14h-6z"/>
                    </svg>
                    {text(message("Not observed"))}
                </li>
            </ul>
        </div>
    }
}
