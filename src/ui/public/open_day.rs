//! An opened day of a system.

use super::{Action, StatePaths};
use crate::ui::common::{Glyph, Icon, filled};
use crate::view::language::{Words, message};
use crate::view::public::day::{Day, Happening};
use leptos::prelude::*;
use std::sync::Arc;

/// An opened day of a system.
#[component]
pub fn OpenDay(
    /// The day.
    day: Day,
    /// Whether there is a day before it, and one after it.
    beside: (bool, bool),
    /// The language of the labels.
    words: Arc<Words>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let Day { title, clock, hours, events, note } = day;
    let label = |label| words.text(label);
    let link = label(message("View incident"));
    let disabled = |is_possible: bool| (!is_possible).then_some("true");
    view! {
        <section class="day" aria-label=label(message("Day"))>
            <div class="spread">
                <h4>{filled(title)}</h4>
                <p class="pager">
                    <button
                        class="step"
                        type="button"
                        aria-label=label(message("Previous day"))
                        aria-disabled=disabled(beside.0)
                        on:click=move |_| act.run(Action::StepDay(-1))
                    >
                        <Glyph name="chevron" class="glyph back"/>
                    </button>
                    <button
                        class="step"
                        type="button"
                        aria-label=label(message("Next day"))
                        aria-disabled=disabled(beside.1)
                        on:click=move |_| act.run(Action::StepDay(1))
                    >
                        <Glyph name="chevron"/>
                    </button>
                    <button
                        class="step"
                        type="button"
                        aria-label=label(message("Close"))
                        on:click=move |_| act.run(Action::CloseDay)
                    >
                        <Glyph name="close"/>
                    </button>
                </p>
            </div>
            <div>
                <svg class="clock" viewBox="0 0 720 24" preserveAspectRatio="none" aria-hidden="true">
                    <StatePaths paths=clock/>
                </svg>
                <p class="ends" aria-hidden="true">
                    {hours.into_iter().map(|hour| view! { <span>{filled(hour)}</span> }).collect_view()}
                </p>
            </div>
            <ul>{events.into_iter().map(|event| view! { <DayEvent event link=link.clone()/> }).collect_view()}</ul>
            {filled(note).map(|note| view! { <p>{note}</p> })}
        </section>
    }
}

/// Something that happened on the day.
#[component]
fn DayEvent(event: Happening, link: String) -> impl IntoView {
    let href = filled(event.href).map(|href| view! { " "<a href=href>{link}</a> });
    let state = event.state.name();
    view! {
        <li class="outage" data-status=state>
            <Icon name=state/>
            <p><span class="word">{filled(event.word)}</span>" "<span>{filled(event.text)}</span>{href}</p>
        </li>
    }
}
