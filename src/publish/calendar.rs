//! The calendar of maintenance (RFC 5545), to subscribe to.
//!
//! All times are UTC and every window is an event of its own: recurrence was resolved before, so no rule of a zone has to be sent.
//! Nothing in it comes from the clock. `DTSTAMP` is the first moment at which a window can stand here, and `SEQUENCE` stays 0: the
//! time at which an operator wrote a window is not known, and a subscription replaces the whole calendar anyway.

use super::escape::clean;
use super::{PublicScene, date, markup, notice};
use crate::history::Window;
use icalendar::{Calendar, Component as _, Event, Property};
use metrics_engine::time::Timestamp;

/// How long before its beginning a window appears, in milliseconds.
const AHEAD: i64 = 90 * 86_400_000;

/// The longest line in octets, without its line break (section 3.1).
const WIDTH: usize = 75;

/// Writes `maintenance.ics`.
pub(super) fn ics(scene: &PublicScene<'_>) -> String {
    let mut calendar = Calendar::empty();
    let name = clean(&format!("{}: maintenance", scene.site));
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Allclear//Maintenance//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    // icalendar does not know NAME (RFC 7986) as text, and would not escape it.
    let mut names = Property::new("NAME", &name);
    calendar.append_property(names.add_parameter("VALUE", "TEXT").done());
    calendar.append_property(Property::new("X-WR-CALNAME", &name));
    let mut refresh = Property::new("REFRESH-INTERVAL", "PT1H");
    calendar.append_property(refresh.add_parameter("VALUE", "DURATION").done());
    calendar.append_property(Property::new("X-PUBLISHED-TTL", "PT1H"));
    let host = scene.host();
    calendar.extend(scene.windows.iter().rev().map(|window| event(scene, window, &host)));
    fold(&calendar.to_string())
}

fn event(scene: &PublicScene<'_>, window: &Window, host: &str) -> Event {
    let mut words = notice::window_facts(scene, window);
    let body = markup::plain(&window.body);
    if !body.is_empty() {
        words = format!("{body}\n\n{words}");
    }
    let stamp = Timestamp(window.since.0.saturating_sub(AHEAD));
    // A URI is not escaped, and must not break the line.
    let address = notice::address(scene, &window.id);
    let address: String = address.chars().filter(|char| !char.is_control()).collect();
    Event::new()
        .uid(&clean(&format!("{}@{host}", window.id)))
        .add_property("DTSTAMP", date::basic(stamp))
        .sequence(0)
        .add_property("DTSTART", date::basic(window.since))
        .add_property("DTEND", date::basic(window.until))
        .summary(&clean(&notice::window_title(scene, window)))
        .description(&clean(&words))
        .add_property("URL", address)
        .add_property("CATEGORIES", "Maintenance")
        .add_property("STATUS", "CONFIRMED")
        .add_property("TRANSP", "TRANSPARENT")
        .done()
}

/// Refolds the lines of a calendar: icalendar lets a last line have 76 octets.
fn fold(calendar: &str) -> String {
    let mut folded = String::with_capacity(calendar.len());
    for line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        let mut octets = 0;
        for char in line.chars() {
            if octets + char.len_utf8() > WIDTH {
                folded.push_str("\r\n ");
                octets = 1;
            }
            folded.push(char);
            octets += char.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}
