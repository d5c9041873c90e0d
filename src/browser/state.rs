//! What the page remembers, and the page that follows from it.

use super::effect::preference::{self, ZoneChoice};
use super::effect::timer;
use super::ui::{Choices, Layout, More, Page, Pasts};
use crate::config::Config;
use crate::monitor::{Effect, Event, Monitor};
use crate::route::public::Page as Place;
use crate::time::Timestamp;
use crate::view::language::Words;
use crate::view::public::archive::{Archive, Present};
use crate::view::public::{self, Bell, Published};
use std::cell::RefCell;
use std::sync::Arc;

/// The state, lent to one closure at a time. No borrow leaves [`Shared::with`], so none can be held while an event is handled or the
/// page is shown.
pub(super) struct Shared(RefCell<State>);

impl Shared {
    pub(super) fn new(state: State) -> Self {
        Self(RefCell::new(state))
    }

    /// Calls `change` with the state. It must not reach for the shell: what follows from a change is done with what it returns.
    pub(super) fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.borrow_mut())
    }
}

/// What the page remembers: what is known, and what a person chose.
pub(super) struct State {
    pub(super) monitor: Monitor,
    /// What a recorder wrote.
    pub(super) archive: Archive,
    /// Which systems are opened to their parts, by index.
    pub(super) open: Vec<bool>,
    /// Which systems' return is waited for, by index.
    pub(super) bells: Vec<Bell>,
    /// What came back while nobody looked: it stands in the title until somebody does.
    pub(super) back: String,
    /// What recorders and operators told.
    pub(super) published: Published,
    pub(super) place: Place,
    pub(super) words: Words,
    pub(super) zone: ZoneChoice,
    /// The zone of the site, where that is another one than the browser's.
    pub(super) site_zone: Option<String>,
    pub(super) theme: Option<String>,
    pub(super) language: String,
    /// What the page is laid out by.
    pub(super) layout: Arc<Layout>,
    /// How often the page was made anew: for another language, for another configuration.
    pub(super) edition: u32,
    /// What is opened below the page.
    pub(super) more: Option<More>,
}

impl State {
    /// The page as it looks now.
    pub(super) fn page(&mut self, limit: usize, is_whole: bool) -> Page {
        let now = timer::now();
        let past = self.monitor.config().recorder.then(|| self.past(now));
        let words = &self.words;
        let bell = |bell: &Bell| (*bell, bell.label(words), bell.note(words));
        Page {
            past,
            limit,
            view: self.zone.with(|zone| {
                let Self { monitor, published, archive, place, .. } = self;
                let place = if is_whole { place } else { &Place::Systems };
                public::screen(monitor, published, archive, place, words, zone, now)
            }),
            open: self.open.clone(),
            bells: self.bells.iter().map(bell).collect(),
            choices: Choices {
                zone: self.zone.name(),
                site_zone: self.site_zone.clone(),
                theme: self.theme.clone(),
                language: self.language.clone(),
            },
            layout: self.layout.clone(),
            edition: self.edition,
        }
    }

    /// Goes on with `config`, if it is another one, and says what is to be done. What a person opened or asked for stays with its
    /// system, whatever its place is now.
    pub(super) fn take_over(&mut self, config: Arc<Config>, now: Timestamp) -> Option<Vec<Effect>> {
        if *self.monitor.config() == *config {
            return None;
        }
        let ids = |config: &Config| config.systems.iter().map(|system| system.id.clone()).collect();
        let before: Vec<String> = ids(self.monitor.config());
        let carried: Vec<Option<usize>> = config
            .systems
            .iter()
            .map(|system| before.iter().position(|id| *id == system.id))
            .collect();
        self.open = carry(&carried, &self.open);
        self.bells = carry(&carried, &self.bells);
        self.archive.reconfigure(&config, &carried);
        self.site_zone = preference::zone_of_site(config.site.timezone.clone());
        self.zone = ZoneChoice::named(self.zone.name(), self.site_zone.as_deref());
        self.archive.reader_changed();
        if let Some(More::Table(made, _)) = &mut self.more {
            *made = 0;
        }
        let effects = self.monitor.update(Event::ConfigChanged(config), now);
        self.layout = Arc::new(Layout::of(&self.monitor));
        self.edition += 1;
        Some(effects)
    }

    /// The past as it looks now.
    fn past(&mut self, now: Timestamp) -> Pasts {
        let Self { archive, zone, words, more, monitor, published, .. } = self;
        archive.see_present(&Present::of(monitor, published, archive.ahead(), now));
        zone.with(|zone| {
            archive.refresh(zone, words, now);
            // The table is long, and made anew only where something of it changed.
            let making = archive.making();
            if let Some(More::Table(made, rows)) = more
                && *made != making
            {
                (*made, *rows) = (making, Arc::new(archive.table(zone, words)));
            }
        });
        Pasts {
            systems: archive.pasts(),
            note: archive.note().to_owned(),
            is_there: archive.is_there(),
            more: more.clone(),
        }
    }
}

/// What is remembered of each system, in the new order: `carried` says where each of them was before.
fn carry<T: Copy + Default>(carried: &[Option<usize>], before: &[T]) -> Vec<T> {
    let known = |old: &Option<usize>| old.and_then(|old| before.get(old).copied());
    carried.iter().map(|old| known(old).unwrap_or_default()).collect()
}
