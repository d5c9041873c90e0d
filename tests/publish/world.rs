//! A site with three systems, two incidents and three windows.

use allclear::config::brand::Accent;
use allclear::history::{
    Block, Cause, Incident, Inline, Measured, Stage, State, Timeline, Update, Window, overall,
};
use allclear::publish::{Scene, Subject, files};
use allclear::status::Status;
use metrics_engine::time::{Duration, Timestamp};

pub(crate) const HOUR: i64 = 3_600_000;
pub(crate) const DAY: i64 = 24 * HOUR;
/// Fri, 20 Nov 2026 12:00:00 GMT.
pub(crate) const NOW: Timestamp = Timestamp(1_795_176_000_000);

/// Everything that a scene borrows.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) site: String,
    pub(crate) accent: Option<Accent>,
    pub(crate) base: String,
    pub(crate) now: Timestamp,
    pub(crate) systems: Vec<System>,
    pub(crate) incidents: Vec<Incident>,
    pub(crate) windows: Vec<Window>,
}

#[derive(Debug)]
pub(crate) struct System {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) group: String,
    pub(crate) description: String,
    pub(crate) status: Status,
    pub(crate) timeline: Timeline,
}

impl World {
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let systems = self.systems.iter().map(|system| Subject {
            id: &system.id,
            name: &system.name,
            group: &system.group,
            description: &system.description,
            status: system.status,
            since: Some(ago(2 * HOUR)),
            measured: Some(ago(5000)),
            timeline: &system.timeline,
        });
        let measured = self.systems.iter().map(|system| Measured {
            id: &system.id,
            status: system.status,
            is_seen: false,
        });
        let words =
            overall(&measured.collect::<Vec<_>>(), &self.incidents, &self.windows, self.now);
        let scene = Scene {
            status: words.status,
            site: &self.site,
            accent: self.accent,
            base: &self.base,
            timezone: Some("Europe/Berlin"),
            now: self.now,
            interval: Duration::from_secs(15),
            systems: systems.collect(),
            incidents: &self.incidents,
            windows: &self.windows,
        };
        let files = files(&scene).into_iter();
        files.map(|(path, content)| (path, String::from_utf8(content).unwrap())).collect()
    }

    pub(crate) fn file(&self, path: &str) -> String {
        let files = self.files();
        let found = files.iter().find(|(name, _)| name == path);
        found.unwrap_or_else(|| panic!("no {path}")).1.clone()
    }

    /// With one status for every system.
    pub(crate) fn all(status: Status) -> Self {
        let mut world = world();
        for system in &mut world.systems {
            system.status = status;
        }
        world
    }
}

pub(crate) fn ago(millis: i64) -> Timestamp {
    Timestamp(NOW.0 - millis)
}

/// A timeline that reaches until five seconds before [`NOW`].
pub(crate) fn timeline(runs: &[(State, i64)]) -> Timeline {
    let mut timeline = Timeline::new(ago(100 * DAY));
    for (state, until) in runs {
        timeline.extend(*state, ago(*until));
    }
    timeline
}

pub(crate) fn paragraph(text: &str) -> Vec<Block> {
    vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])]
}

pub(crate) fn system(id: &str, name: &str, group: &str, status: Status) -> System {
    System {
        id: id.to_owned(),
        name: name.to_owned(),
        group: group.to_owned(),
        description: format!("What {name} does"),
        status,
        timeline: timeline(&[(State::Operational, 5000)]),
    }
}

pub(crate) fn update(at: Timestamp, stage: Stage, text: &str) -> Update {
    Update { at, stage, body: paragraph(text) }
}

pub(crate) fn window(id: &str, since: Timestamp, until: Timestamp) -> Window {
    Window {
        id: id.to_owned(),
        title: "Database upgrade".to_owned(),
        body: paragraph("Reads go on; writes wait."),
        systems: vec!["rat".to_owned()],
        since,
        until,
    }
}

pub(crate) fn world() -> World {
    World {
        site: "Example status".to_owned(),
        accent: None,
        base: "https://status.example.org".to_owned(),
        now: NOW,
        systems: vec![
            system("chatalot", "Chatalot", "Messaging", Status::Operational),
            system("sockudo", "Sockudo", "Messaging", Status::Operational),
            system("rat", "RAT", "Data", Status::MajorOutage),
        ],
        incidents: vec![
            Incident {
                id: "2026-11-12-sockudo".to_owned(),
                title: "Messages were late".to_owned(),
                worst: State::Degraded,
                systems: vec!["sockudo".to_owned(), "payroll".to_owned()],
                cause: Some(Cause::TimedOut),
                since: ago(8 * DAY),
                until: Some(ago(8 * DAY - HOUR)),
                afterwards: paragraph("The queue has a limit."),
                updates: vec![
                    update(ago(8 * DAY - HOUR / 2), Stage::Monitoring, "We look on."),
                    update(ago(8 * DAY - HOUR / 4), Stage::Identified, "A queue was full."),
                ],
                ..Incident::default()
            },
            Incident {
                id: "2026-11-20-rat".to_owned(),
                title: String::new(),
                worst: State::MajorOutage,
                systems: vec!["rat".to_owned()],
                cause: Some(Cause::Refused),
                since: ago(2 * HOUR),
                until: None,
                ..Incident::default()
            },
            Incident {
                id: "2026-11-19-payroll".to_owned(),
                title: "Payroll is down".to_owned(),
                worst: State::MajorOutage,
                systems: vec!["payroll".to_owned()],
                cause: None,
                since: ago(DAY),
                until: None,
                ..Incident::default()
            },
        ],
        windows: vec![
            window("upgrade-1", ago(3 * DAY), ago(3 * DAY - HOUR)),
            window("upgrade-2", ago(HOUR / 2), ago(-HOUR / 2)),
            window("upgrade-3", ago(-3 * DAY), ago(-3 * DAY - HOUR)),
            window("upgrade-4", ago(-30 * DAY), ago(-30 * DAY - HOUR)),
        ],
    }
}
