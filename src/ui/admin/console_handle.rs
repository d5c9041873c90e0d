//! How a screen reads the console and sends it events.

use super::Host;
use crate::console::{Console, Event};
use crate::route::Route;
use crate::view::admin::Scene;
use leptos::prelude::*;
use metrics_engine::time::Timestamp;
use std::rc::Rc;

/// A handle to the console, which every component of the operators' page finds in its context with [`use_console`].
#[derive(Clone, Copy)]
pub struct ConsoleHandle {
    host: StoredValue<Rc<dyn Host>, LocalStorage>,
    signals: Signals,
}

/// The signals through which a page makes its components read again.
#[derive(Clone, Copy, Debug)]
pub struct Signals {
    /// Changes with everything that the console learns, and with each second.
    pub revision: Trigger,
    /// Changes when there are new samples.
    pub samples: Trigger,
    /// The address that is shown.
    pub route: RwSignal<Route>,
}

/// Returns the handle to the console from the context of a component.
///
/// # Panics
///
/// Outside of the operators' page, where nothing provides one.
pub fn use_console() -> ConsoleHandle {
    expect_context()
}

impl Signals {
    /// Creates the signals of a page that shows `route`. Their owner must live as long as the page.
    pub fn new(route: Route) -> Self {
        Self { revision: Trigger::new(), samples: Trigger::new(), route: RwSignal::new(route) }
    }
}

impl ConsoleHandle {
    /// Creates a handle. Its owner must live as long as the page.
    pub fn new(host: Rc<dyn Host>, signals: Signals) -> Self {
        Self { host: StoredValue::new_local(host), signals }
    }

    /// Reads everything that is known, and subscribes to changes. Returns `None` before the login.
    pub fn with_scene<T>(self, read: impl FnOnce(Scene<'_>) -> T) -> Option<T> {
        self.signals.revision.track();
        self.with_scene_untracked(read)
    }

    /// Reads everything that is known, without subscribing.
    pub fn with_scene_untracked<T>(self, read: impl FnOnce(Scene<'_>) -> T) -> Option<T> {
        let (mut read, mut found) = (Some(read), None);
        self.host().with_scene(&mut |scene| found = read.take().map(|read| read(scene)));
        found
    }

    /// Reads the console itself, which exists before the login, and subscribes to changes.
    pub fn with_console<T: Default>(self, read: impl FnOnce(&Console, Timestamp) -> T) -> T {
        self.signals.revision.track();
        let (mut read, mut found) = (Some(read), None);
        self.host().with_console(&mut |console, now| {
            found = read.take().map(|read| read(console, now));
        });
        found.unwrap_or_default()
    }

    /// Hands an event to the console.
    pub fn send(self, event: Event) {
        self.host().send(event);
    }

    /// Subscribes to new samples alone.
    pub fn track_samples(self) {
        self.signals.samples.track();
    }

    /// The address that is shown. [`Self::navigate`] changes it.
    pub fn route(self) -> ReadSignal<Route> {
        self.signals.route.read_only()
    }

    /// Goes to another address. With `replaces` the present one leaves no trace in the browser's history.
    pub fn navigate(self, route: Route, replaces: bool) {
        self.host().navigate(route, replaces);
    }

    /// Prepares work for a browser task of its own, and returns the function that requests it; see [`Host::job`]. It is cancelled
    /// together with the component.
    pub fn job(self, work: impl Fn() -> bool + 'static) -> impl Fn() + Copy + Send + 'static {
        let request = StoredValue::new_local(self.host().job(Box::new(work)));
        move || {
            // A component that is gone has nothing to do.
            request.try_with_value(|request| request());
        }
    }

    /// Returns the page around the screens, for what only a browser can do.
    pub fn host(self) -> Rc<dyn Host> {
        self.host.get_value()
    }
}
