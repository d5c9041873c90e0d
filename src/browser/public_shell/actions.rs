//! Carries out the actions of a visitor.

use super::PublicShell;
use super::state::PageState;
use crate::browser::effect::zone::ZoneChoice;
use crate::browser::effect::{clipboard, focus, hash, language, preference, save};
use crate::monitor::Event;
use crate::route::public as route;
use crate::ui::public::{Action, EXTRA, MAIN};
use crate::view::public::page::Extra;
use leptos::prelude::request_animation_frame;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

impl PublicShell {
    /// Carries out an action.
    pub(super) fn act(self: &Rc<Self>, action: Action) {
        self.state.with(|state| state.back.clear());
        match action {
            Action::Check => return self.dispatch(Event::CheckAllRequested),
            Action::Skip => return focus::element(MAIN),
            Action::ToggleBells(systems) => return self.toggle_bells(&systems),
            Action::ToggleSubscription => return self.toggle_subscription(),
            Action::ChooseLanguage(code) => return self.speak(code),
            Action::Toggle(system) => {
                self.state.with(|state| {
                    if let Some(open) = state.open.get_mut(system) {
                        *open = !*open;
                    }
                });
                self.report_sight();
                self.request_latencies(false);
            }
            Action::ChooseDay(system, day) => {
                self.state.with(|state| state.histories.choose(system, day));
            }
            Action::OpenDay(system) => self.state.with(|state| state.histories.open_day(system)),
            Action::CloseDay => self.close_day(),
            Action::StepDay(by) => {
                self.state.with(|state| state.histories.step(by));
            }
            Action::ToggleMethod => self.state.with(|state| {
                let is_open = matches!(state.extra, Some(Extra::Method));
                state.extra = (!is_open).then_some(Extra::Method);
                focus_extra(!is_open);
            }),
            Action::ToggleTable => self.state.with(|state| {
                let is_open = matches!(state.extra, Some(Extra::Table { .. }));
                let table = Extra::Table { revision: 0, table: Arc::default() };
                state.extra = (!is_open).then_some(table);
                focus_extra(!is_open);
            }),
            Action::SaveCsv => {
                let csv = self.state.with(|PageState { zone, histories, .. }| {
                    zone.with(|zone| histories.csv(zone))
                });
                save::text("history.csv", &csv);
            }
            Action::Search(text) => {
                hash::go(&route::search(text.trim()), true);
                self.state.with(|state| state.search = text);
            }
            Action::ToggleGroup(group) => self.state.with(|state| {
                let Some(group) = state.layout.groups.get(group) else { return };
                if !state.folded.remove(&group.name) {
                    state.folded.insert(group.name.clone());
                }
                preference::keep_folded_groups(&state.folded);
            }),
            Action::CopyLink => return self.copy_link(),
            Action::ChooseZone(kind) => self.state.with(|state| {
                state.zone = ZoneChoice::of(kind, state.site_zone.as_deref());
                state.histories.invalidate();
                state.zone.remember();
            }),
            Action::ChooseTheme(theme) => {
                preference::choose_theme(theme);
                self.state.with(|state| state.theme = theme);
            }
        }
        self.show();
    }

    /// Closes the open day and gives the focus to the slider that opened it.
    fn close_day(&self) {
        let slider = self.state.with(|PageState { histories, monitor, .. }| {
            let system = histories.close_day()?;
            Some(format!("{}-days", monitor.config().systems.get(system)?.id))
        });
        if let Some(slider) = slider {
            focus::element(&slider);
        }
    }

    /// Copies the address of the page that is shown.
    fn copy_link(self: &Rc<Self>) {
        let this = self.clone();
        spawn_local(async move {
            if clipboard::copy_address().await {
                this.state.with(|state| state.is_copied = Some(true));
                this.show();
            }
        });
    }

    /// Goes on in another language once that is loaded. Where it cannot be, the page stays in the old one.
    fn speak(self: &Rc<Self>, code: &'static str) {
        let this = self.clone();
        spawn_local(async move {
            if let Some(words) = language::choose(code).await {
                this.state.with(|state| {
                    state.words = Arc::new(words);
                    state.language = language::spoken();
                    state.histories.invalidate();
                });
                this.show();
            }
        });
    }
}

/// Goes to the section that is about to open, above the footer.
fn focus_extra(is_open: bool) {
    if is_open {
        // The page is shown in the next frame, and the section stands in it one frame later.
        request_animation_frame(|| request_animation_frame(|| focus::element(EXTRA)));
    }
}
