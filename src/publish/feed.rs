//! The Atom feed (RFC 4287) of incidents and maintenance.
//!
//! An entry's id is a tag (RFC 4151), which stays the same wherever the site moves to under its name, and its `updated` is taken
//! from the incident, never from the clock: a reader shows an entry again when, and only when, something happened. Its text is
//! escaped HTML, the form that every reader knows.

use super::escape::xml;
use super::notice::{self, AHEAD, Phase};
use super::{PublicScene, date, markup};
use crate::history::{Incident, Window};
use crate::time::Timestamp;
use core::fmt::Write as _;

/// The most entries in the feed.
const ENTRIES: usize = 50;

/// The date in every tag: a year in which whoever has the site's name is taken to have had it. It never changes.
const TAGGED: &str = "2026";

struct Entry {
    id: String,
    title: String,
    published: Timestamp,
    updated: Timestamp,
    address: String,
    category: &'static str,
    html: String,
}

/// The text of `feed.atom`.
pub(super) fn atom(scene: &PublicScene<'_>) -> String {
    let incidents = scene.incidents.iter().map(|incident| of_incident(scene, incident));
    let windows = scene.windows.iter().filter_map(|window| of_window(scene, window));
    let mut entries: Vec<Entry> = incidents.chain(windows).collect();
    entries.sort_by(|a, b| (b.updated, &b.id).cmp(&(a.updated, &a.id)));
    entries.truncate(ENTRIES);
    // Where nothing ever happened, nothing was updated either, and the format asks for a date.
    let updated = entries.first().map_or(Timestamp(0), |entry| entry.updated);
    let (base, host) = (xml(scene.base), scene.host());
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n\
         <id>tag:{host},{TAGGED}:feed</id>\n\
         <title>{site}</title>\n\
         <subtitle>Incidents and maintenance</subtitle>\n\
         <updated>{updated}</updated>\n\
         <author><name>{site}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{base}/feed.atom\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{base}/\"/>\n\
         <generator>Allclear</generator>\n",
        site = xml(&scene.site),
        updated = date::rfc3339(updated),
    );
    for entry in &entries {
        entry.write(&host, &mut feed);
    }
    feed.push_str("</feed>\n");
    feed
}

impl Entry {
    fn write(&self, host: &str, feed: &mut String) {
        let _ = write!(
            feed,
            "<entry>\n<id>tag:{host},{TAGGED}:{id}</id>\n<title>{title}</title>\n\
             <published>{published}</published>\n<updated>{updated}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n<category term=\"{category}\"/>\n\
             <content type=\"html\">{html}</content>\n</entry>\n",
            id = xml(&self.id),
            title = xml(&self.title),
            published = date::rfc3339(self.published),
            updated = date::rfc3339(self.updated),
            address = xml(&self.address),
            category = self.category,
            html = xml(&self.html),
        );
    }
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
    Entry {
        id: format!("incident/{}", incident.id),
        title: format!("{stage}: {}", notice::title(scene, incident)),
        published: incident.since,
        updated: notice::changed(incident),
        address: notice::address(scene, &incident.id),
        category: "incident",
        html,
    }
}

/// `None` while it is too far ahead. It is told of three times: when it is near, when it begins, when it ends.
fn of_window(scene: &PublicScene<'_>, window: &Window) -> Option<Entry> {
    let published = Timestamp(window.since.0.saturating_sub(AHEAD.0));
    if scene.now < published {
        return None;
    }
    let (said, updated) = match notice::phase(window, scene.now) {
        Phase::Scheduled => ("Scheduled maintenance", published),
        Phase::InProgress => ("Maintenance in progress", window.since),
        Phase::Completed => ("Maintenance completed", window.until),
    };
    let facts = xml(&notice::window_facts(scene, window));
    Some(Entry {
        id: format!("maintenance/{}", window.id),
        title: format!("{said}: {}", notice::window_title(scene, window)),
        published,
        updated,
        address: notice::address(scene, &window.id),
        category: "maintenance",
        html: format!("<p>{facts}</p>{}", markup::html(&window.body)),
    })
}
