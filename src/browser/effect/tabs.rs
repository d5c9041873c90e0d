//! Several tabs of one browser ask once: a Web Lock says which tab asks, a BroadcastChannel carries what it learns.
//!
//! The lock is released when the tab closes, crashes or is hidden; the browser then gives it to the next. Where a browser
//! has no locks (on a plain HTTP origin other than localhost, for example), each tab asks for itself.

use crate::decode::Answer;
use crate::monitor::{Message, Probe};
use crate::status::confirmation::Confirmed;
use crate::status::look::Condition;
use crate::time::{Duration, Timestamp};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// The name of the public page's tabs. Its number changes with the form of the messages.
const NAME: &str = "allclear-1";

/// This tab among the tabs of its browser.
pub struct Tabs {
    /// The name of both lock and channel.
    name: &'static str,
    channel: Option<BroadcastChannel>,
    lead: Rc<RefCell<Lead>>,
}

/// Where this tab stands in the race for the lock.
#[derive(Default)]
struct Lead {
    /// Whether it wants the lock. A wish may be withdrawn before it is granted.
    wanted: bool,
    /// Whether it waits for the lock or holds it.
    queued: bool,
    /// Gives the lock back, while this tab holds it.
    release: Option<Function>,
}

impl Tabs {
    /// Joins the tabs that show the public page.
    pub fn open() -> Self {
        Self::open_as(NAME)
    }

    /// Joins the tabs that go by this name.
    pub fn open_as(name: &'static str) -> Self {
        Self { name, channel: BroadcastChannel::new(name).ok(), lead: Rc::default() }
    }

    /// Calls `heard` with what other tabs say, for as long as the page lives.
    pub fn listen(&self, heard: impl Fn(Message) + 'static) {
        let Some(channel) = &self.channel else { return };
        let callback = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = decode(&event.data()) {
                heard(message);
            }
        });
        channel.set_onmessage(Some(callback.as_ref().unchecked_ref()));
        callback.forget();
    }

    /// Tells the other tabs.
    pub fn tell(&self, message: &Message) {
        if let Some(channel) = &self.channel {
            // A message that cannot be sent is one that nobody hears; the others ask for themselves when this tab is gone.
            let _ = channel.post_message(&encode(message));
        }
    }

    /// Wants to be the tab that asks. `changed` is called with `true` when it is, and with `false` when it ceases to be.
    pub fn compete(&self, changed: impl Fn(bool) + 'static) {
        self.lead.borrow_mut().wanted = true;
        if self.lead.borrow().queued {
            return;
        }
        match (taken_early(), locks()) {
            (Some(resolve), _) => {
                self.lead.borrow_mut().queued = true;
                changed(true);
                hold(&self.lead, Rc::new(changed), resolve);
            }
            (None, Some(locks)) if self.channel.is_some() => {
                self.lead.borrow_mut().queued = true;
                request(&locks, self.name, self.lead.clone(), Rc::new(changed));
            }
            _ => changed(true),
        }
    }

    /// Wants it no more.
    pub fn resign(&self) {
        self.lead.borrow_mut().wanted = false;
        // Taken out before it is called: what it calls looks at the same state.
        let release = self.lead.borrow_mut().release.take();
        if let Some(release) = release.or_else(taken_early) {
            // Resolving a promise cannot fail.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// The browser's lock manager, and its method `request`. `web-sys` counts it among what may still change, so it is looked up.
fn locks() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &JsValue::from_str("locks")).ok()?;
    let request = Reflect::get(&locks, &JsValue::from_str("request")).ok()?;
    Some((locks, request.dyn_into().ok()?))
}

/// Asks the browser for the lock and holds it, once granted, until it is released.
fn request(
    (locks, request): &(JsValue, Function),
    name: &str,
    lead: Rc<RefCell<Lead>>,
    changed: Rc<dyn Fn(bool)>,
) {
    let granted = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        if !lead.borrow().wanted {
            lead.borrow_mut().queued = false;
            return Promise::resolve(&JsValue::UNDEFINED);
        }
        changed(true);
        Promise::new(&mut |resolve, _| hold(&lead, changed.clone(), resolve))
    });
    let _ = request.call2(locks, &JsValue::from_str(name), &granted);
}

/// Keeps what gives the lock back: `resolve` settles the promise that holds it.
fn hold(lead: &Rc<RefCell<Lead>>, changed: Rc<dyn Fn(bool)>, resolve: Function) {
    let mine = lead.clone();
    let release = Closure::once_into_js(move || {
        mine.borrow_mut().queued = false;
        changed(false);
        // Settled last: no other tab may ask before this one has stopped.
        let _ = resolve.call0(&JsValue::UNDEFINED);
    });
    lead.borrow_mut().release = release.dyn_into().ok();
}

