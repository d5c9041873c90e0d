//! The components of the operator's page, one module for each screen, named as in `view::admin`. They place words and decide none.

mod alerts;
mod dashboard;
mod forget;
mod frame;
mod inspect;
mod list;
mod login;
mod overview;
mod targets;

use super::markup::{El, el, watch};
use crate::browser::desk::Desk;
use crate::browser::effect;
use crate::console::Session;
use crate::route::Screen;
use crate::view::admin::tab;
use web_sys::Element;

/// Shows the page in `place`: the login, or the screen that the address names.
pub(in crate::browser) fn show(desk: Desk, place: &Element) {
    let works = move || desk.console(|console, _| console.work().is_some());
    let is_lost = move || {
        works() && desk.console(|console, _| !matches!(console.session(), Session::In { .. }))
    };
    let page = el("div")
        .live_on(
            move || works().to_string(),
            move || vec![if works() { screens(desk) } else { login::page(desk) }],
        )
        .live_on(
            move || is_lost().to_string(),
            move || if is_lost() { vec![login::again(desk)] } else { Vec::new() },
        );
    // An element that was just made is never refused.
    let _ = place.append_child(page.element());
}

/// The frame around the screens, and the screen.
fn screens(desk: Desk) -> El {
    watch(move || {
        let route = desk.route.get();
        if let Some((title, icon)) = desk.see(|scene| tab(scene, &route)) {
            effect::tab::show(&title, icon);
        }
    });
    let kind = move || {
        desk.route.with(|route| match &route.screen {
            Screen::Overview => "overview".to_owned(),
            Screen::Targets(_) => "targets".to_owned(),
            Screen::Dashboard(_) => "dashboard".to_owned(),
            Screen::Alerts => "alerts".to_owned(),
            Screen::NotFound(path) => ["not found ", path].concat(),
        })
    };
    let screen = move || match desk.route.get_untracked().screen {
        Screen::Overview => overview::screen(desk),
        Screen::Targets(_) => targets::screen(desk),
        Screen::Dashboard(_) => dashboard::screen(desk),
        Screen::Alerts => alerts::screen(desk),
        Screen::NotFound(path) => not_found(&path),
    };
    frame::frame(desk, move |main| main.live_on(kind, screen))
}

fn not_found(path: &str) -> Vec<El> {
    let way = el("a").attr("href", "#/overview").text("Overview");
    let words = el("p").text("Nothing stands at ").child(el("code").text(path)).text(". ");
    vec![bar("There is no such page"), words.child(way)]
}

/// The head of a screen.
fn bar(heading: &str) -> El {
    el("div").class("bar").child(el("h1").text(heading))
}

/// A button with an edge.
fn button(words: &str, clicked: impl Fn() + 'static) -> El {
    el("button").class("button").attr("type", "button").on_click(clicked).text(words)
}

/// One choice of several that lie side by side.
fn choice(words: &str, is_chosen: impl Fn() -> bool + 'static, chosen: impl Fn() + 'static) -> El {
    let button = el("button").attr("type", "button").on_click(chosen).text(words);
    button.bind_to("aria-pressed", move || is_chosen().to_string())
}

/// The choices side by side.
fn segmented(label: &str, choices: impl IntoIterator<Item = El>) -> El {
    el("div").class("segmented").attr("role", "group").attr("aria-label", label).children(choices)
}
