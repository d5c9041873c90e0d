//! Which systems are in sight: the rows that are on the screen.

use js_sys::Array;
use leptos::prelude::document;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

/// Watches the rows of the page, for as long as the page runs.
pub struct Sight {
    observer: Option<IntersectionObserver>,
    seen: Rc<RefCell<BTreeSet<String>>>,
    /// The first of the observed rows, and their number, by which a change of the rows is noticed.
    first: RefCell<Option<Element>>,
    count: Cell<u32>,
}

impl Sight {
    /// Calls `changed` whenever a row comes into sight or leaves it. A browser without `IntersectionObserver` never calls it.
    pub fn watch(changed: impl Fn() + 'static) -> Self {
        let seen: Rc<RefCell<BTreeSet<String>>> = Rc::default();
        let known = seen.clone();
        let callback = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            let entries = entries.iter().filter_map(|entry| entry.dyn_into().ok());
            for entry in entries {
                let entry: IntersectionObserverEntry = entry;
                let id = entry.target().id();
                if entry.is_intersecting() {
                    known.borrow_mut().insert(id);
                } else {
                    known.borrow_mut().remove(&id);
                }
            }
            changed();
        });
        let observer = IntersectionObserver::new(callback.as_ref().unchecked_ref()).ok();
        callback.forget();
        Self { observer, seen, first: RefCell::default(), count: Cell::default() }
    }

    /// Observes the rows that are on the page now, if they have changed.
    pub fn observe_rows(&self) {
        let rows = document().get_elements_by_class_name("system");
        let first = rows.item(0);
        if rows.length() == self.count.get() && first == *self.first.borrow() {
            return;
        }
        self.count.set(rows.length());
        *self.first.borrow_mut() = first;
        let Some(observer) = &self.observer else { return };
        observer.disconnect();
        self.seen.borrow_mut().clear();
        for row in (0..rows.length()).filter_map(|index| rows.item(index)) {
            observer.observe(&row);
        }
    }

    /// Returns the ids of the systems whose rows are on the screen.
    pub fn seen(&self) -> BTreeSet<String> {
        self.seen.borrow().clone()
    }
}
