//! A list of thousands of rows, of which only those within its window are in the document.
//!
//! All rows are equally high, so the place of a row is its number times that height. A screen reader gets the number of rows;
//! the search above the list is the quicker way.

use super::use_console;
use crate::route::{Aspect, Endpoint};
use crate::view::admin::inspect::rows::{ListRow, RowKind, Rows, rows};
use crate::view::format::count;
use leptos::either::EitherOf3;
use leptos::html::Div;
use leptos::prelude::*;
use metrics_engine::time::Timestamp;
use std::sync::Arc;

/// Height of a row, in CSS pixels; `style/admin.css` has the same. A family has two lines, and so may labels; a line as received is one.
fn row_height(aspect: Aspect) -> usize {
    if aspect == Aspect::Families { 44 } else { 28 }
}

/// Rows above and below the window that are ready before they are seen.
const MARGIN: usize = 12;

/// Rows of the window, whose height is fixed too.
const WINDOW: usize = 20;

/// The rows of an answer that contain `search`, looked up anew when that changes or `answered` does.
#[component]
pub(super) fn RowList(
    label: &'static str,
    endpoint: Arc<Endpoint>,
    aspect: Aspect,
    answered: Memo<Option<Timestamp>>,
    search: RwSignal<String>,
) -> impl IntoView {
    let console = use_console();
    let height = row_height(aspect);
    let list = NodeRef::<Div>::new();
    let first = RwSignal::new(0_usize);
    let inspected = endpoint.clone();
    let find_rows = move || {
        let find_rows = |search: &String| {
            console.with_scene_untracked(|scene| rows(scene, &inspected, aspect, search))
        };
        search.with_untracked(find_rows).unwrap_or_default()
    };
    let found = RwSignal::new(find_rows());
    let found_for = (answered.get_untracked(), search.get_untracked());
    // To search a large page and to lay out what was found is too much for one task.
    let request = console.job(move || {
        found.set(find_rows());
        false
    });
    Effect::new(move |before: Option<(Option<Timestamp>, String)>| {
        let before = before.unwrap_or_else(|| found_for.clone());
        let wanted = (answered.get(), search.get());
        // Another search begins at its top.
        if wanted.1 != before.1 {
            console.host().scroll_to_top(list);
            first.set(0);
        }
        if wanted != before {
            request();
        }
        wanted
    });

    let n_rows = move || found.with(Rows::len);
    let begin = move || first.get().saturating_sub(MARGIN).min(n_rows());
    let shown = move || {
        let begin = begin();
        let show = |found: &Rows| {
            console.with_scene_untracked(|scene| {
                found.show(scene, &endpoint, begin, WINDOW + 3 * MARGIN)
            })
        };
        found.with(show).unwrap_or_default().into_iter().map(list_row).collect_view()
    };
    let scroll = move |_| {
        let top = console.host().scroll_top(list) / height;
        // In steps, so that a slow scroll does not build each row anew.
        let step = top / MARGIN * MARGIN;
        if first.get_untracked() != step {
            first.set(step);
        }
    };
    view! {
        <div class="list" role="group" tabindex="0" aria-label=label node_ref=list on:scroll=scroll>
            <p class="unseen">{move || count(n_rows(), "row")}</p>
            <p class="note">{move || (n_rows() == 0).then_some("No matches.")}</p>
            // A style set by a script is allowed where the page's policy forbids one in the markup.
            <div class="rows" style:height=move || format!("{}px", n_rows() * height)>
                <ul style:transform=move || format!("translateY({}px)", begin() * height)>{shown}</ul>
            </div>
        </div>
    }
}

/// One row.
fn list_row(ListRow { kind, text, aside }: ListRow) -> impl IntoView {
    match kind {
        RowKind::Family => EitherOf3::A(
            view! { <li class="family"><b>{text}</b><span title=aside.clone()>{aside.clone()}</span></li> },
        ),
        RowKind::Sample => {
            let name = text.clone();
            EitherOf3::B(
                view! { <li class="sample"><code title=name>{text}</code><code class="number">{aside}</code></li> },
            )
        }
        RowKind::Raw => EitherOf3::C(
            view! { <li class="raw"><span class="number">{aside}</span><code>{text}</code></li> },
        ),
    }
}
