//! The past as a page holds it: what the recorder wrote, and what of it a person looks at.
//!
//! Its words and drawings are made when something of them changed and kept until then, because a page is shown anew every second.
//! Instants in it are the recorder's; how far this page's clock is ahead of it is known from the answer that brought it.

mod present;

pub use present::Present;

use super::super::format::Zone;
use super::super::language::{Words, message};
use super::day::{Day, Known};
use super::strip::{DAYS, Paths, strip};
use super::table::{self, Table};
use super::times::{Curve, curves};
use super::uptime::{Uptime, uptimes};
use crate::config::{Config, Source};
use crate::history::Timeline;
use crate::history::document::{self, History, Times};
use crate::schedule::stale_after;
use crate::time::{Duration, Timestamp};
use core::ops::Range;
use std::sync::Arc;

/// The past of all systems.
#[derive(Clone, Debug)]
pub struct Archive {
    systems: Vec<Entry>,
    history: Option<History>,
    /// Whether the recorder's history was asked for, and came or did not.
    is_heard: bool,
    /// How far this page's clock is ahead of the recorder's.
    ahead: Duration,
    /// When the recorder last wrote, on this page's clock, and how long it looks away between two looks; and when that was read.
    pulse: Option<(Timestamp, Duration)>,
    pulse_read: Timestamp,
    days: Vec<Range<Timestamp>>,
    /// Where the record ends: what is later is still to come.
    end: Timestamp,
    /// So many of the days are in sight.
    in_sight: usize,
    /// The system of which a day is open.
    open: Option<usize>,
    is_stale: bool,
    note: String,
}

/// One system.
#[derive(Clone, Debug)]
struct Entry {
    id: String,
    name: String,
    /// Whether its response times are public.
    has_times: bool,
    /// The chosen day, by index.
    chosen: usize,
    times: Option<Times>,
    view: Arc<Past>,
    is_stale: bool,
    /// How it is now, and the past with that, where that makes a difference.
    present: Present,
    seen: Option<document::Past>,
}

/// The past of one system, as shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Another number for each making: what has the same is the same.
    pub revision: u32,
    /// Its days as bars.
    pub bars: Paths,
    /// The first day in sight and the chosen one, counted from 1; 0 before anything is known.
    pub picker: (usize, usize),
    /// What the chosen day is called: `Day of Chatalot`.
    pub label: String,
    /// The chosen day in a line.
    pub line: String,
    /// Uptime of 24 hours, 7, 30, 60 and 90 days.
    pub uptimes: [Uptime; 5],
    /// The day that is opened.
    pub day: Option<Day>,
    /// Whether there is a day before the opened one, and one after it.
    pub beside: (bool, bool),
    /// Response times of a day and a quarter, once they are there.
    pub curves: Option<[Curve; 2]>,
}

impl Archive {
    /// A silence of the recorder for so long is noticed even where its verdicts are not read.
    const SILENCE: Duration = Duration::from_secs(600);

    /// Knows nothing yet.
    pub fn new(config: &Config) -> Self {
        let entry = |system: &crate::config::System| Entry {
            id: system.id.clone(),
            name: system.name.clone(),
            has_times: system.source != Source::Recorder,
            chosen: DAYS - 1,
            times: None,
            view: Arc::default(),
            is_stale: true,
            present: Present::NOTHING,
            seen: None,
        };
        Self {
            systems: config.systems.iter().map(entry).collect(),
            history: None,
            is_heard: false,
            ahead: Duration::ZERO,
            pulse: None,
            pulse_read: Timestamp(0),
            days: Vec::new(),
            end: Timestamp(0),
            in_sight: DAYS,
            open: None,
            is_stale: true,
            note: String::new(),
        }
    }

    /// Goes on with other systems: `carried` says for each of them where it was before. What is known of it stays, and is made anew.
    pub fn reconfigure(&mut self, config: &Config, carried: &[Option<usize>]) {
        // No number is used twice at the same place of the page.
        let making = self.systems.iter().map(|entry| entry.view.revision).max().unwrap_or_default();
        let open = self.open.take();
        let Self { systems: before, .. } = Self::new(config);
        let before = core::mem::replace(&mut self.systems, before);
        for (index, (entry, old)) in self.systems.iter_mut().zip(carried).enumerate() {
            entry.view = Arc::new(Past { revision: making, ..Past::default() });
            let Some(old) = *old else { continue };
            if let Some(known) = before.get(old) {
                entry.chosen = known.chosen;
                entry.times = known.times.clone().filter(|_| entry.has_times);
            }
            if open == Some(old) {
                self.open = Some(index);
            }
        }
        self.is_stale = true;
    }