/// The lock that `boot.js` took before it asked the first looks, as what settles its promise. It is taken over only once.
fn taken_early() -> Option<Function> {
    let name = JsValue::from_str("takeLead");
    let take: Function = Reflect::get(&window(), &name).ok()?.dyn_into().ok()?;
    take.call0(&JsValue::UNDEFINED).ok()?.dyn_into().ok()
}

/// A message as an array that can be cloned from tab to tab: its kind, then its fields in order.
pub(super) fn encode(message: &Message) -> JsValue {
    let number = |value: i64| JsValue::from_f64(value as f64);
    let fields: Array = match message {
        Message::Greeting => [JsValue::from_str("greeting")].into_iter().collect(),
        Message::Look { path, at, took, answer } => {
            let told = told(path, *at, *took, answer);
            [JsValue::from_str("look")].into_iter().chain(told).collect()
        }
        Message::Belief { path, confirmed, at, took, answer } => {
            let belief = [number(confirmed.condition as i64), number(confirmed.since.0)];
            let told = told(path, *at, *took, answer).into_iter().chain(belief);
            [JsValue::from_str("belief")].into_iter().chain(told).collect()
        }
        Message::Way { probe, at, took, answered } => [
            JsValue::from_str("way"),
            JsValue::from_bool(*probe == Probe::Site),
            number(at.0),
            number(took.0),
            JsValue::from_bool(*answered),
        ]
        .into_iter()
        .collect(),
        Message::Limits(bytes) => {
            [JsValue::from_str("limits"), Uint8Array::from(bytes.as_slice()).into()]
                .into_iter()
                .collect()
        }
        Message::Forgotten => [JsValue::from_str("forgotten")].into_iter().collect(),
    };
    fields.into()
}

/// The fields of an answer: path, instant, duration, code, headers, body.
fn told(path: &str, at: Timestamp, took: Duration, answer: &Answer) -> [JsValue; 6] {
    let pairs = answer.headers.iter();
    let headers: Array = pairs
        .flat_map(|(name, value)| [JsValue::from_str(name), JsValue::from_str(value)])
        .collect();
    [
        JsValue::from_str(path),
        JsValue::from_f64(at.0 as f64),
        JsValue::from_f64(took.0 as f64),
        JsValue::from_f64(answer.code.into()),
        headers.into(),
        Uint8Array::from(answer.body.as_slice()).into(),
    ]
}

/// Reads a message; `None` for anything else, whoever sent it.
pub(super) fn decode(data: &JsValue) -> Option<Message> {
    let fields: &Array = data.dyn_ref()?;
    let number = |index| fields.get(index).as_f64().map(|value| value as i64);
    let (at, took) = (number(2).map(Timestamp), number(3).map(Duration));
    let kind = fields.get(0).as_string()?;
    match kind.as_str() {
        "greeting" => Some(Message::Greeting),
        "look" => Some(Message::Look {
            path: fields.get(1).as_string()?,
            at: at?,
            took: took?,
            answer: answer(fields)?,
        }),
        "belief" => {
            let conditions =
                [Condition::Operational, Condition::Degraded, Condition::Unclear, Condition::Down];
            let condition =
                conditions.into_iter().find(|condition| number(7) == Some(*condition as i64))?;
            let confirmed = Confirmed { condition, since: Timestamp(number(8)?) };
            let path = fields.get(1).as_string()?;
            Some(Message::Belief { path, confirmed, at: at?, took: took?, answer: answer(fields)? })
        }
        "way" => Some(Message::Way {
            probe: if fields.get(1).as_bool()? { Probe::Site } else { Probe::Proxy },
            at: at?,
            took: took?,
            answered: fields.get(4).as_bool()?,
        }),
        "limits" => Some(Message::Limits(fields.get(1).dyn_into::<Uint8Array>().ok()?.to_vec())),
        "forgotten" => Some(Message::Forgotten),
        _ => None,
    }
}

fn answer(fields: &Array) -> Option<Answer> {
    let headers: Vec<String> = fields
        .get(5)
        .dyn_into::<Array>()
        .ok()?
        .iter()
        .filter_map(|text| text.as_string())
        .collect();
    let pairs = headers
        .chunks_exact(2)
        .filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone())));
    Some(Answer {
        code: fields.get(4).as_f64()? as u16,
        headers: pairs.collect(),
        body: fields.get(6).dyn_into::<Uint8Array>().ok()?.to_vec(),
    })
}
