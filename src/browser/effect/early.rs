//! The first looks, asked by `boot.js` while the wasm was still on its way.
//!
//! `allclear render` names them in `index.html`. An answer that came early is older than it seems when it is read; its age is
//! added to it in the form in which a shared cache would tell it.

use super::timer;
use crate::decode::Answer;
use crate::time::Timestamp;
use js_sys::{Map, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::AbortController;

/// A question that is on its way already, or answered.
pub struct Early {
    look: JsValue,
}

impl Early {
    /// Takes the early question to `url`, if there is one. It is taken only once.
    pub fn take(url: &str) -> Option<Self> {
        let looks: Map = field(&window(), "firstLooks")?.dyn_into().ok()?;
        let key = JsValue::from_str(url);
        let look = looks.get(&key);
        looks.delete(&key).then_some(Self { look })
    }

    /// When it was asked.
    pub fn began(&self) -> Timestamp {
        self.instant("began")
    }

    /// What ends it before its time.
    pub fn controller(&self) -> Option<AbortController> {
        field(&self.look, "controller")?.dyn_into().ok()
    }

    /// Resolves to the response.
    pub fn response(&self) -> Option<Promise> {
        field(&self.look, "response")?.dyn_into().ok()
    }

    /// When the answer came; until then, now.
    pub fn arrived(&self) -> Timestamp {
        self.instant("arrived")
    }

    /// Adds the time that the answer lay unread, in whole seconds, to its age.
    pub fn add_age(&self, answer: &mut Answer) {
        let told = answer.header("age").and_then(|age| age.trim().parse::<i64>().ok()).unwrap_or(0);
        let age = told + timer::now().since(self.arrived()).0 / 1000;
        answer.headers.insert(0, ("age".to_owned(), age.to_string()));
    }

    fn instant(&self, name: &str) -> Timestamp {
        let at = field(&self.look, name).and_then(|at| at.as_f64());
        at.map_or_else(timer::now, |at| Timestamp(at as i64))
    }
}

fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name)).ok()
}
