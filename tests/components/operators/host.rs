//! A page without a browser.

use allclear::console::{Console, Event};
use allclear::route::Route;
use allclear::ui::admin::Host;
use allclear::view::admin::Scene;
use allclear::view::format::Zone;
use leptos::ev::DragEvent;
use leptos::html::{Dialog, Div, Input, Main, Section, Textarea};
use leptos::prelude::{Callback, NodeRef};
use metrics_engine::time::{Duration, Timestamp};

/// The moment of everything.
pub(crate) const NOW: Timestamp = super::super::NOON;

/// Shows a console. Work that wants a task of its own is done at once; nothing else can be done.
pub(crate) struct TestHost {
    pub(crate) console: Console,
    pub(crate) sign_in: Option<String>,
}

impl TestHost {
    pub(crate) fn new(console: Console) -> Self {
        Self { console, sign_in: None }
    }
}

impl Host for TestHost {
    fn with_console(&self, read: &mut dyn FnMut(&Console, Timestamp)) {
        read(&self.console, NOW);
    }

    fn with_scene(&self, read: &mut dyn FnMut(Scene<'_>)) {
        let Some(work) = self.console.work() else { return };
        let zone = Zone { name: "UTC".to_owned().leak(), offset: &|_| Duration::ZERO };
        let is_in = self.console.session().is_in();
        read(Scene { work, zone: &zone, now: NOW, is_in, leads: self.console.leads() });
    }

    fn sign_in(&self) -> Option<String> {
        self.sign_in.clone()
    }

    fn zone_offset(&self) -> fn(Timestamp) -> Duration {
        |_| Duration::ZERO
    }

    fn job(&self, work: Box<dyn Fn() -> bool>) -> Box<dyn Fn()> {
        Box::new(move || while work() {})
    }

    fn send(&self, _: Event) {}
    fn navigate(&self, _: Route, _: bool) {}
    fn show_tab(&self, _: &str, _: &str) {}
    fn show_modal(&self, _: NodeRef<Dialog>) {}
    fn text(&self, _: NodeRef<Input>) -> String {
        String::new()
    }
    fn is_checked(&self, _: NodeRef<Input>) -> bool {
        false
    }
    fn select(&self, _: NodeRef<Input>) {}
    fn scroll_top(&self, _: NodeRef<Div>) -> usize {
        0
    }
    fn scroll_to_top(&self, _: NodeRef<Div>) {}
    fn reveal(&self, _: NodeRef<Section>) {}
    fn focus_content(&self, _: NodeRef<Main>) {}
    fn focus(&self, _: NodeRef<Input>) {}
    fn cursor(&self, _: NodeRef<Textarea>) -> usize {
        0
    }
    fn write(&self, _: NodeRef<Textarea>, _: &str, _: usize) {}
    fn area_text(&self, _: NodeRef<Textarea>) -> String {
        String::new()
    }
    fn chosen_file(&self, _: NodeRef<Input>, _: Callback<String>) {}
    fn dropped_file(&self, _: &DragEvent, _: Callback<String>) {}
    fn select_all(&self, _: NodeRef<Textarea>) {}
}
