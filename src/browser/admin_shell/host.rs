//! The browser's capabilities for the components of the operators' page.

use super::AdminShell;
use crate::browser::effect::turn::Job;
use crate::browser::effect::{dialog, field, file, scroll, tab, timer};
use crate::console::{Console, Event};
use crate::route::Route;
use crate::ui::admin::Host;
use crate::view::admin::Scene;
use leptos::ev::DragEvent;
use leptos::html::{Dialog, Div, Input, Main, Section, Textarea};
use leptos::prelude::{Callable as _, Callback, GetUntracked as _, NodeRef};
use metrics_engine::time::{Duration, Timestamp};

impl Host for &'static AdminShell {
    fn with_console(&self, read: &mut dyn FnMut(&Console, Timestamp)) {
        read(&self.console.borrow(), timer::now());
    }

    fn with_scene(&self, read: &mut dyn FnMut(Scene<'_>)) {
        self.see_once(read);
    }

    fn send(&self, event: Event) {
        self.dispatch(event);
    }

    fn navigate(&self, route: Route, replaces: bool) {
        self.go(route, replaces);
    }

    fn sign_in(&self) -> Option<String> {
        self.sign_in.clone()
    }

    fn zone_offset(&self) -> fn(Timestamp) -> Duration {
        self.zone_offset
    }

    fn job(&self, work: Box<dyn Fn() -> bool>) -> Box<dyn Fn()> {
        let job = Job::new(work);
        Box::new(move || job.request())
    }

    fn show_tab(&self, title: &str, icon: &str) {
        tab::show(title, icon);
    }

    fn show_modal(&self, dialog: NodeRef<Dialog>) {
        if let Some(dialog) = dialog.get_untracked() {
            dialog::show_modal(&dialog);
        }
    }

    fn text(&self, field: NodeRef<Input>) -> String {
        field.get_untracked().map(|field| field.value()).unwrap_or_default()
    }

    fn is_checked(&self, field: NodeRef<Input>) -> bool {
        field.get_untracked().is_some_and(|field| field.checked())
    }

    fn select(&self, field: NodeRef<Input>) {
        if let Some(field) = field.get_untracked() {
            field::select(&field);
        }
    }

    fn scroll_top(&self, element: NodeRef<Div>) -> usize {
        element.get_untracked().map_or(0, |element| scroll::top(&element))
    }

    fn scroll_to_top(&self, element: NodeRef<Div>) {
        if let Some(element) = element.get_untracked() {
            element.set_scroll_top(0);
        }
    }

    fn reveal(&self, element: NodeRef<Section>) {
        if let Some(element) = element.get_untracked() {
            scroll::reveal(&element);
        }
    }

    fn focus_content(&self, content: NodeRef<Main>) {
        if let Some(content) = content.get_untracked() {
            let _ = content.focus();
        }
    }

    fn focus(&self, field: NodeRef<Input>) {
        if let Some(field) = field.get_untracked() {
            // A field that is not in the document takes no focus.
            let _ = field.focus();
        }
    }

    fn cursor(&self, area: NodeRef<Textarea>) -> usize {
        area.get_untracked().map_or(0, |area| field::cursor(&area))
    }

    fn write(&self, area: NodeRef<Textarea>, text: &str, cursor: usize) {
        if let Some(area) = area.get_untracked() {
            field::write(&area, text, cursor);
        }
    }

    fn area_text(&self, area: NodeRef<Textarea>) -> String {
        area.get_untracked().map(|area| area.value()).unwrap_or_default()
    }

    fn chosen_file(&self, field: NodeRef<Input>, take: Callback<String>) {
        if let Some(field) = field.get_untracked() {
            file::chosen(&field, move |text| take.run(text));
        }
    }

    fn dropped_file(&self, event: &DragEvent, take: Callback<String>) {
        file::dropped(event, move |text| take.run(text));
    }

    fn select_all(&self, area: NodeRef<Textarea>) {
        if let Some(area) = area.get_untracked() {
            area.select();
        }
    }
}
