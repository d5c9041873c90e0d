//! Readers of the feed and the calendar, which share no code with what writes them.

use roxmltree::{Document, Node};

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// A feed, as an XML parser finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Feed {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) updated: String,
    pub(crate) entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) title: String,
    /// The attribute `type` of the title; `None` is plain text.
    pub(crate) title_type: Option<String>,
    pub(crate) updated: String,
    pub(crate) link: String,
    pub(crate) html: String,
}

impl Feed {
    pub(crate) fn read(text: &str) -> Self {
        let document =
            Document::parse(text).unwrap_or_else(|error| panic!("feed.atom: {error}\n{text}"));
        let feed = document.root_element();
        assert!(feed.has_tag_name((ATOM, "feed")));
        let entries = feed.children().filter(|child| child.has_tag_name((ATOM, "entry")));
        Self {
            id: text_of(feed, "id"),
            title: text_of(feed, "title"),
            updated: text_of(feed, "updated"),
            entries: entries.map(Entry::read).collect(),
        }
    }
}

impl Entry {
    fn read(entry: Node<'_, '_>) -> Self {
        let content = child(entry, "content");
        assert_eq!(content.attribute("type"), Some("html"));
        Self {
            id: text_of(entry, "id"),
            title: text_of(entry, "title"),
            title_type: child(entry, "title").attribute("type").map(str::to_owned),
            updated: text_of(entry, "updated"),
            link: child(entry, "link").attribute("href").unwrap().to_owned(),
            html: content.text().unwrap_or_default().to_owned(),
        }
    }
}

/// The one child of this name.
fn child<'a>(element: Node<'a, 'a>, name: &str) -> Node<'a, 'a> {
    let mut named = element.children().filter(|child| child.has_tag_name((ATOM, name)));
    let child = named.next().unwrap_or_else(|| panic!("no {name}"));
    assert!(named.next().is_none(), "{name} stands twice");
    child
}

fn text_of(element: Node<'_, '_>, name: &str) -> String {
    let mut named = element.children().filter(|child| child.has_tag_name((ATOM, name)));
    let text = named.next().and_then(|child| child.text()).unwrap_or_default().to_owned();
    assert!(named.next().is_none(), "{name} stands twice");
    text
}

/// A calendar: its own properties, and those of each event.
#[derive(Debug)]
pub(crate) struct Calendar {
    pub(crate) own: Properties,
    pub(crate) events: Vec<Properties>,
}

/// Names and raw values, in order.
#[derive(Debug, Default)]
pub(crate) struct Properties(Vec<(String, String)>);

impl Calendar {
    /// Reads a calendar by the grammar of RFC 5545, sections 3.1 and 3.6.
    pub(crate) fn read(text: &str) -> Self {
        let unfolded = text.replace("\r\n ", "");
        let mut lines = unfolded.strip_suffix("\r\n").unwrap().split("\r\n");
        assert_eq!(lines.next(), Some("BEGIN:VCALENDAR"));
        let mut calendar = Self { own: Properties::default(), events: Vec::new() };
        let mut event: Option<Properties> = None;
        let mut is_over = false;
        for line in lines {
            assert!(!is_over, "{line:?} follows the end");
            let name_end = line.find([';', ':']).unwrap_or_else(|| panic!("{line:?}"));
            let (name, rest) = line.split_at(name_end);
            assert!(name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-'), "{line:?}");
            // No parameter here is quoted, so none has a colon.
            let value = rest.split_once(':').unwrap_or_else(|| panic!("{line:?}")).1;
            match (name, value) {
                ("BEGIN", "VEVENT") => {
                    assert!(event.replace(Properties::default()).is_none(), "an event in an event");
                }
                ("END", "VEVENT") => calendar.events.push(event.take().unwrap()),
                ("END", "VCALENDAR") => is_over = true,
                ("BEGIN" | "END", _) => panic!("{line:?}"),
                _ => {
                    let into = event.as_mut().unwrap_or(&mut calendar.own);
                    into.0.push((name.to_owned(), value.to_owned()));
                }
            }
        }
        assert!(is_over, "the calendar has no end");
        calendar
    }
}

impl Properties {
    /// The one value of this name, as written.
    pub(crate) fn value(&self, name: &str) -> &str {
        let mut named = self.0.iter().filter(|(own, _)| own == name);
        let (_, value) = named.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(named.next().is_none(), "{name} stands twice");
        value
    }

    /// The one value of this name as text (section 3.3.11).
    pub(crate) fn text(&self, name: &str) -> String {
        let mut text = String::new();
        let mut chars = self.value(name).chars();
        while let Some(char) = chars.next() {
            match char {
                '\\' => text.push(match chars.next() {
                    Some('n' | 'N') => '\n',
                    Some(char @ ('\\' | ';' | ',')) => char,
                    other => panic!("\\{other:?} in {name}"),
                }),
                ';' | ',' => panic!("{char} is not escaped in {name}"),
                char => {
                    assert!(!char.is_control() || char == '\t', "{char:?} in {name}");
                    text.push(char);
                }
            }
        }
        text
    }
}
