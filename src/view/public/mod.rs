//! The public page, from what the monitor knows.
//!
//! [`screen`] is a function of the monitor, the instant and the zone; it remembers nothing. Rows keep the order of the
//! configuration whatever their state, so that nothing moves by itself: problems are told above them.

mod banner;
mod foot;
mod problem;
mod row;

pub use banner::{Banner, Step};
pub use foot::Foot;
pub use problem::Problem;
pub use row::{PartRow, Row};

use super::format::Zone;
use crate::monitor::{Monitor, Standing};
use crate::status::Status;
use crate::time::Timestamp;

/// All that the public page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicView {
    /// The document's title; follows the state.
    pub title: String,
    /// What a screen reader is told when it changes: no ages, so that it changes only when something happened.
    pub announcement: String,
    /// The verdict.
    pub banner: Banner,
    /// Who is affected now, the worst first.
    pub problems: Vec<Problem>,
    /// Every system, in the order of the configuration.
    pub rows: Vec<Row>,
    /// What stands below.
    pub foot: Foot,
}

/// The names of groups and the systems under each, in order. Fixed for as long as the configuration is.
pub fn groups(monitor: &Monitor) -> Vec<(String, Vec<usize>)> {
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for (index, system) in monitor.config().systems.iter().enumerate() {
        match groups.iter_mut().find(|(name, _)| *name == system.group) {
            Some((_, members)) => members.push(index),
            None => groups.push((system.group.clone(), vec![index])),
        }
    }
    groups
}

/// What the public page shows at `now`.
pub fn screen(monitor: &Monitor, zone: &Zone<'_>, now: Timestamp) -> PublicView {
    let scene = Scene::new(monitor, zone, now);
    let banner = banner::banner(&scene);
    let systems = monitor.config().systems.iter();
    PublicView {
        title: format!("{}: {}", banner.heading, monitor.config().site.name),
        announcement: banner::announcement(&scene, &banner),
        problems: problem::problems(&scene),
        rows: systems
            .zip(&scene.standings)
            .map(|(system, standing)| row::row(&scene, system, standing))
            .collect(),
        foot: foot::foot(&scene),
        banner,
    }
}

/// What all parts of the page are made from.
struct Scene<'a> {
    monitor: &'a Monitor,
    zone: &'a Zone<'a>,
    now: Timestamp,
    standings: Vec<Standing<'a>>,
    /// The word over all systems.
    overall: Status,
}

impl<'a> Scene<'a> {
    fn new(monitor: &'a Monitor, zone: &'a Zone<'a>, now: Timestamp) -> Self {
        let systems = 0..monitor.config().systems.len();
        let standings: Vec<Standing<'a>> =
            systems.map(|system| monitor.standing(system, now)).collect();
        let all: Vec<Status> = standings.iter().map(|standing| standing.status).collect();
        Self { monitor, zone, now, overall: Status::over(&all), standings }
    }

    /// The shown name of a system.
    fn name(&self, system: usize) -> &'a str {
        self.monitor.config().systems.get(system).map_or("", |system| &system.name)
    }

    /// Indices of the systems with this status.
    fn with(&self, status: Status) -> Vec<usize> {
        let all = self.standings.iter().enumerate();
        all.filter(|(_, standing)| standing.status == status).map(|(system, _)| system).collect()
    }
}
