//! The verdict at the top of the page.

use super::Masthead;
use crate::config::Site;
use crate::ui::common::{Icon, filled};
use crate::view::language::{Words, message};
use crate::view::public::{Banner, Step};
use leptos::prelude::*;
use std::sync::Arc;

/// The verdict at the top of the page, below the site's name and links.
#[component]
pub fn Verdict(
    /// The site.
    site: Site,
    /// The verdict.
    banner: Banner,
    /// The language of the labels.
    words: Arc<Words>,
) -> impl IntoView {
    let Banner { status, heading, sentence, age, path } = banner;
    let status = status.name();
    let path = (!path.is_empty()).then(|| {
        view! {
            <ol class="path" aria-label=words.text(message("How far the question got"))>
                {path.into_iter().map(|step| view! { <PathStep step/> }).collect_view()}
            </ol>
        }
    });
    view! {
        <header class="banner" id="top" data-status=status>
            <div class="column">
                <Masthead site words href="#top"/>
                <div class="verdict" data-status=status>
                    <h1 tabindex="-1"><Icon name=status/><span>{filled(heading)}</span></h1>
                    <p>{filled(sentence)}</p>
                    <p class="age">{filled(age)}</p>
                    {path}
                </div>
            </div>
        </header>
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
