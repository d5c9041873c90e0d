//! The state of the public page, and the page that follows from it.

use crate::browser::effect::zone::{self, ZoneChoice};
use crate::browser::effect::{clipboard, hash, language, preference, timer};
use crate::config::Config;
use crate::monitor::{Effect, Event, Monitor};
use crate::route::public::{self as route, Page as Route};
use crate::view::language::Words;
use crate::view::public::bell::Settled;
use crate::view::public::histories::{Histories, Present};
use crate::view::public::page::{BellButton, Choices, Extra, HistorySection, Layout, Page, Theme};
use crate::view::public::{self, Bell, Published};
use metrics_engine::time::Timestamp;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The state, lent to one closure at a time. No borrow leaves [`Shared::with`], so none can be held while an event is handled or the
/// page is shown.
pub(super) struct Shared(RefCell<PageState>);

impl Shared {
    pub(super) fn new(state: PageState) -> Self {
        Self(RefCell::new(state))
    }

    /// Calls `change` with the state. It must not reach for the shell: what follows from a change is done with what it returns.
    pub(super) fn with<T>(&self, change: impl FnOnce(&mut PageState) -> T) -> T {
        change(&mut self.0.borrow_mut())
    }
}

/// The state of the page: knowledge about the systems, and its visitor's choices.
pub(super) struct PageState {
    pub(super) monitor: Monitor,
    /// The recorded history.
    pub(super) histories: Histories,
    /// Which systems are opened to their parts, by index.
    pub(super) open: Vec<bool>,
    /// The notification of each system's recovery, by index.
    pub(super) bells: Vec<Bell>,
    /// The notification of every change.
    pub(super) subscription: Bell,
    /// The statuses that the next change is measured against.
    pub(super) settled: Settled,
    /// The sentence in the title about a system that came back while the tab was not seen; empty once it is.
    pub(super) back: String,
    /// The files of recorders and operators.
    pub(super) published: Published,
    pub(super) route: Route,
    /// The text of the search field.
    pub(super) search: String,
    /// The names of the groups that are folded.
    pub(super) folded: BTreeSet<String>,
    /// Whether the address of the shown page has been copied; `None` where the browser has no clipboard.
    pub(super) is_copied: Option<bool>,
    pub(super) words: Arc<Words>,
    pub(super) zone: ZoneChoice,
    /// The zone of the site, where that is another one than the browser's.
    pub(super) site_zone: Option<String>,
    pub(super) theme: Theme,
    pub(super) language: String,
    /// The parts of the configuration that the page is laid out by.
    pub(super) layout: Arc<Layout>,
    /// The section that is open above the footer.
    pub(super) extra: Option<Extra>,
}

impl PageState {
    /// Creates the state of a page that knows nothing yet.
    pub(super) fn new(config: Config, words: Words, now: Timestamp) -> Self {
        let site_zone = zone::zone_of_site(config.site.timezone.clone());
        let n_systems = config.systems.len();
        Self {
            histories: Histories::new(&config),
            extra: None,
            open: vec![false; n_systems],
            bells: vec![Bell::Off; n_systems],
            subscription: Bell::Off,
            settled: Settled::default(),
            back: String::new(),
            published: Published::default(),
            route: Route::parse(&hash::current()),
            search: route::searched(&hash::current()),
            folded: preference::folded_groups(),
            is_copied: clipboard::is_there().then_some(false),
            layout: Arc::new(Layout::of(&config)),
            monitor: Monitor::new(config, now),
            zone: ZoneChoice::remembered(site_zone.as_deref()),
            site_zone,
            theme: preference::theme(),
            words: Arc::new(words),
            language: language::spoken(),
        }
    }

    /// Returns the page as it is now, with at most `limit` systems.
    pub(super) fn page(&mut self, limit: usize) -> Page {
        let now = timer::now();
        let history = self.monitor.config().recorder.then(|| self.history(now));
        let words = &self.words;
        Page {
            history,
            limit,
            words: words.clone(),
            view: self.zone.with(|zone| {
                let Self { monitor, published, histories, route, .. } = self;
                public::screen(monitor, published, histories, route, words, zone, now)
            }),
            open: self.open.clone(),
            bells: self.bells.iter().map(|bell| BellButton::of(*bell, words)).collect(),
            subscription: Some(BellButton::of_subscription(self.subscription, words)),
            search: self.layout.is_large().then(|| self.search.clone()),
            folded: self
                .layout
                .groups
                .iter()
                .map(|group| self.folded.contains(&group.name))
                .collect(),
            is_copied: self.is_copied,
            choices: Choices {
                zone: self.zone.kind(),
                site_zone: self.site_zone.clone(),
                theme: self.theme,
                language: self.language.clone(),
            },
            layout: self.layout.clone(),
        }
    }

    /// Goes on with `config` and returns what is to be done; `None` if it is the same configuration. What a visitor opened or
    /// subscribed to stays with its system, whatever its index is now.
    pub(super) fn reconfigure(
        &mut self,
        config: Arc<Config>,
        now: Timestamp,
    ) -> Option<Vec<Effect>> {
        if *self.monitor.config() == *config {
            return None;
        }
        let before = &self.layout;
        let carried: Vec<Option<usize>> =
            config.systems.iter().map(|system| before.index(&system.id)).collect();
        self.open = carry(&carried, &self.open);
        self.bells = carry(&carried, &self.bells);
        self.histories.reconfigure(&config, &carried);
        self.site_zone = zone::zone_of_site(config.site.timezone.clone());
        self.zone = ZoneChoice::of(self.zone.kind(), self.site_zone.as_deref());
        self.histories.invalidate();
        if let Some(Extra::Table { revision, .. }) = &mut self.extra {
            *revision = 0;
        }
        self.layout = Arc::new(Layout::of(&config));
        Some(self.monitor.update(Event::ConfigChanged(config), now))
    }

    /// Opens the rows of these systems.
    pub(super) fn open_systems(&mut self, ids: &[String]) {
        for index in ids.iter().filter_map(|id| self.layout.index(id)) {
            if let Some(open) = self.open.get_mut(index) {
                *open = true;
            }
        }
    }

    /// Returns the history as it is now.
    fn history(&mut self, now: Timestamp) -> HistorySection {
        let Self { histories, zone, words, extra, monitor, published, .. } = self;
        if let Some(incident_log) = published.incident_log() {
            histories.set_incidents(&incident_log.incidents, published.ahead);
        }
        histories.set_present(&Present::of(monitor, published, histories.ahead(), now));
        zone.with(|zone| {
            histories.refresh(zone, words, now);
            // The table is long, and rebuilt only where it changed.
            let making = histories.revision();
            if let Some(Extra::Table { revision, table }) = extra
                && *revision != making
            {
                (*revision, *table) = (making, Arc::new(histories.table(zone, words)));
            }
        });
        HistorySection {
            systems: histories.all(),
            note: histories.note().to_owned(),
            is_there: histories.is_there(),
            extra: extra.clone(),
        }
    }
}

/// Returns what is remembered of each system in the new order, given the former index of each.
fn carry<T: Copy + Default>(carried: &[Option<usize>], before: &[T]) -> Vec<T> {
    let known = |old: &Option<usize>| old.and_then(|old| before.get(old).copied());
    carried.iter().map(|old| known(old).unwrap_or_default()).collect()
}
