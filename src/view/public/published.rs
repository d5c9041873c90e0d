//! The files of recorders and operators, beside the page's own checks.

use super::recorded_page::RecordedPage;
use crate::decode::Answer;
use crate::history::{Block, Incident, IncidentLog, Inline, Window};
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
