//! The list of all metrics, and beside it one of them. A narrow screen shows one or the other.

mod metric_filter;
mod metric_pane;
mod metric_row;
mod past_hours;

use crate::route::{Explore, Route, Screen};
use crate::ui::admin::use_console;
use crate::view::admin::metrics::{Metric, catalogue};
use leptos::prelude::*;
use metric_filter::{FilterBar, MetricFilter};
use metric_pane::MetricPane;
use metric_row::MetricRow;
use past_hours::PastHours;
use std::sync::Arc;

/// Maximum number of rows. A search finds the others.
const MOST: usize = 100;

/// The screen.
#[component]
pub(super) fn Metrics() -> impl IntoView {
    let console = use_console();
    let filter = MetricFilter::default();
    let all = RwSignal::new(Vec::<Arc<Metric>>::new());
    let read = move || {
        let read = console.with_scene_untracked(catalogue).unwrap_or_default();
        all.set(read.into_iter().map(Arc::new).collect());
    };
    read();
    // To list all series is too much for the task in which samples arrive.
    let request = console.job(move || {
        read();
        false
    });
    Effect::new(move |ran: Option<()>| {
        console.track_samples();
        if ran.is_some() {
            request();
        }
    });
    let found = Memo::new(move |_| {
        let is_wanted = |metric: &&Arc<Metric>| filter.accepts(metric);
        all.read().iter().filter(is_wanted).cloned().collect::<Vec<_>>()
    });
    let opened =
        Memo::new(move |last: Option<&Option<String>>| match &console.route().read().screen {
            Screen::Explore(Explore::Metrics(name)) => name.clone(),
            _ => last.cloned().flatten(),
        });
    let open_first = Callback::new(move |()| {
        if let Some(first) = found.read_untracked().first() {
            console.navigate(address(first.name.clone()), false);
        }
    });
    let past_hours = PastHours::new(console, found);
    let keys = move || {
        found.read().iter().take(MOST).map(|metric| metric.name.clone()).collect::<Vec<_>>()
    };
    let row = move |name: String| {
        let past = past_hours.of(&name);
        move || {
            let metric = found.read().iter().find(|metric| metric.name == name).cloned();
            let is_open = opened.read().as_deref() == Some(name.as_str());
            metric.map(|metric| view! { <MetricRow metric is_open past=past.clone()/> })
        }
    };
    view! {
        <FilterBar filter all found most=MOST on_submit=open_first/>
        <div class="split" data-open=move || opened.read().is_some().then_some("")>
            <div class="panel">
                <div class="scroll" role="group" aria-label="Metrics" tabindex="0">
                    <table class="table metrics">
                        <thead>
                            <tr>
                                <th scope="col">"Name"</th>
                                <th scope="col">"Type"</th>
                                <th class="number" scope="col">"Series"</th>
                                <th scope="col">"1 h"</th>
                                <th class="number" scope="col">"Now"</th>
                            </tr>
                        </thead>
                        <tbody>
                            <For each=keys key=|name| name.clone() let(name)>{row(name)}</For>
                        </tbody>
                    </table>
                </div>
                <p class="note">{move || found.read().is_empty().then(|| nothing(&filter.search.read(), all.read().is_empty()))}</p>
            </div>
            <div class="answer">{move || opened.get().map(|name| view! { <MetricPane name all/> })}</div>
        </div>
    }
}

/// Returns the address of a metric.
fn address(name: String) -> Route {
    Route::to(Screen::Explore(Explore::Metrics(Some(name))))
}

/// Why the list is empty.
fn nothing(search: &str, is_blank: bool) -> String {
    if is_blank {
        "Nothing has been scraped or checked yet.".to_owned()
    } else if search.trim().is_empty() {
        "No metric of this target and type.".to_owned()
    } else {
        format!("No metric matches \u{201c}{search}\u{201d}.")
    }
}
