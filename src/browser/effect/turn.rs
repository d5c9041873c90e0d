//! A turn of one's own: work that is cut into pieces lets the browser do in between what its user waits for.
//!
//! A message to oneself, because it comes as soon as others had their turn. Timers come no more often than every 4 ms, and once a
//! second in a hidden tab, which has no frames either.
//!
//! A [`Job`] gets a whole turn, for what follows from it is done when it has returned: effects run at the end of a task.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::MessageChannel;

/// Requests turns, one at a time.
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
    /// Calls `come` at each turn, for as long as the page lives.
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

    /// Requests a turn, if none is due.
    pub fn request(&self) {
        if let Some(channel) = self.channel.as_ref().filter(|_| !self.is_due.replace(true)) {
            // Carries no data, so it can always be sent.
            let _ = channel.port2().post_message(&JsValue::NULL);
        }
    }

    /// Whether one was requested and has not come.
    pub fn is_due(&self) -> bool {
        self.is_due.get()
    }
}

/// A job that runs in a turn of its own whenever it is requested, until it is dropped.
pub struct Job {
    run: Box<dyn Fn() -> bool>,
    is_due: Cell<bool>,
}

thread_local! {
    /// The waiting jobs, in the order of their requests.
    static LINE: RefCell<VecDeque<Weak<Job>>> = const { RefCell::new(VecDeque::new()) };
    static TURN: Turn = {
        let turn = Turn::default();
        turn.listen(next);
        turn
    };
}

impl Job {
    /// Creates a job. `run` returns whether it has to be called again.
    pub fn new(run: impl Fn() -> bool + 'static) -> Rc<Self> {
        Rc::new(Self { run: Box::new(run), is_due: Cell::default() })
    }

    /// Puts the job in the queue unless it is in it already.
    pub fn request(self: &Rc<Self>) {
        if !self.is_due.replace(true) {
            LINE.with_borrow_mut(|line| line.push_back(Rc::downgrade(self)));
            TURN.with(Turn::request);
        }
    }
}

/// Runs the first job of the queue.
fn next() {
    let job = LINE.with_borrow_mut(|line| {
        // Skips jobs that were dropped.
        while line.front().is_some_and(|job| job.strong_count() == 0) {
            line.pop_front();
        }
        line.pop_front()
    });
    let Some(job) = job.and_then(|job| job.upgrade()) else { return };
    job.is_due.set(false);
    if (job.run)() {
        job.request();
    }
    if LINE.with_borrow(|line| !line.is_empty()) {
        TURN.with(Turn::request);
    }
}
