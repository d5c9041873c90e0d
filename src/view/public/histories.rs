//! The recorded histories on a page: what the recorder wrote, and the day of it that a visitor chose.
//!
//! Texts and drawings are made when something in them changed and are kept until then, because a page is rendered every second.
//! Instants are the recorder's. The `Date` of the answer that brought the history shows how far this page's clock is ahead.

mod incidents;
mod present;
mod render;
mod tables;

pub use present::Present;

use super::day::Known;
use super::incident_span::IncidentSpan;
use super::strip::DAYS;
use super::system_history::SystemHistory;
use crate::config::{Config, Source};
use crate::history::document::{self, History, Times};
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};
use std::sync::Arc;

/// The histories of all systems.
#[derive(Clone, Debug)]
pub struct Histories {
    systems: Vec<Entry>,
    history: Option<History>,
    /// Whether the request for the recorder's history is over, with or without a history.
    is_loaded: bool,
    /// How far this page's clock is ahead of the recorder's.
    ahead: Duration,
    /// When the recorder last wrote, on this page's clock, and its interval; and when that was read.
    pulse: Option<(Timestamp, Duration)>,
    pulse_read: Timestamp,
    days: Vec<Range<Timestamp>>,
    /// The end of the record. What is later is still to come.
    end: Timestamp,
    /// The number of days that the window has room for.
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
    view: Arc<SystemHistory>,
    is_stale: bool,
    /// Its present state, and the history with that where it makes a difference.
    present: Present,
    seen: Option<document::Past>,
    /// The incidents that it was part of, on the recorder's clock.
    incidents: Vec<IncidentSpan>,
}

impl Histories {
    /// A recorder that wrote nothing for so long is noticed even where its verdicts are not read.
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
            incidents: Vec::new(),
        };
        Self {
            systems: config.systems.iter().map(entry).collect(),
            history: None,
            is_loaded: false,
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

    /// Goes on with other systems, given the former index of each. What is known of a system is kept.
    pub fn reconfigure(&mut self, config: &Config, carried: &[Option<usize>]) {
        // Revisions go on from the highest, so that none is used twice for the same row.
        let making = self.systems.iter().map(|entry| entry.view.revision).max().unwrap_or_default();
        let open = self.open.take();
        let Self { systems: before, .. } = Self::new(config);
        let before = core::mem::replace(&mut self.systems, before);
        for (index, (entry, old)) in self.systems.iter_mut().zip(carried).enumerate() {
            entry.view = Arc::new(SystemHistory { revision: making, ..SystemHistory::default() });
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

    /// Takes the recorder's history and how far this page's clock is ahead of it, or that it could not be read.
    pub fn set_history(&mut self, history: Option<(History, Duration)>) {
        self.is_loaded = true;
        // A failed request keeps the last history.
        if let Some((history, ahead)) = history {
            self.history = Some(history);
            self.ahead = ahead;
        }
        self.is_stale = true;
    }

    /// Returns what is known of a system.
    pub fn of(&self, id: &str) -> Option<Known<'_>> {
        let entry = self.systems.iter().find(|entry| entry.id == id)?;
        let seen = entry.seen.as_ref();
        let past = match seen {
            Some(seen) => seen,
            None => self.history.as_ref()?.of(id)?,
        };
        let end = seen.map_or(self.end, |seen| seen.timeline.until().max(self.end));
        let incidents = &entry.incidents;
        Some(Known { timeline: &past.timeline, outages: &past.outages, incidents, end })
    }

    /// Returns how far this page's clock is ahead of the recorder's.
    pub fn ahead(&self) -> Duration {
        self.ahead
    }

    /// Takes the present state of each system, in their order.
    pub fn set_present(&mut self, present: &[Present]) {
        for (entry, present) in self.systems.iter_mut().zip(present) {
            entry.is_stale |= entry.present != *present;
            entry.present = *present;
        }
    }

    /// Takes note that the recorder wrote at this instant on this page's clock, with its interval; read at `now`.
    pub fn note_recorder(&mut self, at: Timestamp, interval: Duration, now: Timestamp) {
        self.pulse = Some((at, interval));
        self.pulse_read = now;
    }

    /// Takes the response times of a system.
    pub fn set_times(&mut self, id: &str, times: Times) {
        if let Some(entry) = self.systems.iter_mut().find(|entry| entry.id == id) {
            entry.times = Some(times);
            entry.is_stale = true;
        }
    }

    /// Returns the id of a system whose response times are to be loaded: unknown ones, or with `anew` all.
    pub fn wants_times(&self, system: usize, anew: bool) -> Option<String> {
        let entry = self.systems.get(system)?;
        let is_wanted = entry.has_times && (anew || entry.times.is_none());
        (self.history.is_some() && is_wanted).then(|| entry.id.clone())
    }

    /// Sets the number of days that the window has room for.
    pub fn set_days_in_sight(&mut self, days: usize) {
        self.is_stale |= self.in_sight != days;
        self.in_sight = days.clamp(1, DAYS);
    }

    /// Makes everything anew: for another time zone or another language.
    pub fn invalidate(&mut self) {
        self.days.clear();
        self.is_stale = true;
    }

    /// Chooses a day of a system, counted from 1. If a day of the system is open, the chosen one opens in its place.
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

    /// Closes the open day and returns its system.
    pub fn close_day(&mut self) -> Option<usize> {
        let open = self.open.take();
        if let Some(system) = open {
            self.touch(system);
        }
        open
    }

    /// Goes from the open day to one beside it, as far as days are in sight. Returns the system and the day, counted from 1.
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

    /// Returns the history of each system, in their order.
    pub fn all(&self) -> Vec<Arc<SystemHistory>> {
        self.systems.iter().map(|entry| entry.view.clone()).collect()
    }

    /// Returns what holds for all histories, such as that the recorder is silent; empty while all is well.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Whether a history was read.
    pub fn is_there(&self) -> bool {
        self.history.is_some()
    }
}

#[cfg(test)]
mod tests;
