//! The texts and drawings of histories: what changed is made anew.

use super::{Histories, Present};
use crate::history::Timeline;
use crate::schedule::stale_after;
use crate::view::format::Zone;
use crate::view::language::{Words, message};
use crate::view::public::day::Known;
use crate::view::public::strip::{DAYS, strip};
use crate::view::public::system_history::SystemHistory;
use crate::view::public::times::curves;
use crate::view::public::uptime::uptimes;
use crate::view::spark;
use metrics_engine::time::{Duration, Timestamp};
use std::sync::Arc;

impl Histories {
    /// Renders what changed until `now`.
    pub fn refresh(&mut self, zone: &Zone<'_>, words: &Words, now: Timestamp) {
        if self.is_loaded {
            self.renew(zone, words, now);
        }
    }

    fn renew(&mut self, zone: &Zone<'_>, words: &Words, now: Timestamp) {
        let silence = self.silence(now);
        let now = now - self.ahead;
        if self.days.last().is_none_or(|today| !today.contains(&now)) {
            self.days = zone.days(DAYS as u16, now);
            self.is_stale = true;
        }
        let until = self.history.as_ref().map_or(Timestamp(0), |history| history.until);
        // The time since a working recorder's last record is still to come. While the recorder is silent, that time is not observed.
        let end = if silence.is_some() || self.history.is_none() {
            Timestamp(now.0 - now.0.rem_euclid(60_000)).max(until)
        } else {
            until
        };
        self.is_stale |= end != self.end;
        self.end = end;
        self.note = match (&self.history, silence) {
            (None, _) => words.text(message("No history has been recorded for this page yet.")),
            (Some(_), None) => String::new(),
            (Some(_), Some(silence)) => words.say(
                message(
                    "No data from the recorder since {time}, for {span}. The status since then is unknown.",
                ),
                &[
                    ("time", &words.time(zone, now - silence, now)),
                    ("span", &words.span(silence)),
                ],
            ),
        };
        // By the minute: the drawing does not change faster, but for the first minute of a day.
        let minute = Timestamp(now.0 - now.0.rem_euclid(60_000));
        let is_new_day = self.days.last().is_some_and(|today| minute <= today.start);
        let minute = if is_new_day { now } else { minute };
        for entry in &mut self.systems {
            let past = self.history.as_ref().and_then(|history| history.of(&entry.id));
            let seen = past.and_then(|past| {
                let since = match entry.present {
                    Present::Unwell { since, .. } => since + Duration(1000),
                    Present::Quiet { .. } => minute,
                };
                entry.present.over(past, minute.max(since).max(past.timeline.until()).min(now))
            });
            entry.is_stale |= entry.seen != seen;
            entry.seen = seen;
        }
        for system in 0..self.systems.len() {
            if self.is_stale || self.systems.get(system).is_some_and(|entry| entry.is_stale) {
                self.make(system, zone, words);
            }
        }
        self.is_stale = false;
    }

    /// Returns for how long the recorder has been silent, if that is too long.
    fn silence(&self, now: Timestamp) -> Option<Duration> {
        let (since, stale_after) = match (self.pulse, &self.history) {
            // A page that has read nothing since then cannot know: a hidden page sends no requests.
            (Some((at, interval)), _) if self.pulse_read <= at + stale_after(interval) => {
                return None;
            }
            (Some((at, interval)), _) => (at, stale_after(interval)),
            (None, Some(history)) => (history.until + self.ahead, Self::SILENCE),
            (None, None) => return None,
        };
        Some(now.since(since)).filter(|silence| silence.0 > stale_after.0)
    }

    fn make(&mut self, system: usize, zone: &Zone<'_>, words: &Words) {
        let nothing = Timeline::new(self.end);
        let Some(entry) = self.systems.get(system) else { return };
        let known = self.known(&entry.id, &nothing);
        let first = DAYS - self.in_sight;
        let chosen = entry.chosen.max(first);
        let Some(day) = self.days.get(chosen) else { return };
        let responses = self.history.as_ref().map(|history| &history.responses);
        let hour = responses.and_then(|responses| responses.get(&entry.id));
        let hour = hour.map(spark::hour).unwrap_or_default();
        let response = hour.newest.map(|millis| words.response(Duration(i64::from(millis))));
        let view = SystemHistory {
            revision: entry.view.revision.wrapping_add(1),
            bars: strip(known.timeline, &self.days, known.end),
            picker: (first + 1, chosen + 1),
            label: words.say(message("Day of {name}"), &[("name", &entry.name)]),
            line: known.line(day, zone, words),
            uptimes: uptimes(known.timeline, &self.days, known.end, zone, words),
            day: (self.open == Some(system)).then(|| known.open(day, zone, words)),
            beside: (chosen > first, chosen + 1 < DAYS),
            hour,
            response: response.unwrap_or_default(),
            curves: entry.times.as_ref().map(|times| curves(times, words)),
        };
        if let Some(entry) = self.systems.get_mut(system) {
            entry.chosen = chosen;
            entry.view = Arc::new(view);
            entry.is_stale = false;
        }
    }

    /// Returns what is known of a system, and `nothing` for one that the recorder does not know.
    pub(super) fn known<'a>(&'a self, id: &str, nothing: &'a Timeline) -> Known<'a> {
        let unknown = Known { timeline: nothing, outages: &[], incidents: &[], end: self.end };
        self.of(id).unwrap_or(unknown)
    }
}
