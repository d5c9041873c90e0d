//! How many days a window has room for: the same breakpoints as in the style sheet.

use super::listen::listen;
use leptos::prelude::window;

/// Ninety, sixty or thirty.
pub fn days() -> usize {
    let is = |query| {
        let media = window().match_media(query).ok().flatten();
        media.is_some_and(|media| media.matches())
    };
    match () {
        () if is("(width >= 64rem)") => 90,
        () if is("(width >= 40rem)") => 60,
        () => 30,
    }
}

/// Calls `changed` whenever the window has another size, for as long as the page lives.
pub fn watch(changed: impl Fn() + 'static) {
    listen("resize", move |_| changed());
}
