//! What can be done with a panel as a whole: seen as a table, kept as a file.

use super::state::State;
use crate::config::private::PanelKind;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

#[wasm_bindgen::prelude::wasm_bindgen(module = "/src/browser/ui/chart/canvas.js")]
extern "C" {
    fn save(content: &JsValue, mime: &str, name: &str);
}

/// Gives a person a text as a file.
pub(in crate::browser::ui) fn save_text(text: &str, mime: &str, name: &str) {
    save(&JsValue::from_str(text), mime, name);
}

pub(super) fn tools(state: State) -> impl IntoView {
    let toggle = (state.kind != PanelKind::Table).then(|| {
        let pressed = move || state.shows_table.get().to_string();
        view! {
            <button
                type="button"
                class="tool"
                aria-pressed=pressed
                on:click=move |_| state.shows_table.update(|shows| *shows = !*shows)
            >
                "Table"
            </button>
        }
    });
    let file = move |name: &'static str, act: fn(State)| {
        view! { <button type="button" class="tool" on:click=move |_| act(state)>{name}</button> }
    };
    let has_picture = move || state.kind != PanelKind::Table && !state.shows_table.get();
    view! {
        {toggle}
        <details class="files">
            <summary class="tool">"Save"</summary>
            <div>
                {move || has_picture().then(|| (file("PNG", png), file("SVG", svg)))} {file("CSV", csv)}
            </div>
        </details>
    }
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
