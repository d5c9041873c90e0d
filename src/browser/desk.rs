//! The shell of the operator's page: hands the [`Console`] what happens, does what it asks, lets components see what it knows.
//!
//! Components read through [`Desk::see`], which makes them depend on the one signal that rises with everything that happens and
//! with each second. They never hold the console, and change it by events alone.

mod database;

use super::effect::fetch::Credentials;
use super::effect::preference::ZoneChoice;
use super::effect::repaint::Repaint;
use super::effect::tabs::Tabs;
use super::effect::turn::Turn;
use super::effect::{connection, fetch, hash, timer, token, visibility};
use crate::browser::ui::reactive::{RwSignal, document};
use crate::console::{Console, Effect, Event, Token, Work};
use crate::route::Route;
use crate::time::{Duration, Timestamp};
use crate::view::admin::Scene;
use crate::view::format::Zone;
use database::Database;
use std::cell::{Cell, RefCell};
use wasm_bindgen_futures::spawn_local;

/// The running page. Components hold a reference, because it lives as long as the document.
pub(super) struct Desk {
    console: RefCell<Console>,
    tabs: Tabs,
    wake: timer::Timer,
    turn: Turn,
    zone: Zone<'static>,
    database: Database,
    /// Rises when something is known anew, and with each second.
    revision: RwSignal<u32>,
    /// Rises when there are new samples.
    pub(super) learned: RwSignal<u32>,
    /// Where a person is.
    pub(super) route: RwSignal<Route>,
    /// Where a person signs in, where this site leaves that to a proxy.
    pub(super) sign_in: Option<String>,
    /// How far the shown clock is ahead of UTC.
    pub(super) zone_offset: fn(Timestamp) -> Duration,
    repaint: Repaint,
    /// Whether there are new samples to tell of.
    has_learned: Cell<bool>,
    /// Whether this tab wants to be the one that asks.
    competes: Cell<bool>,
}

