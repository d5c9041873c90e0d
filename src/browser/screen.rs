//! What is shown, as signals: one for each piece that changes on its own.
//!
//! A signal is set only when its value differs, so a second that passes without news touches nothing but the ages.

use crate::status::Status;
use crate::view::format::Zone;
use crate::view::public::{self, Banner, Foot, Problem, PublicView, Row};
use crate::{monitor::Monitor, time::Timestamp};
use leptos::prelude::*;

/// The public page as signals.
#[derive(Clone)]
pub(super) struct Screen {
    /// The site's name, logo and links. Fixed.
    pub(super) site: crate::config::Site,
    /// Group names, with the systems under each. Fixed.
    pub(super) groups: Vec<(String, Vec<usize>)>,
    pub(super) banner: RwSignal<Banner>,
    pub(super) problems: RwSignal<Vec<Problem>>,
    pub(super) rows: Vec<RwSignal<Row>>,
    pub(super) foot: RwSignal<Foot>,
    pub(super) announcement: RwSignal<String>,
    pub(super) title: RwSignal<String>,
    /// The state that the tab's icon shows.
    pub(super) status: RwSignal<Status>,
}

impl Screen {
    /// The signals of a page that shows `monitor` as it is at `now`.
    pub(super) fn new(monitor: &Monitor, zone: &Zone<'_>, now: Timestamp) -> Self {
        let view = public::screen(monitor, zone, now);
        Self {
            status: RwSignal::new(view.banner.status),
            site: monitor.config().site.clone(),
            groups: public::groups(monitor),
            banner: RwSignal::new(view.banner),
            problems: RwSignal::new(view.problems),
            rows: view.rows.into_iter().map(RwSignal::new).collect(),
            foot: RwSignal::new(view.foot),
            announcement: RwSignal::new(String::new()),
            title: RwSignal::new(view.title),
        }
    }

    /// Shows `view`.
    pub(super) fn show(&self, view: PublicView) {
        set(self.status, view.banner.status);
        set(self.banner, view.banner);
        set(self.problems, view.problems);
        for (signal, row) in self.rows.iter().zip(view.rows) {
            set(*signal, row);
        }
        set(self.foot, view.foot);
        set(self.announcement, view.announcement);
        set(self.title, view.title);
    }
}

fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}
