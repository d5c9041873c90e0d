//! The overview: every system with its parts, and the counts of both.

use super::super::format::span;
use super::subject::{Subject, subject};
use super::{Scene, alerts};
use crate::status::Status;

/// The overview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Parts by state, worst first: the state's name, and the count in words.
    pub tally: Vec<(&'static str, String)>,
    /// Alerts in words; empty where there are none.
    pub alerts: String,
    /// The time of the next check.
    pub next: String,
    /// The systems: problems first, otherwise in the order of the configuration.
    pub subjects: Vec<Subject>,
}

/// States, the most urgent first, each with the word for a part in it.
const BY_URGENCY: [(Status, &str); 7] = [
    (Status::MajorOutage, "down"),
    (Status::PartialOutage, "partly down"),
    (Status::Degraded, "degraded"),
    (Status::Checking, "verifying"),
    (Status::Unknown, "unknown"),
    (Status::Maintenance, "under maintenance"),
    (Status::Operational, "operational"),
];

/// Returns the overview.
pub fn overview(scene: Scene<'_>) -> Overview {
    let systems = 0..scene.work.private().config.systems.len();
    let mut subjects: Vec<Subject> = systems.filter_map(|system| subject(scene, system)).collect();
    // A stable sort: among equals the order of the configuration stays.
    subjects.sort_by_key(|subject| BY_URGENCY.iter().position(|(one, _)| *one == subject.status));
    let mut tally = Vec::new();
    for (status, word) in BY_URGENCY {
        let of = |one: &Subject| one.tiles.iter().filter(|tile| tile.status == status).count();
        let n: usize = subjects.iter().map(of).sum();
        if n > 0 {
            // The first one says what is counted.
            let parts = match (tally.is_empty(), n) {
                (false, _) => "",
                (true, 1) => "part ",
                (true, _) => "parts ",
            };
            tally.push((status.name(), format!("{n} {parts}{word}")));
        }
    }
    Overview { tally, alerts: alerts::summary(scene), next: next(scene), subjects }
}

fn next(scene: Scene<'_>) -> String {
    let due = [scene.work.monitor().next_check_at(), scene.work.next_scrape()];
    match due.into_iter().flatten().min() {
        Some(due) if due > scene.now => format!("Next check in {}", span(due.since(scene.now))),
        Some(_) => "Checking…".to_owned(),
        None => String::new(),
    }
}
