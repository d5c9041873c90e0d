//! Announced maintenance: under way, and soon.

use super::super::language::{Date, message};
use super::Scene;
use super::problem::Problem;
use crate::history::Window;
use crate::status::Status;
use metrics_engine::time::Duration;

/// Maintenance is announced above the systems this long before it begins.
const AHEAD: Duration = Duration::from_secs(14 * 86_400);

/// Maximum number of scheduled windows: one that recurs each night would fill the page.
const MOST: usize = 3;

pub(super) fn notices(scene: &Scene<'_>) -> Vec<Problem> {
    let windows = scene.published.windows();
    let current =
        windows.iter().filter(|window| window.since <= scene.now && scene.now < window.until);
    let mut notices: Vec<Problem> = current.map(|window| notice(scene, window)).collect();
    // Of a window that recurs, the next time is enough.
    let mut titles: Vec<&str> = Vec::new();
    for window in windows {
        let is_soon = window.since > scene.now && window.since.since(scene.now) <= AHEAD;
        if is_soon && titles.len() < MOST && !titles.contains(&&*window.title) {
            titles.push(&window.title);
            notices.push(notice(scene, window));
        }
    }
    notices
}

fn notice(scene: &Scene<'_>, window: &Window) -> Problem {
    let [from, to] = [(window.since, scene.now), (window.until, window.since)]
        .map(|(at, beside)| scene.words.time(scene.zone, at, beside));
    let (word, since) = if window.since <= scene.now {
        let left = scene.span(window.until.since(scene.now));
        let values = [("from", &*from), ("to", &*to), ("left", &*left)];
        (message("In progress"), scene.say(message("{from} to {to}, {left} left"), &values))
    } else {
        (message("Scheduled"), scene.ahead(window.since))
    };
    let day = scene.words.date(scene.zone.day(window.since), Date::Weekday);
    let names = scene.names(&window.systems);
    let values = [
        ("date", &*day),
        ("from", &scene.zone.clock(window.since)),
        ("to", &*to),
        ("who", &*names),
    ];
    let when = message("{who}: {date}, {from} to {to}. Excluded from uptime.");
    Problem {
        id: window.id.clone(),
        status: Status::Maintenance,
        word: scene.text(word),
        since,
        heading: window.title.clone(),
        body: scene.say(when, &values),
        text: window.body.clone(),
        updates: Vec::new(),
        href: String::new(),
        names: Vec::new(),
        is_reported: false,
        systems: Vec::new(),
    }
}
