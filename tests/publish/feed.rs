//! The feed, by an XML parser and by the rules of RFC 4287 and RFC 4151.

use crate::reading::Feed;
use crate::world::{DAY, HOUR, World, ago, update, world};
use allclear::history::Stage;
use metrics_engine::time::Timestamp;
use roxmltree::Document;

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn feed(world: &World) -> Feed {
    Feed::read(&world.file("feed.atom"))
}

fn titles(world: &World) -> Vec<String> {
    feed(world).entries.into_iter().map(|entry| entry.title).collect()
}

#[test]
fn publishes_incidents_and_windows_that_are_near() {
    let feed = feed(&world());
    assert_eq!(feed.title, "Example status");
    assert_eq!(feed.id, "tag:status.example.org,2026:feed");
    assert_eq!(
        titles(&world()),
        [
            "Maintenance in progress: Database upgrade",
            "Investigating: RAT: major outage",
            "Maintenance completed: Database upgrade",
            "Scheduled maintenance: Database upgrade",
            "Resolved: Messages were late",
        ]
    );
    let late = feed.entries.last().unwrap();
    assert_eq!(late.id, "tag:status.example.org,2026:incident/2026-11-12-sockudo");
    assert_eq!(late.link, "https://status.example.org/#/incidents/2026-11-12-sockudo");
    assert_eq!(
        late.html,
        "<p>Affected systems: Sockudo. It did not respond in time. From Nov 12, 2026, 12:00 UTC to Nov 12, 2026, 13:00 UTC.</p><p>The queue has a limit.</p>\
         <h3>Monitoring, Nov 12, 2026, 12:30 UTC</h3><p>We look on.</p>\
         <h3>Identified, Nov 12, 2026, 12:15 UTC</h3><p>A queue was full.</p>"
    );
}

/// RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have, how often, and in which form.
#[test]
fn has_what_the_format_requires() {
    let text = world().file("feed.atom");
    let document = Document::parse(&text).unwrap();
    let feed = document.root_element();
    assert_eq!((feed.tag_name().name(), feed.tag_name().namespace()), ("feed", Some(ATOM)));
    let of = |element: roxmltree::Node<'_, '_>, name: &str| -> Vec<String> {
        let named = element.children().filter(|child| child.has_tag_name((ATOM, name)));
        named.map(|child| child.text().unwrap_or_default().to_owned()).collect()
    };
    let mut ids = Vec::new();
    for element in feed.children().filter(|child| child.has_tag_name((ATOM, "entry"))).chain([feed])
    {
        for name in ["id", "title", "updated"] {
            assert_eq!(of(element, name).len(), 1, "{name}");
        }
        for date in of(element, "updated").iter().chain(&of(element, "published")) {
            assert!(is_rfc3339(date), "{date}");
        }
        let id = of(element, "id").remove(0);
        assert!(id.starts_with("tag:status.example.org,2026:"), "{id}");
        assert!(!ids.contains(&id), "{id} stands twice");
        ids.push(id);
        let alternates = element.children().filter(|child| {
            child.has_tag_name((ATOM, "link")) && child.attribute("rel") == Some("alternate")
        });
        assert_eq!(alternates.count(), 1);
    }
    // An author in the feed serves all entries.
    assert!(feed.children().any(|child| child.has_tag_name((ATOM, "author"))));
    let oneself = feed.children().find(|child| child.attribute("rel") == Some("self")).unwrap();
    assert_eq!(oneself.attribute("href"), Some("https://status.example.org/feed.atom"));
    // The feed's own date is its newest entry's.
    let newest = feed.descendants().filter(|node| node.has_tag_name((ATOM, "updated")));
    let newest = newest.filter_map(|node| node.text()).max().unwrap();
    assert_eq!(of(feed, "updated"), [newest]);
}

fn is_rfc3339(text: &str) -> bool {
    let shape: String =
        text.chars().map(|char| if char.is_ascii_digit() { '0' } else { char }).collect();
    shape == "0000-00-00T00:00:00+00:00" && text.ends_with("+00:00")
}

#[test]
fn changes_only_when_something_happened() {
    let mut world = world();
    let before = world.file("feed.atom");
    world.now = Timestamp(world.now.0 + 15_000);
    assert_eq!(world.file("feed.atom"), before);

    // An update changes its own entry, whose id stays.
    world.incidents[1].updates.push(update(ago(-10_000), Stage::Identified, "A disk was full."));
    let (before, after) = (Feed::read(&before), feed(&world));
    let changed = after.entries.iter().filter(|entry| !before.entries.contains(entry));
    let changed: Vec<&str> = changed.map(|entry| entry.id.as_str()).collect();
    assert_eq!(changed, ["tag:status.example.org,2026:incident/2026-11-20-rat"]);
    assert!(after.updated > before.updated);
}

#[test]
fn a_window_is_announced_a_week_ahead_and_has_three_entries() {
    let mut world = world();
    world.incidents.clear();
    world.windows.drain(..3);
    let mut seen = Vec::new();
    for day in 0..40 {
        world.now = ago(-day * DAY - HOUR / 2);
        let feed = feed(&world);
        if let Some(entry) = feed.entries.first() {
            let what = (entry.title.clone(), entry.updated.clone());
            if seen.last() != Some(&what) {
                seen.push(what);
            }
        }
    }
    let expected = [
        ("Scheduled maintenance: Database upgrade", "2026-12-13T12:00:00+00:00"),
        ("Maintenance in progress: Database upgrade", "2026-12-20T12:00:00+00:00"),
        ("Maintenance completed: Database upgrade", "2026-12-20T13:00:00+00:00"),
    ];
    assert_eq!(seen, expected.map(|(title, updated)| (title.to_owned(), updated.to_owned())));
}

#[test]
fn is_valid_when_nothing_ever_happened_and_never_endless() {
    let mut world = world();
    world.windows.clear();
    let many = world.incidents[0].clone();
    world.incidents.clear();
    let empty = feed(&world);
    assert_eq!(empty.entries.len(), 0);
    assert_eq!(empty.updated, "1970-01-01T00:00:00+00:00");
    for number in 0..80 {
        let mut one = many.clone();
        one.id = format!("incident-{number}");
        one.since = ago(number * DAY + HOUR);
        one.until = Some(ago(number * DAY));
        one.updates.clear();
        world.incidents.push(one);
    }
    let feed = feed(&world);
    assert_eq!(feed.entries.len(), 50);
    assert!(feed.entries[0].id.ends_with("incident-0"));
    assert!(feed.entries[49].id.ends_with("incident-49"));
    assert_eq!(feed.entries[0].title_type, None);
}
