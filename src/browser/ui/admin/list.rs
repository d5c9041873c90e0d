//! A list of thousands of rows, of which only those within its window are in the document.
//!
//! All rows are equally high, so their place is their number times that height. What a screen reader is told of the rest is how
//! many there are; the search above the list is the quicker way for everybody.

use crate::browser::effect::turn::Job;
use crate::browser::ui::markup::{listen, stamped, watch};
use crate::browser::ui::reactive::RwSignal;
use crate::browser::ui::stamp::Stamp;
use crate::view::admin::inspect::rows::{ListRow, RowKind, Rows};
use crate::view::format::count;
use std::cell::Cell;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// Height of a row, in CSS pixels; `style/admin.css` has the same.
const ROW: usize = 28;

/// Rows above and below the window that are ready before they are seen.
const MARGIN: usize = 12;

/// Rows of the window, whose height is fixed too.
const WINDOW: usize = 20;

/// The list of what `look` finds, which contains `filter`, now and whenever what `follow` reads changes; `show` makes some of its
/// rows, from one on.
pub(super) fn list(
    label: &'static str,
    follow: Box<dyn Fn()>,
    look: Box<dyn Fn() -> Rows>,
    filter: &RwSignal<String>,
    show: impl Fn(&Rows, usize, usize) -> Vec<ListRow> + 'static,
) -> Element {
    let (first, rows) = (RwSignal::new(0_usize), RwSignal::new(Rows::default()));
    rows.set(look());
    let found = rows.clone();
    // To look through a large page and to lay out what was found is too much for one task.
    let look = Job::new(move || {
        found.set(look());
        false
    });
    // Rows change with the window and with the answer, whose newest form is what `rows` holds.
    let begin = first.clone();
    let list = stamped(move || {
        let first = begin.get().saturating_sub(MARGIN);
        rows.with(|rows| {
            let (n_rows, begin) = (rows.len(), first.min(rows.len()));
            let nothing = if n_rows == 0 { "Nothing here has that in it." } else { "" };
            Stamp::of("list")
                .set("", "aria-label", label)
                .text("count", count(n_rows, "row"))
                .text("nothing", nothing)
                .own("rows", style("height", format!("{}px", n_rows * ROW)))
                .own("shown", style("transform", format!("translateY({}px)", begin * ROW)))
                .each("shown", show(rows, begin, WINDOW + 3 * MARGIN), row)
        })
    });
    let (window, filter, top) = (list.clone(), filter.clone(), first.clone());
    let is_new = Cell::new(true);
    let search = filter.clone();
    watch(move || {
        follow();
        search.track();
        if !is_new.replace(false) {
            look.ask();
        }
    });
    let is_new = Cell::new(true);
    // Another search begins at its top. A new list is there, and to say so would have the browser lay out the page at once.
    watch(move || {
        filter.track();
        if !is_new.replace(false) {
            window.set_scroll_top(0);
            top.set(0);
        }
    });
    let window = list.clone();
    listen(&list, "scroll", move |_| {
        let top = usize::try_from(window.scroll_top()).unwrap_or(0) / ROW;
        // In steps, so that a slow scroll does not build each row anew.
        let step = top / MARGIN * MARGIN;
        if first.get_untracked() != step {
            first.set(step);
        }
    });
    list
}

/// Sets a property of an element's style. A script may, where the page's policy forbids it to markup.
pub(in crate::browser::ui) fn style(
    name: &'static str,
    value: String,
) -> Box<dyn FnOnce(&Element)> {
    Box::new(move |element| {
        let element: &HtmlElement = element.unchecked_ref();
        // Valid values of properties that exist are never refused.
        let _ = element.style().set_property(name, &value);
    })
}

fn row(row: ListRow) -> Stamp {
    let template = match row.kind {
        RowKind::Family => "family",
        RowKind::Sample => "sample",
        RowKind::Raw => "raw",
    };
    Stamp::of(template).text("text", row.text).text("aside", row.aside)
}
