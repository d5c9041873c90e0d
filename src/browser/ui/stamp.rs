//! A copy of a template of `index.html` or `admin.html` with its places filled, and the way from one filling to the next.
//!
//! The markup of a page lives there, where the words before any wasm live too; Rust says only what goes where. The
//! same components of the public page written with `view!` were measured at 13 KB of brotli more, because each element is a type of
//! its own there.
//!
//! A place is an element with `data-place`; the template's own root element is the place "". Text is set as text, never as
//! markup: nothing that a stranger wrote can become an element.

use crate::gather::Gather as _;
use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlTemplateElement};

/// What a copy of a template is to be filled with. Always the same places for the same template, in the same order.
///
/// One pointer: each step of its making takes it and gives it back, and a value of several words would be copied each time. For the
/// same reason steps are functions that are called, with one body for each kind of text.
pub struct Stamp(Box<Filling>);

struct Filling {
    template: &'static str,
    fills: Vec<(&'static str, Fill)>,
}

/// What goes into a place.
enum Fill {
    Text(String),
    /// An attribute and its value; `None` for an attribute that is not there.
    Attribute(&'static str, Option<String>),
    /// The children, all of them.
    Children(Vec<Stamp>),
    /// Children that stay as they are for as long as the number does, and are only made when it changes.
    Kept(u32, Box<dyn FnOnce() -> Vec<Stamp>>),
    /// What is no text, attribute or stamp; it looks itself whether anything differs.
    Own(Box<dyn FnOnce(&Element)>),
}

/// A filled copy in the document.
pub struct Stamped {
    template: &'static str,
    root: Element,
    places: Vec<(Element, Filled)>,
}

/// What is in a place now.
enum Filled {
    Text(String),
    Attribute(&'static str, Option<String>),
    Children(Vec<Stamped>),
    Kept(u32, Vec<Stamped>),
    Own,
}

impl Stamp {
    /// A copy of the template with this id.
    #[inline(never)]
    pub fn of(template: &'static str) -> Self {
        Self(Box::new(Filling { template, fills: Vec::new() }))
    }

    /// Fills a place with text.
    #[must_use]
    #[inline(never)]
    pub fn text(self, place: &'static str, text: impl Into<String>) -> Self {
        self.put(place, Fill::Text(text.into()))
    }

    /// Fills a place with text, and hides it where there is none.
    #[must_use]
    #[inline(never)]
    pub fn told(self, place: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        self.hide(place, text.is_empty()).text(place, text)
    }

    /// Sets an attribute of a place.
    #[must_use]
    #[inline(never)]
    pub fn set(self, place: &'static str, name: &'static str, value: impl Into<String>) -> Self {
        self.attribute(place, name, Some(value.into()))
    }

    /// Sets an attribute of a place to `true` or `false`.
    #[must_use]
    #[inline(never)]
    pub fn say(self, place: &'static str, name: &'static str, is_so: bool) -> Self {
        self.set(place, name, if is_so { "true" } else { "false" })
    }

    /// Marks a place with the name of a state, and shows its symbol, in the sprite of the page, in the place `icon`. Words always
    /// stand beside it.
    #[must_use]
    #[inline(never)]
    pub fn state(self, place: &'static str, name: &'static str) -> Self {
        self.set(place, "data-status", name).set("icon", "href", ["#", name].concat())
    }

    /// Sets an attribute of a place, or takes it away.
    #[must_use]
    #[inline(never)]
    pub fn attribute(self, place: &'static str, name: &'static str, value: Option<String>) -> Self {
        self.put(place, Fill::Attribute(name, value))
    }

    /// Hides a place, or shows it.
    #[must_use]
    #[inline(never)]
    pub fn hide(self, place: &'static str, is_hidden: bool) -> Self {
        self.attribute(place, "hidden", is_hidden.then(String::new))
    }

    /// Fills a place with other stamps.
    #[must_use]
    #[inline(never)]
    pub fn children(self, place: &'static str, children: Vec<Self>) -> Self {
        self.put(place, Fill::Children(children))
    }

    /// Fills a place with what `make` makes of each of these.
    #[must_use]
    pub fn each<T>(
        self,
        place: &'static str,
        all: impl IntoIterator<Item = T>,
        mut make: impl FnMut(T) -> Self,
    ) -> Self {
        // Collecting would be larger code: it makes the new list in the place of the old one. So would a loop, which asks each element
        // whether it is one.
        let mut children = Vec::new();
        all.into_iter().for_each(|one| children.push(make(one)));
        self.children(place, children)
    }

    /// Fills a place with other stamps, which are made only when `revision` is another than before.
    #[must_use]
    pub fn kept(
        self,
        place: &'static str,
        revision: u32,
        children: impl FnOnce() -> Vec<Self> + 'static,
    ) -> Self {
        self.put(place, Fill::Kept(revision, Box::new(children)))
    }

