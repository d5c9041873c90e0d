//! A turn of one's own: work that is cut into pieces lets the browser do in between what its user waits for.
//!
//! A message to oneself, because it comes as soon as others had their turn. Timers come no more often than every 4 ms, and once a
//! second in a tab that nobody sees, which has no frames either.

use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::MessageChannel;

/// Asks for turns, one at a time.
pub struct Turn {
    /// There is one in every browser.
    channel: Option<MessageChannel>,
    is_due: Rc<Cell<bool>>,
}

impl Default for Turn {
    fn default() -> Self {
        Self { channel: MessageChannel::new().ok(), is_due: Rc::default() }
    }
}

impl Turn {
    /// Calls `come` whenever a turn has come, for as long as the page lives.
    pub fn listen(&self, come: impl Fn() + 'static) {
        let Some(channel) = &self.channel else { return };
        let is_due = self.is_due.clone();
        let callback = Closure::<dyn Fn()>::new(move || {
            is_due.set(false);
            come();
        });
        channel.port1().set_onmessage(Some(callback.as_ref().unchecked_ref()));
        callback.forget();
    }

    /// Asks for a turn, if none is due.
    pub fn ask(&self) {
        if let Some(channel) = self.channel.as_ref().filter(|_| !self.is_due.replace(true)) {
            // What cannot be sent is a thing that belongs to nobody else; this is nothing.
            let _ = channel.port2().post_message(&JsValue::NULL);
        }
    }

    /// Whether one was asked for, and has not come.
    pub fn is_due(&self) -> bool {
        self.is_due.get()
    }
}
