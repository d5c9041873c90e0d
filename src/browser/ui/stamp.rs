//! What a copy of a template of `index.html` or `admin.html` is to be filled with, and ([`Stamped`]) what it is filled with.
//!
//! The markup of a page lives there, where the words before any wasm live too; Rust says only what goes where. The
//! same components of the public page written with `view!` were measured at 13 KB of brotli more, because each element is a type of
//! its own there.
//!
//! A place is an element with `data-place`; the template's own root element is the place "". Text is set as text, never as
//! markup: nothing that a stranger wrote can become an element.

mod stamped;

pub use stamped::Stamped;

use web_sys::Element;

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
}
