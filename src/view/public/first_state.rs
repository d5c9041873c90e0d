//! The first state: the page that a recorder writes as HTML, before any browser has checked anything.
//!
//! It is made of what the recorder publishes and of nothing else: [`FirstState`] takes the same values that are printed as
//! `status.json`, `history.json` and `incidents.json`, and the public configuration. So no private system can get into it, and of a
//! system whose verdict alone is public only the verdict.
//!
//! A copy of it may be read at any later time, so it states times and no ages.

use super::calm::Calm;
use super::histories::{Histories, Present};
use super::page::{Choices, HistorySection, Layout, Page};
use super::published::{Loaded, Published};
use super::recorded_page::RecordedPage;
use super::{PublicView, Scene, screen, unknown};
use crate::config::{Config, Source, System};
use crate::history::IncidentLog;
use crate::history::document::{History, Verdicts};
use crate::monitor::{Event, Monitor, SystemStatus};
use crate::route::public::Page as Route;
use crate::schedule::stale_after;
use crate::status::Status;
use crate::view::format::Zone;
use crate::view::language::{Words, message};
use crate::view::words;
use metrics_engine::time::{Duration, Timestamp};
use std::sync::Arc;

/// The systems that the first state shows: more than any window shows at once. The browser adds the others.
pub const SYSTEMS: usize = 24;

/// The recorder's documents at an instant.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// `status.json`.
    pub verdicts: &'a Verdicts,
    /// `history.json`.
    pub history: &'a History,
    /// `incidents.json`.
    pub incident_log: &'a IncidentLog,
}

/// Makes the first state in one language.
#[derive(Debug)]
pub struct FirstState {
    language: &'static str,
    words: Arc<Words>,
    layout: Arc<Layout>,
    monitor: Monitor,
    histories: Histories,
    published: Published,
    /// When the history was given.
    history_since: Option<Timestamp>,
}

/// The sentences that take the place of the verdict once a copy is too old.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleWords {
    /// `Status unknown`.
    pub heading: String,
    /// When it was recorded, and that nothing is known since then.
    pub sentence: String,
    /// The word for each system.
    pub word: String,
    /// The title of the document.
    pub title: String,
}

impl FirstState {
    /// Knows nothing yet of the systems of `config`, the public configuration.
    pub fn new(config: &Config, language: &'static str, words: Words, now: Timestamp) -> Self {
        // A page that checks nothing itself.
        let unchecked = |system: &System| System { source: Source::Recorder, ..system.clone() };
        let config =
            Config { systems: config.systems.iter().map(unchecked).collect(), ..config.clone() };
        let shown = Config {
            systems: config.systems.iter().take(SYSTEMS).cloned().collect(),
            ..config.clone()
        };
        Self {
            language,
            words: Arc::new(words),
            layout: Arc::new(Layout::of(&config)),
            histories: Histories::new(&shown),
            monitor: Monitor::new(config, now),
            published: Published::default(),
            history_since: None,
        }
    }

    /// The code of the language.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// Takes what is published at `now`. The history is taken once a minute, as often as it is published.
    pub fn take(&mut self, recorded: &Recorded<'_>, now: Timestamp) {
        let Recorded { verdicts, history, incident_log } = *recorded;
        let verdicts_of_systems = verdicts.recorded(Duration::ZERO, now);
        // None of its effects can be performed on this page.
        let _ = self.monitor.update(Event::VerdictsRead(verdicts_of_systems), now);
        let page =
            |verdict| RecordedPage { verdict, written: verdicts.at, interval: verdicts.interval };
        self.published = Published {
            incident_log: Loaded::Read(incident_log.clone()),
            read_at: Some(now),
            ahead: Duration::ZERO,
            recorded: verdicts.page.map(page),
        };
        let minute = Duration::from_secs(60);
        let is_recent = |since: Timestamp| (Duration::ZERO..minute).contains(&now.since(since));
        if !self.history_since.is_some_and(is_recent) {
            let systems = history.systems.iter();
            let shown = systems
                .filter(|past| self.layout.index(&past.id).is_some_and(|index| index < SYSTEMS));
            let history = History { systems: shown.cloned().collect(), ..history.clone() };
            self.histories.set_history(Some((history, Duration::ZERO)));
            self.history_since = Some(now);
        }
        self.histories.note_recorder(verdicts.at, verdicts.interval, now);
    }

