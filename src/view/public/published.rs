//! The files of recorders and operators, beside the page's own checks.

use super::super::language::{message, plural};
use super::Scene;
use super::recorded_page::RecordedPage;
use crate::decode::Answer;
use crate::history::{Block, Incident, IncidentLog, Inline, Stage, Update, Window};
use crate::monitor::FetchError;
use crate::status::Status;
use metrics_engine::time::{Duration, Timestamp};

/// A file that is loaded after the first checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Loaded<T> {
    /// It is on its way.
    #[default]
    Pending,
    /// It does not exist: nothing is recorded or written.
    Absent,
    /// It could not be loaded or read.
    Failed,
    /// Its content.
    Read(T),
}

impl<T: PartialEq> Loaded<T> {
    /// Takes an answer, whose body `read` parses. A failed request keeps the last document: its own timestamp shows its age.
    pub fn take(
        &mut self,
        answer: Result<Answer, FetchError>,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) {
        let taken = match answer {
            Ok(answer) if answer.code == 404 => Self::Absent,
            Ok(answer) if answer.code == 200 => read(&answer.body).map_or(Self::Failed, Self::Read),
            _ => Self::Failed,
        };
        if taken != Self::Failed || !matches!(self, Self::Read(_)) {
            *self = taken;
        }
    }
}

/// Everything that was published, as far as it has been loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Incidents and maintenance, with their instants on this page's clock.
    pub incident_log: Loaded<IncidentLog>,
    /// When they were last read.
    pub read_at: Option<Timestamp>,
    /// How far this page's clock is ahead of the server's that sent them.
    pub ahead: Duration,
    /// The recorder's last verdict on the page as a whole.
    pub recorded: Option<RecordedPage>,
}

/// An operator's update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentUpdate {
    /// Its time, as shown.
    pub time: String,
    /// The status whose icon goes with its stage.
    pub status: Status,
    /// Its stage: `Identified`.
    pub stage: String,
    /// The stage as a sentence, which leads the text.
    pub sentence: String,
    /// The text.
    pub body: Vec<Block>,
}

/// A log that was not written for so long does not describe the present: the recorder writes at least once a minute.
pub(super) const STALE_AFTER: Duration = Duration::from_secs(300);

impl Published {
    /// Returns the incidents that are not over, the newest first.
    pub(super) fn open(&self) -> impl Iterator<Item = &Incident> {
        let incidents = self.incident_log().map_or(&[][..], |incident_log| &incident_log.incidents);
        incidents.iter().filter(|incident| incident.until.is_none())
    }

    /// Returns the announced windows of maintenance, the soonest first.
    pub(super) fn windows(&self) -> &[Window] {
        self.incident_log().map_or(&[], |incident_log| &incident_log.maintenance)
    }

    /// Returns the end of a system's maintenance, if it is under maintenance at `now`.
    pub(super) fn maintenance(&self, system: &str, now: Timestamp) -> Option<Timestamp> {
        let windows = crate::history::maintenance::of(system, self.windows());
        windows.filter(|window| window.contains(&now)).map(|window| window.end).max()
    }

    /// Returns when the log was written, if that is too long ago to describe the present.
    pub(super) fn is_old(&self, now: Timestamp) -> Option<Timestamp> {
        let end = self.incident_log()?.recorded.as_ref()?.end;
        (now.since(end) > STALE_AFTER).then_some(end)
    }
}

/// Returns the sentence that nothing newer than `at` is known.
pub(super) fn as_of(scene: &Scene<'_>, at: Timestamp) -> String {
    let values = [("time", &*scene.time(at))];
    scene.say(message("Last update {time}."), &values)
}

impl Scene<'_> {
    /// Returns the names of systems as a list in words.
    pub(super) fn names(&self, ids: &[String]) -> String {
        let systems = &self.monitor.config().systems;
        let name = |id: &String| {
            let system = systems.iter().position(|system| system.id == *id);
            system.map_or_else(|| id.clone(), |system| self.name(system))
        };
        self.words.list(&ids.iter().map(name).collect::<Vec<_>>())
    }

    /// Returns the name of a stage.
    pub(super) fn stage(&self, stage: Stage) -> String {
        self.text(match stage {
            Stage::Investigating => message("Investigating"),
            Stage::Identified => message("Identified"),
            Stage::Monitoring => message("Monitoring"),
            Stage::Resolved => message("Resolved"),
        })
    }

    /// Returns the updates of an incident as they are shown, the newest first.
    pub(super) fn updates(&self, incident: &Incident) -> Vec<IncidentUpdate> {
        let shown = |update: &Update| IncidentUpdate {
            time: self.time(update.at),
            status: match update.stage {
                Stage::Investigating | Stage::Identified => incident.worst.into(),
                Stage::Monitoring => Status::Checking,
                Stage::Resolved => Status::Operational,
            },
            stage: self.stage(update.stage),
            sentence: self.words.sentence(&self.stage(update.stage)),
            body: update.body.clone(),
        };
        incident.updates.iter().map(shown).collect()
    }

    /// Returns the beginning and the duration: `since 14:03, for 4 min`.
    pub(super) fn since_for(&self, since: Timestamp) -> String {
        self.say(
            message("since {time}, for {span}"),
            &[("time", &self.time(since)), ("span", &self.duration(self.now.since(since)))],
        )
    }

    /// Returns a period: `10 min, 09:14 to 09:24.`, or `for 4 min, since 14:03.`, with dates where they differ from that of `beside`.
    pub(super) fn period(
        &self,
        since: Timestamp,
        until: Option<Timestamp>,
        beside: Timestamp,
    ) -> String {
        let from = self.words.time(self.zone, since, beside);
        let Some(until) = until else {
            let values = [("from", &*from), ("span", &self.duration(self.now.since(since)))];
            return self.say(message("Since {from}, for {span} so far."), &values);
        };
        let to = self.words.time(self.zone, until, since);
        let span = self.duration(until.since(since));
        self.say(
            message("{span}, {from} to {to}."),
            &[("span", &span), ("from", &from), ("to", &to)],
        )
    }

    /// `in 9 days`, to a day that is not today counted in days of the calendar.
    pub(super) fn ahead(&self, at: Timestamp) -> String {
        let days = self.zone.day(at) - self.zone.day(self.now);
        match usize::try_from(days) {
            Ok(days) if days > 1 => self.count(days, plural("in {n}~day", "in {n}~days"), &[]),
            Ok(1) => self.text(message("tomorrow")),
            _ => self.say(message("in {span}"), &[("span", &self.span(at.since(self.now)))]),
        }
    }
}

/// The first words of a text, without its marks: what stands in a list beside a link to all of it.
pub(super) fn first_words(body: &[Block]) -> String {
    let mut words = String::new();
    match body.first() {
        Some(Block::Paragraph(line)) => flatten(line, &mut words),
        Some(Block::List(_, items)) => {
            items.first().into_iter().for_each(|line| flatten(line, &mut words));
        }
        Some(Block::Code(_)) | None => {}
    }
    words
}

fn flatten(line: &[Inline], into: &mut String) {
    for piece in line {
        match piece {
            Inline::Text(text) | Inline::Code(text) => into.push_str(text),
            Inline::Strong(line) | Inline::Emphasis(line) | Inline::Link(_, line) => {
                flatten(line, into);
            }
        }
    }
}
