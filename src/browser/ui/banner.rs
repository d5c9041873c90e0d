//! The verdict at the top, with the site's name and links.

use super::super::screen::Screen;
use super::icon;
use crate::status::Status;
use crate::view::public::Step;
use leptos::prelude::*;

pub(super) fn banner(screen: &Screen) -> impl IntoView + use<> {
    let banner = screen.banner;
    let status = move || banner.with(|banner| banner.status);
    let path = Memo::new(move |_| banner.with(|banner| banner.path.clone()));
    let links = screen.site.links.iter().cloned().map(|link| view! { <a href=link.url>{link.label}</a> });
    let links = links.collect_view();
    view! {
        <header class="banner" id="top" data-status=move || status().name()>
            <div class="column">
                <div class="masthead">
                    <a class="brand" href="#top">{mark(screen)}<span>{screen.site.name.clone()}</span></a>
                    <nav class="cluster" aria-label="Site" hidden=screen.site.links.is_empty()>{links}</nav>
                </div>
                <div class="verdict" data-status=move || status().name()>
                    <h1>{icon(status)}<span>{move || banner.with(|banner| banner.heading.clone())}</span></h1>
                    <p>{move || banner.with(|banner| banner.sentence.clone())}</p>
                    <p class="age">{move || banner.with(|banner| banner.age.clone())}</p>
                    {move || path.with(|path| (!path.is_empty()).then(|| steps(path)))}
                </div>
            </div>
        </header>
    }
}

/// The operator's logo, or the mark of this project in ink.
fn mark(screen: &Screen) -> AnyView {
    match screen.site.logo.clone() {
        Some(logo) => view! { <img class="logo" src=logo alt=""/> }.into_any(),
        None => icon(|| Status::Operational).into_any(),
    }
}

/// How far the question got.
fn steps(path: &[Step]) -> impl IntoView + use<> {
    let steps = path.iter().cloned().map(|Step { status, name, word }| {
        view! { <li data-status=status.name()>{icon(move || status)}<p><b>{name}</b><span>{word}</span></p></li> }
    });
    view! { <ol class="path" aria-label="How far the question got">{steps.collect_view()}</ol> }
}
