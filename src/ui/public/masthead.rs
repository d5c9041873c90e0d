//! The site's name and links.

use crate::config::Site;
use crate::ui::common::{Icon, filled};
use crate::view::language::{Words, message};
use leptos::either::Either;
use leptos::prelude::*;
use std::sync::Arc;

/// The site's name and links, at the top of each page.
#[component]
pub fn Masthead(
    /// The site.
    site: Site,
    /// The language of the labels.
    words: Arc<Words>,
    /// Where the name leads.
    href: &'static str,
) -> impl IntoView {
    let Site { name, logo, links, .. } = site;
    let mark = match logo {
        Some(logo) => Either::Left(view! { <img class="logo" alt="" src=logo/> }),
        None => Either::Right(view! { <Icon name="operational"/> }),
    };
    let links = links.into_iter().map(|link| view! { <a href=link.url>{filled(link.label)}</a> });
    view! {
        <div class="masthead">
            <a class="brand" href=href>{mark}<span>{filled(name)}</span></a>
            <nav class="cluster" aria-label=words.text(message("Site"))>{links.collect_view()}</nav>
        </div>
    }
}
