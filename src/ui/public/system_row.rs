//! A system's row, which opens to its parts.

use super::{Action, Details, Figures, HistoryBar, OpenDay};
use crate::ui::common::{Glyph, Icon, filled, truth};
use crate::view::language::{Words, message};
use crate::view::public::system_history::SystemHistory;
use crate::view::public::{PartRow, Row};
use leptos::prelude::*;
use std::sync::Arc;

/// A system's row.
#[component]
pub fn SystemRow(
    /// The index of the system.
    system: usize,
    /// Its state in words.
    row: Row,
    /// Its history, on a page with a recorder.
    history: Option<Arc<SystemHistory>>,
    /// Whether its parts are shown.
    is_open: bool,
    /// The language of the labels.
    words: Arc<Words>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let Row { id, name, status, word, age, about, response, spark, parts } = row;
    let parts_id = format!("{id}-parts");
    // Parted from the word, in text browsers as well.
    // The space belongs to the age: between the two it would be a text of its own, which moves when the age comes.
    let age = filled(age).map(|age| format!(" \u{b7} {age}"));
    let status = status.name();
    // The recorder's last hour, or else this browser's own checks.
    let recorded = history.as_ref().filter(|history| !history.hour.line.is_empty());
    let (line, area) = match recorded {
        Some(history) => (history.hour.line.clone(), filled(history.hour.area.clone())),
        None => (spark, None),
    };
    let response = filled(response).or_else(|| filled(recorded?.response.clone()));
    // Beside a history there is no room for it in a closed row.
    let is_about_hidden = history.is_some() && !is_open;
    let bar = history.clone().map(|history| {
        view! { <HistoryBar id=format!("{id}-days") system history words=words.clone() act/> }
    });
    let figures = history.clone().map(|history| view! { <Figures history words=words.clone()/> });
    let day = history.as_ref().and_then(|history| history.day.clone()).map(|day| {
        let beside = history.as_ref().map(|history| history.beside).unwrap_or_default();
        view! { <OpenDay day beside words=words.clone() act/> }
    });
    let details = history.filter(|_| is_open).map(|history| view! { <Details history/> });
    view! {
        <li class="system" id=id data-status=status>
            <h3>
                <button
                    class="disclose"
                    type="button"
                    aria-expanded=truth(is_open)
                    aria-controls=parts_id.clone()
                    on:click=move |_| act.run(Action::Toggle(system))
                >
                    <Icon name=status/>
                    <span>{filled(name)}</span>
                    <Glyph name="chevron" class="chevron"/>
                </button>
            </h3>
            <p class="state"><span class="word">{filled(word)}</span><span class="age">{age}</span></p>
            <p class="about" hidden=is_about_hidden>{filled(about)}</p>
            <div class="history">{bar}</div>
            <p class="response">
                <svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
                    <path class="under" d=area/>
                    <path d=line/>
                    <path class="zero" d="M0 23.5H100"/>
                </svg>
                <span>{response}</span>
            </p>
            <div class="figures">{figures}</div>
            <div class="opened">{day}</div>
            <div class="parts" id=parts_id hidden=!is_open>
                {details}
                {is_open.then(|| view! { <Parts parts words/> })}
            </div>
        </li>
    }
}

/// The parts of an open system.
#[component]
fn Parts(parts: Vec<PartRow>, words: Arc<Words>) -> impl IntoView {
    let note = words.text(message("No components reported."));
    let note = parts.is_empty().then(|| view! { <p class="note">{note}</p> });
    view! {
        {note}
        <ul>{parts.into_iter().map(|part| view! { <Part part/> }).collect_view()}</ul>
    }
}

/// One part of a system.
#[component]
fn Part(part: PartRow) -> impl IntoView {
    let status = part.status.name();
    view! {
        <li class="part" data-status=status>
            <Icon name=status/>
            <div>
                <p><b>{filled(part.name)}</b>" "<span class="word">{filled(part.word)}</span></p>
                <p class="why">{filled(part.why)}</p>
            </div>
        </li>
    }
}
