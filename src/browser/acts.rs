//! What a person does on the page, and the bell that they asked for.

use super::effect::preference::{self, ZoneChoice};
use super::effect::slider::{self, Gesture};
use super::effect::{language, notify, save, visibility};
use super::shell::Shell;
use super::ui::{Act, More, Page};
use crate::monitor::Event;
use crate::view::public::{self, Bell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

impl Shell {
    /// Does what a person asks for.
    pub(super) fn act(self: &Rc<Self>, act: Act) {
        let mut state = self.state.borrow_mut();
        state.back.clear();
        match act {
            Act::Look => {
                drop(state);
                return self.dispatch(Event::LookRequested);
            }
            Act::Toggle(system) => {
                if let Some(open) = state.open.get_mut(system) {
                    *open = !*open;
                }
                drop(state);
                self.ask_times(false);
                return self.show();
            }
            Act::OpenDay(system) => state.archive.open_day(system),
            Act::CloseDay => {
                if let Some(system) = state.archive.close_day() {
                    slider::focus(&format!("day-{system}"));
                }
            }
            Act::StepDay(by) => {
                if let Some((system, day)) = state.archive.step(by) {
                    slider::set(&format!("day-{system}"), day);
                }
            }
            Act::How => {
                let is_open = matches!(state.more, Some(More::How));
                state.more = (!is_open).then_some(More::How);
            }
            Act::Table => {
                let is_open = matches!(state.more, Some(More::Table(..)));
                state.more = (!is_open).then(|| More::Table(0, Arc::default()));
            }
            Act::Save => {
                let csv = state.zone.with(|zone| state.archive.csv(zone));
                save::text("history.csv", &csv);
            }
            Act::Bell(system) => {
                drop(state);
                return self.ring_or_not(system);
            }
            Act::Zone(name) => {
                state.zone = ZoneChoice::named(name, state.site_zone.as_deref());
                state.archive.reader_changed();
                state.zone.remember();
            }
            Act::Language(code) => return self.speak(code),
            Act::Theme(theme) => {
                preference::choose_theme(theme);
                state.theme = theme.map(str::to_owned);
            }
        }
        drop(state);
        self.show();
    }

    /// Goes on in another language once that is loaded. Where it cannot be, the list of languages shows the old one again.
    fn speak(self: &Rc<Self>, code: &'static str) {
        let this = self.clone();
        spawn_local(async move {
            let words = language::choose(code).await;
            let mut state = this.state.borrow_mut();
            if let Some(words) = words {
                state.words = words;
                state.language = language::spoken();
                state.archive.reader_changed();
            }
            state.languages += 1;
            drop(state);
            this.show();
        });
    }

    /// Does what a person asks for with a slider over bars, or with the key that leaves.
    pub(super) fn gesture(self: &Rc<Self>, gesture: Gesture) {
        match gesture {
            Gesture::Moved(act, day) => {
                let Some(Act::OpenDay(system)) = Act::parse(&act) else { return };
                self.state.borrow_mut().archive.choose(system, day);
                self.show();
            }
            Gesture::Entered(act) => {
                if let Some(act) = Act::parse(&act) {
                    self.act(act);
                }
            }
            Gesture::Escaped => self.act(Act::CloseDay),
        }
    }

    /// Somebody wants to be told when a system is back, or does not any more.
    fn ring_or_not(self: &Rc<Self>, system: usize) {
        let bell = self.state.borrow().bells.get(system).copied().unwrap_or_default();
        let this = self.clone();
        let choose = move |bell| {
            if let Some(chosen) = this.state.borrow_mut().bells.get_mut(system) {
                *chosen = bell;
            }
            this.show();
        };
        if bell != Bell::Off {
            return choose(Bell::Off);
        }
        notify::ask(move |may| choose(if may { Bell::Notification } else { Bell::Title }));
    }

    /// Rings what is to be rung.
    pub(super) fn ring(self: &Rc<Self>, page: &Page) {
        let mut state = self.state.borrow_mut();
        let rung = public::bell::rung(&mut state.bells, &page.view.rows);
        for (system, bell) in &rung {
            let Some(row) = page.view.rows.get(*system) else { continue };
            let words = public::bell::back(&state.words, &row.name);
            if *bell == Bell::Title || !notify::show(&words) {
                state.back = words;
            }
        }
        drop(state);
        if !rung.is_empty() && !visibility::is_visible() {
            self.watch_on();
        }
    }
}
