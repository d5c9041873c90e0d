//! The fields above the list of metrics, and the metrics that they let through.

use crate::view::admin::metrics::Metric;
use crate::view::format::grouped;
use leptos::prelude::*;
use metrics_engine::exposition::MetricType;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The types that can be chosen, and the words for them.
const KINDS: [(MetricType, &str); 4] = [
    (MetricType::Counter, "counter"),
    (MetricType::Gauge, "gauge"),
    (MetricType::Histogram, "histogram"),
    (MetricType::Summary, "summary"),
];

/// The values of the fields. An empty one lets every metric through.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MetricFilter {
    /// The text of the search.
    pub(super) search: RwSignal<String>,
    /// The target, by its `job`.
    job: RwSignal<String>,
    /// The word for the type.
    kind: RwSignal<String>,
}

impl MetricFilter {
    /// Returns whether a metric matches all fields, which it tracks.
    pub(super) fn accepts(self, metric: &Metric) -> bool {
        let (search, job, kind) = (self.search.read(), self.job.read(), self.kind.read());
        metric.matches(&search)
            && (job.is_empty() || metric.jobs.contains(job.as_str()))
            && (kind.is_empty() || KINDS.contains(&(metric.kind, kind.as_str())))
    }
}

/// The fields, and how many metrics match them.
#[component]
pub(super) fn FilterBar(
    /// The values of the fields.
    filter: MetricFilter,
    /// All metrics.
    all: RwSignal<Vec<Arc<Metric>>>,
    /// Those that match.
    found: Memo<Vec<Arc<Metric>>>,
    /// Maximum number of metrics that are listed.
    most: usize,
    /// Called by the Enter key.
    on_submit: Callback<()>,
) -> impl IntoView {
    let MetricFilter { search, job, kind } = filter;
    let note = move || {
        let (found, all) = (found.read(), all.read());
        let series: usize = found.iter().map(|metric| metric.series).sum();
        let listed = if found.len() > most {
            format!(", the first {most} are listed")
        } else {
            String::new()
        };
        format!(
            "{} of {} metrics, {} series{listed}",
            grouped(found.len()),
            grouped(all.len()),
            grouped(series)
        )
    };
    let jobs = Memo::new(move |_| {
        let all = all.read();
        let jobs = all.iter().flat_map(|metric| metric.jobs.iter().cloned());
        jobs.collect::<BTreeSet<String>>()
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    let option = |word: &str| view! { <option value=word.to_owned()>{word.to_owned()}</option> };
    view! {
        <form class="bar" role="search" aria-label="Metrics" on:submit=submit>
            <div class="cluster">
                <input
                    class="field search"
                    type="search"
                    placeholder="Search"
                    aria-label="Search metrics"
                    autocapitalize="none"
                    spellcheck="false"
                    bind:value=search
                />
                <select class="field select" aria-label="Target" on:change=move |event| job.set(event_target_value(&event))>
                    <option value="">"All targets"</option>
                    {move || jobs.get().iter().map(|job| option(job)).collect_view()}
                </select>
                <select class="field select" aria-label="Type" on:change=move |event| kind.set(event_target_value(&event))>
                    <option value="">"All types"</option>
                    {KINDS.map(|(_, word)| option(word)).into_iter().collect_view()}
                </select>
            </div>
            <p class="note" role="status">{note}</p>
        </form>
    }
}
