//! Owns the monitor: hands it what happens, does what it asks, shows what it knows.

use super::effect::preference::{self, ZoneChoice};
use super::effect::slider;
use super::effect::{
    clicks, connection, fetch, hash, language, repaint::Repaint, seen, sight::Sight, tab,
    tabs::Tabs, timer, visibility, width,
};
use super::incidents::LATEST_LOAD;
use super::reconfigure::Schedule;
use super::record::Due;
use super::state::{Shared, State};
use super::ui::{self, Act, Layout, Page};
use crate::config::Config;
use crate::decode::Answer;
use crate::monitor::{Effect, Event, FetchError, Monitor, PeerMessage};
use crate::route::public::Page as Place;
use crate::status::Status;
use crate::time::{Duration, Timestamp};
use crate::view::language::Words;
use crate::view::public::archive::Archive;
use crate::view::public::{Bell, Published};
use leptos::prelude::{Owner, RwSignal, Set as _, request_animation_frame};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use web_sys::Element;

/// The running page.
pub(super) struct Shell {
    pub(super) state: Shared,
    /// When the recorder is asked next.
    pub(super) due: Cell<Due>,
    tabs: Tabs,
    wake: timer::Timer,
    /// What is shown; made with the first frame.
    page: Cell<Option<RwSignal<Page>>>,
    /// Where it is shown, and the owner of its signals.
    place: Element,
    owner: Owner,
    repaint: Repaint,
    /// Whether the rest of the page's code is there: only then may the past be read or shown.
    pub(super) is_whole: Cell<bool>,
    /// When what is told is to be loaded.
    pub(super) load_due: Cell<Timestamp>,
    /// Whether it has ever been asked for.
    pub(super) is_loading: Cell<bool>,
    /// The status of each row as it was shown last.
    pub(super) statuses: RefCell<Vec<Status>>,
    /// When what is believed is kept for a page that cannot ask.
    keep_due: Cell<Timestamp>,
    /// Whether a recorder was heard, or what it told last was taken.
    pub(super) is_told: Cell<bool>,
    /// Which rows are on the screen.
    sight: OnceCell<Sight>,
    /// When the configuration is asked for next.
    pub(super) config_schedule: Cell<Schedule>,
    /// How far down the page of systems was when it was left.
    left_at: Cell<f64>,
}

impl Shell {
    /// Starts the page in `place`: everything that can happen is connected, and the first looks are on their way.
    pub(super) fn start(config: Config, words: Words, is_whole: bool, place: Element) {
        let site_zone = preference::zone_of_site(config.site.timezone.clone());
        let config_schedule = Schedule::new(&config, timer::now());
        let n_systems = config.systems.len();
        let archive = Archive::new(&config);
        let monitor = Monitor::new(config, timer::now());
        let state = State {
            archive,
            more: None,
            open: vec![false; n_systems],
            bells: vec![Bell::Off; n_systems],
            back: String::new(),
            published: Published::default(),
            place: Place::parse(&hash::current()),
            layout: Arc::new(Layout::of(&monitor)),
            monitor,
            zone: ZoneChoice::remembered(site_zone.as_deref()),
            site_zone,
            theme: preference::theme(),
            words,
            language: language::spoken(),
            edition: 0,
        };
        let shell = Rc::new(Self {
            state: Shared::new(state),
            due: Cell::new(Due::new(timer::now())),
            tabs: Tabs::open(),
            wake: timer::Timer::default(),
            page: Cell::default(),
            place,
            owner: Owner::current().unwrap_or_default(),
            repaint: Repaint::default(),
            is_whole: Cell::new(is_whole),
            load_due: Cell::new(timer::now() + LATEST_LOAD),
            is_loading: Cell::default(),
            statuses: RefCell::default(),
            keep_due: Cell::new(timer::now() + KEEP_EVERY),
            is_told: Cell::default(),
            sight: OnceCell::new(),
            config_schedule: Cell::new(config_schedule),
            left_at: Cell::default(),
        });
        shell.state.with(|state| state.monitor.ask_on_budget());

        let this = shell.clone();
        hash::watch(move || this.go(Place::parse(&hash::current())));
        // Before the clicks: which day one opens is the slider's to say.
        let this = shell.clone();
        slider::watch(move |gesture| this.gesture(gesture));
        let this = shell.clone();
        clicks::watch(move |act| {
            if let Some(act) = Act::parse(act) {
                this.act(act);
            }
        });
        shell.state.with(|state| state.archive.see(width::days()));
        let this = shell.clone();
        width::watch(move || {
            this.state.with(|state| state.archive.see(width::days()));
            this.show();
        });
        let this = shell.clone();
        connection::watch(move |online| this.dispatch(Event::ConnectionChanged { online }));
        let this = shell.clone();
        shell.tabs.listen(move |message| {
            if let PeerMessage::Checked { answer, .. } = &message {
                this.note_answer(answer);
            }
            this.dispatch(Event::PeerMessage(message));
        });
        let this = shell.clone();
        visibility::watch(move |visible| {
            if visible {
                this.state.with(|state| state.back.clear());
            } else {
                this.keep();
            }
            this.watch_on();
        });
        let this = shell.clone();
        let sight = Sight::watch(move || this.tell_sight());
        let _ = shell.sight.set(sight);
        let this = shell.clone();
        timer::every(Duration::from_secs(1), move || {
            // Nobody sees the ages of a hidden page; what matters there wakes it by itself.
            if visibility::is_visible() {
                this.dispatch(Event::Tick);
                this.load_if_due(false);
                this.ask_config_if_due();
                if timer::now() >= this.keep_due.get() {
                    this.keep();
                }
            }
        });

        shell.dispatch(Event::ConnectionChanged { online: connection::is_online() });
        shell.dispatch(Event::LeadChanged { leads: false });
        shell.compete(visibility::is_visible());
    }

