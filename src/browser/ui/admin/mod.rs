//! The components of the operator's page, one module for each screen, named as in `view::admin`. They place words and decide none.
//!
//! A screen is a function from what is known to a stamp of a template in `admin.html`. What a person does is named there, too, by
//! `data-act`, and understood by the screen that it is on.

mod alerts;
mod dashboard;
mod forget;
mod frame;
mod inspect;
mod list;
mod login;
mod overview;
mod targets;

pub(super) use list::style;

use super::markup::{Kept, hold, only, stamped, watch};
use super::reactive::RwSignal;
use super::stamp::Stamp;
use crate::browser::desk::Desk;
use crate::browser::effect;
use crate::browser::effect::turn::Job;
use crate::console::Session;
use crate::route::Screen;
use crate::view::admin::tab;
use web_sys::Element;

/// Shows the page in `place`: the login, or the screen that the address names.
pub(in crate::browser) fn show(desk: &'static Desk, place: &Element) {
    let (page, over) = (Kept::default(), Kept::default());
    let shown = stamped(move || {
        // Screens know systems, targets and rules by their places in the configuration: with another one they are made anew.
        let works = desk.console(|console, _| console.work().map(|_| console.generation()));
        let is_in = desk.console(|console, _| matches!(console.session(), Session::In { .. }));
        let key =
            works.map_or_else(|| "login".to_owned(), |generation| format!("desk {generation}"));
        let page =
            page.get(&key, || if works.is_some() { screens(desk) } else { login::page(desk) });
        let is_lost = works.is_some() && !is_in;
        let over = over.get(if is_lost { "again" } else { "" }, || login::again(desk));
        Stamp::of("page").own("page", only(page)).own("over", only(over))
    });
    // An element that was just made is never refused.
    let _ = place.append_child(&shown);
}

/// The frame around the screens, and the screen.
fn screens(desk: &'static Desk) -> Element {
    watch(move || {
        let route = desk.route.get();
        if let Some((title, icon)) = desk.see(|scene| tab(scene, &route)) {
            effect::tab::show(&title, icon);
        }
    });
    let screen = Kept::default();
    // The frame comes first, and what is in it in a turn of its own.
    let is_framed = RwSignal::new(false);
    let framed = is_framed.clone();
    let begin = Job::new(move || {
        framed.set(true);
        false
    });
    begin.ask();
    hold(begin);
    frame::frame(desk, move || {
        if !is_framed.get() {
            return None;
        }
        let at = desk.route.with(|route| route.screen.clone());
        let key = match &at {
            Screen::Overview => "overview",
            Screen::Targets(_) => "targets",
            Screen::Dashboard(_) => "dashboard",
            Screen::Alerts => "alerts",
            Screen::NotFound(path) => &["/", path].concat(),
        };
        screen.get(key, || match at {
            Screen::Overview => overview::screen(desk),
            Screen::Targets(_) => targets::screen(desk),
            Screen::Dashboard(_) => dashboard::screen(desk),
            Screen::Alerts => alerts::screen(desk),
            Screen::NotFound(path) => not_found(path),
        })
    })
}

fn not_found(path: String) -> Element {
    stamped(move || Stamp::of("not-found").text("path", &*path))
}

/// One choice of several that lie side by side.
fn choice(words: &str, act: &str, is_chosen: bool) -> Stamp {
    Stamp::of("choice").text("", words).set("", "data-act", act).say("", "aria-pressed", is_chosen)
}

/// The number at the end of what `data-act` says.
fn number(text: &str) -> usize {
    text.parse().unwrap_or(usize::MAX)
}
