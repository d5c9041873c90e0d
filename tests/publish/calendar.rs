//! The calendar, by a calendar parser and by the rules of RFC 5545.

use crate::world::{paragraph, world};
use icalendar::{Calendar, CalendarDateTime, Component as _, DatePerhapsTime};

#[test]
fn has_every_window_once() {
    let text = world().file("maintenance.ics");
    let calendar: Calendar = text.parse().unwrap();
    assert_eq!(calendar.get_name(), Some("Example status: maintenance"));
    let events: Vec<_> = calendar.events().collect();
    let ids: Vec<&str> = events.iter().filter_map(|event| event.get_uid()).collect();
    assert_eq!(ids, [1, 2, 3, 4].map(|number| format!("upgrade-{number}@status.example.org")));
    let event = events[1];
    assert_eq!(event.get_summary(), Some("Database upgrade"));
    assert_eq!(event.get_sequence(), Some(0));
    let utc = |date: Option<DatePerhapsTime>| match date {
        Some(DatePerhapsTime::DateTime(CalendarDateTime::Utc(at))) => at.to_rfc3339(),
        other => panic!("{other:?}"),
    };
    assert_eq!(utc(event.get_start()), "2026-11-20T11:30:00+00:00");
    assert_eq!(utc(event.get_end()), "2026-11-20T12:30:00+00:00");
    let words = event.property_value("DESCRIPTION").unwrap();
    assert!(words.contains("Reads go on"), "{words}");
    assert_eq!(
        event.property_value("URL"),
        Some("https://status.example.org/#/incidents/upgrade-2")
    );
}

#[test]
fn has_what_the_format_asks_for() {
    let text = world().file("maintenance.ics");
    assert!(text.is_ascii());
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    // Every line feed follows a carriage return, and no line is too long.
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let unfolded = text.replace("\r\n ", "");
    for event in unfolded.split("BEGIN:VEVENT").skip(1) {
        for name in
            ["UID:", "DTSTAMP:", "SEQUENCE:", "DTSTART:", "DTEND:", "SUMMARY:", "STATUS:CONFIRMED"]
        {
            let found = event.split("\r\n").filter(|line| line.starts_with(name)).count();
            assert_eq!(found, 1, "{name}{event}");
        }
    }
    let mut later = world();
    later.now.0 += 86_400_000;
    assert_eq!(later.file("maintenance.ics"), text);
}

#[test]
fn folds_between_characters_and_escapes_what_means_something() {
    let mut world = world();
    world.windows.truncate(1);
    world.windows[0].title = "Ümbau, heute; 日本語\\のメンテナンス: ".repeat(5);
    world.windows[0].body = paragraph("one\nBEGIN:VEVENT\r\nUID:x\n");
    let text = world.file("maintenance.ics");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let calendar: Calendar = text.parse().unwrap();
    let events: Vec<_> = calendar.events().collect();
    assert_eq!(events.len(), 1);
    let unfolded = text.replace("\r\n ", "");
    assert!(
        unfolded.contains("SUMMARY:Ümbau\\, heute\\; 日本語\\\\のメンテナンス: Ümbau"),
        "{unfolded}"
    );
    assert!(unfolded.contains("DESCRIPTION:one\\nBEGIN:VEVENT\\nUID:x\\n\\n\\nRAT may"));
}
