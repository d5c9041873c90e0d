//! The number of days that a window has room for, by the breakpoints of the style sheet.

use leptos::ev;
use leptos::prelude::{window, window_event_listener};

/// Returns ninety, sixty or thirty.
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

/// Calls `changed` whenever the window is resized, for as long as the page lives.
pub fn watch(changed: impl Fn() + 'static) {
    window_event_listener(ev::resize, move |_| changed());
}