impl Desk {
    /// Starts the page: everything that can happen is connected.
    pub(super) fn open() -> &'static Self {
        let zone = ZoneChoice::remembered(None);
        let zone_offset = zone.offset();
        let desk: &'static Self = Box::leak(Box::new(Self {
            console: RefCell::new(Console::new(
                told("admin-data").unwrap_or_else(|| "/admin".to_owned()),
            )),
            tabs: Tabs::open_as("allclear-admin-3"),
            wake: timer::Timer::default(),
            turn: Turn::default(),
            zone: Zone {
                name: zone.title().to_owned().leak(),
                offset: Box::leak(Box::new(zone_offset)),
            },
            database: Database::default(),
            revision: RwSignal::new(0),
            learned: RwSignal::new(0),
            route: RwSignal::new(Route::parse(&hash::current())),
            sign_in: told("sign-in"),
            zone_offset,
            repaint: Repaint::default(),
            has_learned: Cell::default(),
            competes: Cell::default(),
        }));
        hash::watch(move || {
            token::follow();
            desk.route.set(Route::parse(&hash::current()));
        });

        connection::watch(move |online| desk.dispatch(Event::ConnectionChanged { online }));
        desk.tabs.listen(move |message| desk.dispatch(Event::PeerMessage(message)));
        desk.turn.listen(move || desk.go_on());
        visibility::watch(move |_| desk.dispatch(Event::Tick));
        timer::every(Duration::from_secs(1), move || desk.show());

        desk.dispatch(Event::ConnectionChanged { online: connection::is_online() });
        let by_proxy = desk.sign_in.as_ref().map(|_| Token::of_proxy());
        desk.dispatch(Event::Started { token: by_proxy.or_else(token::kept) });
        desk
    }

    /// Looks at the console, and again whenever something is known anew.
    pub(super) fn console<T>(&self, look: impl FnOnce(&Console, Timestamp) -> T) -> T {
        self.revision.track();
        look(&self.console.borrow(), timer::now())
    }

    /// Looks at what runs since somebody logged in, and again whenever something is known anew.
    pub(super) fn see<T>(&self, look: impl FnOnce(Scene<'_>) -> T) -> Option<T> {
        self.revision.track();
        self.see_once(look)
    }

    /// Looks at what runs, once.
    pub(super) fn see_once<T>(&self, look: impl FnOnce(Scene<'_>) -> T) -> Option<T> {
        let console = self.console.borrow();
        self.scene(&console).map(look)
    }

    #[inline(never)]
    fn scene<'a>(&'a self, console: &'a Console) -> Option<Scene<'a>> {
        let work: &Work = console.work()?;
        let (is_in, leads) = (console.session().is_in(), console.leads());
        Some(Scene { work, zone: &self.zone, now: timer::now(), is_in, leads })
    }

    /// Goes elsewhere. A step that `replaces` leaves no trace in the history.
    pub(super) fn go(&self, route: Route, replaces: bool) {
        hash::go(&route.to_string(), replaces);
        if self.route.get_untracked() != route {
            self.route.set(route);
        }
    }

    /// Hands an event to the console, does what it asks for, and lets the components look again.
    pub(super) fn dispatch(&'static self, event: Event) {
        let is_piece = event == Event::GoOn;
        if let Event::Answered { .. }
        | Event::PeerMessage(_)
        | Event::Loaded(_)
        | Event::ForgetRequested
        | Event::GoOn = event
        {
            self.has_learned.set(true);
        }
        let effects = self.console.borrow_mut().update(event, timer::now());
        for effect in effects {
            self.perform(effect);
        }
        self.compete();
        // Of what is half done there is nothing to be seen.
        if !(is_piece && self.turn.is_due()) {
            self.show();
        }
    }

    /// Goes on with what was too much to be done at once, for as long as a turn may take.
    fn go_on(&'static self) {
        let until = timer::now() + TURN;
        loop {
            self.dispatch(Event::GoOn);
            let is_busy = self.console.borrow().work().is_some_and(Work::is_busy);
            if !is_busy || timer::now() >= until {
                break;
            }
        }
    }

    /// Wants to ask for all tabs while somebody is logged in here: a tab that shows the login form must not keep others from it.
    /// An operator's page goes on in the background: whoever looks away wants the chart to have no gap.
    fn compete(&'static self) {
        let competes = self.console.borrow().session().token().is_some();
        if self.competes.replace(competes) == competes {
            return;
        }
        if competes {
            self.tabs.compete(move |leads| self.dispatch(Event::LeadChanged { leads }));
        } else {
            self.tabs.resign();
        }
    }

    fn perform(&'static self, effect: Effect) {
        match effect {
            Effect::Fetch { question, url, token, timeout, cap } => {
                let header = token.as_ref().map_or("", Token::header);
                // A sign-in proxy knows a person by a cookie of this site.
                let credentials = match header {
                    "" => Credentials::Cookies,
                    header => Credentials::Header(header.to_owned()),
                };
                let generation = self.console.borrow().generation();
                fetch::answer_to(
                    url,
                    timeout,
                    cap,
                    credentials,
                    Box::new(move |took, result| {
                        // What was asked for by another configuration is the answer to another question by now.
                        let is_expected = self.console.borrow().expects(question, generation);
                        if is_expected {
                            self.dispatch(Event::Answered { question, took, result });
                        }
                    }),
                );
            }
            Effect::GoOn => self.turn.ask(),
            Effect::WakeAt(at) => self.wake.set(at, move || self.dispatch(Event::Tick)),
            Effect::Broadcast(message) => self.tabs.broadcast(&message),
            Effect::Remember(token) => token::keep(token.as_ref()),
            Effect::Load => spawn_local(async move {
                let kept = self.database.load().await;
                self.dispatch(Event::Loaded(kept));
            }),
            Effect::Forget => spawn_local(async move {
                let result = self.database.forget().await;
                self.dispatch(Event::Forgotten(result));
            }),
            Effect::Save(save) => spawn_local(async move {
                let result = self.database.save(&save).await;
                self.dispatch(Event::Saved(result));
            }),
        }
    }

    /// Lets components look again, after the caller has returned.
    fn show(&'static self) {
        self.repaint.request(move || {
            self.revision.update(|revision| *revision = revision.wrapping_add(1));
            if !self.turn.is_due() && self.has_learned.take() {
                self.learned.update(|learned| *learned = learned.wrapping_add(1));
            }
        });
    }
}

/// How long a turn may take. Its last piece may end later.
const TURN: Duration = Duration(4);

/// What `allclear render` wrote into the head of the page under this name.
fn told(name: &str) -> Option<String> {
    let meta = document().query_selector(&format!("meta[name={name}]")).ok().flatten()?;
    meta.get_attribute("content").filter(|content| !content.is_empty())
}
