//! The components of the operator's page, one module for each screen, named as in `view::admin`. They place words and decide none.

mod alerts;
mod dashboard;
mod frame;
mod inspect;
mod list;
mod login;
mod overview;
mod targets;

use crate::browser::desk::Desk;
use crate::browser::effect;
use crate::console::Session;
use crate::route::Screen;
use crate::view::admin::tab;
use leptos::prelude::*;

/// The whole page: the login, or the screen that the address names.
pub(in crate::browser) fn app(desk: Desk) -> impl IntoView {
    let works = Memo::new(move |_| desk.console(|console, _| console.work().is_some()));
    let is_out = Memo::new(move |_| {
        desk.console(|console, _| !matches!(console.session(), Session::In { .. }))
    });
    view! {
        {move || if works.get() { screens(desk).into_any() } else { login::page(desk).into_any() }}
        {move || (works.get() && is_out.get()).then(|| login::again(desk))}
    }
}

/// The frame around the screens, and the screen.
fn screens(desk: Desk) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let route = desk.route.get();
        desk.see(|scene| tab(scene, &route))
    });
    Effect::new(move || {
        if let Some((title, icon)) = shown.get() {
            effect::tab::show(&title, icon);
        }
    });
    let kind = Memo::new(move |_| core::mem::discriminant(&desk.route.get().screen));
    let screen = move || {
        // Read, not only tracked: a memo that nobody reads looks at nothing.
        kind.with(|_| ());
        match desk.route.get_untracked().screen {
            Screen::Overview => overview::screen(desk).into_any(),
            Screen::Targets(_) => targets::screen(desk).into_any(),
            Screen::Dashboard(_) => dashboard::screen(desk).into_any(),
            Screen::Alerts => alerts::screen(desk).into_any(),
            Screen::NotFound(path) => not_found(&path).into_any(),
        }
    };
    frame::frame(desk, screen)
}

fn not_found(path: &str) -> impl IntoView {
    view! {
        <div class="bar"><h1>"There is no such page"</h1></div>
        <p>"Nothing stands at " <code>{path.to_owned()}</code> ". " <a href="#/overview">"Overview"</a></p>
    }
}

/// A symbol of the sprite in `admin.html`. Words always stand beside it.
fn icon(class: &'static str, name: impl Into<String>) -> impl IntoView {
    let href = ["#", &name.into()].concat();
    view! { <svg class=class aria-hidden="true"><use_ href=href></use_></svg> }
}
