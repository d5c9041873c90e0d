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

use crate::chart::Frame;
use crate::config::private::PanelKind;
use crate::series::TimeRange;
use crate::time::{Duration, Timestamp};
use leptos::prelude::*;
use state::State;
use std::sync::Arc;

/// A panel. The figure takes the class that places it in its grid.
///
/// `cursor` is the instant that all panels of a page point at. `zoomed` is told the range that a person selected, and `None` when
/// they want to go back. `zone` tells how far the shown clock is ahead of UTC.
#[component]
pub fn Chart(
    /// The heading.
    #[prop(into)]
    title: String,
    /// What is shown.
    #[prop(into)]
    frame: Signal<Arc<Frame>>,
    /// How it is drawn.
    kind: PanelKind,
    /// The instant under the crosshair of all panels.
    cursor: RwSignal<Option<Timestamp>>,
    /// What a selection leads to.
    #[prop(into)]
    zoomed: Callback<Option<TimeRange>>,
    /// How far the shown clock is ahead of UTC.
    zone: fn(Timestamp) -> Duration,
    /// A few words beside the heading.
    #[prop(into, optional)]
    note: MaybeProp<String>,
    /// What it shows and why that matters; below the heading.
    #[prop(into, optional)]
    description: String,
    /// The address at which it stands alone; the heading leads there.
    #[prop(into, optional)]
    href: MaybeProp<String>,
    /// Its place in the grid.
    #[prop(into, optional)]
    class: String,
) -> impl IntoView {
    let state = State::new(title.clone(), frame, kind, cursor, zoomed, zone);
    let id = state.id("title");
    view! {
        <figure class=["panel ".to_owned(), class].concat() aria-labelledby=id>
            <header>
                <h2 id=id.clone()>{move || match href.get() {
                    Some(href) => view! { <a class="quiet" href=href>{title.clone()}</a> }.into_any(),
                    None => title.clone().into_any(),
                }}</h2>
                <div class="tools">
                    {move || note.get().filter(|note| !note.is_empty()).map(|note| view! { <span class="note">{note}</span> })}
                    {tools::tools(state)}
                </div>
            </header>
            {(!description.is_empty()).then(|| view! { <p class="note">{description}</p> })}
            {move || {
                if state.shows_table.get() || kind == PanelKind::Table {
                    table::table(state).into_any()
                } else {
                    match kind {
                        PanelKind::Stat => dial::stat(state).into_any(),
                        PanelKind::Gauge => dial::dial(state).into_any(),
                        PanelKind::Pie => dial::ring(state).into_any(),
                        _ => plot::plot(state).into_any(),
                    }
                }
            }}
        </figure>
    }
}
