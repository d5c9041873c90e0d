//! The last hours of the metrics that are listed, computed one after the other.

use super::MOST;
use crate::ui::admin::ConsoleHandle;
use crate::view::admin::metrics::{Metric, PastHour, past_hour};
use leptos::prelude::*;
use metrics_engine::time::Duration;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// The age from which a line is computed again.
const STALE: Duration = Duration::from_secs(30);

/// The lines by the names of their metrics.
#[derive(Clone, Copy)]
pub(super) struct PastHours(StoredValue<BTreeMap<String, ArcRwSignal<PastHour>>>);

impl PastHours {
    /// Computes the line of each metric that is listed, in browser tasks of their own, for as long as the owner lives.
    pub(super) fn new(console: ConsoleHandle, found: Memo<Vec<Arc<Metric>>>) -> Self {
        let all = Self(StoredValue::new(BTreeMap::new()));
        let due = StoredValue::new(VecDeque::<Arc<Metric>>::new());
        let request = console.job(move || {
            let next = due.try_update_value(VecDeque::pop_front).flatten();
            if let Some(metric) = &next
                && let Some(hour) = console.with_scene_untracked(|scene| past_hour(scene, metric))
            {
                all.of(&metric.name).set(hour);
            }
            next.is_some()
        });
        let begin = move || {
            let now = console.with_scene_untracked(|scene| scene.now).unwrap_or_default();
            let is_stale =
                |metric: &&Arc<Metric>| now.since(all.of(&metric.name).read_untracked().at) > STALE;
            let listed = found.read_untracked();
            due.set_value(listed.iter().take(MOST).filter(is_stale).cloned().collect());
            request();
        };
        begin();
        Effect::new(move |ran: Option<()>| {
            found.track();
            if ran.is_some() {
                begin();
            }
        });
        all
    }

    /// Returns the line of a metric.
    pub(super) fn of(self, name: &str) -> ArcRwSignal<PastHour> {
        let find = |all: &mut BTreeMap<String, ArcRwSignal<PastHour>>| {
            all.entry(name.to_owned()).or_default().clone()
        };
        self.0.try_update_value(find).unwrap_or_default()
    }
}