    /// Hands an event to the monitor, does what it asks for, and shows what it knows now.
    pub(super) fn dispatch(self: &Rc<Self>, event: Event) {
        let effects = self.state.with(|state| state.monitor.update(event, timer::now()));
        for effect in effects {
            self.perform(effect);
        }
        self.remember();
        self.ask_recorder();
        self.show();
    }

    /// Keeps what is believed, for the case that the next page cannot ask.
    fn keep(&self) {
        self.keep_due.set(timer::now() + KEEP_EVERY);
        self.state.with(|state| seen::keep(state.monitor.beliefs()));
    }

    /// Without a way to ask, takes what was seen last: it has its age, so it is no state any more, but says what was.
    fn remember(self: &Rc<Self>) {
        let now = timer::now();
        let mut kept = Vec::new();
        if self.state.with(|state| state.monitor.is_cut_off()) {
            kept.extend(seen::kept().into_iter().map(Event::PeerMessage));
        }
        kept.extend(self.told_last(now));
        for event in kept {
            // It asks for nothing that the next second would not ask for.
            let _ = self.state.with(|state| state.monitor.update(event, now));
        }
    }

    /// Whether somebody looks at this tab, or waits for it to say that a system is back.
    pub(super) fn is_watched(&self) -> bool {
        visibility::is_visible()
            || self.state.with(|state| state.bells.iter().any(|bell| *bell != Bell::Off))
    }

    /// Asks as long as somebody looks at this tab, or waits for it to say that a system is back.
    pub(super) fn watch_on(self: &Rc<Self>) {
        let visible = self.is_watched();
        self.dispatch(Event::VisibilityChanged { visible });
        self.compete(visible);
    }

    /// Tells the monitor which systems are on the screen or opened.
    pub(super) fn tell_sight(self: &Rc<Self>) {
        let mut systems = self.sight.get().map(Sight::seen).unwrap_or_default();
        let opened = |State { monitor, open, .. }: &mut State| -> Vec<String> {
            let systems = monitor.config().systems.iter().zip(open);
            systems.filter(|(_, open)| **open).map(|(system, _)| system.id.clone()).collect()
        };
        systems.extend(self.state.with(opened));
        self.dispatch(Event::SightChanged(systems));
    }

    /// Goes to another page within the page: its beginning is read, and focus is where it begins.
    fn go(self: &Rc<Self>, place: Place) {
        let before = self.state.with(|state| state.place.clone());
        if before == place {
            return;
        }
        if before == Place::Systems {
            self.left_at.set(tab::scrolled());
        }
        let top = if place == Place::Systems { self.left_at.get() } else { 0.0 };
        self.state.with(|state| state.place = place);
        self.show_now();
        // What was set is in the document by then.
        request_animation_frame(move || tab::begin(top));
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

    /// A look is over. Its check is found by its address: the configuration may be another one than when it began.
    fn fetched(self: &Rc<Self>, url: &str, took: Duration, result: Result<Answer, FetchError>) {
        if let Ok(answer) = &result {
            self.note_answer(answer);
        }
        if let Some(check) = self.state.with(|state| state.monitor.check_at(url)) {
            self.dispatch(Event::Fetched { check, took, result });
        }
    }

    pub(super) fn perform(self: &Rc<Self>, effect: Effect) {
        let this = self.clone();
        match effect {
            Effect::Fetch { url, timeout, cap, .. } => fetch::answer(
                url.clone(),
                timeout,
                cap,
                Box::new(move |took, result| this.fetched(&url, took, result)),
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
            Effect::Broadcast(message) => self.tabs.broadcast(&message),
        }
    }

    /// Shows what is known, after the caller has returned.
    pub(super) fn show(self: &Rc<Self>) {
        let this = self.clone();
        let request = move || {
            let shown = this.clone();
            this.repaint.request(move || shown.show_now());
        };
        // One frame later for the first time: the early looks lie ready, and a page with their verdicts is built only once.
        if self.page.get().is_none() && visibility::is_visible() {
            request_animation_frame(request);
        } else {
            request();
        }
    }

    fn show_now(self: &Rc<Self>) {
        let limit = if self.page.get().is_some() { usize::MAX } else { FIRST_WINDOW };
        let page = self.state.with(|state| state.page(limit, self.is_whole.get()));
        self.ring(&page);
        let back = self.state.with(|state| state.back.clone());
        let title = if back.is_empty() {
            page.view.title.clone()
        } else {
            [&back, " ", &page.view.title].concat()
        };
        tab::show(&title, page.view.banner.status.name());
        self.follow_change(&page.view);
        self.load_if_due(page.view.rows.iter().any(|row| row.status != Status::Checking));
        if let Some(shown) = self.page.get() {
            shown.set(page);
            if let Some(sight) = self.sight.get() {
                sight.observe_rows();
            }
            return;
        }
        let place = self.place.clone();
        let shown = self.owner.with(|| {
            let shown = RwSignal::new(page);
            ui::show(place, shown);
            shown
        });
        self.page.set(Some(shown));
        self.show();
    }
}

/// What is believed is kept so often.
const KEEP_EVERY: Duration = Duration::from_secs(30);

/// More systems than any window shows at once.
const FIRST_WINDOW: usize = 24;

/// A canary is no longer than this, in bytes.
const CANARY_CAP: usize = 64;
