//! A place in a document: what stands there, read as what is due there, and the way to it for what is wrong.
//!
//! Reading goes on with a stand-in after a problem, and the first one is the answer. That makes a reader a list of fields.

use super::Problem;
use crate::decode::json::Json;
use crate::time::Duration;
use core::cell::RefCell;

/// A value in the document, and the way to it. The way becomes text only when something is wrong.
#[derive(Clone, Copy)]
pub(in crate::config) struct Place<'a> {
    pub(super) json: &'a Json,
    within: Option<&'a Place<'a>>,
    step: Step,
    /// The first problem found anywhere.
    wrong: &'a RefCell<Option<Problem>>,
}

/// The last step of the way to a [`Place`].
#[derive(Clone, Copy)]
enum Step {
    Root,
    Field(&'static str),
    Item(usize),
}

/// What stands where nothing stands. In this form, `null` and absent are the same.
static ABSENT: Json = Json::Null;

impl<'a> Place<'a> {
    /// The document as a whole. The first problem found anywhere will stand in `wrong`.
    pub(super) fn root(json: &'a Json, wrong: &'a RefCell<Option<Problem>>) -> Self {
        Self { json, within: None, step: Step::Root, wrong }
    }
    /// The value of a key; [`ABSENT`] where there is none.
    pub(in crate::config) fn field(&self, key: &'static str) -> Place<'_> {
        Place {
            json: self.json.get(key).unwrap_or(&ABSENT),
            within: Some(self),
            step: Step::Field(key),
            wrong: self.wrong,
        }
    }

    pub(in crate::config) fn is_absent(&self) -> bool {
        matches!(self.json, Json::Null)
    }

    pub(in crate::config) fn text(&self) -> String {
        let text = self.json.as_str();
        if text.is_none() {
            self.due("a text");
        }
        text.unwrap_or_default().to_owned()
    }

    pub(in crate::config) fn text_or(&self, default: &str) -> String {
        if self.is_absent() { default.to_owned() } else { self.text() }
    }

    /// A name that stands in addresses.
    pub(in crate::config) fn id(&self) -> String {
        let text = self.text();
        if !crate::config::is_id(&text) {
            self.due("a name of a-z, 0-9 and -");
        }
        text
    }

    /// A whole number from `least` to `most`; `default` where there is none.
    pub(in crate::config) fn whole(&self, least: u32, most: u32, default: Option<u32>) -> u32 {
        if let (true, Some(default)) = (self.is_absent(), default) {
            return default;
        }
        match self.json.as_f64() {
            Some(number)
                if number >= f64::from(least)
                    && number <= f64::from(most)
                    && number % 1.0 == 0.0 =>
            {
                number as u32
            }
            _ => {
                self.due(if least == 0 { "a whole number" } else { "a whole number above 0" });
                least
            }
        }
    }

    /// A number.
    pub(in crate::config) fn number(&self) -> f64 {
        let number = self.json.as_f64();
        if number.is_none() {
            self.due("a number");
        }
        number.unwrap_or_default()
    }

    /// `true` or `false`; `false` where there is nothing.
    pub(in crate::config) fn truth(&self) -> bool {
        let truth = self.json.as_bool();
        if truth.is_none() && !self.is_absent() {
            self.due("true or false");
        }
        truth.unwrap_or_default()
    }

    /// What the word here means; the default where there is none.
    pub(in crate::config) fn word<T: Copy + Default>(
        &self,
        words: &[(&str, T)],
        due: &'static str,
    ) -> T {
        let known = words.iter().find(|(word, _)| self.json.as_str() == Some(word));
        if known.is_none() && !self.is_absent() {
            self.due(due);
        }
        known.map(|(_, meaning)| *meaning).unwrap_or_default()
    }

    /// A span of at least `least` milliseconds. Those that fit in 32 bits (49 days) are enough.
    pub(in crate::config) fn span(&self, default: Duration, least: u32) -> Duration {
        if self.is_absent() { default } else { Duration(self.whole(least, u32::MAX, None).into()) }
    }

    /// Every item, read by `item`; no items where there is no list.
    pub(in crate::config) fn list<T>(&self, item: fn(&Place) -> T) -> Vec<T> {
        if self.is_absent() {
            return Vec::new();
        }
        let Some(items) = self.json.as_array() else {
            self.due("a list");
            return Vec::new();
        };
        let mut read = Vec::with_capacity(items.len());
        for (index, json) in items.iter().enumerate() {
            read.push(item(&Place {
                json,
                within: Some(self),
                step: Step::Item(index),
                wrong: self.wrong,
            }));
        }
        read
    }

    /// Takes note that something else is due here. Reading goes on, because to stop at once would need a way out of each of
    /// these functions, which costs the page more than a kilobyte.
    pub(in crate::config) fn due(&self, due: &'static str) {
        let mut path = String::new();
        self.path(&mut path);
        self.note(Problem::Wrong { path, due });
    }

    pub(super) fn note(&self, problem: Problem) {
        self.wrong.borrow_mut().get_or_insert(problem);
    }

    fn path(&self, into: &mut String) {
        if let Some(within) = self.within {
            within.path(into);
        }
        match self.step {
            Step::Root => {}
            Step::Field(key) => {
                if !into.is_empty() {
                    into.push('.');
                }
                into.push_str(key);
            }
            Step::Item(index) => {
                into.push('[');
                into.push_str(&index.to_string());
                into.push(']');
            }
        }
    }
}
