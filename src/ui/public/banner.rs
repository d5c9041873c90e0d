//! The verdict at the top of the page.

use super::{Action, Masthead};
use crate::ui::common::{Icon, filled};
use crate::view::language::{Words, message};
use crate::view::public::page::Page;
use crate::view::public::{Banner, Step};
use leptos::prelude::*;
use std::sync::Arc;

/// The top of the page of systems: the masthead and the verdict, tinted by the status.
#[component]
pub fn PageBanner(
    /// The page.
    page: RwSignal<Page>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let status = move || page.with(|page| page.view.banner.status.name());
    let verdict = move || {
        page.with(|page| {
            let banner = page.view.banner.clone();
            view! { <Verdict banner words=page.words.clone()/> }
        })
    };
    let notice = move || {
        let notice = page.with(|page| page.layout.site.notice.clone());
        notice.map(|notice| view! { <p class="notice">{notice}</p> })
    };
    view! {
        <header class="banner" id="top" data-status=status>
            <div class="column">
                <Masthead page href="#top" act/>
                {verdict}
                {notice}
            </div>
        </header>
    }
}

/// The verdict: one icon, a few words, a sentence and an age.
#[component]
pub fn Verdict(
    /// The verdict.
    banner: Banner,
    /// The language of the labels.
    words: Arc<Words>,
) -> impl IntoView {
    let Banner { status, heading, sentence, last_incident, age, path } = banner;
    let status = status.name();
    let last_incident =
        last_incident.map(|(title, href)| view! { " "<a href=href>{filled(title)}</a> });
    let path = (!path.is_empty()).then(|| {
        view! {
            <ol class="path" aria-label=words.text(message("Connection path"))>
                {path.into_iter().map(|step| view! { <PathStep step/> }).collect_view()}
            </ol>
        }
    });
    view! {
        <div class="verdict" data-status=status>
            <h1 tabindex="-1"><Icon name=status/><span>{filled(heading)}</span></h1>
            <p>{filled(sentence)}{last_incident}</p>
            <p class="age">{filled(age)}</p>
            {path}
        </div>
    }
}

/// A station on the way from the browser to the systems.
#[component]
fn PathStep(step: Step) -> impl IntoView {
    let status = step.status.name();
    view! {
        <li data-status=status>
            <Icon name=status/>
            <p><b>{filled(step.name)}</b><span>{filled(step.word)}</span></p>
        </li>
    }
}
