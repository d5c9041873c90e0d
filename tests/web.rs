//! The browser's edge, in a real browser: what only a browser can do, one capability at a time.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test of the browser ends where something is missing")]

use allclear::browser::effect::tabs::Tabs;
use allclear::browser::effect::timer::{self, Timer};
use allclear::browser::effect::turn::Job;
use allclear::browser::effect::zone::ZoneChoice;
use allclear::browser::effect::{fetch, preference};
use allclear::decode::Answer;
use allclear::monitor::{Canary, FetchError, PeerMessage};
use allclear::status::Status;
use allclear::status::check::Condition;
use allclear::status::confirmation::Confirmed;
use allclear::ui::public::Verdict;
use allclear::view::language::Words;
use allclear::view::public::Banner;
use allclear::view::public::page::Theme;
use js_sys::Promise;
use leptos::mount::mount_to;
use leptos::prelude::{Get as _, RwSignal, Set as _, view};
use metrics_engine::time::{Duration, Timestamp};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element};

wasm_bindgen_test_configure!(run_in_browser);

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

async fn pause(millis: i32) {
    let wait = Promise::new(&mut |resolve, _| {
        web_sys::window()
            .unwrap()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis)
            .unwrap();
    });
    JsFuture::from(wait).await.unwrap();
}

async fn get(url: &str, timeout: i64, cap: usize) -> Result<Answer, FetchError> {
    let slot = Rc::new(RefCell::new(None));
    let done = slot.clone();
    fetch::answer(
        url.to_owned(),
        Duration(timeout),
        cap,
        Box::new(move |_, result| *done.borrow_mut() = Some(result)),
    );
    for _ in 0..200 {
        pause(20).await;
        if let Some(result) = slot.borrow_mut().take() {
            return result;
        }
    }
    panic!("no answer and no failure for {url}");
}

#[wasm_bindgen_test]
async fn what_follows_from_a_job_is_done_before_the_next_one_has_its_turn() {
    let done = Rc::new(RefCell::new(Vec::new()));
    let job = |name: char, times: u32| {
        let (done, left) = (done.clone(), Cell::new(times));
        Job::new(move || {
            done.borrow_mut().push(name);
            let done = done.clone();
            spawn_local(async move { done.borrow_mut().push(name.to_ascii_uppercase()) });
            left.set(left.get() - 1);
            left.get() > 0
        })
    };
    let (first, second, dropped) = (job('a', 3), job('b', 1), job('c', 1));
    for job in [&first, &first, &dropped, &second] {
        job.request();
    }
    drop(dropped);
    assert!(done.borrow().is_empty(), "{done:?}");
    pause(50).await;
    assert_eq!(done.borrow().iter().collect::<String>(), "aAbBaAaA");
}

/// A place in the document.
fn stage() -> Element {
    let stage = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&stage).unwrap();
    stage
}

fn banner(heading: &str) -> Banner {
    Banner {
        status: Status::Operational,
        heading: heading.to_owned(),
        sentence: String::new(),
        last_incident: None,
        age: String::new(),
        path: Vec::new(),
    }
}

#[wasm_bindgen_test]
async fn a_rebuild_keeps_elements_and_makes_none_of_text() {
    let stage = stage();
    let shown = RwSignal::new(banner("One"));
    mount_to(stage.clone().unchecked_into(), move || {
        let words = Arc::new(Words::ENGLISH);
        move || {
            let words = words.clone();
            view! { <Verdict banner=shown.get() words/> }
        }
    })
    .forget();
    let heading = stage.query_selector("h1").unwrap().unwrap();
    assert_eq!(heading.text_content().unwrap(), "One");

    let hostile = "<img src=x onerror=alert(1)>\"><script>1</script>";
    shown.set(banner(hostile));
    pause(50).await;
    assert!(heading.is_connected(), "the element of a changed text is the same element");
    assert_eq!(heading.text_content().unwrap(), hostile);
    assert!(stage.query_selector("img, script").unwrap().is_none());
    stage.remove();
}

#[wasm_bindgen_test]
async fn fetching_distinguishes_answers_from_failures() {
    // Whatever serves this test answers for itself, with some code: that is an answer.
    let answer = get("/no-such-file", 3000, 100_000).await.unwrap();
    assert_eq!(answer.code, 404);
    // Nothing listens on the discard port of this machine, and browsers refuse it anyway.
    assert_eq!(get("http://127.0.0.1:9/", 3000, 100).await, Err(FetchError::Unreachable));
}

