//! The visitor's language: its texts, from a file that `boot.js` loads, and its numbers and dates, from the browser's `Intl`.
//!
//! `boot.js` chooses and loads the language while the wasm is still on its way, and translates `index.html`. Its functions are called by
//! name here. If a call fails, English stands in.

use super::preference;
use crate::view::language::{Formats, Words};
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The browser's formats of the current language.
const FORMATS: Formats = Formats {
    category: |n| text(call("category", &[JsValue::from_f64(n as f64)])),
    number: |number, decimals| {
        text(call("number", &[JsValue::from_f64(number), JsValue::from_f64(f64::from(decimals))]))
    },
    date: |day, date| {
        text(call(
            "date",
            &[JsValue::from_f64(day as f64), JsValue::from_f64(f64::from(date as u8))],
        ))
    },
    list: |names| {
        let list: Array = names.iter().map(|name| JsValue::from_str(name)).collect();
        text(call("list", &[list.into()]))
    },
};

/// Returns the language that `boot.js` chose, once its file is loaded.
pub async fn first() -> Words {
    let spoken = field(&window(), "spoken").and_then(|it| it.dyn_into::<Promise>().ok());
    read(spoken).await.unwrap_or_else(|| Words::read(b"", FORMATS))
}

/// Loads a language and keeps the choice; `None` if it cannot be loaded, and then the current one stays.
pub async fn choose(code: &str) -> Option<Words> {
    let speak: Function = field(&window(), "speak")?.dyn_into().ok()?;
    let spoken = speak.call1(&JsValue::UNDEFINED, &JsValue::from_str(code)).ok()?;
    let words = read(spoken.dyn_into().ok()).await?;
    preference::keep_language(code);
    Some(words)
}

async fn read(file: Option<Promise>) -> Option<Words> {
    let file = JsFuture::from(file?).await.ok()?.as_string()?;
    Some(Words::read(file.as_bytes(), FORMATS))
}

/// Returns the code of the current language.
pub fn spoken() -> String {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// Returns the offset of a zone from UTC at an instant, in milliseconds; `None` if the browser does not know the zone.
pub fn offset(zone: &str, at: i64) -> Option<i64> {
    let offset = call("offset", &[JsValue::from_str(zone), JsValue::from_f64(at as f64)])?;
    offset.as_f64().map(|offset| offset as i64)
}

/// Calls one of the formats of `boot.js`.
fn call(name: &str, values: &[JsValue]) -> Option<JsValue> {
    let format: Function = field(&field(&window(), "formats")?, name)?.dyn_into().ok()?;
    format.apply(&JsValue::UNDEFINED, &values.iter().collect()).ok()
}

fn text(value: Option<JsValue>) -> String {
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name)).ok()
}