    /// Hands a place to `fill`, each time that the copy is filled.
    #[must_use]
    #[inline(never)]
    pub fn own(self, place: &'static str, fill: Box<dyn FnOnce(&Element)>) -> Self {
        self.put(place, Fill::Own(fill))
    }

    fn put(mut self, place: &'static str, fill: Fill) -> Self {
        self.0.fills.push((place, fill));
        self
    }

    /// Copies the template and fills it. A template that is missing is a broken page: thrown, and said by `boot.js`.
    pub fn build(self) -> Stamped {
        let Filling { template: name, fills } = *self.0;
        // Not by its id alone: a system may have the same.
        let template = document().query_selector(&["template#", name].concat());
        let template =
            template.ok().flatten().and_then(|it| it.dyn_into::<HtmlTemplateElement>().ok());
        let copy = template.and_then(|template| template.content().first_element_child());
        let Some(Ok(copy)) = copy.map(|root| root.clone_node_with_deep(true)) else {
            wasm_bindgen::throw_str("The page lacks a template.")
        };
        let root: Element = copy.unchecked_into();
        let find = |(place, _): &(&'static str, Fill)| match *place {
            "" => root.clone(),
            place => root
                .query_selector(&["[data-place=", place, "]"].concat())
                .ok()
                .flatten()
                .unwrap_or_else(|| {
                    wasm_bindgen::throw_str("A template of the page lacks a place.")
                }),
        };
        // Before anything is filled: what is put in may have places of the same names.
        let elements: Vec<Element> = fills.iter().map(find).gather();
        let places = elements.into_iter().zip(fills).map(|(element, (_, fill))| {
            let filled = match fill {
                Fill::Text(text) => {
                    element.set_text_content(Some(&text));
                    Filled::Text(text)
                }
                Fill::Attribute(name, value) => {
                    set_attribute(&element, name, value.as_deref());
                    Filled::Attribute(name, value)
                }
                Fill::Children(children) => Filled::Children(build_into(&element, children)),
                Fill::Kept(revision, children) => {
                    Filled::Kept(revision, build_into(&element, children()))
                }
                Fill::Own(fill) => {
                    fill(&element);
                    Filled::Own
                }
            };
            (element, filled)
        });
        let places = places.gather();
        Stamped { template: name, root, places }
    }
}

impl Stamped {
    /// The copy itself.
    pub fn root(&self) -> &Element {
        &self.root
    }

    /// Puts the copy into `parent`, in place of everything that is there.
    pub fn mount(&self, parent: &Element) {
        parent.set_text_content(None);
        let _ = parent.append_child(&self.root);
    }

    /// Fills the copy anew. Touches only what differs, so focus, selection and listeners stay.
    pub fn fill(&mut self, stamp: Stamp) {
        if self.template != stamp.0.template {
            let other = stamp.build();
            let _ = self.root.replace_with_with_node_1(&other.root);
            *self = other;
            return;
        }
        for ((element, filled), (_, fill)) in self.places.iter_mut().zip(stamp.0.fills) {
            match (filled, fill) {
                (Filled::Text(old), Fill::Text(new)) if *old != new => {
                    element.set_text_content(Some(&new));
                    *old = new;
                }
                (Filled::Attribute(name, old), Fill::Attribute(_, new)) if *old != new => {
                    set_attribute(element, name, new.as_deref());
                    *old = new;
                }
                (Filled::Children(old), Fill::Children(new)) => fill_children(element, old, new),
                (Filled::Kept(old, shown), Fill::Kept(new, children)) if *old != new => {
                    *old = new;
                    fill_children(element, shown, children());
                }
                (Filled::Own, Fill::Own(fill)) => fill(element),
                _ => {}
            }
        }
    }
}

fn build_into(parent: &Element, children: Vec<Stamp>) -> Vec<Stamped> {
    let built: Vec<Stamped> = children.into_iter().map(Stamp::build).gather();
    for child in &built {
        // Appending an element of this document to another of its elements is never refused.
        let _ = parent.append_child(&child.root);
    }
    built
}

/// The first children are filled anew, those that are too many go, those that lack come.
fn fill_children(parent: &Element, old: &mut Vec<Stamped>, new: Vec<Stamp>) {
    while old.len() > new.len() {
        if let Some(gone) = old.pop() {
            gone.root.remove();
        }
    }
    for (index, stamp) in new.into_iter().enumerate() {
        if let Some(stamped) = old.get_mut(index) {
            stamped.fill(stamp);
        } else {
            let child = stamp.build();
            let _ = parent.append_child(&child.root);
            old.push(child);
        }
    }
}

/// Names of attributes are our own, so none is ever refused.
fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}
