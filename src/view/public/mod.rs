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
mod incident_words;
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
mod scene;
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
use self::scene::Scene;
use super::format::Zone;
use super::language::{Words, message};
use crate::monitor::Monitor;
use crate::route::public::Page;
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
