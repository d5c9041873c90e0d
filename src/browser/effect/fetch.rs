//! Asking over HTTP: without credentials, past the browser's cache, within a time and a number of bytes.

use super::timer;
use crate::config::{Config, wire};
use crate::decode::Answer;
use crate::monitor::FetchError;
use crate::time::Duration;
use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use leptos::leptos_dom::helpers::set_timeout_with_handle;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache, RequestCredentials};

/// Reads the page's configuration.
///
/// # Errors
///
/// A sentence that names the file, the place in it, and what to do.
pub async fn config() -> Result<Config, String> {
    let unreachable = |_| "config.json could not be loaded.".to_owned();
    let response = Request::get("/config.json").send().await.map_err(unreachable)?;
    if !response.ok() {
        return Err(format!("config.json could not be loaded (HTTP {}).", response.status()));
    }
    let bytes = response.binary().await.map_err(unreachable)?;
    wire::read(&bytes).map_err(|problem| format!("config.json cannot be used: {problem}"))
}

/// Gets `url`, and calls `done` with the time that it took and the answer, or why there is none. Reads at most one byte more
/// than `cap`. The call comes in every case, and only once.
pub fn answer(
    url: String,
    timeout: Duration,
    cap: usize,
    done: Box<dyn FnOnce(Duration, Result<Answer, FetchError>)>,
) {
    spawn_local(async move {
        let began = timer::now();
        let controller = AbortController::new().ok();
        let is_over = Rc::new(Cell::new(false));
        let alarm = {
            let (controller, is_over) = (controller.clone(), is_over.clone());
            let ring = move || {
                is_over.set(true);
                if let Some(controller) = controller {
                    controller.abort();
                }
            };
            set_timeout_with_handle(
                ring,
                core::time::Duration::from_millis(timeout.0.max(1) as u64),
            )
        };
        let signal = controller.as_ref().map(AbortController::signal);
        let request = Request::get(&url)
            .cache(RequestCache::NoStore)
            .credentials(RequestCredentials::Omit)
            .abort_signal(signal.as_ref());
        let result = match request.send().await {
            Err(_) => Err(FetchError::Unreachable),
            Ok(response) => read(&response, cap).await.map_err(|_| FetchError::BrokenOff),
        };
        if let Ok(alarm) = alarm {
            alarm.clear();
        }
        let result = if is_over.get() { Err(FetchError::TimedOut) } else { result };
        done(timer::now().since(began), result);
    });
}

/// Code, headers and body. Of a body that is too large no more is read than shows that it is.
async fn read(response: &Response, cap: usize) -> Result<Answer, JsValue> {
    let mut body = Vec::new();
    if let Some(stream) = response.body() {
        let reader = ReadableStreamDefaultReader::new(&stream)?;
        while body.len() <= cap {
            let chunk = JsFuture::from(reader.read()).await?;
            let Ok(bytes) =
                Reflect::get(&chunk, &JsValue::from_str("value"))?.dyn_into::<Uint8Array>()
            else {
                break;
            };
            body.extend_from_slice(&bytes.to_vec());
        }
        if body.len() > cap {
            body.truncate(cap.saturating_add(1));
            // What is not read need not be sent; whether the other side heeds that is its own affair.
            let _ = reader.cancel();
        }
    }
    Ok(Answer { code: response.status(), headers: response.headers().entries().collect(), body })
}
