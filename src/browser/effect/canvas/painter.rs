//! Replays display lists on a canvas.

use crate::chart::{DisplayList, Size};
use js_sys::JsString;
use web_sys::HtmlCanvasElement;

#[wasm_bindgen::prelude::wasm_bindgen(module = "/src/browser/effect/canvas/canvas.js")]
extern "C" {
    #[allow(clippy::too_many_arguments, reason = "one call for a whole panel")]
    fn replay(
        canvas: &HtmlCanvasElement,
        width: u32,
        height: u32,
        ratio: f64,
        font: &JsString,
        size: f64,
        numbers: &[f32],
        colors: &[u32],
        text: &JsString,
    );
}

/// Shows scenes on a canvas.
#[derive(Debug)]
pub struct Painter {
    canvas: HtmlCanvasElement,
    font: CachedText,
    text: CachedText,
}

impl Painter {
    /// Makes a painter for a canvas. Nothing is painted yet.
    pub fn new(canvas: HtmlCanvasElement) -> Self {
        Self { canvas, font: CachedText::default(), text: CachedText::default() }
    }

    /// Paints a display list. The canvas takes its size.
    pub fn paint(&mut self, list: &DisplayList) {
        let Size { width, height, ratio } = list.size();
        let (font, text) =
            (self.font.in_javascript(list.font_family()), self.text.in_javascript(list.text()));
        let (numbers, colors) = (list.numbers(), list.colors());
        replay(&self.canvas, width, height, ratio, font, list.font_size(), numbers, colors, text);
    }
}

/// The last text that was handed to JavaScript. Most drawings have the words of the one before, and handing them over decodes them.
#[derive(Debug, Default)]
struct CachedText {
    text: String,
    string: JsString,
}

impl CachedText {
    /// Returns the text as JavaScript has it.
    fn in_javascript(&mut self, text: &str) -> &JsString {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.string = text.into();
        }
        &self.string
    }
}
