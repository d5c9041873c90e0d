//! Incidents and maintenance on a visitor's page: when their file is loaded, and the second part of the page's code, which reads it.

use super::effect::{fetch, later, timer};
use super::shell::Shell;
use super::state::State;
use crate::route::public::Page as Place;
use crate::status::Status;
use crate::time::Duration;
use crate::view::public::{Loaded, PublicView};
use std::rc::Rc;

/// The file is loaded after the first verdict, but at this time after the start in any case.
pub(super) const LATEST_LOAD: Duration = Duration::from_secs(4);

/// From one loading to the next.
const LOAD_EVERY: Duration = Duration::from_secs(60);

/// After a failure it is loaded anew so soon.
const LOAD_AGAIN: Duration = Duration::from_secs(15);

/// From a change on the page to the loading that explains it: recorder and browser check at moments of their own.
const FOLLOW: Duration = Duration::from_secs(5);

/// Time that the answer gets.
const LOAD_TIMEOUT: Duration = Duration::from_secs(15);

/// The largest file read, in bytes.
const LOAD_CAP: usize = 2 << 20;

impl Shell {
    /// Loads the file when there is a verdict, and again and again.
    pub(super) fn load_if_due(self: &Rc<Self>, has_verdict: bool) {
        let now = timer::now();
        let (is_elsewhere, is_recorded) = self.state.with(|State { place, monitor, .. }| {
            (*place != Place::Systems, monitor.config().recorder)
        });
        let is_first = (has_verdict || is_elsewhere) && !self.is_loading.get();
        let is_due = is_first || now >= self.load_due.get();
        // Without a recorder there is no such file.
        if !is_due || !is_recorded {
            return;
        }
        self.is_loading.set(true);
        self.load_due.set(now + LOAD_EVERY);
        let this = self.clone();
        let done = move |_, result| {
            if Result::is_err(&result) {
                this.load_due.set(timer::now() + LOAD_AGAIN);
            }
            this.state.with(|state| state.published.take(result, timer::now()));
            this.show();
        };
        let url = self.recorded_at("incidents.json");
        self.when_whole(move || fetch::answer(url, LOAD_TIMEOUT, LOAD_CAP, Box::new(done)));
    }

    /// Loads incidents and the past soon after a system's status changed: what the recorder makes of that, it writes within seconds.
    pub(super) fn follow_change(&self, view: &PublicView) {
        let statuses: Vec<Status> = view.rows.iter().map(|row| row.status).collect();
        let before = self.statuses.replace(statuses.clone());
        // The first frame has the first rows alone, and another configuration has others.
        if before.len() == statuses.len() && before != statuses {
            let soon = timer::now() + FOLLOW;
            self.load_due.set(self.load_due.get().min(soon));
            self.due.set(self.due.get().with_history_by(soon));
        }
    }

    /// Calls `run` once all of the page's code is there. Where that cannot be loaded, the page says so and `run` is not called:
    /// whatever is asked for repeatedly is tried again.
    pub(super) fn when_whole(self: &Rc<Self>, run: impl FnOnce() + 'static) {
        let this = self.clone();
        later::load_then(Box::new(move |is_there| {
            if is_there {
                run();
                if !this.is_whole.replace(true) {
                    this.load_again();
                }
            } else {
                // Nothing has been read without the second part.
                this.state.with(|state| state.published.incident_log = Loaded::Failed);
            }
            this.show();
        }));
    }

    /// Loads the file at once if that failed for want of the second part.
    fn load_again(&self) {
        let has_failed = self.state.with(|State { published, .. }| {
            let has_failed = matches!(published.incident_log, Loaded::Failed);
            if has_failed {
                published.incident_log = Loaded::Pending;
            }
            has_failed
        });
        if has_failed {
            self.load_due.set(timer::now());
        }
    }
}
