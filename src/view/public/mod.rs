//! The public page, from what the monitor knows.
//!
//! [`screen`] is a function of the monitor, the instant, the language and the zone. It remembers nothing. Rows keep the order of the
//! configuration whatever their state, so that nothing moves by itself. Problems stand above them.

mod banner;
pub mod bell;
mod blocked;
mod calm;
mod common_cause;
pub mod day;
mod dispute;
#[cfg(feature = "cli")]
pub mod first_state;
mod footer;
pub mod histories;
mod incident_page;
mod incident_span;
mod incident_title;
mod maintenance;
pub mod page;
mod parts;
mod past_days;
mod problem;
mod problems;
mod published;
mod recorded_page;
mod reports;
mod row;
pub mod strip;
pub mod system_history;
pub mod table;
mod ticks;
pub mod times;
mod unknown;
pub mod uptime;

pub use banner::Banner;
pub use bell::Bell;
pub use blocked::Step;
pub use footer::Footer;
pub use incident_page::{Fact, IncidentPage, Span};
pub use parts::PartRow;
pub use past_days::{Day, Event, PastDays};
pub use problem::Problem;
pub use published::{IncidentUpdate, Loaded, Published};
pub use recorded_page::RecordedPage;
pub use row::Row;

use self::histories::Histories;
use self::reports::Reports;
use super::format::Zone;
use super::language::{Message, Value, Words, message};
use crate::config::System;
use crate::history::{Measured, overall};
use crate::monitor::{Monitor, SystemStatus};
use crate::route::public::Page;
use crate::status::Status;
use metrics_engine::time::{Duration, Timestamp};

/// The texts of the public page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicView {
    /// The document's title; follows the state.
    pub title: String,
    /// The announcement for screen readers. It has no ages, so that it changes only when something happened.
    pub announcement: String,
    /// The verdict.
    pub banner: Banner,
    /// The active problems, the worst first, then what operators report, and announced maintenance.
    pub problems: Vec<Problem>,
    /// Every system, in the order of the configuration.
    pub rows: Vec<Row>,
    /// The heading over systems that are in no group.
    pub systems: String,
    /// The incidents of the last days.
    pub past: PastDays,
    /// The page of incidents that is shown in place of the systems, if one is.
    pub incident_page: Option<IncidentPage>,
    /// The footer.
    pub footer: Footer,
}

/// Returns the public page at `now`.
pub fn screen(
    monitor: &Monitor,
    published: &Published,
    histories: &Histories,
    page: &Page,
    words: &Words,
    zone: &Zone<'_>,
    now: Timestamp,
) -> PublicView {
    // Instants are on this page's clock. The times shown are on the server's.
    let ahead = published.ahead;
    let offset = |at: Timestamp| (zone.offset)(at - ahead) + Duration(-ahead.0);
    let shown = Zone { name: zone.name, offset: &offset };
    let scene = Scene::new(monitor, published, words, &shown, now);
    let problems = problems::problems(&scene);
    let banner = banner::banner(&scene, &problems);
    let systems = monitor.config().systems.iter();
    let incident_page = if *page == Page::Systems {
        None
    } else {
        incident_page::incident_page(&scene, histories, page)
    };
    let heading = incident_page.as_ref().map_or(&banner.heading, |page| &page.heading);
    PublicView {
        title: scene.say(
            message("{verdict}: {site}"),
            &[("verdict", heading), ("site", &monitor.config().site.name)],
        ),
        announcement: banner::announcement(&scene, &banner, &problems),
        problems,
        rows: systems
            .zip(&scene.system_statuses)
            .map(|(system, system_status)| row::row(&scene, system, system_status))
            .collect(),
        systems: scene.text(message("Systems")),
        past: past_days::past_days(&scene),
        incident_page,
        footer: footer::footer(&scene, &zone.describe(now - ahead)),
        banner,
    }
}

/// The input of all parts of the page.
struct Scene<'a> {
    monitor: &'a Monitor,
    published: &'a Published,
    words: &'a Words,
    zone: &'a Zone<'a>,
    now: Timestamp,
    /// The status of each system, with announcements and reports taken into account.
    system_statuses: Vec<SystemStatus<'a>>,
    /// Whether an operator's report makes a system worse than it was measured.
    are_reported: Vec<bool>,
    /// Whether operators' reports are known.
    reports: Reports,
    /// The status over all systems.
    overall: Status,
}

