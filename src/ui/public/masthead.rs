//! The site's name, its links, and the ways to follow it.

use super::{Action, Subscribe};
use crate::config::{Logo, Site};
use crate::ui::common::{Icon, filled};
use crate::view::language::message;
use crate::view::public::page::Page;
use leptos::either::Either;
use leptos::prelude::*;

/// The id of the part of the page below the masthead, to which a keyboard can skip.
pub const MAIN: &str = "main";

/// The site's name, its links, its history and the menu of subscriptions, at the top of each page.
#[component]
pub fn Masthead(
    /// The page.
    page: RwSignal<Page>,
    /// The address behind the name.
    href: &'static str,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let has_recorder = Memo::new(move |_| page.with(|page| page.history.is_some()));
    let subscription = Memo::new(move |_| page.with(|page| page.subscription.clone()));
    let navigation = move || page.with(|page| page.words.text(message("Site")));
    let brand = move || page.with(|page| brand(&page.layout.site));
    let links = move || page.with(|page| links(&page.layout.site));
    let history = move || {
        let text = || page.with(|page| page.words.text(message("History")));
        has_recorder.get().then(|| view! { <a href="#/incidents">{text()}</a> })
    };
    let subscribe = move || {
        has_recorder.get().then(|| {
            let (files, words) = page.with(|page| (page.layout.files.clone(), page.words.clone()));
            view! { <Subscribe subscription=subscription.get() files words act/> }
        })
    };
    view! {
        <div class="masthead">
            <a class="brand" href=href>{brand}</a>
            <nav class="cluster" aria-label=navigation>{links}{history}{subscribe}</nav>
        </div>
    }
}

/// The logo or the mark, and the name.
fn brand(site: &Site) -> impl IntoView + use<> {
    let mark = match site.logo.clone() {
        Some(logo) => Either::Left(pictures(logo)),
        None => Either::Right(view! { <Icon name="operational"/> }),
    };
    view! { {mark}<span>{filled(site.name.clone())}</span> }
}

/// The logo of each theme, of which the style sheet shows one. A visitor's choice of a theme holds, so `<picture>` would not do.
fn pictures(Logo { light, dark }: Logo) -> impl IntoView {
    let theme = dark.is_some().then_some("light");
    let dark = dark.map(|dark| view! { <img class="logo" data-for="dark" alt="" src=dark/> });
    view! { <img class="logo" data-for=theme alt="" src=light/> {dark} }
}

/// The links of the configuration.
fn links(site: &Site) -> impl IntoView + use<> {
    let links = site.links.clone().into_iter();
    links.map(|link| view! { <a href=link.url>{filled(link.label)}</a> }).collect_view()
}
