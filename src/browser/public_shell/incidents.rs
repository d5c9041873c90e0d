//! Incidents and maintenance on the public page: when their file is loaded.

use super::PublicShell;
use super::state::PageState;
use crate::browser::effect::{fetch, timer};
use crate::route::public::Page as Route;
use crate::status::Status;
use crate::view::public::PublicView;
use metrics_engine::time::Duration;
use std::rc::Rc;

/// The interval between requests, and the one after a failure.
const INTERVAL: Duration = Duration::from_secs(60);
const RETRY: Duration = Duration::from_secs(15);

/// Delay of the request after a change on the page: recorder and browser check at different moments.
const FOLLOW: Duration = Duration::from_secs(5);

/// The timeout of the request.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The largest file that is read, in bytes.
const CAP: usize = 2 << 20;

impl PublicShell {
    /// Loads the file as soon as there is a verdict, and then in intervals.
    pub(super) fn load_incidents_if_due(self: &Rc<Self>, has_verdict: bool) {
        let now = timer::now();
        let mut schedule = self.incident_schedule.get();
        let (is_elsewhere, is_recorded) =
            self.state.with(|PageState { route, monitor, .. }| {
                (*route != Route::Systems, monitor.config().recorder)
            });
        let is_first = (has_verdict || is_elsewhere) && !schedule.has_begun;
        let is_due = is_first || now >= schedule.due;
        // Without a recorder there is no such file.
        if !is_due || !is_recorded {
            return;
        }
        schedule.has_begun = true;
        schedule.due = now + INTERVAL;
        self.incident_schedule.set(schedule);
        let this = self.clone();
        let done = move |_, result| {
            let now = timer::now();
            if Result::is_err(&result) {
                let retry = this.incident_schedule.get().by(now + RETRY);
                this.incident_schedule.set(retry);
            }
            this.state.with(|state| state.published.take(result, now));
            this.note_read();
            this.show();
        };
        fetch::answer(self.recorded_at("incidents.json"), TIMEOUT, CAP, Box::new(done));
    }

    /// Loads incidents and history soon after a system's status changed: the recorder writes them within seconds.
    pub(super) fn follow_change(&self, view: &PublicView) {
        let statuses: Vec<Status> = view.rows.iter().map(|row| row.status).collect();
        let before = self.statuses.replace(statuses.clone());
        // Before the first frame there are none, and another configuration has others.
        if before.len() == statuses.len() && before != statuses {
            let soon = timer::now() + FOLLOW;
            self.incident_schedule.set(self.incident_schedule.get().by(soon));
            self.recorder_schedule.set(self.recorder_schedule.get().with_history_by(soon));
        }
    }
}
