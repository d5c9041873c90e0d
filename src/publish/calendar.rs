//! The calendar of maintenance (RFC 5545), to be subscribed to.
//!
//! All times are UTC and every window is an event of its own: recurrence was resolved before, so no rule of a zone has to be sent.
//! Nothing in it is taken from the clock. `DTSTAMP` is the first moment at which a window can stand here, and `SEQUENCE` stays 0:
//! who wrote what when is not known, and a subscription replaces the whole calendar anyway.

use super::escape::calendar as escape;
use super::{PublicScene, date, markup, notice};
use crate::history::Window;
use crate::time::Timestamp;

/// Windows are made so far ahead of their beginning, in milliseconds.
const AHEAD: i64 = 90 * 86_400_000;

/// Octets of a line before it has to be folded (section 3.1).
const WIDTH: usize = 75;

/// The text of `maintenance.ics`.
pub(super) fn ics(scene: &PublicScene<'_>) -> String {
    let mut lines = Lines::default();
    let name = escape(&format!("{}: maintenance", scene.site));
    lines.put("BEGIN:VCALENDAR");
    lines.put("VERSION:2.0");
    lines.put("PRODID:-//Allclear//Maintenance//EN");
    lines.put("CALSCALE:GREGORIAN");
    lines.put("METHOD:PUBLISH");
    lines.put(&format!("NAME:{name}"));
    lines.put(&format!("X-WR-CALNAME:{name}"));
    lines.put("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    lines.put("X-PUBLISHED-TTL:PT1H");
    let host = scene.host();
    for window in scene.windows.iter().rev() {
        event(scene, window, &host, &mut lines);
    }
    lines.put("END:VCALENDAR");
    lines.0
}

fn event(scene: &PublicScene<'_>, window: &Window, host: &str, lines: &mut Lines) {
    let mut words = notice::window_facts(scene, window);
    let body = markup::plain(&window.body);
    if !body.is_empty() {
        words = format!("{body}\n\n{words}");
    }
    let address = notice::address(scene, &window.id);
    lines.put("BEGIN:VEVENT");
    lines.put(&format!("UID:{}@{host}", escape(&window.id)));
    let stamp = Timestamp(window.since.0.saturating_sub(AHEAD));
    lines.put(&format!("DTSTAMP:{}", date::basic(stamp)));
    lines.put("SEQUENCE:0");
    lines.put(&format!("DTSTART:{}", date::basic(window.since)));
    lines.put(&format!("DTEND:{}", date::basic(window.until)));
    lines.put(&format!("SUMMARY:{}", escape(&notice::window_title(scene, window))));
    lines.put(&format!("DESCRIPTION:{}", escape(&words)));
    // A URI is no text: it is not escaped, and must not break the line.
    let plain: String = address.chars().filter(|char| !char.is_control()).collect();
    lines.put(&format!("URL:{plain}"));
    lines.put("CATEGORIES:Maintenance");
    lines.put("STATUS:CONFIRMED");
    lines.put("TRANSP:TRANSPARENT");
    lines.put("END:VEVENT");
}

/// Content lines, folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn put(&mut self, line: &str) {
        let mut octets = 0;
        for char in line.chars() {
            if octets + char.len_utf8() > WIDTH {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(char);
            octets += char.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}
