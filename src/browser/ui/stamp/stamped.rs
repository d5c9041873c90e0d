//! A filled copy in the document, and how it is filled anew.

use super::{Fill, Filling, Stamp};
use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlTemplateElement};

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
        let elements: Vec<Element> = fills.iter().map(find).collect();
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
        let places = places.collect();
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
    let built: Vec<Stamped> = children.into_iter().map(Stamp::build).collect();
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
