//! What stands around every screen: the rail with the ways to the others, who is logged in, and words for screen readers.

use crate::browser::desk::Desk;
use crate::browser::ui::markup::{El, el, icon};
use crate::console::Event;
use crate::route::Screen;
use crate::view::admin::alerts::{counts, summary};
use crate::view::admin::notice::notices;

/// The frame; `screen` puts the screen into its main part.
pub(super) fn frame(desk: Desk, screen: impl FnOnce(El) -> El) -> El {
    let site = desk.see_once(|scene| scene.work.private().config.site.name.clone());
    let brand = el("a").class("brand").attr("href", "/").child(icon("mark", "operational"));
    let ways = el("ul").class("nav").children([
        entry(desk, "#/overview", "overview", "Overview", |screen| *screen == Screen::Overview),
        entry(desk, "#/targets", "targets", "Targets", |screen| {
            matches!(screen, Screen::Targets(_))
        }),
        entry(desk, "#/dashboards", "dashboards", "Dashboards", |screen| {
            matches!(screen, Screen::Dashboard(_))
        }),
        entry(desk, "#/alerts", "bell", "Alerts", |screen| *screen == Screen::Alerts),
    ]);
    let who = el("div")
        .class("who note")
        .child(el("p").live_text(move || signed(desk)))
        .child(el("p").child(log_out(desk)));
    let rail = el("div")
        .child(brand.child(el("span").text(&site.unwrap_or_default())))
        .child(ways)
        .child(who);
    let said = el("p")
        .class("unseen")
        .attr("role", "status")
        .live_text(move || desk.see(summary).unwrap_or_default());
    let main = el("main").class("desk").attr("tabindex", "-1").child(said).child(above(desk));
    let note = el("p").class("note signed").live_text(move || signed(desk)).text(" ");
    el("div")
        .class("frame")
        .child(el("nav").class("rail").attr("aria-label", "Admin").child(rail))
        .child(screen(main).child(note.child(log_out(desk))))
}

/// Who is logged in, where that is known here.
fn signed(desk: Desk) -> String {
    let name = desk.console(|console, _| console.session().token().map(|it| it.name().to_owned()));
    let name = name.filter(|name| !name.is_empty());
    name.map_or_else(String::new, |name| ["Signed in as ", &name].concat())
}

fn log_out(desk: Desk) -> El {
    let button = el("button").class("inline").attr("type", "button").text("Log out");
    button.on_click(move || desk.dispatch(Event::LoggedOut))
}

/// What is not as it should be, above every screen.
fn above(desk: Desk) -> El {
    let texts = move || {
        let seen = desk.see(notices).unwrap_or_default();
        seen.into_iter().map(|notice| [notice.status, "\n", &notice.text].concat()).collect()
    };
    el("ul").class("notices").attr("role", "status").each(texts, |text| {
        let (status, text) = text.split_once('\n').unwrap_or_default();
        let line = el("li").class("state").attr("data-status", status);
        line.child(icon("icon", status)).child(el("span").text(text))
    })
}

/// One way to another screen.
fn entry(
    desk: Desk,
    href: &'static str,
    symbol: &str,
    word: &str,
    is_here: fn(&Screen) -> bool,
) -> El {
    let current =
        move || desk.route.with(|route| is_here(&route.screen)).then(|| "page".to_owned());
    let way = el("a").attr("href", href).bind("aria-current", current);
    let way = way.child(icon("glyph", symbol)).child(el("span").text(word));
    el("li").child(if symbol == "bell" { with_count(desk, way) } else { way })
}

/// How many alerts are firing; nothing where there is none.
fn with_count(desk: Desk, way: El) -> El {
    let key = move || {
        let counts = desk.see(counts).unwrap_or_default();
        if counts.firing == 0 {
            return String::new();
        }
        [counts.status.name(), " ", &counts.firing.to_string()].concat()
    };
    way.live_on(key, move || {
        let key = key();
        let Some((status, n)) = key.split_once(' ') else { return Vec::new() };
        let count = el("span").class("count").attr("data-status", status);
        vec![count.child(el("span").class("unseen").text("firing: ")).text(n)]
    })
}
