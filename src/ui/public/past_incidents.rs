//! The incidents of the last days, below the systems.

use crate::ui::common::{Icon, filled};
use crate::view::language::{Words, message};
use crate::view::public::{Day, Event, PastDays};
use leptos::prelude::*;
use std::sync::Arc;

/// The incidents of the last days; hidden while nothing is known of them.
#[component]
pub fn PastIncidents(
    /// The days.
    past: PastDays,
    /// The language of the labels.
    words: Arc<Words>,
) -> impl IntoView {
    let is_empty = past.note.is_empty() && past.days.is_empty();
    view! {
        <section aria-labelledby="past" hidden=is_empty>
            <div class="spread past-head">
                <h2 class="heading" id="past">{words.text(message("Past incidents"))}</h2>
                <a class="note" href="#/incidents">{words.text(message("Incident history"))}</a>
            </div>
            {filled(past.note).map(|note| view! { <p class="quiet">{note}</p> })}
            <ol class="past">{past.days.into_iter().map(|day| view! { <PastDay day/> }).collect_view()}</ol>
        </section>
    }
}

/// A day, or several on which nothing happened.
#[component]
fn PastDay(day: Day) -> impl IntoView {
    let Day { date, quiet, events } = day;
    let events = (!events.is_empty()).then(|| view! { <Events events/> });
    view! {
        <li class="ledger">
            <h3>{filled(date)}</h3>
            <div>
                {filled(quiet).map(|quiet| view! { <p class="quiet">{quiet}</p> })}
                {events}
            </div>
        </li>
    }
}

/// Incidents and maintenance, the newest first.
#[component]
pub fn Events(
    /// The incidents and the maintenance.
    events: Vec<Event>,
) -> impl IntoView {
    let event = |Event { status, href, title, text }: Event| {
        let status = status.name();
        // Without an address it is no link, but still the title.
        let href = filled(href);
        view! {
            <li class="event" data-status=status>
                <Icon name=status/>
                <p class="title"><a href=href>{filled(title)}</a></p>
                <p>{filled(text)}</p>
            </li>
        }
    };
    view! { <ul>{events.into_iter().map(event).collect_view()}</ul> }
}
