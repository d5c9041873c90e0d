//! A list of thousands of rows, of which only those within its window are in the document.
//!
//! All rows are equally high, so their place is their number times that height. What a screen reader is told of the rest is how
//! many there are; the search above the list is the quicker way for everybody.

use crate::browser::ui::markup::{El, el, watch};
use crate::browser::ui::reactive::{Memo, RwSignal};
use crate::view::admin::inspect::rows::{ListRow, RowKind, Rows};
use crate::view::format::count;
use web_sys::HtmlElement;

/// Height of a row, in CSS pixels; `style/admin.css` has the same.
const ROW: usize = 28;

/// Rows above and below the window that are ready before they are seen.
const MARGIN: usize = 12;

/// Rows of the window, whose height is fixed too.
const WINDOW: usize = 20;

/// The list of what contains `filter`; `show` makes some of its rows, from one on.
pub(super) fn list(
    label: &str,
    rows: Memo<Rows>,
    filter: RwSignal<String>,
    show: impl Fn(&Rows, usize, usize) -> Vec<ListRow> + 'static,
) -> El {
    let first = RwSignal::new(0_usize);
    let n_rows = move || rows.with(Rows::len);
    let begin = move || first.get().saturating_sub(MARGIN).min(n_rows());
    let nothing = move || {
        let words = if n_rows() == 0 { "Nothing here has that in it." } else { "" };
        words.to_owned()
    };
    // Rows change with the window and with the answer, whose newest form is what `rows` holds.
    let shown = el("ul").live(move || {
        let begin = begin();
        rows.with(|rows| show(rows, begin, WINDOW + 3 * MARGIN).iter().map(row).collect())
    });
    let inner = el("div").class("rows");
    let (moved, high): (HtmlElement, HtmlElement) = (shown.cast(), inner.cast());
    watch(move || {
        // Valid values of properties that exist are never refused.
        let _ = high.style().set_property("height", &format!("{}px", n_rows() * ROW));
        let _ =
            moved.style().set_property("transform", &format!("translateY({}px)", begin() * ROW));
    });
    let place = el("div").class("list").attr("role", "group").attr("aria-label", label);
    let window = place.element().clone();
    let searched = window.clone();
    // Another search begins at its top.
    watch(move || {
        filter.track();
        searched.set_scroll_top(0);
        first.set(0);
    });
    place
        .attr("tabindex", "0")
        .on("scroll", move |_| {
            let top = usize::try_from(window.scroll_top()).unwrap_or(0) / ROW;
            // In steps, so that a slow scroll does not build each row anew.
            let step = top / MARGIN * MARGIN;
            if first.get_untracked() != step {
                first.set(step);
            }
        })
        .child(el("p").class("unseen").live_text(move || count(n_rows(), "row")))
        .child(el("p").class("note").live_text(nothing))
        .child(inner.child(shown))
}

fn row(row: &ListRow) -> El {
    let (text, aside) = (row.text.as_str(), row.aside.as_str());
    let number = |tag: &str| el(tag).class("number").text(aside);
    match row.kind {
        RowKind::Family => {
            let family = el("li").class("family").child(el("b").text(text));
            family.child(el("span").text(aside))
        }
        RowKind::Sample => el("li").child(el("code").text(text)).child(number("code")),
        RowKind::Raw => el("li").class("raw").child(number("span")).child(el("code").text(text)),
    }
}
