//! The first checks, requested by `boot.js` while the wasm was still on its way.
//!
//! `allclear render` lists them in `index.html`. An early answer is older than it seems when it is read, so its age is added to it as an
//! `Age` header, as by a shared cache.

use super::timer;
use crate::decode::Answer;
use js_sys::{Map, Promise, Reflect};
use leptos::prelude::window;
use metrics_engine::time::Timestamp;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::AbortController;

/// A request that is on its way already, or answered.
pub struct Early {
    request: JsValue,
}

impl Early {
    /// Takes the early request to `url`, if there is one. It can be taken once.
    pub fn take(url: &str) -> Option<Self> {
        let requests: Map = field(&window(), "firstChecks")?.dyn_into().ok()?;
        let key = JsValue::from_str(url);
        let request = requests.get(&key);
        requests.delete(&key).then_some(Self { request })
    }

    /// Returns when it was sent.
    pub fn began(&self) -> Timestamp {
        self.instant("began")
    }

    /// Returns the controller that aborts it.
    pub fn controller(&self) -> Option<AbortController> {
        field(&self.request, "controller")?.dyn_into().ok()
    }

    /// Returns the promise of its response.
    pub fn response(&self) -> Option<Promise> {
        field(&self.request, "response")?.dyn_into().ok()
    }

    /// Returns when the answer came; until then, now.
    pub fn arrived(&self) -> Timestamp {
        self.instant("arrived")
    }

    /// Adds the whole seconds for which the answer lay unread to its age.
    pub fn add_age(&self, answer: &mut Answer) {
        let stated =
            answer.header("age").and_then(|age| age.trim().parse::<i64>().ok()).unwrap_or(0);
        let age = stated + timer::now().since(self.arrived()).0 / 1000;
        answer.headers.insert(0, ("age".to_owned(), age.to_string()));
    }

    fn instant(&self, name: &str) -> Timestamp {
        let at = field(&self.request, name).and_then(|at| at.as_f64());
        at.map_or_else(timer::now, |at| Timestamp(at as i64))
    }
}

fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name)).ok()
}
