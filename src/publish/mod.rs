//! The files for machines and other sites: a feed, a calendar, badges, and the answers that Statuspage clients expect.
//!
//! [`files`] makes all of it from one [`Scene`], as text and as a pure function, so that a file which did not change has the same
//! bytes. The recorder writes them, nginx serves them to every origin: nothing here is private by nature. What is not among the
//! scene's systems is left out of incidents and windows too, so that its name cannot appear there either.
//!
//! Files grow old when the recorder dies. Those of `api/v2` carry their age (`page.updated_at`), and the widget checks it.
//! A badge is a picture and cannot: `docs/embedding.md` says so.

mod badge;
mod calendar;
mod date;
mod escape;
mod feed;
mod markup;
mod notice;
mod statuspage;
mod word;

use crate::config::brand::Accent;
use crate::history::{Incident, Timeline, Window};
use crate::schedule::stale_after;
use crate::status::Status;
use metrics_engine::time::{Duration, Timestamp};
use word::Word;

/// Everything that is published.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// The site's name.
    pub site: &'a str,
    /// The accent of the site's brand.
    pub accent: Option<Accent>,
    /// The site's public address: scheme and host, as in `https://status.example.org`.
    pub base: &'a str,
    /// The zone of the IANA database in which the site's people state times.
    pub timezone: Option<&'a str>,
    /// When this is written.
    pub now: Timestamp,
    /// The longest time until it is written again.
    pub interval: Duration,
    /// The word over all, as [`overall`](crate::history::overall()) computed it.
    pub status: Status,
    /// The public systems, in the order shown.
    pub systems: Vec<Subject<'a>>,
    /// Incidents, in any order.
    pub incidents: &'a [Incident],
    /// Windows of maintenance, in any order.
    pub windows: &'a [Window],
}

/// One public system.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// Its stable name: `[a-z0-9-]+`.
    pub id: &'a str,
    /// The name shown.
    pub name: &'a str,
    /// Its heading; empty for none.
    pub group: &'a str,
    /// A sentence about it; may be empty.
    pub description: &'a str,
    /// How it is, as [`overall`](crate::history::overall()) computed it.
    pub status: Status,
    /// The start of the status, if known.
    pub since: Option<Timestamp>,
    /// When that was last measured.
    pub measured: Option<Timestamp>,
    /// How it was.
    pub timeline: &'a Timeline,
}

/// All files: their paths below the site's root, and their content. No path stands twice, whatever the systems are called.
pub fn files(scene: &Scene<'_>) -> Vec<(String, Vec<u8>)> {
    let scene = &scene.without_strangers();
    let mut files = vec![
        ("feed.atom".to_owned(), feed::atom(scene)),
        ("maintenance.ics".to_owned(), calendar::ics(scene)),
    ];
    files.extend(badge::files(scene));
    files.extend(statuspage::files(scene));
    files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
}

/// The scene with every incident and window reduced to what it says of the scene's systems.
struct PublicScene<'a> {
    site: String,
    accent: Option<Accent>,
    /// Without a final slash.
    base: &'a str,
    timezone: Option<&'a str>,
    now: Timestamp,
    interval: Duration,
    status: Status,
    systems: &'a [Subject<'a>],
    /// Newest first.
    incidents: Vec<Incident>,
    /// Those that begin last first.
    windows: Vec<Window>,
}

impl Scene<'_> {
    fn without_strangers(&self) -> PublicScene<'_> {
        let is_public = |id: &String| self.systems.iter().any(|system| system.id == id);
        // An entry without systems concerns all of them; one with only unknown systems concerns none here.
        let remain = |systems: &[String]| -> Option<Vec<String>> {
            let known: Vec<String> = systems.iter().filter(|id| is_public(id)).cloned().collect();
            (systems.is_empty() || !known.is_empty()).then_some(known)
        };
        let incidents = self.incidents.iter().filter_map(|incident| {
            Some(Incident { systems: remain(&incident.systems)?, ..incident.clone() })
        });
        let windows =
            self.windows.iter().filter(|window| window.since < window.until).filter_map(|window| {
                Some(Window { systems: remain(&window.systems)?, ..window.clone() })
            });
        let mut scene = PublicScene {
            site: escape::line(self.site),
            accent: self.accent,
            base: self.base.trim_end_matches('/'),
            timezone: self.timezone,
            now: self.now,
            interval: self.interval,
            status: self.status,
            systems: &self.systems,
            incidents: incidents.collect(),
            windows: windows.collect(),
        };
        scene.incidents.sort_by(|a, b| (b.since, &b.id).cmp(&(a.since, &a.id)));
        scene.windows.sort_by(|a, b| (b.since, &b.id).cmp(&(a.since, &a.id)));
        scene
    }
}

impl PublicScene<'_> {
    /// The names of these systems, as a sentence has them: `RAT`, `RAT and Sockudo`, `RAT, Sockudo and 3 more`.
    fn names(&self, systems: &[String]) -> String {
        let known = self.systems.iter().filter(|system| systems.iter().any(|id| id == system.id));
        let names: Vec<String> = known.map(|system| escape::line(system.name)).collect();
        match names.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [one, other] => format!("{one} and {other}"),
            [one, other, rest @ ..] => format!("{one}, {other} and {} more", rest.len()),
        }
    }

    /// The host in the site's address, in lower case.
    fn host(&self) -> String {
        let rest = self.base.split_once("://").map_or(self.base, |(_, rest)| rest);
        let end = rest.find(|char: char| !(char.is_ascii_alphanumeric() || ".-".contains(char)));
        let host = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().to_ascii_lowercase();
        if host.is_empty() { "localhost".to_owned() } else { host }
    }

    /// The word over all, as far as it is confirmed.
    fn overall(&self) -> Status {
        if self.status != Status::Checking {
            return self.status;
        }
        let all: Vec<Status> = self.systems.iter().map(|system| self.confirmed(system)).collect();
        Status::over(&all)
    }

    /// Returns the confirmed status of a system. One failure is no outage: until it is decided, the last confirmed status holds while it
    /// is young enough.
    fn confirmed(&self, system: &Subject<'_>) -> Status {
        if system.status != Status::Checking {
            return system.status;
        }
        let last = system.timeline.runs().last();
        match last.filter(|run| self.now.since(run.until) <= stale_after(self.interval)) {
            Some(run) => run.state.into(),
            None => Status::Unknown,
        }
    }
}
