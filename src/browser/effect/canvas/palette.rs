//! The colours and the font of the style sheet, as values for a canvas.
//!
//! They are read when the first chart is drawn, and again when the theme changes.

use crate::chart::theme::Font;
use crate::chart::{Color, Theme};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlCanvasElement;

#[wasm_bindgen::prelude::wasm_bindgen(module = "/src/browser/effect/canvas/canvas.js")]
extern "C" {
    fn tokens(place: &web_sys::Element, names: &str) -> String;
    fn advances(canvas: &HtmlCanvasElement, family: &str, size: f64) -> Vec<f64>;
    fn themed(changed: &js_sys::Function);
}

/// In the order of [`Theme::with_colors`].
const TOKENS: &str = "--panel --line --ink --muted --unknown-fill --ok-fill --degraded-fill --major \
                      --series-1 --series-2 --series-3 --series-4 --series-5 --series-6 --series-7 --series-8";

thread_local! {
    static THEME: RefCell<Option<Theme>> = const { RefCell::new(None) };
    static IS_FOLLOWED: Cell<bool> = const { Cell::new(false) };
}

/// Calls `draw` with the theme that holds at the canvas.
pub(super) fn with<T>(canvas: &HtmlCanvasElement, draw: impl FnOnce(&Theme) -> T) -> T {
    THEME.with_borrow_mut(|theme| draw(theme.get_or_insert_with(|| read(canvas))))
}

/// Calls `redraw` whenever the theme changes, from the first call on. Later calls do nothing.
pub(super) fn follow(redraw: fn()) {
    if IS_FOLLOWED.replace(true) {
        return;
    }
    let changed: Closure<dyn Fn()> = Closure::new(move || {
        THEME.with_borrow_mut(|theme| *theme = None);
        redraw();
    });
    themed(changed.as_ref().unchecked_ref());
    changed.forget();
}

/// Reads the tokens of the style sheet. A missing one has the colour of the light theme.
fn read(canvas: &HtmlCanvasElement) -> Theme {
    let usual = Theme::light();
    let Some(place) = canvas.parent_element() else { return usual };
    let found = tokens(&place, TOKENS);
    let mut found = found.split(';');
    let colors: [Option<Color>; 16] = core::array::from_fn(|_| found.next().and_then(Color::parse));
    let family = found.next().unwrap_or("sans-serif").to_owned();
    let is_forced = found.next() == Some("forced");
    let advances = advances(canvas, &family, usual.font.size)
        .into_iter()
        .map(|width| width / usual.font.size)
        .collect();
    let font = Font { family, advances, ..usual.font.clone() };
    Theme { font, has_patterns: is_forced, ..usual.with_colors(colors) }
}
