//! The banner while no system can be checked: how far a request gets, and what was known last.

use super::super::language::{message, plural};
use super::Scene;
use crate::monitor::Stage;
use crate::status::Status;
use metrics_engine::time::Timestamp;

/// One station on the way from this browser to the systems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The status that gives its icon.
    pub status: Status,
    /// Its name.
    pub name: String,
    /// Its state in words.
    pub word: String,
}

/// Returns what keeps this browser from checking, and what was known last.
pub(super) fn sentence(scene: &Scene<'_>) -> String {
    let reachability = scene.monitor.reachability();
    let why = scene.text(if !reachability.online {
        message("Your browser is offline, so the current status is unknown.")
    } else if reachability.site.answers == Some(false) {
        message(
            "This site and its status proxy are not responding, so the current status is unknown.",
        )
    } else {
        message("The status proxy is not responding, so the current status is unknown.")
    });
    let known: Vec<(Status, Timestamp)> =
        scene.system_statuses.iter().filter_map(|system_status| system_status.last_known).collect();
    let well = known.iter().filter(|(status, _)| *status == Status::Operational).count();
    let Some(at) = known.iter().map(|(_, at)| *at).min() else { return why };
    let all = scene.system_statuses.len();
    let (time, span) = (scene.time_with_seconds(at), scene.since(at));
    let values = [("time", time.as_str()), ("span", span.as_str())];
    let last = if well == all {
        let message = plural(
            "They may well be fine: it was operational at {time}, {span} ago.",
            "They may well be fine: all {n} were operational at {time}, {span} ago.",
        );
        scene.count(all, message, &values)
    } else {
        let message = plural(
            "At {time}, {span} ago, {well} of {n} was operational.",
            "At {time}, {span} ago, {well} of {n} were operational.",
        );
        let [time, span] = values;
        scene.count(all, message, &[time, span, ("well", &scene.words.number(well))])
    };
    scene.words.sentences([why, last])
}

/// Returns when the page tries again.
pub(super) fn age(scene: &Scene<'_>) -> String {
    let reachability = scene.monitor.reachability();
    if !reachability.online {
        return scene.text(message("Checks resume when you are back online."));
    }
    let wait = reachability.proxy.due.since(scene.now);
    let next = if reachability.proxy.began.is_some() || wait.0 <= 0 {
        scene.text(message("Retrying now."))
    } else {
        scene.say(message("Retrying in {span}."), &[("span", &scene.span(wait))])
    };
    let silences = plural("{n}~request failed.", "{n}~consecutive requests failed.");
    scene.words.sentences([next, scene.count(reachability.proxy.silences as usize, silences, &[])])
}

/// Returns the stations on the way from this browser to the systems.
pub(super) fn path(scene: &Scene<'_>) -> Vec<Step> {
    let reachability = scene.monitor.reachability();
    let step = |status, name, word| Step { status, name, word: scene.text(word) };
    let browser = scene.text(message("Your browser"));
    let browser = if reachability.online {
        step(Status::Operational, browser, message("online"))
    } else {
        step(Status::MajorOutage, browser, message("offline"))
    };
    let unchecked = message("cannot be checked");
    let stage = |stage: &Stage, name| match (reachability.online, stage.answers) {
        (true, Some(true)) => {
            let took = scene.words.response(stage.took);
            let word = scene.say(message("responds in {span}"), &[("span", &took)]);
            Step { status: Status::Operational, name: scene.text(name), word }
        }
        (true, Some(false)) => {
            step(Status::MajorOutage, scene.text(name), message("not responding"))
        }
        _ => step(Status::Unknown, scene.text(name), unchecked),
    };
    let systems =
        scene.count(scene.system_statuses.len(), plural("{n}~system", "{n}~systems"), &[]);
    vec![
        browser,
        stage(&reachability.site, message("This site")),
        stage(&reachability.proxy, message("Status proxy")),
        step(Status::Unknown, systems, unchecked),
    ]
}
