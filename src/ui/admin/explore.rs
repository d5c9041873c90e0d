//! Explore: a query and its result, or the list of all metrics.

mod completion;
mod explained;
mod explanation_tree;
mod metrics;
mod query_editor;
mod query_screen;
mod query_text;
mod remark_item;
mod result_chart;
mod result_table;
mod running;

use super::range_picker::RangePicker;
use super::use_console;
use crate::route::{Explore, Route, Screen};
use leptos::either::Either;
use leptos::prelude::*;
use metrics::Metrics;
use query_screen::QueryScreen;

/// The screen.
#[component]
pub(super) fn ExploreScreen() -> impl IntoView {
    let console = use_console();
    // On the way to another screen the last part stays: this screen is about to end.
    let is_list = Memo::new(move |last: Option<&bool>| match &console.route().read().screen {
        Screen::Explore(part) => matches!(part, Explore::Metrics(_)),
        _ => last.copied().unwrap_or_default(),
    });
    let link = move |part: Explore, words: &'static str| {
        let is_of_list = matches!(part, Explore::Metrics(_));
        let current = move || (is_list.get() == is_of_list).then_some("page");
        view! { <a href=Route::to(Screen::Explore(part)).to_string() aria-current=current>{words}</a> }
    };
    let part = move || {
        if is_list.get() {
            Either::Left(view! { <Metrics/> })
        } else {
            Either::Right(view! { <QueryScreen/> })
        }
    };
    view! {
        <div class="bar">
            <div class="cluster">
                <h1>"Explore"</h1>
                <nav class="segmented" aria-label="Explore">
                    {link(Explore::Query(String::new()), "Query")}
                    {link(Explore::Metrics(None), "Metrics")}
                </nav>
            </div>
            <div class="through" hidden=move || is_list.get()><RangePicker/></div>
        </div>
        {part}
    }
}
