//! Leptos' signals and stored values, all of one type inside.
//!
//! Leptos compiles what it does for a signal once for each type of value. Here the values lie
//! behind `Any`, so that its code is there once, and each type adds only what looks at it. What each type
//! has is kept out of line: a type is known by a number of 128 bits, which no compression makes smaller. Names and meaning are Leptos'
//! own: whoever reads a value in an effect follows it, and a value ends with the owner that it was made under.

use leptos::prelude::{
    self, Get as _, GetUntracked as _, GetValue as _, LocalStorage, Notify as _,
};
pub use leptos::prelude::{
    TimeoutHandle, document, request_animation_frame, set_timeout_with_handle, untrack,
};
use std::any::Any;
use std::cell::RefCell;
use std::fmt::{self, Debug, Formatter};
use std::marker::PhantomData;
use std::rc::Rc;

/// A value that changes; always a `RefCell` of its type.
type Held = Rc<dyn Any>;

/// Handles are copied freely and know their type by name only.
macro_rules! handle {
    ($name:ident) => {
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T> Debug for $name<T> {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

/// A value that effects follow.
pub struct RwSignal<T>(prelude::RwSignal<Held, LocalStorage>, PhantomData<fn() -> T>);
handle!(RwSignal);

impl<T: 'static> RwSignal<T> {
    /// A signal with this value.
    pub fn new(value: T) -> Self {
        Self(signal(Rc::new(RefCell::new(value))), PhantomData)
    }

    /// Looks at the value, and follows it.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&cell(&*followed(self.0)).borrow())
    }

    /// Looks at the value once.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&cell(&*self.0.get_untracked()).borrow())
    }

    /// The value, which is followed.
    #[inline(never)]
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value as it is.
    #[inline(never)]
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Follows the value without looking at it.
    pub fn track(&self) {
        followed(self.0);
    }

    /// Another value. Nothing happens where the owner has ended.
    #[inline(never)]
    pub fn set(&self, value: T) {
        self.update(|held| *held = value);
    }

    /// Changes the value. Nothing happens where the owner has ended.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        if let Some(held) = self.0.try_get_untracked() {
            change(&mut cell(&*held).borrow_mut());
            self.0.notify();
        }
    }
}

impl<T: Default + 'static> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

fn signal(held: Held) -> prelude::RwSignal<Held, LocalStorage> {
    prelude::RwSignal::new_local(held)
}

#[inline(never)]
fn followed(signal: prelude::RwSignal<Held, LocalStorage>) -> Held {
    signal.get()
}

#[inline(never)]
fn cell<T: 'static>(held: &dyn Any) -> &RefCell<T> {
    held.downcast_ref().unwrap_or_else(|| unreachable!())
}

/// A value that nobody follows.
pub struct StoredValue<T>(prelude::StoredValue<Held, LocalStorage>, PhantomData<fn() -> T>);
handle!(StoredValue);

impl<T: 'static> StoredValue<T> {
    /// Keeps a value.
    pub fn new(value: T) -> Self {
        Self(prelude::StoredValue::new_local(Rc::new(RefCell::new(value))), PhantomData)
    }

    /// Looks at the value.
    pub fn with_value<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&cell(&*stored(self.0)).borrow())
    }

    /// The value.
    #[inline(never)]
    pub fn get_value(&self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    /// Changes the value, unless the owner has ended.
    pub fn try_update_value<R>(&self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let held = self.0.try_get_value()?;
        Some(change(&mut cell(&*held).borrow_mut()))
    }

    /// The same where nothing comes of it.
    pub fn update_value(&self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    /// Another value. Nothing happens where the owner has ended.
    #[inline(never)]
    pub fn set_value(&self, value: T) {
        self.try_update_value(|held| *held = value);
    }
}

#[inline(never)]
fn stored(value: prelude::StoredValue<Held, LocalStorage>) -> Held {
    value.get_value()
}

/// Runs `run` soon, and whenever a signal that it reads changes.
pub fn effect(run: impl Fn() + 'static) {
    let run: Box<dyn FnMut(Option<()>)> = Box::new(move |_| run());
    prelude::Effect::new(run);
}
