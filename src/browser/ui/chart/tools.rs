//! What can be done with a panel as a whole: seen as a table, kept as a file.

use super::state::State;
use crate::browser::ui::markup::{El, el};
use crate::browser::ui::reactive::untrack;
use crate::config::private::PanelKind;
use wasm_bindgen::JsValue;

#[wasm_bindgen::prelude::wasm_bindgen(module = "/src/browser/ui/chart/canvas.js")]
extern "C" {
    fn save(content: &JsValue, mime: &str, name: &str);
}

/// Gives a person a text as a file.
pub(in crate::browser::ui) fn save_text(text: &str, mime: &str, name: &str) {
    save(&JsValue::from_str(text), mime, name);
}

pub(super) fn tools(state: State) -> Vec<El> {
    let has_drawing = state.kind != PanelKind::Table;
    let file = move |name: &str, act: fn(State)| tool(name).on_click(move || act(state));
    let pictures = move || {
        if has_drawing && !state.shows_table.get() {
            vec![file("PNG", png), file("SVG", svg)]
        } else {
            Vec::new()
        }
    };
    let files = el("details")
        .class("files")
        .child(el("summary").class("tool").text("Save"))
        .child(el("div").live(pictures).child(file("CSV", csv)));
    if !has_drawing {
        return vec![files];
    }
    let toggle = tool("Table")
        .bind_to("aria-pressed", move || state.shows_table.get().to_string())
        .on_click(move || state.shows_table.update(|shows| *shows = !*shows));
    vec![toggle, files]
}

fn tool(name: &str) -> El {
    el("button").attr("type", "button").class("tool").text(name)
}

/// A name for a file, of the panel's title: letters, figures and dashes.
fn name(state: State, extension: &str) -> String {
    let title = state.title.get_value();
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = title.chars().take(60).map(plain).collect();
    [name.trim_matches('-'), extension].concat()
}

fn png(state: State) {
    state.surface.with_value(|surface| {
        if let Some(surface) = surface {
            save(surface.canvas(), "image/png", &name(state, ".png"));
        }
    });
}

fn svg(state: State) {
    let text = state.surface.with_value(|surface| surface.as_ref().map(|one| one.svg()));
    save(&JsValue::from_str(&text.unwrap_or_default()), "image/svg+xml", &name(state, ".svg"));
}

fn csv(state: State) {
    let text = untrack(|| state.with(crate::chart::table::csv));
    save(&JsValue::from_str(&text), "text/csv", &name(state, ".csv"));
}
