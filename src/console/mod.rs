//! The whole operator's page as a value.
//!
//! [`Console::update`] takes what happened and says what is to be done, as the [`Monitor`] does for a visitor's page. It holds one:
//! the same looks at the same checks, asked behind the login and kept in the large [`Store`]. Around it come who is logged in
//! ([`session`]), the targets that are scraped (`target`), and the rules.
//!
//! Nothing is known before somebody is logged in; after that, a lost login stops the asking and keeps what is known.

mod answers;
mod clock;
mod config;
mod effect;
mod event;
mod forgetting;
mod keeping;
mod past;
mod running;
mod scraping;
pub mod session;
mod target;
mod update;

pub use effect::Effect;
pub use event::{Event, Question};
pub use forgetting::Left;
pub use keeping::{Keeping, Kept, Note, Save, StorageError};
pub use session::{Refusal, Session, Token};
pub use target::{Silence, TargetWatch};

use crate::config::private::Private;
use crate::monitor::Monitor;
use crate::rules::group::Groups;
use crate::store::Store;
use crate::time::{Duration, Timestamp};
use std::sync::Arc;

/// Everything that an operator's page knows.
#[derive(Debug)]
pub struct Console {
    session: Session,
    /// Base address of the site's own admin data, before the configuration says where they are.
    home: String,
    /// The configuration, until what this browser kept is there.
    waiting: Option<Private>,
    /// What this browser kept, until it is known what a recorder has.
    opening: Option<past::Opening>,
    work: Option<Work>,
    left: Option<Left>,
    leads: bool,
    online: bool,
    /// The newest instant seen, to notice a clock that was set back.
    now: Timestamp,
    /// Rises with each configuration that the page goes on with.
    generation: u32,
}

/// What runs once somebody is logged in.
#[derive(Debug)]
pub struct Work {
    private: Private,
    /// The configuration that the site runs on now, if it is another one.
    newer: Option<Private>,
    /// When the configuration was asked for last.
    config_asked: Timestamp,
    /// Whether an address turned out to be no longer listed since then.
    is_unlisted: bool,
    monitor: Monitor<Store>,
    targets: Vec<TargetWatch>,
    groups: Groups,
    keeping: Keeping,
    /// When the store was last looked through for what is too old.
    retained: Timestamp,
    /// Scrapes without an answer that are not understood yet: the target's index, when it began, how long it took, why.
    undecided: Vec<(usize, Timestamp, Duration, Silence)>,
    /// When the question began that will make them understood.
    asking_proxy: Option<Timestamp>,
}

impl Console {
    /// So many scrapes are under way at once at the most. A browser opens six connections to a host (HTTP/1.1), and the looks at
    /// health, which are short, must not wait behind pages of metrics.
    pub const AT_ONCE: usize = 2;

    /// So much of a known page is read at once, in bytes, and far less of one that is new: 1 or 2 ms. Whoever has more time asks for
    /// several pieces.
    const PIECE: usize = 512 * 1024;

    /// A page up to here, in bytes, is read as it comes. To receive a larger one, and to tell other tabs, is work enough for once.
    const READ_AT_ONCE: usize = 256 * 1024;

    /// So much of what is to be kept is put together at once, in bytes.
    const KEPT_AT_ONCE: usize = 256 * 1024;

    /// Largest configuration read, in bytes.
    const CONFIG_BYTES: usize = 8 * 1024 * 1024;

    /// How often the store is looked through for what is too old.
    const RETAIN: Duration = Duration::from_secs(60);

    /// Time that the configuration or a canary gets.
    const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

    /// A page on which nobody is logged in.
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

    /// Who is logged in.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What runs, once somebody was logged in.
    pub fn work(&self) -> Option<&Work> {
        self.work.as_ref()
    }

    /// Whether this tab asks for all tabs of this browser.
    pub fn leads(&self) -> bool {
        self.leads
    }

    /// Whether anything is asked at the moment.
    pub fn is_asking(&self) -> bool {
        self.leads && self.online && self.session.is_in()
    }
}

impl Work {
    /// Begins with what this browser kept.
    fn new(private: Private, store: Store, keeping: Keeping, now: Timestamp) -> Self {
        let mut monitor = Monitor::new(Arc::clone(&private.config), now);
        *monitor.store_mut() = store;
        let targets =
            private.targets.iter().map(|target| TargetWatch::new(target, monitor.store_mut(), now));
        let targets = targets.collect();
        Self {
            groups: Groups::new(&private.groups, now),
            private,
            newer: None,
            config_asked: now,
            is_unlisted: false,
            monitor,
            targets,
            keeping,
            retained: now,
            undecided: Vec::new(),
            asking_proxy: None,
        }
    }

    /// What the page runs on.
    pub fn private(&self) -> &Private {
        &self.private
    }

    /// The checks, and how systems are.
    pub fn monitor(&self) -> &Monitor<Store> {
        &self.monitor
    }

    /// All series.
    pub fn store(&self) -> &Store {
        self.monitor.store()
    }

    /// The rules with their alerts.
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// How keeping goes.
    pub fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// The targets, in the order of the configuration.
    pub fn targets(&self) -> &[TargetWatch] {
        &self.targets
    }
}
