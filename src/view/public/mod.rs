//! The public page, from what the monitor knows.
//!
//! [`screen`] is a function of what is known, the instant, the language and the zone; it remembers nothing. Rows keep the order of the
//! configuration whatever their state, so that nothing moves by itself: problems are told above them.

mod banner;
pub mod bell;
pub mod day;
mod dispute;
#[cfg(feature = "cli")]
pub mod first_state;
mod footer;
pub mod histories;
mod incident_page;
mod maintenance;
pub mod page;
mod past_days;
mod problem;
mod problems;
mod published;
mod recorded_page;
mod reports;
mod row;
pub mod strip;
pub mod table;
pub mod times;
pub mod uptime;

pub use banner::{Banner, Step};
pub use bell::Bell;
pub use footer::Footer;
pub use incident_page::{Fact, IncidentPage, Span};
pub use past_days::{Day, Event, PastDays};
pub use problem::Problem;
pub use published::{IncidentUpdate, Loaded, Published};
pub use recorded_page::RecordedPage;
pub use row::{PartRow, Row};

use self::histories::Histories;
use self::reports::Reports;
use super::format::Zone;
use super::language::{Message, Value, Words, message};
use crate::history::{Measured, overall};
use crate::monitor::{Monitor, SystemStatus};
use crate::route::public::Page;
use crate::status::Status;
use crate::time::{Duration, Timestamp};

/// All that the public page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicView {
    /// The document's title; follows the state.
    pub title: String,
    /// What a screen reader is told when it changes: no ages, so that it changes only when something happened.
    pub announcement: String,
    /// The verdict.
    pub banner: Banner,
    /// Who is affected now, the worst first; then what operators say, and announced maintenance.
    pub problems: Vec<Problem>,
    /// Every system, in the order of the configuration.
    pub rows: Vec<Row>,
    /// The heading over systems that are in no group.
    pub systems: String,
    /// What was, by day.
    pub past: PastDays,
    /// The page that is shown in place of the systems, if another is.
    pub incident_page: Option<IncidentPage>,
    /// What stands below.
    pub footer: Footer,
}

/// What the public page shows at `now`.
pub fn screen(
    monitor: &Monitor,
    published: &Published,
    histories: &Histories,
    page: &Page,
    words: &Words,
    zone: &Zone<'_>,
    now: Timestamp,
) -> PublicView {
    // Instants are those of this page's clock; what is shown is the time of day on the server's.
    let ahead = published.ahead;
    let offset = |at: Timestamp| (zone.offset)(at - ahead) + Duration(-ahead.0);
    let shown = Zone { name: zone.name, offset: &offset };
    let scene = Scene::new(monitor, published, words, &shown, now);
    let banner = banner::banner(&scene);
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
        announcement: banner::announcement(&scene, &banner),
        problems: problems::problems(&scene),
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

/// What all parts of the page are made from.
struct Scene<'a> {
    monitor: &'a Monitor,
    published: &'a Published,
    words: &'a Words,
    zone: &'a Zone<'a>,
    now: Timestamp,
    /// What is said of each system, with what was announced and reported.
    system_statuses: Vec<SystemStatus<'a>>,
    /// Whether an operator's report makes a system worse than what was measured.
    are_reported: Vec<bool>,
    /// Whether operators' reports are known.
    reports: Reports,
    /// The word over all systems.
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

    /// Whether an operator's report makes this system worse than what was measured.
    fn is_reported(&self, system: &str) -> bool {
        let systems = self.monitor.config().systems.iter().zip(&self.are_reported);
        systems.into_iter().any(|(other, is_reported)| other.id == system && *is_reported)
    }

    /// A message without placeholders.
    fn text(&self, message: Message) -> String {
        self.words.text(message)
    }

    /// A message with its placeholders filled.
    fn say(&self, message: Message, values: &[Value<'_>]) -> String {
        self.words.say(message, values)
    }

    /// A message about `n` things.
    fn count(&self, n: usize, message: Message, values: &[Value<'_>]) -> String {
        self.words.count(n, message, values)
    }

    /// The time of day, with its date where that is another than that of now.
    fn time(&self, at: Timestamp) -> String {
        self.words.time(self.zone, at, self.now)
    }

    /// A span of time.
    fn span(&self, span: Duration) -> String {
        self.words.span(span)
    }

    /// How long something lasted.
    fn duration(&self, span: Duration) -> String {
        self.words.duration(span)
    }

    /// The same with seconds.
    fn time_with_seconds(&self, at: Timestamp) -> String {
        self.words.time_with_seconds(self.zone, at, self.now)
    }

    /// How long ago it was.
    fn since(&self, at: Timestamp) -> String {
        self.span(self.now.since(at))
    }

    /// The shown name of a system.
    fn name(&self, system: usize) -> &'a str {
        self.monitor.config().systems.get(system).map_or("", |system| &system.name)
    }

    /// Whether no system's state is known because none can be asked. The recorder may know where this browser cannot ask.
    fn is_blocked(&self) -> bool {
        let is_known = |system_status: &SystemStatus<'_>| {
            !matches!(system_status.status, Status::Unknown | Status::Checking)
        };
        self.monitor.reachability().is_blocked() && !self.system_statuses.iter().any(is_known)
    }

    /// Indices of the systems with this status.
    fn with(&self, status: Status) -> Vec<usize> {
        let all = self.system_statuses.iter().enumerate();
        all.filter(|(_, system_status)| system_status.status == status)
            .map(|(system, _)| system)
            .collect()
    }
}