    /// The recorder's history came, with how far this page's clock is ahead of it; or there is none.
    pub fn heard(&mut self, history: Option<(History, Duration)>) {
        self.is_heard = true;
        // What came once is not forgotten for an answer that does not come.
        if let Some((history, ahead)) = history {
            self.history = Some(history);
            self.ahead = ahead;
        }
        self.is_stale = true;
    }

    /// What is known of the system with this id.
    pub fn of(&self, id: &str) -> Option<Known<'_>> {
        let seen = self.systems.iter().find(|entry| entry.id == id)?.seen.as_ref();
        let past = match seen {
            Some(seen) => seen,
            None => self.history.as_ref()?.of(id)?,
        };
        let end = seen.map_or(self.end, |seen| seen.timeline.until().max(self.end));
        Some(Known { timeline: &past.timeline, outages: &past.outages, end })
    }

    /// How far this page's clock is ahead of the recorder's.
    pub fn ahead(&self) -> Duration {
        self.ahead
    }

    /// How each system is now, in their order.
    pub fn see_present(&mut self, present: &[Present]) {
        for (entry, present) in self.systems.iter_mut().zip(present) {
            entry.is_stale |= entry.present != *present;
            entry.present = *present;
        }
    }

    /// The recorder wrote at this instant on this page's clock, and looks once in an interval. That was read at `now`.
    pub fn pulse(&mut self, at: Timestamp, interval: Duration, now: Timestamp) {
        self.pulse = Some((at, interval));
        self.pulse_read = now;
    }

    /// The response times of the system with this id came.
    pub fn times_heard(&mut self, id: &str, times: Times) {
        if let Some(entry) = self.systems.iter_mut().find(|entry| entry.id == id) {
            entry.times = Some(times);
            entry.is_stale = true;
        }
    }

    /// The id of a system, if there is a past and its response times are not known yet; or `anew`, though they are.
    pub fn wants_times(&self, system: usize, anew: bool) -> Option<String> {
        let entry = self.systems.get(system)?;
        let is_wanted = entry.has_times && (anew || entry.times.is_none());
        (self.history.is_some() && is_wanted).then(|| entry.id.clone())
    }

    /// Another number for each making of anything.
    pub fn making(&self) -> u32 {
        let revisions = self.systems.iter().map(|entry| entry.view.revision);
        revisions.fold(0, u32::wrapping_add)
    }

    /// So many of the days are in sight.
    pub fn see(&mut self, days: usize) {
        self.is_stale |= self.in_sight != days;
        self.in_sight = days.clamp(1, DAYS);
    }

    /// Days are another zone's, or words another language's.
    pub fn reader_changed(&mut self) {
        self.days.clear();
        self.is_stale = true;
    }

    /// A person points at a day of a system, counted from 1. Where one is open, it opens.
    pub fn choose(&mut self, system: usize, day: usize) {
        if let Some(entry) = self.systems.get_mut(system) {
            entry.chosen = day.clamp(1, DAYS) - 1;
            entry.is_stale = true;
        }
    }

    /// Opens the chosen day of a system.
    pub fn open_day(&mut self, system: usize) {
        self.close_day();
        self.open = Some(system);
        self.touch(system);
    }

    /// Closes the open day. Returns the system that it is of.
    pub fn close_day(&mut self) -> Option<usize> {
        let open = self.open.take();
        if let Some(system) = open {
            self.touch(system);
        }
        open
    }

    /// Goes from the open day to one beside it, as far as days are in sight. Returns the system, and the day counted from 1.
    pub fn step(&mut self, by: isize) -> Option<(usize, usize)> {
        let system = self.open?;
        let chosen = self.systems.get(system)?.chosen.checked_add_signed(by)?;
        if chosen < DAYS - self.in_sight || chosen >= DAYS {
            return None;
        }
        self.choose(system, chosen + 1);
        Some((system, chosen + 1))
    }

    fn touch(&mut self, system: usize) {
        if let Some(entry) = self.systems.get_mut(system) {
            entry.is_stale = true;
        }
    }

    /// Makes anew what changed until `now`.
    pub fn refresh(&mut self, zone: &Zone<'_>, words: &Words, now: Timestamp) {
        if self.is_heard {
            self.renew(zone, words, now);
        }
    }

    #[inline(never)]
    fn renew(&mut self, zone: &Zone<'_>, words: &Words, now: Timestamp) {
        let silence = self.silence(now);
        let now = now - self.ahead;
        if self.days.last().is_none_or(|today| !today.contains(&now)) {
            self.days = zone.days(DAYS as u16, now);
            self.is_stale = true;
        }
        let until = self.history.as_ref().map_or(Timestamp(0), |history| history.until);
        // What a recorder that is at work has not written yet is still to come. What one that is silent did not write was not
        // observed, from minute to minute.
        let end = if silence.is_some() || self.history.is_none() {
            Timestamp(now.0 - now.0.rem_euclid(60_000)).max(until)
        } else {
            until
        };
        self.is_stale |= end != self.end;
        self.end = end;
        self.note = match (&self.history, silence) {
            (None, _) => words.text(message("No recorder has written a past for this page yet.")),
            (Some(_), None) => String::new(),
            (Some(_), Some(silence)) => words.say(
                message(
                    "The recorder has not written since {time}, for {span}. What was since then is not known.",
                ),
                &[
                    ("time", &words.time(zone, now - silence, now)),
                    ("span", &words.span(silence)),
                ],
            ),
        };
        // From minute to minute: what is drawn does not change faster, but for the first minute of a day.
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

    /// For how long the recorder has been silent, if it is so for too long.
    fn silence(&self, now: Timestamp) -> Option<Duration> {
        let (since, stale_after) = match (self.pulse, &self.history) {
            // A page that has not read anything since then does not know whether anything was written: a hidden one does not ask.
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
        let view = Past {
            revision: entry.view.revision.wrapping_add(1),
            bars: strip(known.timeline, &self.days, known.end),
            picker: (first + 1, chosen + 1),
            label: words.say(message("Day of {name}"), &[("name", &entry.name)]),
            line: known.line(day, zone, words),
            uptimes: uptimes(known.timeline, &self.days, known.end, zone, words),
            day: (self.open == Some(system)).then(|| known.open(day, zone, words)),
            beside: (chosen > first, chosen + 1 < DAYS),
            curves: entry.times.as_ref().map(|times| curves(times, words)),
        };
        if let Some(entry) = self.systems.get_mut(system) {
            entry.chosen = chosen;
            entry.view = Arc::new(view);
            entry.is_stale = false;
        }
    }

    /// What is known of a system; `nothing` where the recorder does not know it.
    fn known<'a>(&'a self, id: &str, nothing: &'a Timeline) -> Known<'a> {
        let unknown = Known { timeline: nothing, outages: &[], end: self.end };
        self.of(id).unwrap_or(unknown)
    }

    /// The past of each system, in their order.
    pub fn pasts(&self) -> Vec<Arc<Past>> {
        self.systems.iter().map(|entry| entry.view.clone()).collect()
    }

    /// What is to be said of the past as a whole; empty where all is as it should be.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Whether there is anything to compute with.
    pub fn is_there(&self) -> bool {
        self.history.is_some()
    }

    /// Returns the days as a table.
    pub fn table(&self, zone: &Zone<'_>, words: &Words) -> Table {
        let nothing = Timeline::new(self.end);
        let mut columns = vec![words.text(message("Day"))];
        columns.extend(self.systems.iter().map(|entry| entry.name.clone()));
        let all: Vec<Known<'_>> =
            self.systems.iter().map(|entry| self.known(&entry.id, &nothing)).collect();
        Table { columns, rows: table::rows(&all, &self.days, zone, words) }
    }

    /// The days as comma-separated values.
    #[inline(never)]
    pub fn csv(&self, zone: &Zone<'_>) -> String {
        let nothing = Timeline::new(self.end);
        let known = |entry: &'_ Entry| self.known(&entry.id, &nothing);
        let all: Vec<(&str, Known<'_>)> =
            self.systems.iter().map(|entry| (&*entry.id, known(entry))).collect();
        table::csv(&all, &self.days, zone)
    }
}

#[cfg(test)]
mod tests;
