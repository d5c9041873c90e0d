//! A canvas that shows a scene: it knows its size in device pixels, draws only where it can be seen, and at most once a frame.
//!
//! All panels share one animation frame. Panels that take longer together than a person feels are spread over several.

use super::palette;
use crate::browser::effect::timer;
use crate::chart::{Layout, Scene, Size, Theme};
use crate::time::Duration;
use js_sys::{Function, JsString};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlCanvasElement;

#[wasm_bindgen::prelude::wasm_bindgen(module = "/src/browser/ui/chart/canvas.js")]
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
    fn watch(canvas: &HtmlCanvasElement, sized: &Function, seen: &Function) -> Function;
}

/// Draws into a scene and says where things are.
type Draw = Box<dyn Fn(&mut Scene, &Theme, Size) -> Layout>;

/// One canvas.
pub(super) struct Surface {
    canvas: HtmlCanvasElement,
    scene: RefCell<Scene>,
    screen: RefCell<Screen>,
    size: Cell<Option<Size>>,
    is_seen: Cell<bool>,
    is_due: Cell<bool>,
    draw: Draw,
    drawn: Box<dyn Fn(Layout)>,
    observer: RefCell<Option<Observer>>,
}

/// What is told by the browser, and how to end it.
struct Observer {
    stop: Function,
    _sized: Closure<dyn Fn(u32, u32, f64)>,
    _seen: Closure<dyn Fn(bool)>,
}

thread_local! {
    static DUE: RefCell<Vec<Weak<Surface>>> = const { RefCell::new(Vec::new()) };
    static ALL: RefCell<Vec<Weak<Surface>>> = const { RefCell::new(Vec::new()) };
}

impl Surface {
    /// Watches a canvas. `draw` is called whenever it has to be drawn, and `drawn` afterwards.
    pub(super) fn new(
        canvas: HtmlCanvasElement,
        draw: Draw,
        drawn: Box<dyn Fn(Layout)>,
    ) -> Rc<Self> {
        let surface = Rc::new(Self {
            screen: RefCell::new(Screen::new(canvas.clone())),
            canvas,
            scene: RefCell::default(),
            size: Cell::new(None),
            is_seen: Cell::new(false),
            is_due: Cell::new(true),
            draw,
            drawn,
            observer: RefCell::new(None),
        });
        let (weak, other) = (Rc::downgrade(&surface), Rc::downgrade(&surface));
        let sized: Closure<dyn Fn(u32, u32, f64)> = Closure::new(move |width, height, ratio| {
            if let Some(surface) = weak.upgrade() {
                let size = Size { width, height, ratio };
                if surface.size.replace(Some(size)) != Some(size) {
                    surface.ask();
                }
            }
        });
        let seen: Closure<dyn Fn(bool)> = Closure::new(move |is_seen| {
            if let Some(surface) = other.upgrade() {
                surface.is_seen.set(is_seen);
                surface.queue();
            }
        });
        let stop =
            watch(&surface.canvas, sized.as_ref().unchecked_ref(), seen.as_ref().unchecked_ref());
        *surface.observer.borrow_mut() = Some(Observer { stop, _sized: sized, _seen: seen });
        palette::follow();
        ALL.with_borrow_mut(|all| {
            all.retain(|one| one.strong_count() > 0);
            all.push(Rc::downgrade(&surface));
        });
        surface
    }

    /// Draws with the next frame, or as soon as it can be seen.
    pub(super) fn ask(self: &Rc<Self>) {
        self.is_due.set(true);
        self.queue();
    }

    fn queue(self: &Rc<Self>) {
        if !self.is_due.get() || !self.is_seen.get() || self.size.get().is_none() {
            return;
        }
        let is_first = DUE.with_borrow_mut(|due| {
            due.push(Rc::downgrade(self));
            due.len() == 1
        });
        if is_first {
            leptos::prelude::request_animation_frame(draw_all);
        }
    }

    fn paint(&self) {
        let Some(size) = self.size.get().filter(|_| self.is_due.replace(false)) else { return };
        let Ok(mut scene) = self.scene.try_borrow_mut() else { return };
        let layout = palette::with(&self.canvas, |theme| (self.draw)(&mut scene, theme, size));
        if let Ok(mut screen) = self.screen.try_borrow_mut() {
            screen.show(&scene);
        }
        drop(scene);
        (self.drawn)(layout);
    }

    /// The panel as a document, as it is shown.
    pub(super) fn svg(&self) -> String {
        self.scene.try_borrow().map(|scene| crate::chart::svg::svg(&scene)).unwrap_or_default()
    }

    /// The canvas.
    pub(super) fn canvas(&self) -> &HtmlCanvasElement {
        &self.canvas
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        if let Some(observer) = self.observer.borrow_mut().take() {
            // Disconnecting cannot fail.
            let _ = observer.stop.call0(&JsValue::NULL);
        }
    }
}

/// A canvas that scenes are shown on.
#[derive(Debug)]
pub struct Screen {
    canvas: HtmlCanvasElement,
    font: Told,
    text: Told,
}

impl Screen {
    /// Nothing is shown yet.
    pub fn new(canvas: HtmlCanvasElement) -> Self {
        Self { canvas, font: Told::default(), text: Told::default() }
    }

    /// Shows a scene. The canvas takes its size.
    pub fn show(&mut self, scene: &Scene) {
        let Size { width, height, ratio } = scene.size();
        let (font, text) = (self.font.tell(scene.font_family()), self.text.tell(scene.text()));
        let (numbers, colors) = (scene.numbers(), scene.colors());
        replay(&self.canvas, width, height, ratio, font, scene.font_size(), numbers, colors, text);
    }
}

/// A text that JavaScript has: most drawings have the words of the one before, and to hand them over again is to decode them again.
#[derive(Debug, Default)]
struct Told {
    text: String,
    string: JsString,
}

impl Told {
    fn tell(&mut self, text: &str) -> &JsString {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.string = text.into();
        }
        &self.string
    }
}

/// Panels are drawn for so long in one frame, and at least one is.
const DRAWN_AT_ONCE: Duration = Duration(8);

/// Draws what is due, or as much of it as a frame has time for; the rest with the next one.
fn draw_all() {
    let mut due = DUE.with_borrow_mut(core::mem::take).into_iter();
    let until = timer::now() + DRAWN_AT_ONCE;
    for surface in due.by_ref() {
        if let Some(surface) = surface.upgrade() {
            surface.paint();
            if timer::now() >= until {
                break;
            }
        }
    }
    let has_rest = DUE.with_borrow_mut(|later| {
        let is_first = later.is_empty();
        later.extend(due);
        is_first && !later.is_empty()
    });
    if has_rest {
        leptos::prelude::request_animation_frame(draw_all);
    }
}

/// Draws every panel anew, because colours or the font changed.
pub(super) fn ask_all() {
    let all = ALL.with_borrow(Clone::clone);
    for surface in all.iter().filter_map(Weak::upgrade) {
        surface.ask();
    }
}
