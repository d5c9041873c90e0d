//! Active problems and announced maintenance, above the systems.

use super::Action;
use crate::ui::common::{Button, Icon, Prose, filled, with_lead};
use crate::view::language::{Words, message};
use crate::view::public::page::BellButton;
use crate::view::public::{IncidentUpdate, Problem};
use leptos::prelude::*;
use std::sync::Arc;

/// The section of active problems. It is hidden and has no heading while there are none: text browsers ignore `hidden`.
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
    let is_empty = problems.is_empty();
    let heading = (!is_empty).then(|| words.text(message("Active problems")));
    let heading = heading.map(|heading| view! { <h2 class="unseen" id="active">{heading}</h2> });
    let article = |problem: Problem| {
        let bell =
            BellButton::of_all(problem.systems.iter().filter_map(|system| bells.get(*system)));
        view! { <ProblemArticle problem bell words=words.clone() act/> }
    };
    view! {
        <section class="problems" aria-labelledby="active" hidden=is_empty>
            {heading}
            {problems.into_iter().map(article).collect_view()}
        </section>
    }
}

/// One problem.
#[component]
pub fn ProblemArticle(
    /// The problem.
    problem: Problem,
    /// The button that subscribes to a notification of its end.
    bell: Option<BellButton>,
    /// The language of the labels.
    words: Arc<Words>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let Problem {
        id, status, word, since, heading, names, body, text, updates, href, systems, ..
    } = problem;
    let status = status.name();
    // The place of the button is there before there is code that could notify.
    let has_actions = !systems.is_empty() || !href.is_empty();
    let note = bell.as_ref().and_then(|bell| filled(bell.note.clone()));
    let bell = bell.map(|bell| {
        let on_press = Callback::new(move |()| act.run(Action::ToggleBells(systems.clone())));
        view! { <Button glyph="bell" label=bell.label is_pressed=Some(bell.is_pressed) on_press/> }
    });
    let whole = words.text(message("View incident"));
    let whole = filled(href).map(|href| view! { <a href=href>{whole}</a> });
    let affected = words.text(message("Affected systems"));
    let names = (!names.is_empty()).then(|| {
        let name = |(id, name)| view! { <li><a href=format!("#{id}")>{filled(name)}</a></li> };
        let names = names.into_iter().map(name).collect_view();
        view! { <ul class="names" aria-label=affected>{names}</ul> }
    });
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
                {names}
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
