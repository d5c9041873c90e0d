//! One day of a system: its sentence, and opened, its hours and what happened in them.

use super::super::format::Zone;
use super::super::language::{Date, Words, message, plural};
use super::super::words;
use super::incident_span::IncidentSpan;
use super::strip::{Paths, rectangle};
use super::uptime::{percent, whole_percent};
use crate::history::{Outage, Run, Share, State, Tally, Timeline};
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// A day, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// `Thu, Nov 12: 99.29 % of the 98 % we observed`.
    pub title: String,
    /// The day from left to right, in a drawing of 720 by 24.
    pub clock: Paths,
    /// The times of day at its beginning, quarters and end.
    pub hours: [String; 5],
    /// The events in order of time; time that was not observed comes last.
    pub events: Vec<Happening>,
    /// A remark; may be empty.
    pub note: String,
}

/// Something that happened on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// The state.
    pub state: State,
    /// The word for it.
    pub word: String,
    /// When, how long, and why: `09:14 to 09:24, 10 min. It did not answer in time.`
    pub text: String,
    /// The address of its incident; empty where none is recorded.
    pub href: String,
}

/// The recorded past of a system.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Its states.
    pub timeline: &'a Timeline,
    /// Its outages.
    pub outages: &'a [Outage],
    /// The incidents that it was part of.
    pub incidents: &'a [IncidentSpan],
    /// Where the record ends; what comes after it is still to come.
    pub end: Timestamp,
}

/// How the clock shows the end of a day.
const END: &str = "24:00";

/// Maximum number of events of a day that are listed.
const MAX_EVENTS: usize = 12;

