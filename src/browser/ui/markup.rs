//! Markup of the operator's page: elements that are built at once and hold closures for what changes.
//!
//! # Why not `view!`
//!
//! `view!` gives each piece of markup a type of its own, and the code to build, hydrate and rebuild that type. With it, the wasm of
//! the operator's page was 405 KB of brotli (373 with `--cfg erase_components`), with this it is 302. Here every closure is boxed before
//! anything is done with it, so all markup shares one small body of code. Signals, memos, effects and owners are Leptos' own: a
//! closure that reads a signal runs again when it changes, and what it had built before is disposed of.
//!
//! Text is set as text and attributes by name; nothing is ever parsed as HTML, and there is no way to write a style attribute.

use leptos::prelude::{
    RenderEffect, RwSignal, Set as _, StoredValue, Track as _, WithUntracked as _, document,
    untrack,
};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, UnwrapThrowExt as _};
use web_sys::{Element, Event, Node};

/// An element under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct El(Element);

/// An element of HTML.
pub fn el(tag: &str) -> El {
    El(document().create_element(tag).unwrap_throw())
}

/// An element of SVG.
pub fn svg(tag: &str) -> El {
    El(document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag).unwrap_throw())
}

/// A symbol of the sprite in `admin.html`. Words always stand beside it.
pub fn icon(class: &str, name: &str) -> El {
    let used = svg("use").attr("href", &["#", name].concat());
    svg("svg").class(class).attr("aria-hidden", "true").child(used)
}

impl El {
    /// Sets an attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        self.0.set_attribute(name, value).unwrap_throw();
        self
    }

    /// Sets the class.
    pub fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// Keeps an attribute as `value` says; without a value it is not there.
    pub fn bind(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        bind(&self.0, name, Box::new(value));
        self
    }

    /// The same for a closure that always has a value.
    pub fn bind_to(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        bind_to(&self.0, name, Box::new(value));
        self
    }

    /// The same for an attribute that is there or not, such as `disabled` and `hidden`.
    pub fn flag(self, name: &'static str, is_set: impl Fn() -> bool + 'static) -> Self {
        flag(&self.0, name, Box::new(is_set));
        self
    }

    /// Adds a text that stays.
    pub fn text(self, text: &str) -> Self {
        self.0.append_child(&document().create_text_node(text)).unwrap_throw();
        self
    }

    /// Adds a text that is as `text` says.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> Self {
        live_text(&self.0, Box::new(text));
        self
    }

    /// Adds an element.
    #[expect(clippy::needless_pass_by_value, reason = "an element has one parent")]
    pub fn child(self, child: El) -> Self {
        self.0.append_child(&child.0).unwrap_throw();
        self
    }

    /// Adds elements.
    pub fn children(self, children: impl IntoIterator<Item = El>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// Adds what `build` gives, and builds it anew whenever a signal that it reads changes.
    pub fn live(self, build: impl Fn() -> Vec<El> + 'static) -> Self {
        live(&self.0, Box::new(build));
        self
    }

    /// The same, but only when the text that `key` gives changes. What `build` reads does not count.
    pub fn live_on(
        self,
        key: impl Fn() -> String + 'static,
        build: impl Fn() -> Vec<El> + 'static,
    ) -> Self {
        live_on(&self.0, Box::new(key), Box::new(build));
        self
    }

    /// Adds an element for each key, in their order. The element of a key is built once, and stays as long as the key does.
    pub fn each(
        self,
        keys: impl Fn() -> Vec<String> + 'static,
        build: impl Fn(&str) -> El + 'static,
    ) -> Self {
        each(&self.0, Box::new(keys), Box::new(build));
        self
    }

    /// Calls `heard` at each event of this name.
    pub fn on(self, event: &'static str, heard: impl Fn(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(heard));
        self
    }

    /// Calls `clicked` at each click, by whatever means.
    pub fn on_click(self, clicked: impl Fn() + 'static) -> Self {
        on_click(&self.0, Box::new(clicked));
        self
    }

    /// The element itself.
    pub fn element(&self) -> &Element {
        &self.0
    }

    /// The element as one of its own kind.
    pub fn cast<T: wasm_bindgen::JsCast + Clone>(&self) -> T {
        self.0.clone().unchecked_into()
    }
}

/// Runs `run` now and whenever a signal that it reads changes, until the current owner is disposed of.
pub fn watch(run: impl Fn() + 'static) {
    let run: Box<dyn Fn()> = Box::new(run);
    watch_boxed(run);
}

