//! What can be done with a panel as a whole: seen as a table, kept as a file.

use super::state::State;
use crate::browser::ui::reactive::untrack;
use crate::browser::ui::stamp::Stamp;
use crate::chart::PanelKind;
use wasm_bindgen::JsValue;

#[wasm_bindgen::prelude::wasm_bindgen(module = "/src/browser/ui/chart/canvas.js")]
extern "C" {
    fn save(content: &JsValue, mime: &str, name: &str);
}

/// Gives a person a text as a file.
pub(in crate::browser::ui) fn save_text(text: &str, mime: &str, name: &str) {
    save(&JsValue::from_str(text), mime, name);
}

/// The tools of a panel, in its stamp.
pub(super) fn tools(stamp: Stamp, state: &State) -> Stamp {
    let has_drawing = state.kind != PanelKind::Table;
    let shows_table = state.moves.get().shows_table;
    stamp
        .hide("table", !has_drawing)
        .say("table", "aria-pressed", shows_table)
        .hide("png", !has_drawing || shows_table)
        .hide("svg", !has_drawing || shows_table)
}

/// What a button of the panel does.
pub(super) fn act(state: &State, act: &str) {
    match act {
        "table" => state.note(|moves| moves.shows_table = !moves.shows_table),
        "png" => png(state),
        "svg" => svg(state),
        "csv" => csv(state),
        _ => {}
    }
}

/// A name for a file, of the panel's title: letters, figures and dashes.
fn name(state: &State, extension: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || !c.is_ascii() { c } else { '-' };
    let name: String = state.title.chars().take(60).map(plain).collect();
    [name.trim_matches('-'), extension].concat()
}

fn png(state: &State) {
    if let Some(surface) = &*state.surface.borrow() {
        save(surface.canvas(), "image/png", &name(state, ".png"));
    }
}

fn svg(state: &State) {
    let text = state.surface.borrow().as_ref().map(|one| one.svg());
    save(&JsValue::from_str(&text.unwrap_or_default()), "image/svg+xml", &name(state, ".svg"));
}

fn csv(state: &State) {
    let text = untrack(|| state.with(crate::chart::table::csv));
    save(&JsValue::from_str(&text), "text/csv", &name(state, ".csv"));
}
