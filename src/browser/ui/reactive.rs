//! Values that effects follow: Leptos' triggers, with the value beside them.
//!
//! Leptos' own signals have code of their own for each type of value, or know a type by a number of 128 bits, which no compression
//! makes smaller. Here the value lies in a cell, and all that Leptos is told is that it changed. Names and meaning are Leptos' own:
//! whoever reads a value in an effect follows it. A value lives as long as somebody holds it.

use leptos::prelude::{self, ArcTrigger, Notify as _, Track as _};
pub use leptos::prelude::{
    TimeoutHandle, document, request_animation_frame, set_timeout_with_handle, untrack,
};
use std::cell::RefCell;
use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;

/// A value that effects follow. Clones are the same value.
pub struct RwSignal<T>(Rc<(RefCell<T>, ArcTrigger)>);

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Debug for RwSignal<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("RwSignal")
    }
}

impl<T: Default> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> RwSignal<T> {
    /// A signal with this value.
    pub fn new(value: T) -> Self {
        Self(Rc::new((RefCell::new(value), ArcTrigger::new())))
    }

    /// Looks at the value, and follows it.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.with_untracked(look)
    }

    /// Looks at the value once.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.0.0.borrow())
    }

    /// The value, which is followed.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.track();
        self.get_untracked()
    }

    /// The value as it is.
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.0.0.borrow().clone()
    }

    /// Follows the value without looking at it.
    pub fn track(&self) {
        track(&self.0.1);
    }

    /// Another value.
    pub fn set(&self, value: T) {
        self.update(|held| *held = value);
    }

    /// Changes the value.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.0.0.borrow_mut());
        notify(&self.0.1);
    }
}

#[inline(never)]
fn track(trigger: &ArcTrigger) {
    trigger.track();
}

#[inline(never)]
fn notify(trigger: &ArcTrigger) {
    trigger.notify();
}

/// Runs `run` soon, and whenever a signal that it reads changes.
pub fn effect(run: impl Fn() + 'static) {
    let run: Box<dyn FnMut(Option<()>)> = Box::new(move |_| run());
    prelude::Effect::new(run);
}
