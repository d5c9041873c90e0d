//! A panel of a dashboard: a drawing on a canvas, and everything around it that is words.
//!
//! The canvas shows what [`crate::chart`] drew and hears nothing. Crosshair, selection and marks lie over it as SVG, so that moving
//! them draws nothing anew; legend, tip, numbers and table are HTML. Pointer and keyboard lead to the same few functions of
//! [`state::State`]. It knows no dashboard: it is given a frame, a crosshair that panels share, and whom to tell of a zoom.

mod dial;
mod keys;
mod legend;
mod overlay;
mod palette;
mod plot;
mod state;
mod surface;
mod table;
mod tip;
mod tools;

pub use surface::show;
pub(super) use tools::save_text;

use crate::browser::ui::markup::{El, el};
use crate::browser::ui::reactive::{Callback, Memo, RwSignal, Signal};
use crate::chart::Frame;
use crate::config::private::PanelKind;
use crate::series::TimeRange;
use crate::time::{Duration, Timestamp};
use state::State;
use std::sync::Arc;

/// What a panel is given.
pub struct Chart {
    /// The heading.
    pub title: String,
    /// What is shown.
    pub frame: Signal<Arc<Frame>>,
    /// How it is drawn.
    pub kind: PanelKind,
    /// The instant that all panels of a page point at.
    pub cursor: RwSignal<Option<Timestamp>>,
    /// Told the range that a person selected, and `None` when they want to go back.
    pub zoomed: Callback<Option<TimeRange>>,
    /// How far the shown clock is ahead of UTC.
    pub zone: fn(Timestamp) -> Duration,
    /// A few words beside the heading; empty for none.
    pub note: Signal<String>,
    /// What it shows and why that matters, below the heading; empty for nothing.
    pub description: String,
    /// The address at which it stands alone; the heading leads there. Whether there is one is settled at the start.
    pub href: Signal<Option<String>>,
    /// Its place in the grid.
    pub class: &'static str,
}

/// A panel.
pub fn chart(chart: Chart) -> El {
    let Chart { title, frame, kind, cursor, zoomed, zone, note, description, href, class } = chart;
    let state = State::new(title.clone(), frame, kind, cursor, zoomed, zone);
    let id = state.id("title");
    let heading = el("h2").attr("id", &id);
    let heading = if href.with_untracked(Option::is_some) {
        heading.child(el("a").class("quiet").bind("href", move || href.get()).text(&title))
    } else {
        heading.text(&title)
    };
    let tools = el("div")
        .class("tools")
        .live(noted("span", Box::new(move || note.get())))
        .children(tools::tools(state));
    let figure = el("figure")
        .class(&["panel ", class].concat())
        .attr("aria-labelledby", &id)
        .child(el("header").child(heading).child(tools));
    let figure = if description.is_empty() {
        figure
    } else {
        figure.child(el("p").class("note").text(&description))
    };
    figure.live(move || body(state)).live(legend::nothing(state))
}

/// What is below the heading: the drawing or its table.
fn body(state: State) -> Vec<El> {
    match state.kind {
        _ if state.shows_table.get() => vec![table::table(state)],
        PanelKind::Table => vec![table::table(state)],
        PanelKind::Stat => vec![dial::stat(state)],
        PanelKind::Gauge => vec![dial::dial(state)],
        PanelKind::Pie => vec![dial::ring(state)],
        _ => plot::plot(state),
    }
}

/// Words in an element of their own, which is there as long as there are any.
fn noted(tag: &'static str, words: Box<dyn Fn() -> String + Send + Sync>) -> impl Fn() -> Vec<El> {
    let words = Memo::new(words);
    move || match words.get() {
        words if words.is_empty() => Vec::new(),
        words => vec![el(tag).class("note").text(&words)],
    }
}
