//! One metric in detail.

use crate::route::{Explore, Route, Screen};
use crate::ui::admin::explore::result_chart::ResultChart;
use crate::ui::admin::explore::running::Running;
use crate::ui::admin::use_console;
use crate::ui::common::{Glyph, filled};
use crate::view::admin::metrics::{Details, Label, Metric, Offer, details, main_query, offers};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// The pane beside the list.
#[component]
pub(super) fn MetricPane(name: String, all: RwSignal<Vec<Arc<Metric>>>) -> impl IntoView {
    let console = use_console();
    let title = name.clone();
    let metric = Memo::new(move |_| all.read().iter().find(|metric| metric.name == name).cloned());
    let query = Memo::new(move |_| {
        metric.read().as_ref().map_or_else(String::new, |metric| main_query(metric).0.query)
    });
    let running = Running::new(console, query);
    let pane = NodeRef::<html::Section>::new();
    // On a narrow screen it takes the place of the list, of which a person may have seen the end.
    pane.on_load(move |_| console.host().reveal(pane));
    let about = move || {
        let metric = metric.get()?;
        let details = console.with_scene_untracked(|scene| details(scene, &metric))?;
        Some(view! {
            <p>{filled(metric.help.clone())}</p>
            <Facts details=details.clone()/>
            <ul class="families" aria-label="Queries">{offers(&metric).into_iter().map(offer).collect_view()}</ul>
            <h3>"Labels"</h3>
            <ul class="families">{details.labels.into_iter().map(label).collect_view()}</ul>
        })
    };
    let missing = move || {
        metric.read().is_none().then(|| {
            view! { <p class="note">"No target describes this metric, and none of its samples is stored."</p> }
        })
    };
    let list = Route::to(Screen::Explore(Explore::Metrics(None))).to_string();
    view! {
        <section class="panel pane" aria-labelledby="metric" node_ref=pane>
            <header>
                <h2 id="metric"><code>{title}</code></h2>
                <a class="button plain closer" href=list><Glyph name="back"/>"All metrics"</a>
            </header>
            {missing}
            <ResultChart result=running.result/>
            {about}
        </section>
    }
}

/// Type, unit, sources and the number of series.
#[component]
fn Facts(details: Details) -> impl IntoView {
    let sources = details.sources.into_iter().map(|source| {
        view! { <dd><a href=source.href>{source.name}</a></dd> }
    });
    let sources = sources.collect_view();
    let has_sources = !sources.is_empty();
    view! {
        <dl class="pairs">
            <dt>"Type"</dt><dd>{details.kind}</dd>
            <dt>"Unit"</dt><dd>{details.unit}</dd>
            <dt>"Series"</dt><dd>{details.series}</dd>
            {has_sources.then(|| view! { <dt>"Targets"</dt> })}
            {sources}
        </dl>
    }
}

/// A query that suits the metric, as a link.
fn offer(Offer { title, query, .. }: Offer) -> impl IntoView {
    let screen = Screen::Explore(Explore::Query(query.clone()));
    let href = Route::to(screen).to_string();
    view! {
        <li>
            <code>{query}</code>
            <a class="button" href=href aria-label=format!("Explore: {title}")><Glyph name="explore"/>{title}</a>
        </li>
    }
}

fn label(Label { name, count, values }: Label) -> impl IntoView {
    view! { <li><code>{name}</code><b>{count}</b><p class="note">{values}</p></li> }
}
