//! Owns the monitor: hands it what happens, does what it asks, shows what it knows.

use super::effect::preference::{self, ZoneChoice};
use super::effect::{clicks, connection, fetch, tab, tabs::Tabs, timer, visibility};
use super::ui::{self, Act, Page};
use crate::config::Config;
use crate::monitor::{Effect, Event, Monitor};
use crate::time::Duration;
use crate::view::public;
use leptos::prelude::{Owner, RwSignal, Set as _, request_animation_frame};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::Element;

/// The running page.
pub(super) struct Shell {
    state: RefCell<State>,
    tabs: Tabs,
    wake: timer::Timer,
    /// What is shown; made with the first frame.
    page: Cell<Option<RwSignal<Page>>>,
    /// Where it is shown, and the owner of its signals.
    place: Element,
    owner: Owner,
    /// Whether the next frame will show what is known.
    is_due: Cell<bool>,
}

/// What the page remembers: what is known, and what a person chose.
struct State {
    monitor: Monitor,
    /// Which systems are opened to their parts, by index.
    open: Vec<bool>,
    zone: ZoneChoice,
    theme: Option<String>,
}

impl State {
    /// The page as it looks now.
    fn page(&self, limit: usize) -> Page {
        let now = timer::now();
        Page {
            limit,
            view: self.zone.with(|zone| public::screen(&self.monitor, zone, now)),
            open: self.open.clone(),
            is_utc: self.zone == ZoneChoice::Utc,
            theme: self.theme.clone(),
        }
    }
}

impl Shell {
    /// Starts the page in `place`: everything that can happen is connected, and the first looks are on their way.
    pub(super) fn start(config: Config, place: Element) {
        let state = State {
            open: vec![false; config.systems.len()],
            monitor: Monitor::new(config, timer::now()),
            zone: ZoneChoice::remembered(),
            theme: preference::theme(),
        };
        let shell = Rc::new(Self {
            state: RefCell::new(state),
            tabs: Tabs::open(),
            wake: timer::Timer::default(),
            page: Cell::default(),
            place,
            owner: Owner::current().unwrap_or_default(),
            is_due: Cell::default(),
        });

        let this = shell.clone();
        clicks::watch(move |act| {
            if let Some(act) = Act::parse(act) {
                this.act(act);
            }
        });
        let this = shell.clone();
        connection::watch(move |online| this.dispatch(Event::ConnectionChanged { online }));
        let this = shell.clone();
        shell.tabs.listen(move |message| this.dispatch(Event::Heard(message)));
        let this = shell.clone();
        visibility::watch(move |visible| {
            this.dispatch(Event::VisibilityChanged { visible });
            this.compete(visible);
        });
        let this = shell.clone();
        timer::every(Duration::from_secs(1), move || {
            // Nobody sees the ages of a hidden page; what matters there wakes it by itself.
            if visibility::is_visible() {
                this.dispatch(Event::Tick);
            }
        });

        shell.dispatch(Event::ConnectionChanged { online: connection::is_online() });
        shell.dispatch(Event::LeadChanged { leads: false });
        shell.compete(visibility::is_visible());
    }

    /// Does what a person asks for.
    fn act(self: &Rc<Self>, act: Act) {
        let mut state = self.state.borrow_mut();
        match act {
            Act::Look => {
                drop(state);
                return self.dispatch(Event::LookRequested);
            }
            Act::Toggle(system) => {
                if let Some(open) = state.open.get_mut(system) {
                    *open = !*open;
                }
            }
            Act::Zone { utc } => {
                state.zone = if utc { ZoneChoice::Utc } else { ZoneChoice::mine() };
                state.zone.remember();
            }
            Act::Theme(theme) => {
                preference::choose_theme(theme);
                state.theme = theme.map(str::to_owned);
            }
        }
        drop(state);
        self.show();
    }

    /// Hands an event to the monitor, does what it asks for, and shows what it knows now.
    fn dispatch(self: &Rc<Self>, event: Event) {
        let effects = self.state.borrow_mut().monitor.update(event, timer::now());
        for effect in effects {
            self.perform(effect);
        }
        self.show();
    }

    /// The tab that is seen asks for all of them; with several, the first does.
    fn compete(self: &Rc<Self>, visible: bool) {
        if visible {
            let this = self.clone();
            self.tabs.compete(move |leads| this.dispatch(Event::LeadChanged { leads }));
        } else {
            self.tabs.resign();
        }
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        let this = self.clone();
        match effect {
            Effect::Fetch { check, url, timeout, cap } => fetch::answer(
                url,
                timeout,
                cap,
                Box::new(move |took, result| this.dispatch(Event::Fetched { check, took, result })),
            ),
            Effect::Probe { probe, url, timeout } => fetch::answer(
                url,
                timeout,
                CANARY_CAP,
                Box::new(move |took, result| {
                    // Anything but its own short answer is not the canary: a portal's login page, for example.
                    let answered = result.is_ok_and(|answer| {
                        (200..300).contains(&answer.code) && answer.body.len() <= CANARY_CAP
                    });
                    this.dispatch(Event::Probed { probe, took, answered });
                }),
            ),
            Effect::WakeAt(at) => self.wake.set(at, move || this.dispatch(Event::Tick)),
            Effect::Tell(message) => self.tabs.tell(&message),
        }
    }

    /// Shows what is known, once before the next frame: answers that come together are shown together. A tab that nobody sees
    /// has no frames, but a title.
    fn show(self: &Rc<Self>) {
        if !visibility::is_visible() {
            self.show_now();
        } else if !self.is_due.replace(true) {
            let this = self.clone();
            let next_frame = move || request_animation_frame(move || this.show_now());
            // One frame later for the first time: the early looks lie ready, and a page with their verdicts is built only once.
            if self.page.get().is_none() {
                request_animation_frame(next_frame);
            } else {
                next_frame();
            }
        }
    }

    fn show_now(self: &Rc<Self>) {
        self.is_due.set(false);
        let limit = if self.page.get().is_some() { usize::MAX } else { FIRST_WINDOW };
        let page = self.state.borrow().page(limit);
        tab::show(&page.view.title, page.view.banner.status.name());
        if let Some(shown) = self.page.get() {
            shown.set(page);
            return;
        }
        let (site, groups) = {
            let monitor = &self.state.borrow().monitor;
            (monitor.config().site.clone(), public::groups(monitor))
        };
        let place = self.place.clone();
        let shown = self.owner.with(|| {
            let shown = RwSignal::new(page);
            ui::show(place, site, groups, shown);
            shown
        });
        self.page.set(Some(shown));
        self.show();
    }
}

/// More systems than any window shows at once.
const FIRST_WINDOW: usize = 24;

/// A canary is no longer than this, in bytes.
const CANARY_CAP: usize = 64;
