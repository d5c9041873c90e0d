//! What a person does on the page, and the bell that they asked for.

use super::effect::preference::{self, ZoneChoice};
use super::effect::slider::{self, Gesture};
use super::effect::{language, notify, save, visibility};
use super::shell::Shell;
use super::state::State;
use super::ui::{Act, More, Page};
use crate::monitor::Event;
use crate::view::public::{self, Bell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

impl Shell {
    /// Does what a person asks for.
    pub(super) fn act(self: &Rc<Self>, act: Act) {
        self.state.with(|state| state.back.clear());
        match act {
            Act::Look => return self.dispatch(Event::CheckAllRequested),
            Act::Bell(system) => return self.ring_or_not(system),
            Act::Language(code) => return self.speak(code),
            Act::Toggle(system) => {
                self.state.with(|state| {
                    if let Some(open) = state.open.get_mut(system) {
                        *open = !*open;
                    }
                });
                self.tell_sight();
                self.ask_times(false);
            }
            Act::OpenDay(system) => self.state.with(|state| state.archive.open_day(system)),
            Act::CloseDay => {
                if let Some(system) = self.state.with(|state| state.archive.close_day()) {
                    slider::focus(&format!("day-{system}"));
                }
            }
            Act::StepDay(by) => {
                if let Some((system, day)) = self.state.with(|state| state.archive.step(by)) {
                    slider::set(&format!("day-{system}"), day);
                }
            }
            Act::How => self.state.with(|state| {
                let is_open = matches!(state.more, Some(More::How));
                state.more = (!is_open).then_some(More::How);
            }),
            Act::Table => self.state.with(|state| {
                let is_open = matches!(state.more, Some(More::Table(..)));
                state.more = (!is_open).then(|| More::Table(0, Arc::default()));
            }),
            Act::Save => {
                let csv = self
                    .state
                    .with(|State { zone, archive, .. }| zone.with(|zone| archive.csv(zone)));
                save::text("history.csv", &csv);
            }
            Act::Zone(name) => self.state.with(|state| {
                state.zone = ZoneChoice::named(name, state.site_zone.as_deref());
                state.archive.reader_changed();
                state.zone.remember();
            }),
            Act::Theme(theme) => {
                preference::choose_theme(theme);
                self.state.with(|state| state.theme = theme.map(str::to_owned));
            }
        }
        self.show();
    }

    /// Goes on in another language once that is loaded. Where it cannot be, the list of languages shows the old one again.
    fn speak(self: &Rc<Self>, code: &'static str) {
        let this = self.clone();
        spawn_local(async move {
            let words = language::choose(code).await;
            this.state.with(|state| {
                if let Some(words) = words {
                    state.words = words;
                    state.language = language::spoken();
                    state.archive.reader_changed();
                }
                state.edition += 1;
            });
            this.show();
        });
    }

    /// Does what a person asks for with a slider over bars, or with the key that leaves.
    pub(super) fn gesture(self: &Rc<Self>, gesture: Gesture) {
        match gesture {
            Gesture::Moved(act, day) => {
                let Some(Act::OpenDay(system)) = Act::parse(&act) else { return };
                self.state.with(|state| state.archive.choose(system, day));
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
        let asked = self.state.with(|State { bells, monitor, .. }| {
            let id = monitor.config().systems.get(system)?.id.clone();
            Some((id, bells.get(system).copied()?))
        });
        let Some((id, bell)) = asked else { return };
        let this = self.clone();
        let choose = move |bell| {
            this.state.with(|State { bells, monitor, .. }| {
                // A person may take their time to allow notifications; the system may have another place by then.
                let mut systems = monitor.config().systems.iter().zip(bells);
                if let Some((_, chosen)) = systems.find(|(system, _)| system.id == id) {
                    *chosen = bell;
                }
            });
            this.show();
        };
        if bell != Bell::Off {
            return choose(Bell::Off);
        }
        notify::ask(move |may| choose(if may { Bell::Notification } else { Bell::Title }));
    }

    /// Rings what is to be rung.
    pub(super) fn ring(self: &Rc<Self>, page: &Page) {
        let rung = self.state.with(|State { bells, words, .. }| {
            let rung = public::bell::rung(bells, &page.view.rows);
            let words = |(system, bell): (usize, Bell)| {
                let row = page.view.rows.get(system)?;
                Some((bell, public::bell::back(words, &row.name)))
            };
            rung.into_iter().filter_map(words).collect::<Vec<_>>()
        });
        let is_any = !rung.is_empty();
        for (bell, words) in rung {
            if bell == Bell::Title || !notify::show(&words) {
                self.state.with(|state| state.back = words);
            }
        }
        if is_any && !visibility::is_visible() {
            self.watch_on();
        }
    }
}