#[wasm_bindgen_test]
async fn fetching_reads_no_more_than_one_byte_beyond_the_cap() {
    let whole = get("/", 3000, 1_000_000).await.unwrap();
    assert!(whole.body.len() > 100, "the test's own page is longer than that");
    let cut = get("/", 3000, 10).await.unwrap();
    assert_eq!(cut.body.len(), 11);
    assert_eq!(cut.body, whole.body[..11]);
}

#[wasm_bindgen_test]
async fn fetching_gives_up_in_time() {
    // A timeout of a millisecond is shorter than any answer.
    let began = timer::now();
    let result = get("/", 1, 1_000_000).await;
    assert!(matches!(result, Err(FetchError::TimedOut | FetchError::NoHead) | Ok(_)));
    assert!(timer::now().since(began) < Duration(2000));
}

#[wasm_bindgen_test]
async fn an_alarm_rings_once_and_the_last_one_counts() {
    let timer = Rc::new(Timer::default());
    let rung = Rc::new(Cell::new(0));
    for step in [1, 10, 100] {
        let rung = rung.clone();
        timer.set(timer::now() + Duration(20), move || rung.set(rung.get() + step));
    }
    pause(120).await;
    assert_eq!(rung.get(), 100);
}

#[wasm_bindgen_test]
async fn messages_arrive_at_other_tabs_unchanged() {
    let (one, other) = (Tabs::open(), Tabs::open());
    let heard = Rc::new(RefCell::new(Vec::new()));
    let sink = heard.clone();
    other.listen(move |message| sink.borrow_mut().push(message));
    let answer = Answer {
        code: 503,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: vec![0, 255, b'{', b'}'],
    };
    let (path, at, took) = ("/status/a/b".to_owned(), Timestamp(1_795_175_348_123), Duration(42));
    let confirmed = Confirmed { condition: Condition::Unclear, since: Timestamp(7) };
    let messages = vec![
        PeerMessage::Hello,
        PeerMessage::Checked { path: path.clone(), at, took, answer: answer.clone() },
        PeerMessage::Belief { path, confirmed, at, took, answer },
        PeerMessage::Reachability { canary: Canary::Site, at, took, answered: true },
        PeerMessage::Reachability { canary: Canary::Proxy, at, took, answered: false },
        PeerMessage::Limits(vec![1, 0, 255]),
        PeerMessage::Forgotten,
    ];
    for message in &messages {
        one.broadcast(message);
    }
    pause(100).await;
    assert_eq!(*heard.borrow(), messages);
}

#[wasm_bindgen_test]
async fn one_tab_leads_and_the_next_takes_over() {
    let (one, other) = (Tabs::open(), Tabs::open());
    let leads = Rc::new((Cell::new(false), Cell::new(false)));
    let first = leads.clone();
    one.compete(move |is_leader| first.0.set(is_leader));
    pause(50).await;
    let second = leads.clone();
    other.compete(move |is_leader| second.1.set(is_leader));
    pause(50).await;
    assert_eq!((leads.0.get(), leads.1.get()), (true, false));
    one.resign();
    pause(50).await;
    assert_eq!((leads.0.get(), leads.1.get()), (false, true));
    other.resign();
    pause(50).await;
    assert_eq!((leads.0.get(), leads.1.get()), (false, false));
}

#[wasm_bindgen_test]
fn choices_are_remembered() {
    let root = document().document_element().unwrap();
    preference::choose_theme(Theme::Dark);
    assert_eq!(root.get_attribute("data-theme").as_deref(), Some("dark"));
    assert_eq!(preference::theme(), Theme::Dark);
    preference::choose_theme(Theme::Auto);
    assert_eq!(root.get_attribute("data-theme"), None);
    assert_eq!(preference::theme(), Theme::Auto);
    let folded = BTreeSet::from(["Messaging".to_owned(), "A \"group\"".to_owned()]);
    preference::keep_folded_groups(&folded);
    assert_eq!(preference::folded_groups(), folded);
    preference::keep_folded_groups(&BTreeSet::new());
    assert_eq!(preference::folded_groups(), BTreeSet::new());
    ZoneChoice::Utc.remember();
    assert_eq!(ZoneChoice::remembered(None), ZoneChoice::Utc);
    ZoneChoice::mine().remember();
    assert_eq!(ZoneChoice::remembered(None), ZoneChoice::mine());
    let place: Element = document().body().unwrap().unchecked_into();
    assert!(place.is_connected());
}
