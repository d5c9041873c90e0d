//! The links to the screens.

use super::{navigation, title, use_console};
use crate::route::{Route, Screen};
use crate::ui::common::Glyph;
use crate::view::admin::alerts::counts;
use leptos::prelude::*;

/// A link to each screen; that of the alerts has the number that fire.
#[component]
pub(super) fn Navigation() -> impl IntoView {
    let route = use_console().route();
    let link = |(screen, symbol): (Screen, &'static str)| {
        let (kind, name) = (core::mem::discriminant(&screen), title(&screen));
        let is_here = move || {
            route.with(|route| core::mem::discriminant(&route.screen) == kind).then_some("page")
        };
        let count = matches!(screen, Screen::Alerts).then(|| view! { <FiringCount/> });
        view! {
            <li>
                <a href=Route::to(screen).to_string() aria-current=is_here>
                    <Glyph name=symbol/>
                    <span>{name}</span>
                    {count}
                </a>
            </li>
        }
    };
    view! { <ul class="nav">{navigation().map(link).into_iter().collect_view()}</ul> }
}

/// How many alerts fire; hidden while none does.
#[component]
fn FiringCount() -> impl IntoView {
    let console = use_console();
    move || {
        let counts = console.with_scene(counts).unwrap_or_default();
        let is_hidden = counts.firing == 0;
        let firing = (!is_hidden).then(|| counts.firing.to_string());
        view! {
            <span class="count" data-status=counts.status.name() hidden=is_hidden>
                <span class="unseen">"firing: "</span>
                <span>{firing}</span>
            </span>
        }
    }
}
