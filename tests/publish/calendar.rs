//! The calendar, by the rules of RFC 5545.

use crate::reading::{Calendar, Properties};
use crate::world::{paragraph, world};

#[test]
fn has_every_window_once() {
    let calendar = Calendar::read(&world().file("maintenance.ics"));
    assert_eq!(calendar.own.text("NAME"), "Example status: maintenance");
    assert_eq!(calendar.own.text("X-WR-CALNAME"), "Example status: maintenance");
    let ids: Vec<String> = calendar.events.iter().map(|event| event.text("UID")).collect();
    assert_eq!(ids, [1, 2, 3, 4].map(|number| format!("upgrade-{number}@status.example.org")));
    let event: &Properties = &calendar.events[1];
    assert_eq!(event.text("SUMMARY"), "Database upgrade");
    assert_eq!(event.value("SEQUENCE"), "0");
    assert_eq!(event.value("DTSTART"), "20261120T113000Z");
    assert_eq!(event.value("DTEND"), "20261120T123000Z");
    let words = event.text("DESCRIPTION");
    assert!(words.contains("Reads go on"), "{words}");
    assert_eq!(event.value("URL"), "https://status.example.org/#/incidents/upgrade-2");
}

#[test]
fn has_what_the_format_requires() {
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
    let calendar = Calendar::read(&text);
    assert_eq!(calendar.events.len(), 1);
    assert_eq!(calendar.events[0].text("SUMMARY"), world.windows[0].title.trim());
    let unfolded = text.replace("\r\n ", "");
    assert!(
        unfolded.contains("SUMMARY:Ümbau\\, heute\\; 日本語\\\\のメンテナンス: Ümbau"),
        "{unfolded}"
    );
    assert!(unfolded.contains("DESCRIPTION:one\\nBEGIN:VEVENT\\nUID:x\\n\\n\\nRAT may"));
}
