//! The ways to hear of changes without looking at the page.

use super::Action;
use crate::ui::common::{Button, Glyph, filled};
use crate::view::language::{Words, message};
use crate::view::public::page::{BellButton, Files};
use leptos::prelude::*;
use std::sync::Arc;

/// The menu of subscriptions. It opens without script.
#[component]
pub fn Subscribe(
    /// The button for notifications of this tab, where code runs that can notify.
    subscription: Option<BellButton>,
    /// The addresses of the recorder's files.
    files: Files,
    /// The language of the labels.
    words: Arc<Words>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let text = |label| words.text(label);
    let tab = subscription.map(|BellButton { is_pressed, label, note }| {
        let usual = message("A notification when a state changes, while this page is open.");
        let note = filled(note).unwrap_or_else(|| text(usual));
        let on_press = Callback::new(move |()| act.run(Action::ToggleSubscription));
        view! {
            <li>
                <Glyph name="bell"/>
                <div><b>{text(message("In this tab"))}</b><p>{note}</p></div>
                <Button id="subscribe-tab" label is_pressed=Some(is_pressed) on_press/>
            </li>
        }
    });
    view! {
        <details class="subscribe">
            <summary id="subscribe"><Glyph name="bell"/>{text(message("Subscribe"))}</summary>
            <ul class="sheet">
                {tab}
                <li>
                    <Glyph name="feed"/>
                    <div>
                        <b>{text(message("Feed"))}</b>
                        <p>{text(message("Incidents and their updates, for a feed reader."))}</p>
                    </div>
                    <a class="button" href=files.feed type="application/atom+xml">"Atom"</a>
                </li>
                <li>
                    <Glyph name="calendar"/>
                    <div>
                        <b>{text(message("Calendar"))}</b>
                        <p>{text(message("Announced maintenance, kept up to date."))}</p>
                    </div>
                    <a class="button" href=files.calendar type="text/calendar">"iCalendar"</a>
                </li>
            </ul>
        </details>
    }
}