impl Known<'_> {
    /// The part of a day that is not still to come.
    fn past(&self, day: &Range<Timestamp>) -> Range<Timestamp> {
        day.start..day.end.min(self.end).max(day.start)
    }

    /// How long it was in which state on a day, as far as it is over.
    pub fn tally(&self, day: &Range<Timestamp>) -> Tally {
        self.timeline.tally(self.past(day))
    }

    /// How many outages touch a day.
    pub(super) fn incidents(&self, day: &Range<Timestamp>) -> usize {
        let day = self.past(day);
        let touches = |outage: &&Outage| {
            let outage = outage.range(self.end);
            outage.start < day.end && outage.end > day.start
        };
        self.outages.iter().filter(touches).count()
    }

    /// A day in a line: `Nov 12: 99.29 %, down 10 min, 1 incident, observed 98 %`.
    pub fn line(&self, day: &Range<Timestamp>, zone: &Zone<'_>, words: &Words) -> String {
        let date = words.date(zone.day(day.start), Date::Day);
        let values = [("date", &*date), ("facts", &*self.facts(day, words))];
        words.say(message("{date}: {facts}"), &values)
    }

    /// The same without the date.
    pub fn facts(&self, day: &Range<Timestamp>, words: &Words) -> String {
        let tally = self.tally(day);
        let is_over = day.end <= self.end;
        if tally.total() == Duration::ZERO {
            return words.text(message("no data yet"));
        }
        let Some(coverage) = tally.coverage().filter(|share| *share > Share(0)) else {
            return words.text(message("not observed"));
        };
        let mut facts = Vec::new();
        let has_problem = tally.worst().is_some();
        if let Some(uptime) = tally.figure().filter(|_| has_problem) {
            facts.push(percent(uptime, words));
        }
        let mut add = |what, state| {
            let how_long = tally.of(state);
            if how_long > Duration::ZERO {
                facts.push(words.say(what, &[("span", &words.span(how_long))]));
            }
        };
        add(message("down {span}"), State::MajorOutage);
        add(message("partly down {span}"), State::PartialOutage);
        add(message("degraded {span}"), State::Degraded);
        add(message("maintenance {span}"), State::Maintenance);
        match self.incidents(day) {
            0 if has_problem => {}
            0 if is_over => facts.push(words.text(message("no outage"))),
            0 => facts.push(words.text(message("no outage so far"))),
            several => {
                facts.push(words.count(several, plural("{n}~incident", "{n}~incidents"), &[]));
            }
        }
        let coverage = whole_percent(coverage, words);
        facts.push(words.say(message("observed {share}"), &[("share", &coverage)]));
        words.facts(facts)
    }

    /// A day, opened.
    pub fn open(&self, day: &Range<Timestamp>, zone: &Zone<'_>, words: &Words) -> Day {
        let tally = self.tally(day);
        let mut happened: Vec<Run> =
            self.runs(day).filter(|run| run.state != State::Operational).collect();
        happened.sort_by_key(|run| run.state == State::Unobserved);
        let more = happened.len().saturating_sub(MAX_EVENTS);
        let happening = |run: &Run| self.happening(run, day, zone, words);
        Day {
            title: title(&tally, &words.date(zone.day(day.start), Date::Weekday), words),
            clock: self.clock(day),
            hours: hours(day, zone),
            events: happened.iter().take(MAX_EVENTS).map(happening).collect(),
            note: match (happened.is_empty(), more) {
                (true, _) if tally.total() == Duration::ZERO => String::new(),
                (true, _) => words.text(message("No incidents reported.")),
                (false, 0) => String::new(),
                (false, more) => {
                    let message = plural("{n} more not shown.", "{n} more not shown.");
                    words.count(more, message, &[])
                }
            },
        }
    }

    /// The runs of a day, what was not recorded among them.
    fn runs(&self, day: &Range<Timestamp>) -> impl Iterator<Item = Run> {
        let day = self.past(day);
        let (from, until) = (self.timeline.from(), self.timeline.until());
        let unseen = |since: Timestamp, until: Timestamp| {
            let run = Run { state: State::Unobserved, since, until };
            (since < until).then_some(run)
        };
        let before = unseen(day.start, day.end.min(from));
        let after =
            unseen(day.start.max(until), day.end).filter(|_| until >= from && from < day.end);
        before.into_iter().chain(self.timeline.within(day)).chain(after)
    }

    /// The day, or another stretch of time, from left to right. What went wrong hangs below the line here, too.
    pub(super) fn clock(&self, day: &Range<Timestamp>) -> Paths {
        const WIDTH: i64 = 7200;
        let mut paths = Paths::default();
        let whole = day.end.since(day.start).0.max(1);
        for run in self.runs(day) {
            let place = |at: Timestamp| at.since(day.start).0 * WIDTH / whole;
            let (from, until) = (place(run.since), place(run.until));
            let (least, height) = match run.state {
                State::Operational | State::Unobserved => (0, 160),
                State::Maintenance => (20, 160),
                State::Degraded => (20, 185),
                State::PartialOutage => (20, 200),
                State::MajorOutage => (20, 220),
            };
            if let Some(path) = paths.get_mut(run.state as usize) {
                let wide = (until - from).max(least);
                rectangle(path, (from.min(WIDTH - wide), 20), (wide, height));
            }
        }
        paths
    }

    fn happening(
        &self,
        run: &Run,
        day: &Range<Timestamp>,
        zone: &Zone<'_>,
        words: &Words,
    ) -> Happening {
        let lasts = run.until == self.end && self.end < day.end;
        let message = if lasts && run.state.is_problem() {
            message("since {from}, {span} so far.")
        } else {
            message("{from} to {to}, {span}.")
        };
        let (from, span) = (zone.clock(run.since), words.span(run.until.since(run.since)));
        let to = if run.until == day.end { END.to_owned() } else { zone.clock(run.until) };
        let mut text = words.say(message, &[("from", &from), ("to", &to), ("span", &span)]);
        let meets = |outage: &&Outage| {
            let outage = outage.range(self.end);
            outage.start < run.until && outage.end > run.since
        };
        if let Some(outage) = self.outages.iter().find(meets).filter(|_| run.state.is_problem()) {
            text = words.sentences([text, words.text(words::cause(outage.cause))]);
        }
        let incident = self.incidents.iter().find(|incident| incident.covers(run));
        let incident = incident.filter(|_| run.state.is_problem());
        let href = incident.map(|incident| incident.href.clone()).unwrap_or_default();
        Happening { state: run.state, word: words.text(words::state(run.state)), text, href }
    }
}

fn title(tally: &Tally, day: &str, words: &Words) -> String {
    let share = tally.figure().map(|uptime| percent(uptime, words)).unwrap_or_default();
    let coverage = tally.coverage().map(|share| whole_percent(share, words)).unwrap_or_default();
    let message = match (tally.figure(), tally.coverage()) {
        (Some(_), Some(Share::ALL)) => message("{day}: {share}"),
        (Some(_), Some(_)) => message("{day}: {share} of the {coverage} we observed"),
        (None, Some(_)) if tally.observed() > Duration::ZERO => {
            message("{day}: too little data for a figure")
        }
        (None, Some(coverage)) if coverage > Share(0) => message("{day}: maintenance"),
        (_, None) => message("{day}: no data yet"),
        _ => message("{day}: not observed"),
    };
    words.say(message, &[("day", day), ("share", &share), ("coverage", &coverage)])
}

/// The clock at the beginning, the quarters and the end of a day: of one with 25 hours, the true ones.
pub(super) fn hours(day: &Range<Timestamp>, zone: &Zone<'_>) -> [String; 5] {
    let quarter = day.end.since(day.start).0 / 4;
    [0, 1, 2, 3, 4].map(|part| match part {
        4 => END.to_owned(),
        part => zone.clock(day.start + Duration(quarter * part)),
    })
}

#[cfg(test)]
mod tests;
