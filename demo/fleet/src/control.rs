//! The control port: breaks systems and lists their requests, over plain HTTP.
//!
//! - `GET /` lists the systems, how each is broken, its requests, and the faults there are.
//! - `POST /<system>/<fault>` breaks one: `?times=N` for so many answers, `?path=/health` only there, `?seconds=N` for
//!   how late a slow answer is. `ok` heals it; `once` is one `error` for each client, known by its `User-Agent`.
//! - `POST /ok` heals all.
//! - `GET /<system>/requests` counts the requests that reached the system, per path.
//! - `GET /<system>/last` shows the last of them, with its headers.
//!
//! An order is answered when it is in force. What is not understood is a 404 or 400 that lists what there is.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use serde_json::{Value, json};

use crate::{
    fault::{FAULTS, Fault, OTHER_WORDS, Order},
    reply::Reply,
    server::Endpoint,
    systems::{System, percent_decoded},
};

/// The delay of a slow answer unless given: that of a Chatalot that waits for its database.
const SLOW_SECONDS: f64 = 5.0;

/// The longest delay that can be ordered, in seconds.
const LONGEST_SECONDS: f64 = 3600.0;

type Endpoints = BTreeMap<System, Arc<Endpoint>>;

/// Carries out a request to the control port.
pub(crate) async fn handle(method: &str, target: &str, endpoints: &Endpoints) -> Reply {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let words: Vec<&str> = path.split('/').filter(|word| !word.is_empty()).collect();
    match (method, words.as_slice()) {
        ("GET", []) => json_reply(200, &overview(endpoints)),
        ("POST", ["ok"]) => match order_all_healed(endpoints).await {
            Ok(()) => json_reply(200, &overview(endpoints)),
            Err(error) => problem(500, &format!("{error:#}"), endpoints),
        },
        (_, [name, word]) => match endpoint(name, endpoints) {
            None => problem(404, &format!("there is no system {name:?} here"), endpoints),
            Some(endpoint) => obey_one(method, word, query, endpoint, endpoints).await,
        },
        _ => problem(404, &format!("nothing answers {method} {path}"), endpoints),
    }
}

/// Carries out an order for one system.
async fn obey_one(
    method: &str,
    word: &str,
    query: &str,
    endpoint: &Endpoint,
    endpoints: &Endpoints,
) -> Reply {
    match (method, word) {
        ("GET", "requests") => json_reply(200, &endpoint.journal().requests()),
        ("GET", "last") => json_reply(200, &endpoint.journal().last()),
        ("POST", _) => {
            let order = match read_order(word, query) {
                Ok(order) => order,
                Err(Refusal::NoSuchWord) => {
                    return problem(404, &format!("there is no fault {word:?}"), endpoints);
                }
                Err(Refusal::BadLimit(wrong)) => return problem(400, &wrong, endpoints),
            };
            match endpoint.set(order).await {
                Ok(()) => json_reply(200, &describe(endpoint)),
                Err(error) => problem(500, &format!("{error:#}"), endpoints),
            }
        }
        _ => problem(
            404,
            &format!("{method} {word:?} means nothing here: faults are ordered with POST"),
            endpoints,
        ),
    }
}

/// Heals every system, and returns the first failure.
async fn order_all_healed(endpoints: &Endpoints) -> anyhow::Result<()> {
    let mut outcome = Ok(());
    for endpoint in endpoints.values() {
        outcome = outcome.and(endpoint.set(None).await);
    }
    outcome
}

/// Why an order is not understood.
#[derive(Debug, PartialEq, Eq)]
enum Refusal {
    NoSuchWord,
    BadLimit(String),
}

/// The order behind a word and its limits: nothing for `ok`.
fn read_order(word: &str, query: &str) -> Result<Option<Order>, Refusal> {
    let plain = |fault| Order {
        fault,
        times: None,
        is_per_client: false,
        path: None,
        delay: Duration::from_secs_f64(SLOW_SECONDS),
    };
    let order = match word {
        "ok" => return Ok(None),
        "once" => Order { times: Some(1), is_per_client: true, ..plain(Fault::Error) },
        _ => plain(Fault::from_name(word).ok_or(Refusal::NoSuchWord)?),
    };
    limited(order, query).map(Some).map_err(Refusal::BadLimit)
}

