//! Canvases that show charts, and files that a person saves of them.
//!
//! A `Surface` knows its size in device pixels, draws only where it can be seen, and at most once a frame. `canvas.js` is
//! what it needs of JavaScript; a [`Painter`] replays a display list there in one call.

mod painter;
mod palette;
mod surface;

pub use painter::Painter;

use crate::ui::chart::{Canvas, ChartHost, Draw, Drawn};
use leptos::html;
use leptos::prelude::{GetUntracked as _, NodeRef};
use std::rc::Rc;
use surface::Surface;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

#[wasm_bindgen::prelude::wasm_bindgen(module = "/src/browser/effect/canvas/canvas.js")]
extern "C" {
    fn save(content: &JsValue, mime: &str, name: &str);
}

/// Returns what charts need of this browser.
pub fn host() -> ChartHost {
    ChartHost { open_canvas, save_text }
}

fn open_canvas(element: NodeRef<html::Canvas>, draw: Draw, drawn: Drawn) -> Option<Rc<dyn Canvas>> {
    Some(Rc::new(OpenCanvas(Surface::new(element.get_untracked()?, draw, drawn))))
}

/// Saves a text as a file.
fn save_text(text: &str, mime: &str, name: &str) {
    save(&JsValue::from_str(text), mime, name);
}

/// Saves the content of a canvas as a PNG file.
fn save_png(canvas: &HtmlCanvasElement, name: &str) {
    save(canvas, "image/png", name);
}

/// The only owner of a surface.
struct OpenCanvas(Rc<Surface>);

impl Canvas for OpenCanvas {
    fn request_drawing(&self) {
        self.0.request_drawing();
    }

    fn svg(&self) -> String {
        self.0.svg()
    }

    fn save_png(&self, name: &str) {
        save_png(self.0.element(), name);
    }

    fn capture_pointer(&self, pointer: i32) {
        // Refused only for a pointer that is gone.
        let _ = self.0.element().set_pointer_capture(pointer);
    }
}
