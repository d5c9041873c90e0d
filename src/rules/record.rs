//! Alerts as series: `ALERTS`, which is 1 and has the state as a label, and `ALERTS_FOR_STATE`, the start in Unix seconds.
//!
//! With them a panel can show when an alert was firing, and a rule can refer to the alerts of another.

use super::alert::AlertState;
use super::rule::Alert;
use metrics_engine::labels::LabelSet;
use metrics_engine::series::SeriesId;
use metrics_engine::store::{GroupId, Store};
use metrics_engine::time::{Duration, Timestamp};

/// Writes the series of a rule's alerts, and ends those in `written`, the series of the last time, that are gone.
pub(super) fn write(
    store: &mut Store,
    group: GroupId,
    at: Timestamp,
    alerts: &[Alert],
    written: &mut Vec<SeriesId>,
) {
    let values = series(store, group, alerts);
    let is_gone = |id: &SeriesId| !values.iter().any(|(other, _)| other == id);
    let ended: Vec<SeriesId> = written.iter().copied().filter(is_gone).collect();
    if !values.is_empty() || !ended.is_empty() {
        store.append(group, at, &values, &ended);
    }
    *written = values.into_iter().map(|(id, _)| id).collect();
}

/// Returns the series of these alerts that the page before a reload wrote and the store still has.
pub(super) fn written_before(store: &mut Store, group: GroupId, alerts: &[Alert]) -> Vec<SeriesId> {
    let ids = series(store, group, alerts).into_iter().map(|(id, _)| id);
    ids.filter(|id| store.newest(*id).is_some()).collect()
}

/// Returns the series of all alerts that are not inactive, with their values. A full store takes none, and the alerts are shown all
/// the same.
fn series(store: &mut Store, group: GroupId, alerts: &[Alert]) -> Vec<(SeriesId, f64)> {
    let mut found = Vec::new();
    for alert in alerts {
        let state = match alert.status.state {
            AlertState::Inactive => continue,
            AlertState::Pending => "pending",
            AlertState::Firing => "firing",
        };
        let mut pairs = vec![("alertstate", state)];
        pairs.extend(alert.labels.iter());
        let since = Duration(alert.status.active_at.0).as_secs_f64();
        for (labels, value) in [
            (LabelSet::new("ALERTS", &pairs), 1.0),
            (LabelSet::new("ALERTS_FOR_STATE", pairs.get(1..).unwrap_or_default()), since),
        ] {
            let pairs: Vec<(&str, &str)> = labels.iter().collect();
            found.extend(store.series(group, &pairs).map(|id| (id, value)));
        }
    }
    found
}
