//! The Atom feed (RFC 4287) of incidents and maintenance.
//!
//! The id of an entry is a tag (RFC 4151), which stays the same when the site moves. Its `updated` comes from the incident, never
//! from the clock: a reader shows an entry again when, and only when, something happened. The text is escaped HTML, the form that
//! every reader knows.
//!
//! `atom_syndication` escapes markup. It writes characters that XML cannot carry as they are, so [`clean`] removes those first.

use super::escape::{clean, xml};
use super::notice::{self, AHEAD, Phase};
use super::{PublicScene, date, markup};
use crate::history::{Incident, Window};
use atom_syndication::{
    Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text,
};
use core::fmt::Write as _;
use metrics_engine::time::Timestamp;

/// The most entries in the feed.
const ENTRIES: usize = 50;

/// The date in every tag: a year in which the owner of the site's name is taken to have had it. It never changes.
const TAGGED: &str = "2026";

/// Writes `feed.atom`.
pub(super) fn atom(scene: &PublicScene<'_>) -> String {
    let incidents = scene.incidents.iter().map(|incident| of_incident(scene, incident));
    let windows = scene.windows.iter().filter_map(|window| of_window(scene, window));
    let mut entries: Vec<Entry> = incidents.chain(windows).collect();
    entries.sort_by(|a, b| (b.updated, &b.id).cmp(&(a.updated, &a.id)));
    entries.truncate(ENTRIES);
    // The format requires a date also where nothing ever happened.
    let updated = entries.first().map_or_else(|| instant(Timestamp(0)), |entry| entry.updated);
    let base = clean(scene.base);
    let link = |rel: &str, mime_type: &str, path: &str| Link {
        href: format!("{base}{path}"),
        rel: rel.to_owned(),
        mime_type: Some(mime_type.to_owned()),
        ..Link::default()
    };
    let feed = Feed {
        title: Text::plain(scene.site.clone()),
        id: format!("tag:{},{TAGGED}:feed", scene.host()),
        updated,
        authors: vec![Person { name: scene.site.clone(), ..Person::default() }],
        generator: Some(Generator { value: "Allclear".to_owned(), ..Generator::default() }),
        links: vec![
            link("self", "application/atom+xml", "/feed.atom"),
            link("alternate", "text/html", "/"),
        ],
        subtitle: Some(Text::plain("Incidents and maintenance")),
        entries,
        lang: Some("en".to_owned()),
        ..Feed::default()
    };
    format!("{}\n", feed.to_string())
}

/// The content of an entry, about an incident or a window.
struct Facts<'a> {
    /// The end of its tag.
    id: String,
    title: String,
    published: Timestamp,
    updated: Timestamp,
    /// The id of its page.
    page: &'a str,
    category: &'a str,
    html: String,
}

impl Facts<'_> {
    fn entry(self, scene: &PublicScene<'_>) -> Entry {
        Entry {
            title: Text::plain(clean(&self.title)),
            id: clean(&format!("tag:{},{TAGGED}:{}", scene.host(), self.id)),
            updated: instant(self.updated),
            categories: vec![Category { term: self.category.to_owned(), ..Category::default() }],
            links: vec![Link {
                href: clean(&notice::address(scene, self.page)),
                mime_type: Some("text/html".to_owned()),
                ..Link::default()
            }],
            published: Some(instant(self.published)),
            content: Some(Content {
                value: Some(self.html),
                content_type: Some("html".to_owned()),
                ..Content::default()
            }),
            ..Entry::default()
        }
    }
}

/// Converts an instant to the type of `atom_syndication`, in whole seconds.
fn instant(at: Timestamp) -> FixedDateTime {
    // The result of `rfc3339` always parses.
    date::rfc3339(at).parse().unwrap_or_default()
}

fn of_incident(scene: &PublicScene<'_>, incident: &Incident) -> Entry {
    let mut html = format!("<p>{}</p>", xml(&notice::facts(scene, incident)));
    html.push_str(&markup::html(&incident.afterwards));
    for update in &incident.updates {
        let stage = notice::capitalised(update.stage.name());
        let _ = write!(html, "<h3>{stage}, {}</h3>", date::words(update.at));
        html.push_str(&markup::html(&update.body));
    }
    let stage = notice::capitalised(notice::stage(incident).name());
    let facts = Facts {
        id: format!("incident/{}", incident.id),
        title: format!("{stage}: {}", notice::title(scene, incident)),
        published: incident.since,
        updated: notice::changed(incident),
        page: &incident.id,
        category: "incident",
        html,
    };
    facts.entry(scene)
}

/// Returns the entry of a window; `None` while it is too far ahead. The entry is updated twice, when the window begins and when it
/// ends.
fn of_window(scene: &PublicScene<'_>, window: &Window) -> Option<Entry> {
    let published = Timestamp(window.since.0.saturating_sub(AHEAD.0));
    if scene.now < published {
        return None;
    }
    let (phase, updated) = match notice::phase(window, scene.now) {
        Phase::Scheduled => ("Scheduled maintenance", published),
        Phase::InProgress => ("Maintenance in progress", window.since),
        Phase::Completed => ("Maintenance completed", window.until),
    };
    let facts = xml(&notice::window_facts(scene, window));
    let facts = Facts {
        id: format!("maintenance/{}", window.id),
        title: format!("{phase}: {}", notice::window_title(scene, window)),
        published,
        updated,
        page: &window.id,
        category: "maintenance",
        html: format!("<p>{facts}</p>{}", markup::html(&window.body)),
    };
    Some(facts.entry(scene))
}
