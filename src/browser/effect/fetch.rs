//! Requests over HTTP: without credentials, past the browser's cache, within a time and a number of bytes.

use super::early::Early;
use super::timer;
use crate::config::Config;
use crate::decode::Answer;
use crate::monitor::FetchError;
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::{Reflect, Uint8Array};
use leptos::leptos_dom::helpers::set_timeout_with_handle;
use metrics_engine::time::Duration;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader, RequestCache, RequestCredentials,
};

/// Reads the page's configuration.
///
/// # Errors
///
/// A sentence that names the file, the place in it, and what to do.
pub async fn config() -> Result<Config, String> {
    read_config(Request::get("/config.json").send().await).await
}

/// Reads the configuration again, from the server in any case, which answers in brief where it has not changed.
///
/// # Errors
///
/// Where it cannot be loaded or read.
pub async fn config_again() -> Result<Config, String> {
    let signal = AbortSignal::timeout_with_u32(CONFIG_TIMEOUT);
    let request = Request::get("/config.json")
        .cache(RequestCache::NoCache)
        .credentials(RequestCredentials::Omit)
        .abort_signal(Some(&signal));
    read_config(request.send().await).await
}

/// Time that the configuration gets when it is read again, in milliseconds.
const CONFIG_TIMEOUT: u32 = 10_000;

async fn read_config(response: Result<Response, gloo_net::Error>) -> Result<Config, String> {
    let unreachable = |_| "config.json could not be loaded.".to_owned();
    let response = response.map_err(unreachable)?;
    if !response.ok() {
        return Err(format!("config.json could not be loaded (HTTP {}).", response.status()));
    }
    let bytes = response.binary().await.map_err(unreachable)?;
    Config::from_json(&bytes).map_err(|error| error.to_string())
}

/// The credentials of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// Nothing: a visitor's page.
    None,
    /// The value of an `Authorization` header.
    Header(String),
    /// The browser's cookies of this site, by which a sign-in proxy knows a person.
    Cookies,
}

impl Credentials {
    fn prepare(&self, request: RequestBuilder) -> RequestBuilder {
        match self {
            Self::None => request.credentials(RequestCredentials::Omit),
            Self::Header(value) => {
                request.credentials(RequestCredentials::Omit).header("authorization", value)
            }
            Self::Cookies => request.credentials(RequestCredentials::SameOrigin),
        }
    }
}

/// Gets `url`, and calls `done` with the time that it took and the answer, or why there is none. Reads at most one byte more
/// than `cap`. The call comes in every case, and only once.
pub fn answer(
    url: String,
    timeout: Duration,
    cap: usize,
    done: Box<dyn FnOnce(Duration, Result<Answer, FetchError>)>,
) {
    answer_to(url, timeout, cap, Credentials::None, done);
}

/// Does the same with credentials.
pub fn answer_to(
    url: String,
    timeout: Duration,
    cap: usize,
    credentials: Credentials,
    done: Box<dyn FnOnce(Duration, Result<Answer, FetchError>)>,
) {
    spawn_local(async move {
        let early = Early::take(&url);
        let began = early.as_ref().map_or_else(timer::now, Early::began);
        let controller =
            early.as_ref().and_then(Early::controller).or_else(|| AbortController::new().ok());
        let signal = controller.as_ref().map(AbortController::signal);
        let is_over = Rc::new(Cell::new(false));
        let ring = {
            let is_over = is_over.clone();
            move || {
                is_over.set(true);
                if let Some(controller) = controller {
                    controller.abort();
                }
            }
        };
        let wait = (began + timeout).since(timer::now()).0.max(1);
        let alarm = set_timeout_with_handle(ring, core::time::Duration::from_millis(wait as u64));
        let response = match early.as_ref().and_then(Early::response) {
            Some(response) => {
                JsFuture::from(response).await.ok().and_then(|it| it.dyn_into().ok()).map(gloo)
            }
            None => send(&url, signal.as_ref(), &credentials).await,
        };
        let mut result = match &response {
            None if is_over.get() => Err(FetchError::NoHead),
            None => Err(FetchError::Unreachable),
            Some(response) => read(response, cap).await.map_err(|_| FetchError::BrokenOff),
        };
        if let Ok(alarm) = alarm {
            alarm.clear();
        }
        if response.is_some() && is_over.get() {
            result = Err(FetchError::TimedOut);
        }
        let mut arrived = timer::now();
        if let (Some(early), Ok(answer)) = (&early, &mut result) {
            early.add_age(answer);
            arrived = early.arrived();
        }
        done(arrived.since(began), result);
    });
}

/// Sends the request.
async fn send(
    url: &str,
    signal: Option<&AbortSignal>,
    credentials: &Credentials,
) -> Option<Response> {
    let request = Request::get(url).cache(RequestCache::NoStore).abort_signal(signal);
    credentials.prepare(request).send().await.ok()
}

fn gloo(response: web_sys::Response) -> Response {
    response.into()
}

/// Code, headers and body. Of a body that is too large no more is read than shows that it is.
async fn read(response: &Response, cap: usize) -> Result<Answer, JsValue> {
    let headers: Vec<(String, String)> = response.headers().entries().collect();
    let mut answer = Answer { code: response.status(), headers, body: Vec::new() };
    answer.restore_type();
    let length = answer.header("content-length").and_then(|length| length.parse::<usize>().ok());
    let is_small =
        length.is_some_and(|length| length <= cap) && answer.header("content-encoding").is_none();
    answer.body = if is_small {
        // Chromium calls a request canceled whose body is read in pieces, though it came whole: not in this usual case.
        response.binary().await.map_err(|_| JsValue::UNDEFINED)?
    } else {
        match response.body() {
            Some(stream) => {
                let reader = ReadableStreamDefaultReader::new(&stream)?;
                match read_at_most(&reader, cap).await {
                    // The browser does not say whether the connection or the decompression failed.
                    Err(_) if answer.header("content-encoding").is_some() => {
                        answer.headers.push(("x-allclear".to_owned(), "encoding".to_owned()));
                        Vec::new()
                    }
                    read => read?,
                }
            }
            None => Vec::new(),
        }
    };
    Ok(answer)
}

/// The whole body, or its first bytes: one more than `cap`.
async fn read_at_most(
    reader: &ReadableStreamDefaultReader,
    cap: usize,
) -> Result<Vec<u8>, JsValue> {
    let mut body = Vec::new();
    while body.len() <= cap {
        let chunk = JsFuture::from(reader.read()).await?;
        let value = Reflect::get(&chunk, &JsValue::from_str("value"))?;
        let Ok(bytes) = value.dyn_into::<Uint8Array>() else { return Ok(body) };
        body.extend_from_slice(&bytes.to_vec());
    }
    body.truncate(cap.saturating_add(1));
    // What is not read need not be sent; whether the other side heeds that is its own affair.
    let _ = reader.cancel();
    Ok(body)
}
