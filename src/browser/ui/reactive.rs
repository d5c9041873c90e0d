//! Leptos' signals, memos and stored values, all of one type inside.
//!
//! Leptos compiles what it does for a signal once for each type of value, and for a memo once for each closure. Here the values lie
//! behind `Any`, and closures are boxed, so that its code is there once, and each type adds only what looks at it. What each type
//! has is kept out of line: a type is known by a number of 128 bits, which no compression makes smaller. Names and meaning are Leptos'
//! own: whoever reads a value in an effect or a memo follows it, and a value ends with the owner that it was made under.

use leptos::prelude::{
    self, Get as _, GetUntracked as _, GetValue as _, LocalStorage, Notify as _,
};
pub use leptos::prelude::{
    TimeoutHandle, document, on_cleanup, request_animation_frame, set_timeout_with_handle, untrack,
};
use std::any::Any;
use std::cell::RefCell;
use std::fmt::{self, Debug, Formatter};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

/// A value that changes; always a `RefCell` of its type.
type Held = Rc<dyn Any>;

/// A value that was computed.
type Made = Arc<dyn Any + Send + Sync>;

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

/// A value that effects and memos follow.
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

/// A value that is computed when it is needed and something that it depends on has changed, and followed as long as it differs.
pub struct Memo<T>(prelude::Memo<Made>, PhantomData<fn() -> T>);
handle!(Memo);

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// What `compute` gives.
    pub fn new(compute: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let made = move |before: Option<Made>| {
            let new = compute();
            match before {
                Some(before) if *value::<T>(&*before) == new => (before, false),
                _ => (Arc::new(new) as Made, true),
            }
        };
        Self(memo(Box::new(made)), PhantomData)
    }

    /// Looks at the value, and follows it.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(value(&*made(self.0)))
    }

    /// Looks at the value once.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(value(&*self.0.get_untracked()))
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
}

#[inline(never)]
fn value<T: 'static>(made: &dyn Any) -> &T {
    made.downcast_ref().unwrap_or_else(|| unreachable!())
}

type Compute = Box<dyn Fn(Option<Made>) -> (Made, bool) + Send + Sync>;

#[inline(never)]
fn memo(compute: Compute) -> prelude::Memo<Made> {
    prelude::Memo::new_owning(compute)
}

#[inline(never)]
fn made(memo: prelude::Memo<Made>) -> Made {
    memo.get()
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

/// A signal of whatever kind, to be read only.
pub struct Signal<T: 'static>(StoredValue<Rc<dyn Fn() -> T>>);
handle!(Signal);

impl<T: 'static> Signal<T> {
    /// Reads by a closure.
    pub fn derive(read: impl Fn() -> T + 'static) -> Self {
        Self(StoredValue::new(Rc::new(read)))
    }

    /// The value, which is followed.
    #[inline(never)]
    pub fn get(&self) -> T {
        self.0.get_value()()
    }

    /// The value as it is.
    #[inline(never)]
    pub fn get_untracked(&self) -> T {
        untrack(|| self.get())
    }

    /// Looks at the value, and follows it.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.get())
    }

    /// Looks at the value once.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.get_untracked())
    }
}

impl<T: Clone + 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::derive(move || signal.get())
    }
}

/// A function that can be copied.
pub struct Callback<T: 'static>(StoredValue<Rc<dyn Fn(T)>>);
handle!(Callback);

impl<T: 'static> Callback<T> {
    /// Calls a closure.
    pub fn new(called: impl Fn(T) + 'static) -> Self {
        Self(StoredValue::new(Rc::new(called)))
    }

    /// Calls it.
    pub fn run(&self, with: T) {
        self.0.get_value()(with);
    }
}

/// Runs `run` soon, and whenever a signal that it reads changes.
pub fn effect(run: impl Fn() + 'static) {
    let run: Box<dyn FnMut(Option<()>)> = Box::new(move |_| run());
    prelude::Effect::new(run);
}
