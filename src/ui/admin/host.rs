//! The capabilities of the page around the screens.

use crate::console::{Console, Event};
use crate::route::Route;
use crate::view::admin::Scene;
use leptos::ev::DragEvent;
use leptos::html::{Dialog, Div, Input, Main, Section, Textarea};
use leptos::prelude::{Callback, NodeRef};
use metrics_engine::time::{Duration, Timestamp};

/// The page around the screens: it owns the console and knows the browser.
///
/// `browser::admin_shell` implements it for the page, tests for themselves.
pub trait Host {
    /// Calls `read` with the console and the present time.
    fn with_console(&self, read: &mut dyn FnMut(&Console, Timestamp));

    /// Calls `read` with everything that is known. Does nothing before the login.
    fn with_scene(&self, read: &mut dyn FnMut(Scene<'_>));

    /// Hands an event to the console.
    fn send(&self, event: Event);

    /// Goes to another address. With `replaces` the present one leaves no trace in the browser's history.
    fn navigate(&self, route: Route, replaces: bool);

    /// Returns the address where a person signs in, on a site that leaves this to a proxy.
    fn sign_in(&self) -> Option<String>;

    /// Returns the function that computes how far the shown clock is ahead of UTC.
    fn zone_offset(&self) -> fn(Timestamp) -> Duration;

    /// Prepares work that runs in a browser task of its own, and returns the function that requests it.
    ///
    /// Requests that arrive before the work has begun count as one. Work that returns `true` is requested again. It is cancelled
    /// when the returned function is dropped.
    fn job(&self, work: Box<dyn Fn() -> bool>) -> Box<dyn Fn()>;

    /// Sets the title and the icon of the browser's tab.
    fn show_tab(&self, title: &str, icon: &str);

    /// Opens a dialog over the page.
    fn show_modal(&self, dialog: NodeRef<Dialog>);

    /// Returns the text in a field.
    fn text(&self, field: NodeRef<Input>) -> String;

    /// Returns whether a box is ticked.
    fn is_checked(&self, field: NodeRef<Input>) -> bool;

    /// Moves the focus to a field and selects its text.
    fn select(&self, field: NodeRef<Input>);

    /// Returns how far an element is scrolled down, in CSS pixels.
    fn scroll_top(&self, element: NodeRef<Div>) -> usize;

    /// Scrolls an element to its top.
    fn scroll_to_top(&self, element: NodeRef<Div>);

    /// Scrolls the page until the beginning of an element is in sight.
    fn reveal(&self, element: NodeRef<Section>);

    /// Moves the focus to the content of the page.
    fn focus_content(&self, content: NodeRef<Main>);

    /// Moves the focus to a field.
    fn focus(&self, field: NodeRef<Input>);

    /// Returns the place of the cursor in a text area, in bytes of its text.
    fn cursor(&self, area: NodeRef<Textarea>) -> usize;

    /// Replaces the text of an area and puts the cursor before a byte of it.
    fn write(&self, area: NodeRef<Textarea>, text: &str, cursor: usize);

    /// Returns the text of an area.
    fn area_text(&self, area: NodeRef<Textarea>) -> String;

    /// Reads the file that is chosen in a field, and hands its text on.
    fn chosen_file(&self, field: NodeRef<Input>, take: Callback<String>);

    /// Reads a file that was dropped, and hands its text on.
    fn dropped_file(&self, event: &DragEvent, take: Callback<String>);

    /// Selects all text of an area.
    fn select_all(&self, area: NodeRef<Textarea>);
}
