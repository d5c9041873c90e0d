//! The verdict at the top, with the site's name and links.

use super::icon;
use crate::config::Site;
use crate::status::Status;
use crate::view::public::{Banner, Step};
use leptos::prelude::*;

pub(super) fn banner(site: &Site, banner: Banner) -> impl IntoView + use<> {
    let Banner { status, heading, sentence, age, path } = banner;
    let links = site.links.iter().cloned().map(|link| view! { <a href=link.url>{link.label}</a> });
    let links = links.collect::<Vec<_>>();
    let no_links = links.is_empty();
    // The operator's logo, or the mark of this project in ink.
    let logo = site.logo.clone().map(|logo| view! { <img class="logo" src=logo alt=""/> });
    let mark = logo.is_none().then(|| icon(Status::Operational));
    let path = (!path.is_empty()).then(|| steps(path));
    view! {
        <header class="banner" id="top" data-status=status.name()>
            <div class="column">
                <div class="masthead">
                    <a class="brand" href="#top">{logo}{mark}<span>{site.name.clone()}</span></a>
                    <nav class="cluster" aria-label="Site" hidden=no_links>{links}</nav>
                </div>
                <div class="verdict" data-status=status.name()>
                    <h1>{icon(status)}<span>{heading}</span></h1>
                    <p>{sentence}</p>
                    <p class="age">{age}</p>
                    {path}
                </div>
            </div>
        </header>
    }
}

/// How far the question got.
fn steps(path: Vec<Step>) -> impl IntoView {
    let step = |Step { status, name, word }: Step| {
        view! { <li data-status=status.name()>{icon(status)}<p><b>{name}</b><span>{word}</span></p></li> }
    };
    let steps = path.into_iter().map(step).collect::<Vec<_>>();
    view! { <ol class="path" aria-label="How far the question got">{steps}</ol> }
}
