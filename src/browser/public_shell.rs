//! The shell of the public page: it hands the monitor what happens, performs the effects that it returns, and shows what it knows.
//!
//! The shell owns the [`Monitor`](crate::monitor::Monitor) and the browser's capabilities, and decides nothing. Each of its files adds
//! one matter: events and effects, the recorder's files, incidents, the configuration, the visitor's actions, rendering.

mod actions;
mod bells;
mod clock;
mod config;
mod dispatch;
mod incidents;
mod recorder;
mod render;
mod schedule;
mod state;

use self::schedule::{ConfigSchedule, IncidentSchedule, RecorderSchedule};
use self::state::{PageState, Shared};
use super::effect::repaint::Repaint;
use super::effect::sight::Sight;
use super::effect::tabs::Tabs;
use super::effect::{connection, focus, hash, keys, timer, visibility, width};
use crate::config::Config;
use crate::monitor::{Event, PeerMessage};
use crate::route::public::{self as route, Page as Route};
use crate::status::Status;
use crate::ui::public::{Action, SEARCH};
use crate::view::language::Words;
use crate::view::public::page::Page;
use leptos::prelude::{Owner, RwSignal};
use metrics_engine::time::{Duration, Timestamp};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use web_sys::Element;

/// The running public page.
pub(super) struct PublicShell {
    state: Shared,
    tabs: Tabs,
    wake: timer::Timer,
    /// The page as shown; `None` before the first frame.
    page: Cell<Option<RwSignal<Page>>>,
    /// Where it is shown, and the owner of its signals.
    place: Element,
    owner: Owner,
    repaint: Repaint,
    started: Timestamp,
    /// The number of the recorder's files that are waited for, because the recorder's state stands in the document.
    n_awaited: Cell<usize>,
    /// Whether the recorder's verdicts were read, or the last ones of an earlier page were taken.
    has_verdicts: Cell<bool>,
    recorder_schedule: Cell<RecorderSchedule>,
    incident_schedule: Cell<IncidentSchedule>,
    config_schedule: Cell<ConfigSchedule>,
    /// When beliefs are stored next, for a page without a connection.
    keep_due: Cell<Timestamp>,
    /// The status of each row as it was shown last.
    statuses: RefCell<Vec<Status>>,
    /// Which rows are on the screen.
    sight: Sight,
    /// The scroll position of the page of systems when it was left, in CSS pixels.
    left_at: Cell<f64>,
}

impl PublicShell {
    /// Starts the page in `place`: every source of events is connected, and the first checks are on their way.
    pub(super) fn start(config: Config, words: Words, place: Element) {
        let now = timer::now();
        let mut state = PageState::new(config, words, now);
        state.open_systems(&focus::opened_rows(&place));
        state.histories.set_days_in_sight(width::days());
        state.monitor.check_on_budget();
        let has_recorder = state.monitor.config().recorder;
        let is_recorded = has_recorder && focus::has_recorded_state();
        let config_schedule = ConfigSchedule::new(state.monitor.config(), now);
        let shell = Rc::new_cyclic(|this: &Weak<Self>| {
            let shell = this.clone();
            let in_sight =
                move || shell.upgrade().into_iter().for_each(|shell| shell.report_sight());
            Self {
                tabs: Tabs::open(),
                wake: timer::Timer::default(),
                page: Cell::default(),
                place,
                owner: Owner::current().unwrap_or_default(),
                repaint: Repaint::default(),
                started: now,
                n_awaited: Cell::new(if is_recorded { recorder::FILES } else { 0 }),
                has_verdicts: Cell::default(),
                recorder_schedule: Cell::new(RecorderSchedule::new(now)),
                incident_schedule: Cell::new(IncidentSchedule::new(now)),
                config_schedule: Cell::new(config_schedule),
                keep_due: Cell::new(now),
                statuses: RefCell::default(),
                sight: Sight::watch(in_sight),
                left_at: Cell::default(),
                state: Shared::new(state),
            }
        });
        shell.listen();
        shell.dispatch(Event::ConnectionChanged { online: connection::is_online() });
        shell.dispatch(Event::LeadChanged { leads: false });
        shell.compete(visibility::is_visible());
        shell.load_incidents_if_due(is_recorded);
    }

    /// Connects the sources of events, for as long as the page lives.
    fn listen(self: &Rc<Self>) {
        let this = self.clone();
        hash::watch(move || {
            let hash = hash::current();
            this.state.with(|state| state.search = route::searched(&hash));
            this.show();
            this.go(Route::parse(&hash));
        });
        keys::watch_slash(|| focus::element(SEARCH));
        let this = self.clone();
        keys::watch_escape(move || this.act(Action::CloseDay));
        let this = self.clone();
        width::watch(move || {
            this.state.with(|state| state.histories.set_days_in_sight(width::days()));
            this.show();
        });
        let this = self.clone();
        connection::watch(move |online| this.dispatch(Event::ConnectionChanged { online }));
        let this = self.clone();
        self.tabs.listen(move |message| {
            if let PeerMessage::Checked { answer, .. } = &message {
                this.note_answer(answer);
            }
            this.dispatch(Event::PeerMessage(message));
        });
        let this = self.clone();
        visibility::watch(move |visible| {
            if visible {
                this.state.with(|state| state.back.clear());
            } else {
                this.keep();
            }
            this.watch_on();
        });
        let this = self.clone();
        timer::every(Duration::from_secs(1), move || {
            // A hidden page has no ages to renew; what matters there wakes it by itself.
            if visibility::is_visible() {
                this.each_second();
            }
        });
    }

    fn each_second(self: &Rc<Self>) {
        self.dispatch(Event::Tick);
        self.load_incidents_if_due(false);
        self.request_config_if_due();
        if timer::now() >= self.keep_due.get() {
            self.keep();
        }
    }
}
