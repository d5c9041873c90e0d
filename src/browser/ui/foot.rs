//! Below the systems: when the page looks again, and what a visitor can choose.

use super::{Choices, More, Pasts, Stamp, Table};
use crate::view::language::LANGUAGES;
use crate::view::public::Foot;

pub(super) fn foot(foot: Foot, choices: Choices) -> Stamp {
    let Choices { zone, site_zone, theme, language } = choices;
    let press = |stamp: Stamp, place, is_pressed| stamp.say(place, "aria-pressed", is_pressed);
    let stamp = Stamp::of("foot")
        .text("next", foot.next)
        .text("looks", foot.looks)
        .text("zone", foot.zone)
        .text("version", env!("CARGO_PKG_VERSION"))
        .hide("site", site_zone.is_none())
        .text("site", site_zone.unwrap_or_default());
    let stamp = ["mine", "utc", "site"]
        .into_iter()
        .fold(stamp, |stamp, place| press(stamp, place, place == zone));
    let themes = [("auto", None), ("light", Some("light")), ("dark", Some("dark"))];
    let stamp = themes
        .into_iter()
        .fold(stamp, |stamp, (place, choice)| press(stamp, place, choice == theme.as_deref()));
    LANGUAGES.into_iter().fold(stamp, |stamp, code| {
        stamp.attribute(code, "selected", (code == language).then(String::new))
    })
}

/// What can be read and saved of the past, and what of it is opened.
pub(super) fn tools(stamp: Stamp, past: Option<&Pasts>, files: &[String; 3]) -> Stamp {
    let more = past.and_then(|past| past.more.as_ref());
    let is_open = |is: bool| if is { "true" } else { "false" };
    let [history, feed, calendar] = files;
    let stamp = stamp
        .set("json", "href", &**history)
        .set("atom", "href", &**feed)
        .set("calendar", "href", &**calendar)
        .hide("tools", !past.is_some_and(|past| past.is_there))
        .set("how", "aria-expanded", is_open(matches!(more, Some(More::How))))
        .set("table", "aria-expanded", is_open(matches!(more, Some(More::Table(..)))));
    match more.cloned() {
        None => stamp.kept("more", 0, Vec::new),
        Some(More::How) => stamp.kept("more", 1, || vec![Stamp::of("how")]),
        // The makings of a table are counted from 1.
        Some(More::Table(making, rows)) => {
            stamp.kept("more", making.saturating_add(1), move || vec![table(&rows)])
        }
    }
}

#[inline(never)]
fn table((names, rows): &Table) -> Stamp {
    let name = |name: &str| Stamp::of("name").text("", name);
    let names = names.iter().map(|shown| name(shown));
    let row = |(date, facts): &(String, Vec<String>)| {
        let cells = facts.iter().map(|facts| Stamp::of("cell").text("", &**facts)).collect();
        Stamp::of("line").text("date", &**date).children("", cells)
    };
    Stamp::of("table")
        .children("names", names.collect())
        .children("rows", rows.iter().map(row).collect())
}
