//! What stands around every screen: the rail with the ways to the others, who is logged in, and words for screen readers.

use crate::browser::desk::Desk;
use crate::browser::ui::markup::{acts, only, stamped};
use crate::browser::ui::stamp::Stamp;
use crate::console::Event;
use crate::route::Screen;
use crate::view::admin::alerts::{counts, summary};
use crate::view::admin::notice::{Notice, notices};
use web_sys::Element;

/// The frame; `screen` gives the screen in its main part.
pub(super) fn frame(
    desk: &'static Desk,
    screen: impl Fn() -> Option<Element> + 'static,
) -> Element {
    let site = desk.see_once(|scene| scene.work.private().config.site.name.clone());
    let site = site.unwrap_or_default();
    let frame = stamped(move || {
        let name =
            desk.console(|console, _| console.session().token().map(|it| it.name().to_owned()));
        // Where that is known here.
        let signed = match name {
            Some(name) if !name.is_empty() => ["Signed in as ", &name].concat(),
            _ => String::new(),
        };
        let counts = desk.see(counts).unwrap_or_default();
        let here = match desk.route.with(|route| route.screen.clone()) {
            Screen::Overview => "overview",
            Screen::Targets(_) => "targets",
            Screen::Dashboard(_) => "dashboards",
            Screen::Alerts => "alerts",
            Screen::NotFound(_) => "",
        };
        let said = desk.see(notices).unwrap_or_default();
        let mut stamp = Stamp::of("frame").text("site", &*site);
        for way in ["overview", "targets", "dashboards", "alerts"] {
            stamp = stamp.attribute(way, "aria-current", (way == here).then(|| "page".to_owned()));
        }
        stamp
            .hide("count", counts.firing == 0)
            .set("count", "data-status", counts.status.name())
            .text(
                "firing",
                if counts.firing == 0 { String::new() } else { counts.firing.to_string() },
            )
            .text("who", &*signed)
            .text("summary", desk.see(summary).unwrap_or_default())
            .each("notices", said, notice)
            .own("screen", only(screen()))
            .text("signed", signed)
    });
    acts(&frame, "click", move |act, _| match act {
        "out" => desk.dispatch(Event::LoggedOut),
        "take-over" => desk.dispatch(Event::ConfigAccepted),
        _ => {}
    });
    frame
}

/// What is not as it should be, above every screen.
fn notice(notice: Notice) -> Stamp {
    let Notice { status, text, offers_config } = notice;
    Stamp::of("notice").state("", status).text("words", text).hide("act", !offers_config)
}
