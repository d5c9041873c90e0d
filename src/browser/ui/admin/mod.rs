//! The screens that are no components yet.

mod alerts;
mod dashboard;

use super::markup::Kept;
use super::stamp::Stamp;
use crate::browser::admin_shell::AdminShell;
use crate::ui::admin::Legacy;
use web_sys::Element;

/// Fills `place` with a screen, which ends when the returned value is dropped.
pub(in crate::browser) fn mount(desk: &'static AdminShell, which: Legacy, place: &Element) -> Kept {
    let kept = Kept::default();
    let screen = kept.get("screen", || match which {
        Legacy::Dashboard => dashboard::screen(desk),
        Legacy::Alerts => alerts::screen(desk),
    });
    if let Some(screen) = screen {
        // An element that was just made is never refused.
        let _ = place.append_child(&screen);
    }
    kept
}

/// One choice of several that lie side by side.
fn choice(words: &str, act: &str, is_chosen: bool) -> Stamp {
    Stamp::of("choice").text("", words).set("", "data-act", act).say("", "aria-pressed", is_chosen)
}
