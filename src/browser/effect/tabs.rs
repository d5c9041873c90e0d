//! One of several tabs of a browser checks for all: a Web Lock decides which, a BroadcastChannel carries its answers.
//!
//! The lock is released when the tab closes, crashes or is hidden; the browser then gives it to the next. Where a browser
//! has no locks (on a plain HTTP origin other than localhost, for example), each tab checks for itself.

use crate::monitor::PeerMessage;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// The name of the public page's tabs. Its number changes with the form of the messages.
const NAME: &str = "allclear-3";

/// This tab among the tabs of its browser.
pub struct Tabs {
    /// The name of both lock and channel.
    name: &'static str,
    channel: Option<BroadcastChannel>,
    lead: Rc<RefCell<Lead>>,
}

/// The state of this tab's request for the lock.
#[derive(Default)]
struct Lead {
    /// Whether it wants the lock. The request may be withdrawn before it is granted.
    wanted: bool,
    /// Whether it waits for the lock or holds it.
    queued: bool,
    /// Gives the lock back, while this tab holds it.
    release: Option<Function>,
}

impl Tabs {
    /// Joins the tabs that show the public page.
    pub fn open() -> Self {
        Self::open_as(NAME)
    }

    /// Joins the tabs with this name.
    pub fn open_as(name: &'static str) -> Self {
        Self { name, channel: BroadcastChannel::new(name).ok(), lead: Rc::default() }
    }

    /// Calls `on_message` with each message of other tabs, for as long as the page lives.
    pub fn listen(&self, on_message: impl Fn(PeerMessage) + 'static) {
        let Some(channel) = &self.channel else { return };
        let callback = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = event
                .data()
                .as_string()
                .and_then(|text| serde_json::from_slice(text.as_bytes()).ok())
            {
                on_message(message);
            }
        });
        channel.set_onmessage(Some(callback.as_ref().unchecked_ref()));
        callback.forget();
    }

    /// Sends a message to the other tabs.
    pub fn broadcast(&self, message: &PeerMessage) {
        if let (Some(channel), Ok(json)) = (&self.channel, serde_json::to_string(message)) {
            // A lost message costs nothing: when this tab is gone, another one leads and checks for itself.
            let _ = channel.post_message(&JsValue::from_str(&json));
        }
    }

    /// Competes to be the tab that checks. `changed` is called with `true` when it is, and with `false` when it ceases to be.
    pub fn compete(&self, changed: impl Fn(bool) + 'static) {
        self.lead.borrow_mut().wanted = true;
        if self.lead.borrow().queued {
            return;
        }
        match (taken_early(), locks()) {
            (Some(resolve), _) => {
                self.lead.borrow_mut().queued = true;
                changed(true);
                hold(&self.lead, Rc::new(changed), resolve);
            }
            (None, Some(locks)) if self.channel.is_some() => {
                self.lead.borrow_mut().queued = true;
                request(&locks, self.name, self.lead.clone(), Rc::new(changed));
            }
            _ => changed(true),
        }
    }

    /// Wants it no more.
    pub fn resign(&self) {
        self.lead.borrow_mut().wanted = false;
        // Taken out before it is called: the call borrows the same state.
        let release = self.lead.borrow_mut().release.take();
        if let Some(release) = release.or_else(taken_early) {
            // Resolving a promise cannot fail.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// The browser's lock manager, and its method `request`. `web-sys` marks it as unstable, so it is looked up by name.
fn locks() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &JsValue::from_str("locks")).ok()?;
    let request = Reflect::get(&locks, &JsValue::from_str("request")).ok()?;
    Some((locks, request.dyn_into().ok()?))
}

/// Requests the lock from the browser and holds it, once granted, until it is released.
fn request(
    (locks, request): &(JsValue, Function),
    name: &str,
    lead: Rc<RefCell<Lead>>,
    changed: Rc<dyn Fn(bool)>,
) {
    let granted = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        if !lead.borrow().wanted {
            lead.borrow_mut().queued = false;
            return Promise::resolve(&JsValue::UNDEFINED);
        }
        changed(true);
        Promise::new(&mut |resolve, _| hold(&lead, changed.clone(), resolve))
    });
    let _ = request.call2(locks, &JsValue::from_str(name), &granted);
}

/// Keeps what gives the lock back: `resolve` settles the promise that holds it.
fn hold(lead: &Rc<RefCell<Lead>>, changed: Rc<dyn Fn(bool)>, resolve: Function) {
    let mine = lead.clone();
    let release = Closure::once_into_js(move || {
        mine.borrow_mut().queued = false;
        changed(false);
        // Settled last: no other tab may send requests before this one has stopped.
        let _ = resolve.call0(&JsValue::UNDEFINED);
    });
    lead.borrow_mut().release = release.dyn_into().ok();
}

/// Returns the function that releases the lock which `boot.js` took before the first checks. It is taken over only once.
fn taken_early() -> Option<Function> {
    let name = JsValue::from_str("takeLead");
    let take: Function = Reflect::get(&window(), &name).ok()?.dyn_into().ok()?;
    take.call0(&JsValue::UNDEFINED).ok()?.dyn_into().ok()
}
