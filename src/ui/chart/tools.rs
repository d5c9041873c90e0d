//! The tools for a chart as a whole: the table, and the files.

use super::canvas::{Canvas, ChartHost};
use super::chart_state::ChartState;
use crate::chart::table::csv;
use leptos::prelude::*;

/// The tools beside the heading.
#[component]
pub(super) fn Tools(state: ChartState) -> impl IntoView {
    let host = use_context::<ChartHost>();
    let has_drawing = state.kind().body.is_drawn();
    let save = move |text: String, mime: &str, extension: &str| {
        if let Some(host) = host {
            (host.save_text)(&text, mime, &file_name(state, extension));
        }
    };
    let png = move |_| with_canvas(state, |canvas| canvas.save_png(&file_name(state, "png")));
    let svg = move |_| with_canvas(state, |canvas| save(canvas.svg(), "image/svg+xml", "svg"));
    let csv = move |_| save(untrack(|| state.with(csv)), "text/csv", "csv");
    view! {
        <button
            class="tool"
            type="button"
            hidden=!has_drawing
            aria-pressed=move || state.shows_table().to_string()
            on:click=move |_| state.toggle_table()
        >
            "Table"
        </button>
        <details class="files">
            <summary class="tool">"Save"</summary>
            <div>
                <button class="tool" type="button" hidden=move || state.shows_table() on:click=png>"PNG"</button>
                <button class="tool" type="button" hidden=move || state.shows_table() on:click=svg>"SVG"</button>
                <button class="tool" type="button" on:click=csv>"CSV"</button>
            </div>
        </details>
    }
}

fn with_canvas(state: ChartState, act: impl FnOnce(&dyn Canvas)) {
    state.canvas.with_value(|canvas| {
        if let Some(canvas) = canvas {
            act(&**canvas);
        }
    });
}

/// Returns a file name made of the chart's title: letters, figures and dashes.
fn file_name(state: ChartState, extension: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || !c.is_ascii() { c } else { '-' };
    let name: String = state.title.with_value(|title| title.chars().take(60).map(plain).collect());
    format!("{}.{extension}", name.trim_matches('-'))
}
