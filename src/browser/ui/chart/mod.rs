//! A panel of a dashboard: a drawing on a canvas, and everything around it that is words.
//!
//! The canvas shows what [`crate::chart`] drew and hears nothing. Crosshair, selection and marks lie over it as SVG, so that moving
//! them draws nothing anew; legend, tip, numbers and table are HTML. Pointer and keyboard lead to the same few functions of
//! `state::State`. It knows no dashboard: it is given a frame, a crosshair that panels share, and whom to tell of a zoom.

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

pub use surface::Screen;
pub(super) use tools::save_text;

use crate::browser::ui::markup::{acts, find, stamped};
use crate::browser::ui::reactive::{RwSignal, untrack};
use crate::browser::ui::stamp::Stamp;
use crate::chart::summary::summary;
use crate::chart::{Frame, PanelKind};
use crate::series::TimeRange;
use crate::time::{Duration, Timestamp};
use state::State;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, MouseEvent};

/// Told the range that a person selected, and `None` when they want to go back.
pub type Zoom = Rc<dyn Fn(Option<TimeRange>)>;

/// What a panel is given.
pub struct Chart {
    /// The heading.
    pub title: String,
    /// What is shown.
    pub frame: RwSignal<Arc<Frame>>,
    /// How it is drawn.
    pub kind: PanelKind,
    /// The instant that all panels of a page point at.
    pub cursor: RwSignal<Option<Timestamp>>,
    /// Where a person wants to look more closely, or not any more.
    pub zoomed: Zoom,
    /// How far the shown clock is ahead of UTC.
    pub zone: fn(Timestamp) -> Duration,
    /// A few words beside the heading; empty for none.
    pub note: RwSignal<String>,
    /// What it shows and why that matters, below the heading; empty for nothing.
    pub description: String,
    /// The address at which it stands alone; the heading leads there.
    pub href: Box<dyn Fn() -> Option<String>>,
    /// Its place in the grid.
    pub class: &'static str,
}

/// A panel.
pub fn chart(chart: Chart) -> Element {
    let Chart { title, frame, kind, cursor, zoomed, zone, note, description, href, class } = chart;
    let state = State::new(title, frame, kind, cursor, zoomed, zone);
    let (shown, told) = (state.clone(), RefCell::default());
    let class = ["panel ", class].concat();
    let figure = stamped(move || {
        let state = &*shown;
        let id = state.id("title");
        let heading = match href() {
            Some(href) => Stamp::of("panel-way").set("", "href", href).text("", &*state.title),
            None => Stamp::of("piece").text("", &*state.title),
        };
        let note = note.get();
        let nothing = legend::nothing(state).unwrap_or_default();
        let shows_table = state.moves.get().shows_table || kind == PanelKind::Table;
        let table = if shows_table { vec![table::table(state)] } else { Vec::new() };
        let stamp = Stamp::of("chart")
            .set("", "class", &*class)
            .set("", "aria-labelledby", &*id)
            .set("heading", "id", id)
            .children("heading", vec![heading])
            .told("note", note)
            .told("description", &*description)
            .hide("drawing", shows_table)
            .children("drawing", drawing(state, &told))
            .children("rows", table)
            .told("nothing", nothing);
        tools::tools(stamp, state)
    });
    if kind != PanelKind::Table {
        plot::draw(&state, &find(&figure, "canvas"));
    }
    if state.is_plot() {
        plot::hear(&state, &find(&figure, ".chart"));
    }
    let this = state.clone();
    acts(&figure, "click", move |act, event| {
        let is_alone = event.unchecked_ref::<MouseEvent>().alt_key();
        if !switched(&this, act, is_alone) {
            tools::act(&this, act);
        }
    });
    acts(&figure, "dblclick", move |act, _| {
        switched(&state, act, true);
    });
    figure
}

/// Switches a series off or on, or shows it alone, if that is what is asked for.
fn switched(state: &State, act: &str, is_alone: bool) -> bool {
    let Some(index) = act.strip_prefix("series ") else { return false };
    let frame = state.frame.get_untracked();
    let series = index.parse().ok().and_then(|index: usize| frame.series.get(index));
    if let Some(series) = series {
        if is_alone { state.isolate(&series.labels) } else { state.toggle(&series.labels) }
    }
    true
}

/// What is below the heading, unless a table is.
fn drawing(state: &State, told: &RefCell<(String, String)>) -> Vec<Stamp> {
    let label = label(state, told);
    vec![match state.kind {
        PanelKind::Table => return Vec::new(),
        PanelKind::Stat => dial::stat(state, label),
        PanelKind::Gauge => dial::dial(state, label),
        PanelKind::Pie => dial::ring(state, label),
        _ => plot::plot(state, label),
    }]
}

/// What is said of the picture: another sentence when there is another range or another choice of series, not with every sample.
fn label(state: &State, told: &RefCell<(String, String)>) -> String {
    let mut told = told.borrow_mut();
    state.with(|frame, view| {
        let choice = view.hidden.iter().map(|is_hidden| if *is_hidden { '-' } else { '+' });
        let span = view.range.until.since(view.range.after).0;
        let key = span.to_string() + choice.collect::<String>().as_str();
        if told.0 != key {
            *told = (key, untrack(|| summary(&state.title, frame, view)));
        }
    });
    told.1.clone()
}