impl<'a> Scene<'a> {
    fn new(
        monitor: &'a Monitor,
        published: &'a Published,
        words: &'a Words,
        zone: &'a Zone<'a>,
        now: Timestamp,
    ) -> Self {
        let config = monitor.config();
        let mut system_statuses: Vec<SystemStatus<'a>> =
            (0..config.systems.len()).map(|index| monitor.system_status(index, now)).collect();
        let systems = config.systems.iter().zip(&system_statuses);
        let measured: Vec<Measured<'_>> = systems
            .map(|(system, system_status)| Measured::new(&system.id, system_status))
            .collect();
        let incidents =
            published.incident_log().map_or(&[][..], |incident_log| &incident_log.incidents);
        let verdict = overall(&measured, incidents, published.windows(), now);
        for (system_status, system) in system_statuses.iter_mut().zip(&verdict.systems) {
            system_status.status = system.status;
        }
        Self {
            monitor,
            published,
            words,
            zone,
            now,
            system_statuses,
            are_reported: verdict.systems.iter().map(|system| system.is_reported).collect(),
            reports: published.reports(config.recorder, now),
            overall: published.with_reports(verdict.status, config.recorder, now),
        }
    }

    /// Whether an operator's report makes this system worse than it was measured.
    fn is_reported(&self, system: &str) -> bool {
        let systems = self.monitor.config().systems.iter().zip(&self.are_reported);
        systems.into_iter().any(|(other, is_reported)| other.id == system && *is_reported)
    }

    /// Returns the text of a message without placeholders.
    fn text(&self, message: Message) -> String {
        self.words.text(message)
    }

    /// Returns the text of a message with its placeholders filled.
    fn say(&self, message: Message, values: &[Value<'_>]) -> String {
        self.words.say(message, values)
    }

    /// Returns the text of a message about `n` things.
    fn count(&self, n: usize, message: Message, values: &[Value<'_>]) -> String {
        self.words.count(n, message, values)
    }

    /// Returns the time of day, with its date if that is not today's.
    fn time(&self, at: Timestamp) -> String {
        self.words.time(self.zone, at, self.now)
    }

    /// Returns a span of time in words.
    fn span(&self, span: Duration) -> String {
        self.words.span(span)
    }

    /// Returns a duration in words.
    fn duration(&self, span: Duration) -> String {
        self.words.duration(span)
    }

    /// Returns the time of day with seconds, with its date if that is not today's.
    fn time_with_seconds(&self, at: Timestamp) -> String {
        self.words.time_with_seconds(self.zone, at, self.now)
    }

    /// Returns the time since an instant in words.
    fn since(&self, at: Timestamp) -> String {
        self.span(self.now.since(at))
    }

    /// Returns the name of a system outside of its group: with the group's name where systems of several groups have the same one.
    fn name(&self, system: usize) -> String {
        let systems = &self.monitor.config().systems;
        let Some(System { name, group, .. }) = systems.get(system) else { return String::new() };
        let is_shared = systems.iter().filter(|other| other.name == *name).nth(1).is_some();
        if is_shared && !group.is_empty() {
            self.say(message("{name} ({group})"), &[("name", name), ("group", group)])
        } else {
            name.clone()
        }
    }

    /// Whether no system's state is known because none can be checked. The recorder may know what this browser cannot check.
    fn is_blocked(&self) -> bool {
        let is_known = |system_status: &SystemStatus<'_>| {
            !matches!(system_status.status, Status::Unknown | Status::Checking)
        };
        self.monitor.reachability().is_blocked() && !self.system_statuses.iter().any(is_known)
    }

    /// Returns the indices of the systems with this status.
    fn with(&self, status: Status) -> Vec<usize> {
        let all = self.system_statuses.iter().enumerate();
        all.filter(|(_, system_status)| system_status.status == status)
            .map(|(system, _)| system)
            .collect()
    }
}
