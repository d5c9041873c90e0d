//! The series that health checks write, under the names that rules and panels use.

use super::Watch;
use crate::status::check::{Condition, Finding};
use metrics_engine::labels::LabelSet;
use metrics_engine::series::Sample;
use metrics_engine::store::SampleSink;
use metrics_engine::time::Timestamp;

impl Watch {
    /// Writes the result at `at` into the store.
    ///
    /// `several` says whether the system has more than one check; then the check's id is the subsystem.
    pub fn record(&self, store: &mut impl SampleSink, system: &str, several: bool, at: Timestamp) {
        let Some(result) = &self.last else { return };
        let own = if several { self.check.id.as_str() } else { "" };
        let labels = |name: &str, subsystem: &str| {
            LabelSet::new(name, &[("system", system), ("subsystem", subsystem)])
        };
        // The time until a connection failed is not a response time of the service.
        if result.finding.is_answer() {
            let value = result.took.as_secs_f64();
            store.append_sample(labels("health_check_duration_seconds", own), Sample { at, value });
        }
        if let Finding::Health(reading) = &result.finding {
            for (name, value) in &reading.numbers {
                store.append_sample(labels(name, own), Sample { at, value: *value });
            }
        }
        let parts = result
            .finding
            .parts()
            .iter()
            .map(|part| (part.name.as_str(), part.state.map(Condition::from)));
        for (subsystem, condition) in
            core::iter::once((own, Some(result.finding.condition()))).chain(parts)
        {
            let Some(condition) = condition else { continue };
            if let Some(value) = condition.value() {
                store.append_sample(labels("health_status", subsystem), Sample { at, value });
            }
            count_failures(store, labels("health_consecutive_failures", subsystem), condition, at);
        }
    }
}

/// Counts one more failure in a row, or none, on from the series itself.
fn count_failures(
    store: &mut impl SampleSink,
    labels: LabelSet,
    condition: Condition,
    at: Timestamp,
) {
    let before = store.newest(&labels).map_or(0.0, |sample| sample.value);
    let value = match condition {
        Condition::Down => before + 1.0,
        // An answer that is not health neither fails nor ends a row of failures.
        Condition::Unclear => before,
        Condition::Operational | Condition::Degraded => 0.0,
    };
    store.append_sample(labels, Sample { at, value });
}