fn watch_boxed(run: Box<dyn Fn()>) {
    let run: Box<dyn Fn(Option<()>)> = Box::new(move |_| run());
    let effect = RenderEffect::new(run);
    // Held by the owner: an effect that is dropped ends.
    StoredValue::new_local(effect);
}

fn bind(element: &Element, name: &'static str, value: Box<dyn Fn() -> Option<String>>) {
    let element = element.clone();
    let shown = RefCell::new(None);
    watch_boxed(Box::new(move || {
        let value = value();
        if *shown.borrow() == value {
            return;
        }
        match &value {
            Some(value) => element.set_attribute(name, value).unwrap_throw(),
            None => element.remove_attribute(name).unwrap_throw(),
        }
        *shown.borrow_mut() = value;
    }));
}

fn bind_to(element: &Element, name: &'static str, value: Box<dyn Fn() -> String>) {
    bind(element, name, Box::new(move || Some(value())));
}

fn flag(element: &Element, name: &'static str, is_set: Box<dyn Fn() -> bool>) {
    bind(element, name, Box::new(move || is_set().then(String::new)));
}

fn on_click(element: &Element, clicked: Box<dyn Fn()>) {
    listen(element, "click", Box::new(move |_| clicked()));
}

fn live_text(element: &Element, text: Box<dyn Fn() -> String>) {
    let node = document().create_text_node("");
    element.append_child(&node).unwrap_throw();
    let shown = RefCell::new(String::new());
    watch_boxed(Box::new(move || {
        let text = text();
        if *shown.borrow() != text {
            node.set_data(&text);
            *shown.borrow_mut() = text;
        }
    }));
}

/// The place of what changes within an element: an empty text node that comes after it.
fn place(element: &Element) -> Node {
    let mark = document().create_text_node("");
    element.append_child(&mark).unwrap_throw();
    mark.unchecked_into()
}

fn live(element: &Element, build: Box<dyn Fn() -> Vec<El>>) {
    let mark = place(element);
    let shown: RefCell<Vec<El>> = RefCell::default();
    watch_boxed(Box::new(move || {
        let made = build();
        let Some(parent) = mark.parent_node() else { return };
        for old in shown.replace(made) {
            old.0.remove();
        }
        for new in &*shown.borrow() {
            parent.insert_before(&new.0, Some(&mark)).unwrap_throw();
        }
    }));
}

fn live_on(element: &Element, key: Box<dyn Fn() -> String>, build: Box<dyn Fn() -> Vec<El>>) {
    let known = RwSignal::new(String::new());
    watch_boxed(Box::new(move || {
        let key = key();
        if known.with_untracked(|known| *known != key) {
            known.set(key);
        }
    }));
    live(
        element,
        Box::new(move || {
            known.track();
            untrack(&*build)
        }),
    );
}

fn each(element: &Element, keys: Box<dyn Fn() -> Vec<String>>, build: Box<dyn Fn(&str) -> El>) {
    use leptos::prelude::Owner;
    let mark = place(element);
    // Each row has an owner of its own, so that it ends with its key and not when the list changes.
    let shown: Rc<RefCell<BTreeMap<String, (El, Owner)>>> = Rc::default();
    let owner = Owner::current().unwrap_or_default();
    watch_boxed(Box::new(move || {
        let keys = keys();
        let Some(parent) = mark.parent_node() else { return };
        let mut shown = shown.borrow_mut();
        shown.retain(|key, (row, owner)| {
            let stays = keys.contains(key);
            if !stays {
                row.0.remove();
                owner.cleanup();
            }
            stays
        });
        let mut next = mark.clone();
        for key in keys.iter().rev() {
            let (row, _) = shown.entry(key.clone()).or_insert_with(|| {
                let own = owner.child();
                (own.with(|| build(key)), own)
            });
            let is_there = row.0.next_sibling().is_some_and(|sibling| sibling == next);
            if !is_there {
                parent.insert_before(&row.0, Some(&next)).unwrap_throw();
            }
            next = row.0.clone().unchecked_into();
        }
    }));
}

fn listen(element: &Element, event: &'static str, heard: Box<dyn Fn(Event)>) {
    let heard = Closure::<dyn Fn(Event)>::new(heard);
    let target = element.clone();
    target.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref()).unwrap_throw();
    // It ends with its owner.
    StoredValue::new_local(Listener { target, event, heard });
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
