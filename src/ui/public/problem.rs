//! Active problems and announced maintenance, above the systems.

use super::Action;
use crate::ui::common::{Button, Icon, Prose, filled, with_lead};
use crate::view::language::{Words, message};
use crate::view::public::page::BellButton;
use crate::view::public::{IncidentUpdate, Problem};
use leptos::prelude::*;
use std::sync::Arc;

/// The section of active problems; hidden while there are none.
#[component]
pub fn Problems(
    /// The problems, the worst first.
    problems: Vec<Problem>,
    /// The notification buttons, by index of the system.
    bells: Vec<BellButton>,
    /// The language of the labels.
    words: Arc<Words>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let heading = words.text(message("Active problems"));
    let is_empty = problems.is_empty();
    let article = |problem: Problem| {
        let bell = problem.system.and_then(|system| Some((system, bells.get(system)?.clone())));
        view! { <ProblemArticle problem bell words=words.clone() act/> }
    };
    view! {
        <section class="problems" aria-labelledby="active" hidden=is_empty>
            <h2 class="unseen" id="active">{heading}</h2>
            {problems.into_iter().map(article).collect_view()}
        </section>
    }
}

/// One problem.
#[component]
pub fn ProblemArticle(
    /// The problem.
    problem: Problem,
    /// The system that a notification can be asked for, by index, and its button.
    bell: Option<(usize, BellButton)>,
    /// The language of the labels.
    words: Arc<Words>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let Problem { id, status, word, since, heading, body, text, updates, href, .. } = problem;
    let status = status.name();
    let has_actions = bell.is_some() || !href.is_empty();
    let note = bell.as_ref().and_then(|(_, bell)| filled(bell.note.clone()));
    let bell = bell.map(|(system, bell)| {
        let on_press = Callback::new(move |()| act.run(Action::ToggleBell(system)));
        view! { <Button glyph="bell" label=bell.label is_pressed=Some(bell.is_pressed) on_press/> }
    });
    let whole = words.text(message("Whole incident"));
    let whole = filled(href).map(|href| view! { <a href=href>{whole}</a> });
    let text = (!text.is_empty()).then(|| view! { <div class="prose"><Prose text/></div> });
    let updates = (!updates.is_empty()).then(|| {
        view! {
            <ol class="updates">
                {updates.into_iter().map(|update| view! { <Update update/> }).collect_view()}
            </ol>
        }
    });
    view! {
        <article class="problem ledger" data-system=id data-status=status>
            <div class="state">
                <Icon name=status/>
                <div><p class="word">{filled(word)}</p><p class="age">{filled(since)}</p></div>
            </div>
            <div class="body">
                <h3>{filled(heading)}</h3>
                {filled(body).map(|body| view! { <p>{body}</p> })}
                {text}
                {updates}
                {has_actions.then(|| view! { <p class="cluster">{bell}{whole}</p> })}
                {note.map(|note| view! { <p class="note">{note}</p> })}
            </div>
        </article>
    }
}

/// An operator's update, with its first sentence as the lead.
#[component]
fn Update(update: IncidentUpdate) -> impl IntoView {
    let text = with_lead(update.sentence, update.body);
    view! { <li><time>{filled(update.time)}</time><div class="prose"><Prose text/></div></li> }
}