/// Applies `times`, `path` and `seconds`.
fn limited(mut order: Order, query: &str) -> Result<Order, String> {
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_decoded(value);
        match key {
            "times" => match value.parse() {
                Ok(times) if times > 0 => order.times = Some(times),
                _ => return Err(format!("times is a whole number above 0, not {value:?}")),
            },
            "seconds" => match value.parse() {
                Ok(seconds) if (0.0..=LONGEST_SECONDS).contains(&seconds) => {
                    order.delay = Duration::from_secs_f64(seconds);
                }
                _ => {
                    return Err(format!(
                        "seconds is a number from 0 to {LONGEST_SECONDS}, not {value:?}"
                    ));
                }
            },
            "path" if value.starts_with('/') => order.path = Some(value),
            "path" => return Err(format!("path starts with a slash; this is {value:?}")),
            _ => return Err(format!("{key:?} is not one of times, path, seconds")),
        }
    }
    if order.fault == Fault::Refused && (order.times.is_some() || order.path.is_some()) {
        return Err("a closed port can neither count answers nor distinguish paths".to_owned());
    }
    Ok(order)
}

/// Returns the endpoint of the system with this name.
fn endpoint<'a>(name: &str, endpoints: &'a Endpoints) -> Option<&'a Endpoint> {
    endpoints.values().find(|endpoint| endpoint.system.name() == name).map(AsRef::as_ref)
}

/// One system: its address, its fault, its requests.
fn describe(endpoint: &Endpoint) -> Value {
    let condition = endpoint.condition();
    let order = condition.order();
    let name = |order: &Order| if order.is_per_client { "once" } else { order.fault.name() };
    json!({
        "system": endpoint.system.name(),
        "address": format!("http://{}", endpoint.address),
        "fault": order.map_or("ok", name),
        "times": order.and_then(|order| order.times),
        "path": order.and_then(|order| order.path.as_deref()),
        "requests": endpoint.journal().requests(),
    })
}

/// All systems, and the words there are.
fn overview(endpoints: &Endpoints) -> Value {
    let systems: Vec<Value> = endpoints.values().map(|endpoint| describe(endpoint)).collect();
    json!({ "systems": systems, "faults": words() })
}

/// Every word that can be ordered.
fn words() -> Vec<&'static str> {
    OTHER_WORDS.into_iter().chain(FAULTS.map(|(name, _)| name)).collect()
}

/// A refusal that lists what there is.
fn problem(code: u16, wrong: &str, endpoints: &Endpoints) -> Reply {
    let systems: Vec<&str> = endpoints.keys().map(|system| system.name()).collect();
    json_reply(code, &json!({ "problem": wrong, "systems": systems, "faults": words() }))
}

/// A JSON answer of the control port.
fn json_reply(code: u16, value: &Value) -> Reply {
    Reply::new(code, format!("{value:#}\n")).of_type("application/json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_word() {
        for word in words() {
            let order = read_order(word, "").expect(word);
            assert_eq!(order.is_none(), word == "ok", "{word}");
        }
        assert_eq!(read_order("broken", ""), Err(Refusal::NoSuchWord));
        assert_eq!(
            read_order("once", "").ok().flatten().map(|order| (
                order.fault,
                order.times,
                order.is_per_client
            )),
            Some((Fault::Error, Some(1), true))
        );
    }

    #[test]
    fn reads_limits() {
        let order = read_order("slow", "times=3&seconds=0.5&path=%2Fhealth/ready")
            .expect("read")
            .expect("order");
        assert_eq!(order.times, Some(3));
        assert_eq!(order.delay, Duration::from_millis(500));
        assert_eq!(order.path.as_deref(), Some("/health/ready"));
    }

    #[test]
    fn says_what_is_wrong_with_a_limit() {
        for (word, query) in [
            ("error", "times=0"),
            ("error", "times=two"),
            ("slow", "seconds=-1"),
            ("slow", "seconds=NaN"),
            ("slow", "path=health"),
            ("slow", "tims=1"),
            ("refused", "times=1"),
        ] {
            let refused = matches!(read_order(word, query), Err(Refusal::BadLimit(_)));
            assert!(refused, "{word}?{query}");
        }
    }
}
