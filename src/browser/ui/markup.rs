//! What of the operator's page follows signals: stamps that are filled anew, elements that are kept, and what is heard of them.
//!
//! # Why not `view!`
//!
//! `view!` gives each piece of markup a type of its own, and the code to build, hydrate and rebuild that type: with it, the wasm of
//! the operator's page was 405 KB of brotli. With an element, a closure and an effect for each text that changes it was 269. Here
//! markup is in the templates of `admin.html`, a screen is one function from what is known to a [`Stamp`], and one effect fills it.
//! Effects and what they follow are Leptos' own: what `make` reads it follows.
//!
//! Text is set as text and attributes by name; nothing is ever parsed as HTML, and there is no way to write a style attribute.

use super::stamp::{Stamp, Stamped};
use crate::browser::effect::turn::Job;
use leptos::prelude::{RenderEffect, untrack};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, UnwrapThrowExt as _};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

/// A copy of a template, filled now and whenever a signal changes that `make` reads. `make` never gives another template.
pub fn stamped(make: impl Fn() -> Stamp + 'static) -> Element {
    stamped_boxed(Box::new(make))
}

fn stamped_boxed(make: Box<dyn Fn() -> Stamp>) -> Element {
    let shown: Rc<RefCell<Option<Stamped>>> = Rc::default();
    let filled = shown.clone();
    watch_boxed(Box::new(move || {
        let stamp = make();
        match &mut *filled.borrow_mut() {
            Some(shown) => shown.fill(stamp),
            nothing => *nothing = Some(stamp.build()),
        }
    }));
    // The effect has run once.
    let shown = shown.borrow();
    shown.as_ref().unwrap_throw().root().clone()
}

thread_local! {
    /// What is held on behalf of the element that is being built.
    static HELD: RefCell<Held> = const { RefCell::new(Vec::new()) };
}

type Held = Vec<Rc<dyn Any>>;

/// Keeps something for as long as the element that is being built: that of a [`Kept`], or the whole page.
pub fn hold(held: impl Any) {
    let held: Rc<dyn Any> = Rc::new(held);
    HELD.with_borrow_mut(|all| all.push(held));
}

/// Runs `run` now and whenever a signal that it reads changes, as long as what is being built is kept.
pub fn watch(run: impl Fn() + 'static) {
    watch_boxed(Box::new(run));
}

fn watch_boxed(run: Box<dyn Fn()>) {
    let run: Box<dyn Fn(Option<()>)> = Box::new(move |_| run());
    // An effect that is dropped ends.
    hold(RenderEffect::new(run));
}

/// Puts elements into `place` one after the other until `build` has no more, each in a turn of its own, as long as what is being built
/// is kept. For many that are much work together.
pub fn one_by_one(place: &Element, build: impl FnMut() -> Option<Element> + 'static) {
    let place = place.clone();
    let (build, held) = (RefCell::new(build), RefCell::new(Held::new()));
    let job = Job::new(move || {
        let around = HELD.take();
        let element = untrack(|| build.borrow_mut()());
        held.borrow_mut().append(&mut HELD.replace(around));
        // An element that was just made is never refused.
        element.is_some_and(|element| place.append_child(&element).is_ok())
    });
    job.ask();
    hold(job);
}

/// An element that stays while its key does, with all that follows signals in it, whoever fills the place that it stands in.
#[derive(Default)]
pub struct Kept(RefCell<Option<(String, Element, Held)>>);

impl Kept {
    /// The element of this key, built when the key is another one than before; none for an empty key.
    pub fn get(&self, key: &str, build: impl FnOnce() -> Element) -> Option<Element> {
        let mut build = Some(build);
        self.find(key, &mut || build.take().unwrap_throw()())
    }

    /// Keeps nothing any more.
    pub fn end(&self) -> Option<Element> {
        drop(self.0.take());
        None
    }

    fn find(&self, key: &str, build: &mut dyn FnMut() -> Element) -> Option<Element> {
        let mut made = self.0.borrow_mut();
        if made.as_ref().is_none_or(|(known, ..)| known != key) {
            // What it held ends before anything else begins.
            drop(made.take());
            if !key.is_empty() {
                let around = HELD.take();
                let element = untrack(build);
                *made = Some((key.to_owned(), element, HELD.replace(around)));
            }
        }
        made.as_ref().map(|(_, element, _)| element.clone())
    }
}

/// Fills a place with this element alone.
pub fn only(element: Option<Element>) -> Box<dyn FnOnce(&Element)> {
    Box::new(move |place| {
        if place.first_element_child() != element {
            place.set_text_content(None);
            if let Some(element) = element {
                place.append_child(&element).unwrap_throw();
            }
        }
    })
}

/// Fills a field, a list of choices or an area of text when the text is another than before: between, it is the person's.
pub fn value(text: String) -> Box<dyn FnOnce(&Element)> {
    const FILLED: &str = "data-value";
    Box::new(move |field| {
        if field.get_attribute(FILLED).as_ref() != Some(&text) {
            field.set_attribute(FILLED, &text).unwrap_throw();
            // All of them have a value.
            field.unchecked_ref::<HtmlInputElement>().set_value(&text);
        }
    })
}

/// Sets a property of an element's style. A script may, where the page's policy forbids it to markup.
pub fn style(name: &'static str, value: String) -> Box<dyn FnOnce(&Element)> {
    Box::new(move |element| {
        let element: &HtmlElement = element.unchecked_ref();
        // Valid values of properties that exist are never refused.
        let _ = element.style().set_property(name, &value);
    })
}

/// Calls `heard` at each event of this name, as long as what is being built is kept.
pub fn listen(element: &Element, event: &'static str, heard: impl Fn(Event) + 'static) {
    listen_boxed(element, event, Box::new(heard));
}

fn listen_boxed(element: &Element, event: &'static str, heard: Box<dyn Fn(Event)>) {
    let heard = Closure::<dyn Fn(Event)>::new(heard);
    let target = element.clone();
    target.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref()).unwrap_throw();
    hold(Listener { target, event, heard });
}

/// Calls `done` with what the nearest `data-act` says at each event of this name.
pub fn acts(element: &Element, event: &'static str, done: impl Fn(&str, &Event) + 'static) {
    let heard = move |event: Event| {
        if let Some(act) = act_of(&event) {
            done(&act, &event);
        }
    };
    listen_boxed(element, event, Box::new(heard));
}

fn act_of(event: &Event) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("[data-act]").ok()??.get_attribute("data-act")
}

/// What stands in the field that an event is of.
pub fn typed(event: &Event) -> String {
    let field = event.target().map(|field| field.unchecked_into::<HtmlInputElement>().value());
    field.unwrap_or_default()
}

/// The element within `root` that this selector finds. One that is missing is a broken page: thrown, and said by `boot.js`.
pub fn find(root: &Element, selector: &str) -> Element {
    root.query_selector(selector).ok().flatten().unwrap_throw()
}

/// An event that is listened to. Taking an element out of the document can itself be an event, so it is let go of properly.
struct Listener {
    target: Element,
    event: &'static str,
    heard: Closure<dyn Fn(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let heard = self.heard.as_ref().unchecked_ref();
        // What is not listened to cannot be refused.
        let _ = self.target.remove_event_listener_with_callback(self.event, heard);
    }
}
