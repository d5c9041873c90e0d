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
    /// When somebody looks next.
    pub next: String,
    /// The systems.
    pub subjects: Vec<Subject>,
}

/// What the overview says.
pub fn overview(scene: Scene<'_>) -> Overview {
    let systems = 0..scene.work.private().config.systems.len();
    let subjects: Vec<Subject> = systems.filter_map(|system| subject(scene, system)).collect();
    let mut tally = Vec::new();
    let words = [
        (Status::MajorOutage, "major outage"),
        (Status::PartialOutage, "partial outage"),
        (Status::Degraded, "degraded"),
        (Status::Checking, "checking"),
        (Status::Unknown, "unknown"),
        (Status::Operational, "operational"),
    ];
    for (status, word) in words {
        let of = |one: &Subject| one.tiles.iter().filter(|tile| tile.status == status).count();
        let n: usize = subjects.iter().map(of).sum();
        if n > 0 {
            tally.push((status.name(), format!("{n} {word}")));
        }
    }
    Overview { tally, alerts: alerts::summary(scene), next: next(scene), subjects }
}

fn next(scene: Scene<'_>) -> String {
    let due = [scene.work.monitor().next_check_at(), scene.work.next_scrape()];
    match due.into_iter().flatten().min() {
        Some(due) if due > scene.now => format!("Next look in {}", span(due.since(scene.now))),
        Some(_) => "Looking now".to_owned(),
        None => String::new(),
    }
}
