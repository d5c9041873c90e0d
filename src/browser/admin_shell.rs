//! The shell of the operators' page: hands the [`Console`] each event and performs the effects that it returns.
//!
//! Components read the console through a [`ConsoleHandle`], whose signals this shell notifies. They never hold the console itself,
//! and change it by events alone.

mod database;
mod host;

use super::effect::fetch::Credentials;
use super::effect::repaint::Repaint;
use super::effect::tabs::Tabs;
use super::effect::turn::Turn;
use super::effect::zone::ZoneChoice;
use super::effect::{connection, fetch, hash, timer, token, visibility};
use crate::console::{Console, Effect, Event, Token, Work};
use crate::route::Route;
use crate::ui::admin::{ConsoleHandle, Signals};
use crate::view::admin::Scene;
use crate::view::format::Zone;
use database::Database;
use leptos::prelude::{GetUntracked as _, Notify as _, Set as _, document};
use metrics_engine::time::{Duration, Timestamp};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The running page. It lives as long as the document.
pub(super) struct AdminShell {
    console: RefCell<Console>,
    tabs: Tabs,
    wake: timer::Timer,
    turn: Turn,
    zone: Zone<'static>,
    database: Database,
    signals: Signals,
    /// The address where a person signs in, on a site that leaves this to a proxy.
    sign_in: Option<String>,
    /// How far the shown clock is ahead of UTC.
    pub(super) zone_offset: fn(Timestamp) -> Duration,
    repaint: Repaint,
    /// Whether there are new samples that components have not been notified of.
    has_new_samples: Cell<bool>,
    /// Whether this tab competes for the lead, in which it checks for all tabs.
    competes: Cell<bool>,
}

impl AdminShell {
    /// Starts the page: connects everything that can happen, and hands the console its first events.
    pub(super) fn open() -> &'static Self {
        let zone = ZoneChoice::remembered(None);
        let zone_offset = zone.offset();
        let shell: &'static Self = Box::leak(Box::new(Self {
            console: RefCell::new(Console::new(
                meta("admin-data").unwrap_or_else(|| "/admin".to_owned()),
            )),
            tabs: Tabs::open_as("allclear-admin-3"),
            wake: timer::Timer::default(),
            turn: Turn::default(),
            zone: Zone {
                name: zone.title().to_owned().leak(),
                offset: Box::leak(Box::new(zone_offset)),
            },
            database: Database::default(),
            signals: Signals::new(Route::parse(&hash::current())),
            sign_in: meta("sign-in"),
            zone_offset,
            repaint: Repaint::default(),
            has_new_samples: Cell::default(),
            competes: Cell::default(),
        }));
        hash::watch(move || {
            token::follow();
            shell.signals.route.set(Route::parse(&hash::current()));
        });

        connection::watch(move |online| shell.dispatch(Event::ConnectionChanged { online }));
        shell.tabs.listen(move |message| shell.dispatch(Event::PeerMessage(message)));
        shell.turn.listen(move || shell.go_on());
        visibility::watch(move |_| shell.dispatch(Event::Tick));
        timer::every(Duration::from_secs(1), move || shell.show());

        shell.dispatch(Event::ConnectionChanged { online: connection::is_online() });
        let by_proxy = shell.sign_in.as_ref().map(|_| Token::of_proxy());
        shell.dispatch(Event::Started { token: by_proxy.or_else(token::kept) });
        shell
    }

    /// Creates the handle through which components read and send.
    pub(super) fn handle(&'static self) -> ConsoleHandle {
        ConsoleHandle::new(Rc::new(self), self.signals)
    }

    /// Calls `read` once with the present scene.
    pub(super) fn see_once<T>(&self, read: impl FnOnce(Scene<'_>) -> T) -> Option<T> {
        let console = self.console.borrow();
        self.scene(&console).map(read)
    }

    /// Returns everything that is known; `None` before the login.
    fn scene<'a>(&'a self, console: &'a Console) -> Option<Scene<'a>> {
        let work: &Work = console.work()?;
        let (is_in, leads) = (console.session().is_in(), console.leads());
        Some(Scene { work, zone: &self.zone, now: timer::now(), is_in, leads })
    }

    /// Goes to another address. With `replaces` the present one leaves no trace in the browser's history.
    pub(super) fn go(&self, route: Route, replaces: bool) {
        hash::go(&route.to_string(), replaces);
        if self.signals.route.get_untracked() != route {
            self.signals.route.set(route);
        }
    }

    /// Hands an event to the console, performs its effects, and lets the components read again.
    pub(super) fn dispatch(&'static self, event: Event) {
        let is_piece = event == Event::Continue;
        if let Event::Answered { .. }
        | Event::PeerMessage(_)
        | Event::Loaded(_)
        | Event::DashboardChanged(_)
        | Event::DashboardUndone(_)
        | Event::DashboardForgotten(_)
        | Event::ForgetRequested
        | Event::Continue = event
        {
            self.has_new_samples.set(true);
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
            self.dispatch(Event::Continue);
            let is_busy = self.console.borrow().work().is_some_and(Work::is_busy);
            if !is_busy || timer::now() >= until {
                break;
            }
        }
    }

    /// Applies for the lead while an operator is logged in here: a tab that shows the login form must not keep others from it.
    /// An operator's page goes on in the background: the charts shall have no gap when the operator returns.
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
            Effect::Fetch { request, url, token, timeout, cap } => {
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
                        // An answer to a request of another configuration does not belong to this one.
                        let is_expected = self.console.borrow().expects(request, generation);
                        if is_expected {
                            self.dispatch(Event::Answered { request, took, result });
                        }
                    }),
                );
            }
            Effect::Continue => self.turn.request(),
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

    /// Lets components read again, after the caller has returned.
    fn show(&'static self) {
        self.repaint.request(move || {
            self.signals.revision.notify();
            if !self.turn.is_due() && self.has_new_samples.take() {
                self.signals.samples.notify();
            }
        });
    }
}

/// How long a turn may take. Its last piece may end later.
const TURN: Duration = Duration(4);

/// Returns the content of a `meta` element that `allclear render` wrote into the head of the page. An empty one counts as absent.
fn meta(name: &str) -> Option<String> {
    let element = document().query_selector(&format!("meta[name={name}]")).ok().flatten()?;
    element.get_attribute("content").filter(|content| !content.is_empty())
}
