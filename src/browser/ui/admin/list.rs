//! A list of thousands of rows, of which only those within its window are in the document.
//!
//! All rows are equally high, so their place is their number times that height. What a screen reader is told of the rest is how
//! many there are; the search above the list is the quicker way for everybody.

use crate::view::admin::inspect::{ListRow, RowKind};
use crate::view::format::count;
use leptos::html;
use leptos::prelude::*;

/// Height of a row, in CSS pixels; `style/admin.css` has the same.
const ROW: usize = 28;

/// Rows above and below the window that are ready before they are seen.
const MARGIN: usize = 12;

/// Rows of the window, whose height is fixed too.
const WINDOW: usize = 20;

/// The list of what contains `filter`.
pub(super) fn list(
    label: &'static str,
    rows: Memo<Vec<ListRow>>,
    filter: RwSignal<String>,
) -> impl IntoView {
    let first = RwSignal::new(0_usize);
    let place: NodeRef<html::Div> = NodeRef::new();
    // Another list, or another search, begins at its top: the element may be that of the list before.
    Effect::new(move || {
        filter.track();
        if let Some(place) = place.get() {
            place.set_scroll_top(0);
            first.set(0);
        }
    });
    let scrolled = move |_| {
        if let Some(place) = place.get_untracked() {
            let top = usize::try_from(place.scroll_top()).unwrap_or(0) / ROW;
            // In steps, so that a slow scroll does not build each row anew.
            let step = top / MARGIN * MARGIN;
            if first.get_untracked() != step {
                first.set(step);
            }
        }
    };
    let height = move || format!("{}px", rows.with(Vec::len) * ROW);
    let begin = Memo::new(move |_| first.get().saturating_sub(MARGIN).min(rows.with(Vec::len)));
    let offset = move || format!("translateY({}px)", begin.get() * ROW);
    let shown = Memo::new(move |_| {
        let begin = begin.get();
        rows.with(|rows| {
            rows.iter().skip(begin).take(WINDOW + 3 * MARGIN).cloned().collect::<Vec<_>>()
        })
    });
    view! {
        <div class="list" role="group" aria-label=label tabindex="0" node_ref=place on:scroll=scrolled>
            <p class="unseen">{move || count(rows.with(Vec::len), "row")}</p>
            {move || rows.with(Vec::is_empty).then(|| view! { <p class="note">"Nothing here has that in it."</p> })}
            <div class="rows" style:height=height>
                <ul style:transform=offset>{move || shown.get().into_iter().map(row).collect_view()}</ul>
            </div>
        </div>
    }
}

fn row(row: ListRow) -> impl IntoView {
    match row.kind {
        RowKind::Family => view! { <li class="family"><b>{row.text}</b><span>{row.aside}</span></li> }.into_any(),
        RowKind::Sample => view! { <li><code>{row.text}</code><code class="number">{row.aside}</code></li> }.into_any(),
        RowKind::Raw => view! { <li class="raw"><span class="number">{row.aside}</span><code>{row.text}</code></li> }.into_any(),
    }
}