    /// Returns the texts of the page at `now`.
    pub fn view(&self, zone: &Zone<'_>, now: Timestamp) -> PublicView {
        let Self { monitor, histories, published, words, .. } = self;
        let mut view = screen(monitor, published, histories, &Route::Systems, words, zone, now);
        let scene = Scene::new(monitor, published, words, zone, now);
        let systems = monitor.config().systems.iter().zip(&scene.system_statuses);
        for (row, (system, status)) in view.rows.iter_mut().zip(systems) {
            if let Some(age) = time_in_place_of_age(&scene, system, status) {
                row.age = age;
            }
            if status.status == Status::Unknown {
                row.about = cause(&scene, status).unwrap_or_else(|| system.description.clone());
            }
        }
        if let Some(calm) = Calm::of(&scene) {
            view.banner.sentence = calm.dated_sentence(&scene);
        }
        for problem in &mut view.problems {
            let statuses =
                problem.systems.iter().filter_map(|index| scene.system_statuses.get(*index));
            let since = statuses.filter_map(|status| status.since).min();
            let open = scene.published.open().find(|incident| incident.id == problem.id);
            problem.since = match since.or(open.map(|incident| incident.since)) {
                Some(since) => scene.say(message("since {time}"), &[("time", &scene.time(since))]),
                // The text of announced maintenance has its time.
                None => String::new(),
            };
        }
        view.footer.next = String::new();
        view.footer.checks = String::new();
        view
    }

    /// The page that says `view`, which was recorded at `at`.
    pub fn page(
        &mut self,
        view: PublicView,
        zone: &Zone<'_>,
        at: Timestamp,
        now: Timestamp,
    ) -> Page {
        let mut view = view;
        let Self { monitor, histories, published, words, .. } = self;
        let interval = published.recorded.map(|page| page.interval).unwrap_or_default();
        let renewed = words.span(longest_pause(interval));
        let (time, zone_name) = (zone.clock_with_seconds(at), zone.utc(at));
        let values = [("time", &*time), ("zone", &*zone_name), ("span", &*renewed)];
        view.banner.age = words.say(
            message(
                "As of {time} ({zone}). Updated at least every {span}; this copy does not refresh itself.",
            ),
            &values,
        );
        histories.set_present(&Present::of(monitor, published, Duration::ZERO, now));
        histories.refresh(zone, words, now);
        Page {
            view,
            words: words.clone(),
            layout: self.layout.clone(),
            history: Some(HistorySection {
                systems: histories.all(),
                note: histories.note().to_owned(),
                is_there: histories.is_there(),
                extra: None,
            }),
            open: vec![false; monitor.config().systems.len()],
            bells: Vec::new(),
            subscription: None,
            limit: SYSTEMS,
            search: self.layout.is_large().then(String::new),
            folded: Vec::new(),
            is_copied: None,
            choices: Choices { language: self.language.to_owned(), ..Choices::default() },
        }
    }

    /// Returns the words for a copy that was recorded at `at` and is too old.
    pub fn stale_words(&self, zone: &Zone<'_>, at: Timestamp) -> StaleWords {
        let words = &self.words;
        let heading = words.text(message("Status unknown"));
        let (time, zone) = (zone.clock_with_seconds(at), zone.utc(at));
        let last = message("Last recorded at {time} ({zone}). The status since then is unknown.");
        let site = &self.monitor.config().site.name;
        StaleWords {
            sentence: words.say(last, &[("time", &time), ("zone", &zone)]),
            word: words.text(words::label(Status::Unknown)),
            title: words
                .say(message("{verdict}: {site}"), &[("verdict", &heading), ("site", site)]),
            heading,
        }
    }
}

/// The longest time from one writing of a page to the next: half of that after which a copy is too old.
pub fn longest_pause(interval: Duration) -> Duration {
    Duration(stale_after(interval).0 / 2)
}

/// Returns when a system was measured, or the beginning of its state; `None` where the page shows no age.
fn time_in_place_of_age(
    scene: &Scene<'_>,
    configured: &System,
    status: &SystemStatus<'_>,
) -> Option<String> {
    if scene.is_reported(&configured.id) {
        return None;
    }
    let time = |at| scene.time_with_seconds(at);
    let recorded = |at| scene.say(message("as of {time}"), &[("time", &time(at))]);
    match (status.status, status.last_known, status.measured) {
        (Status::Maintenance, ..) => None,
        (Status::Unknown, Some((known, at)), _) if known != Status::Unknown => {
            let known = scene.text(words::within(known));
            let values = [("status", &*known), ("time", &*time(at))];
            Some(scene.say(message("{status} at {time}"), &values))
        }
        (problem, _, Some(at)) => Some(match status.since.filter(|_| problem.is_problem()) {
            Some(since) => scene.say(message("since {time}"), &[("time", &scene.time(since))]),
            None => recorded(at),
        }),
        (_, _, None) => None,
    }
}

/// Why a system is unknown, without how long ago it was not.
fn cause(scene: &Scene<'_>, status: &SystemStatus<'_>) -> Option<String> {
    let why = status.unknown_reason.as_ref()?;
    Some(scene.words.sentence(&unknown::statement(why, scene).alone(scene.words)))
}
