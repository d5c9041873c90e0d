//! Owns the monitor: hands it what happens, does what it asks, shows what it knows.

use super::effect::{connection, fetch, preference, tabs::Tabs, timer, visibility};
use super::screen::Screen;
use crate::config::Config;
use crate::monitor::{Effect, Event, Monitor};
use crate::time::Duration;
use crate::view::public;
use std::cell::RefCell;
use std::rc::Rc;

/// The running page.
pub(super) struct Shell {
    monitor: RefCell<Monitor>,
    screen: Screen,
    tabs: Tabs,
    wake: timer::Timer,
    zone: RefCell<preference::ZoneChoice>,
}

impl Shell {
    /// Starts the page: everything that can happen is connected, and the first looks are on their way.
    pub(super) fn start(config: Config) -> (Screen, Rc<Self>) {
        let now = timer::now();
        let monitor = Monitor::new(config, now);
        let zone = preference::ZoneChoice::remembered();
        let screen = zone.with(|zone| Screen::new(&monitor, zone, now));
        let shell = Rc::new(Self {
            monitor: RefCell::new(monitor),
            screen: screen.clone(),
            tabs: Tabs::open(),
            wake: timer::Timer::default(),
            zone: RefCell::new(zone),
        });

        let page = shell.clone();
        connection::watch(move |online| page.dispatch(Event::ConnectionChanged { online }));
        let page = shell.clone();
        shell.tabs.listen(move |message| page.dispatch(Event::Heard(message)));
        let page = shell.clone();
        visibility::watch(move |visible| {
            page.dispatch(Event::VisibilityChanged { visible });
            page.compete(visible);
        });
        let page = shell.clone();
        timer::every(Duration::from_secs(1), move || {
            // Nobody sees the ages of a hidden page; what matters there wakes it by itself.
            if visibility::is_visible() {
                page.dispatch(Event::Tick);
            }
        });

        shell.dispatch(Event::ConnectionChanged { online: connection::is_online() });
        shell.dispatch(Event::LeadChanged { leads: false });
        shell.compete(visibility::is_visible());
        (screen, shell)
    }

    /// Hands an event to the monitor, does what it asks for, and shows what it knows now.
    pub(super) fn dispatch(self: &Rc<Self>, event: Event) {
        let effects = self.monitor.borrow_mut().update(event, timer::now());
        for effect in effects {
            self.perform(effect);
        }
        self.show();
    }

    /// The zone in which times are told.
    pub(super) fn zone(&self) -> preference::ZoneChoice {
        self.zone.borrow().clone()
    }

    /// Tells times in another zone from now on.
    pub(super) fn choose_zone(&self, choice: preference::ZoneChoice) {
        choice.remember();
        *self.zone.borrow_mut() = choice;
        self.show();
    }

    /// The tab that is seen asks for all of them; with several, the first does.
    fn compete(self: &Rc<Self>, visible: bool) {
        if visible {
            let page = self.clone();
            self.tabs.compete(move |leads| page.dispatch(Event::LeadChanged { leads }));
        } else {
            self.tabs.resign();
        }
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        let page = self.clone();
        match effect {
            Effect::Fetch { check, url, timeout, cap } => fetch::answer(url, timeout, cap, move |took, result| {
                page.dispatch(Event::Fetched { check, took, result });
            }),
            Effect::Probe { probe, url, timeout } => fetch::answer(url, timeout, 64, move |took, result| {
                // Anything but its own short answer is not the canary: a portal's login page, for example.
                let answered = result.is_ok_and(|answer| answer.code == 200 && answer.body.len() <= 64);
                page.dispatch(Event::Probed { probe, took, answered });
            }),
            Effect::WakeAt(at) => self.wake.set(at, move || page.dispatch(Event::Tick)),
            Effect::Tell(message) => self.tabs.tell(&message),
        }
    }

    fn show(&self) {
        let monitor = self.monitor.borrow();
        let view = self.zone.borrow().with(|zone| public::screen(&monitor, zone, timer::now()));
        drop(monitor);
        self.screen.show(view);
    }
}
