//! The notices above every screen: the site's own, a lost connection, a full storage, a newer configuration, another tab that checks.
//!
//! Nothing is lost without a word: what could not be kept, or had to make room, is said here until it is over.

use super::super::format::{grouped, span};
use super::Scene;
use super::targets::sentence;
use crate::console::Leftover;
use metrics_engine::time::Timestamp;
use metrics_engine::unit::Unit;

/// A sentence above the screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The state that gives it its icon, if any.
    pub status: Option<&'static str>,
    /// The sentence that is shown.
    pub text: String,
    /// Whether the newer configuration can be taken over here.
    pub offers_config: bool,
}

/// Everything that is to be said at the moment.
pub fn notices(scene: Scene<'_>) -> Vec<Notice> {
    let work = scene.work;
    let mut notices = Vec::new();
    if work.has_newer_config() {
        let text =
            "The configuration of this site has changed. This page still uses the previous one."
                .to_owned();
        notices.push(Notice { status: Some("unknown"), text, offers_config: true });
    }
    if let Some(text) = work.private().config.site.notice.clone() {
        notices.push(Notice { status: None, text, offers_config: false });
    }
    let mut say = |status, text: String| {
        notices.push(Notice { status: Some(status), text, offers_config: false });
    };
    let reachability = work.monitor().reachability();
    if !reachability.online {
        say(
            "unknown",
            "Your browser is offline: checks are paused, and the data shown is as old as stated."
                .to_owned(),
        );
    } else if reachability.proxy.answers == Some(false) {
        say(
            "unknown",
            "The status proxy is not responding, so the current status is unknown.".to_owned(),
        );
    } else if scene.is_in && !scene.leads {
        say(
            "checking",
            "Another tab is running the checks; this one shows its results.".to_owned(),
        );
    }
    let keeping = work.persistence();
    if let Some(error) = &keeping.error {
        let kept = "Data is lost on reload; everything else works.";
        say("degraded", format!("{}. {kept}", sentence(&error.to_string())));
    }
    if let Some(first) = keeping.damaged.first() {
        let rest = keeping.damaged.len() - 1;
        let more = if rest > 0 { format!(" (and {rest} more)") } else { String::new() };
        say("degraded", format!("Part of the stored data could not be loaded: {first}{more}."));
    }
    let dropped = work.store().usage().dropped;
    if let Some(until) = dropped.crowded_until {
        let time = scene.zone.time(until, scene.now);
        say(
            "degraded",
            format!("Memory is full: samples up to {time} were dropped for newer ones."),
        );
    }
    if dropped.series > 0 {
        let n = grouped(usize::try_from(dropped.series).unwrap_or(usize::MAX));
        say("degraded", format!("Memory is full: new series were rejected {n} times."));
    }
    notices
}

/// Describes the data that would be cleared, for the question before that.
pub fn forgetting(scene: Scene<'_>) -> String {
    let (usage, keeping) = (scene.work.store().usage(), scene.work.persistence());
    let series = grouped(usage.series);
    let samples = grouped(usage.samples);
    let mut text = match usage.oldest.filter(|oldest| *oldest > Timestamp(0)) {
        Some(oldest) => {
            let past = span(scene.now.since(oldest));
            format!("{samples} samples of {series} series from the last {past}")
        }
        None => "No data yet".to_owned(),
    };
    if keeping.bytes() > 0 {
        let bytes = Unit::Bytes.write(keeping.bytes() as f64, scene.now).text();
        text = format!("{text}, {bytes} stored in this browser");
    }
    let changed = scene.work.groups().rules().filter(|rule| rule.limit.is_some()).count();
    let limits = match changed {
        0 => String::new(),
        1 => " The threshold changed here is reset as well.".to_owned(),
        n => format!(" The {n} thresholds changed here are reset as well."),
    };
    format!("{text}.{limits} New data is stored while you are signed in.")
}

/// The data that a past session left in this browser, or the reason why it could not be cleared.
pub fn leftover(left: &Leftover) -> String {
    if let Some(error) = &left.error {
        return format!("The stored data could not be cleared: {error}.");
    }
    let Some(past) = left.past else {
        return "Signed out. Data of this page is stored in this browser.".to_owned();
    };
    let bytes = Unit::Bytes.write(left.bytes as f64, Timestamp(0)).text();
    format!("Signed out. Data of this page is stored in this browser: {}, {bytes}.", span(past))
}

/// Describes the stored data and its limits.
pub fn holdings(scene: Scene<'_>) -> String {
    let store = scene.work.store();
    let (usage, limits) = (store.usage(), store.limits());
    let bytes = |n: usize| Unit::Bytes.write(n as f64, scene.now).text();
    let since = usage.oldest.filter(|oldest| *oldest > Timestamp(0));
    let since = since.map_or_else(String::new, |oldest| {
        format!(" since {}", scene.zone.time(oldest, scene.now))
    });
    let keeping = scene.work.persistence();
    let saved = match keeping.saved {
        Some(at) => {
            let ago = span(scene.now.since(at));
            format!("{} stored in this browser {ago} ago", bytes(keeping.bytes()))
        }
        None if scene.leads => "Not stored yet".to_owned(),
        None => "Stored by another tab".to_owned(),
    };
    format!(
        "{} series and {} samples{since}, {} of memory. {saved}. Retention: {} or {}.",
        grouped(usage.series),
        grouped(usage.samples),
        bytes(usage.bytes),
        span(limits.age),
        bytes(limits.bytes),
    )
}
