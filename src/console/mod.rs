//! The whole operators' page as a value.
//!
//! [`Console::update`] takes an event and returns effects, as the [`Monitor`] of a visitor's page does. It contains a monitor, whose
//! checks run behind the login and write to the large [`Store`], and beside it the [`session`], the scraped targets and the rules.
//!
//! Before a login nothing is known. A lost login stops all requests and keeps what is known.

mod answers;
mod clock;
mod config;
mod dashboards;
mod effect;
mod event;
mod forgetting;
mod past;
mod persistence;
mod queries;
mod running;
mod scraping;
pub mod session;
mod storage;
mod target;
mod update;

pub use effect::Effect;
pub use event::{Event, Request};
pub use forgetting::Leftover;
pub use persistence::Persistence;
pub use queries::RecentQueries;
pub use session::{Refusal, Session, Token};
pub use storage::{Note, Save, StorageError, StoredData};
pub use target::{NoAnswer, TargetWatch};

use crate::config::private::Private;
use crate::monitor::Monitor;
use crate::rules::group::Groups;
use dashboards::OwnDashboards;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};
use std::sync::Arc;

/// The state of the operators' page.
#[derive(Debug)]
pub struct Console {
    session: Session,
    /// Base address of the site's own admin data, before the configuration says where they are.
    home: String,
    /// The configuration, while the stored data is being read.
    waiting: Option<Private>,
    /// The stored data, while the recorder's past is being read.
    opening: Option<past::Opening>,
    work: Option<Work>,
    left: Option<Leftover>,
    leads: bool,
    online: bool,
    /// The time of the last event, to detect a clock that was set back.
    now: Timestamp,
    /// Increases with each configuration that is applied.
    generation: u32,
}

/// Everything that runs after a login.
#[derive(Debug)]
pub struct Work {
    private: Private,
    /// The site's newer configuration, if there is one.
    newer: Option<Private>,
    /// Time of the last request for the configuration.
    config_requested_at: Timestamp,
    /// Whether the proxy has refused an address as unlisted since then.
    is_unlisted: bool,
    monitor: Monitor<Store>,
    targets: Vec<TargetWatch>,
    groups: Groups,
    persistence: Persistence,
    queries: RecentQueries,
    /// Dashboards that a person imported or edited in this browser.
    own: OwnDashboards,
    /// Time at which old samples were last removed.
    retained: Timestamp,
    /// Scrapes without an answer that are not decided yet: the target's index, the start, the duration, the reason.
    undecided: Vec<(usize, Timestamp, Duration, NoAnswer)>,
    /// Start of the request for the proxy's canary, which decides them.
    proxy_requested_at: Option<Timestamp>,
}

impl Console {
    /// Maximum number of concurrent scrapes. A browser opens six connections to a host (HTTP/1.1), and health checks, which are
    /// short, must not wait for pages of metrics.
    pub const AT_ONCE: usize = 2;

    /// The part of a known page that is read at once, in bytes: 1 or 2 ms. Of a new page it is far less.
    const PIECE: usize = 512 * 1024;

    /// Maximum size of a page that is read in the task in which it arrives, in bytes. Receiving a larger one, and sending it to other
    /// tabs, is enough work for one task.
    const READ_AT_ONCE: usize = 256 * 1024;

    /// The part of a save that is collected at once, in bytes.
    const COLLECTED_AT_ONCE: usize = 256 * 1024;

    /// Maximum size of the configuration, in bytes.
    const CONFIG_BYTES: usize = 8 * 1024 * 1024;

    /// Interval at which old samples are removed.
    const RETAIN: Duration = Duration::from_secs(60);

    /// Time limit of a request for the configuration or a canary.
    const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

    /// Creates a page without a session.
    ///
    /// `home` is the address of the admin data, without a final slash.
    pub fn new(home: String) -> Self {
        Self {
            session: Session::Out { refusal: None },
            home,
            waiting: None,
            opening: None,
            work: None,
            left: None,
            leads: false,
            online: true,
            now: Timestamp(i64::MIN),
            generation: 0,
        }
    }

    /// Returns the state of the login.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Returns everything that runs after a login; `None` before.
    pub fn work(&self) -> Option<&Work> {
        self.work.as_ref()
    }

    /// Returns whether this tab leads, which means that it checks for all tabs of this browser.
    pub fn leads(&self) -> bool {
        self.leads
    }

    /// Returns whether this tab sends checks and scrapes at present.
    pub fn is_requesting(&self) -> bool {
        self.leads && self.online && self.session.is_in()
    }
}

impl Work {
    /// Starts with the stored data.
    fn new(private: Private, store: Store, persistence: Persistence, now: Timestamp) -> Self {
        let mut monitor = Monitor::new(Arc::clone(&private.config), now);
        *monitor.store_mut() = store;
        let targets =
            private.targets.iter().map(|target| TargetWatch::new(target, monitor.store_mut(), now));
        let targets = targets.collect();
        Self {
            groups: Groups::new(&private.groups, now),
            private,
            newer: None,
            config_requested_at: now,
            is_unlisted: false,
            monitor,
            targets,
            persistence,
            queries: RecentQueries::default(),
            own: OwnDashboards::default(),
            retained: now,
            undecided: Vec::new(),
            proxy_requested_at: None,
        }
    }

    /// Returns the configuration.
    pub fn private(&self) -> &Private {
        &self.private
    }

    /// Returns the monitor, which holds checks and statuses.
    pub fn monitor(&self) -> &Monitor<Store> {
        &self.monitor
    }

    /// Returns the store of all series.
    pub fn store(&self) -> &Store {
        self.monitor.store()
    }

    /// Returns the rules with their alerts.
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Returns the state of the browser's storage.
    pub fn persistence(&self) -> &Persistence {
        &self.persistence
    }

    /// Returns whether every target and every health check has answered or failed once.
    fn has_seen_all(&self) -> bool {
        let targets = self.targets.iter().all(|watch| watch.last.is_some() && !watch.is_reading());
        targets && self.monitor.watches().iter().all(|watch| watch.last.is_some())
    }

    /// Returns the targets in the order of the configuration.
    pub fn targets(&self) -> &[TargetWatch] {
        &self.targets
    }
}
