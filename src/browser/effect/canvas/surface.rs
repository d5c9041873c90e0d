//! A canvas that draws only where it can be seen, and at most once a frame.
//!
//! All surfaces share one animation frame. Drawings that take longer together than a person notices are spread over several frames.

use super::painter::Painter;
use super::palette;
use crate::browser::effect::timer;
use crate::chart::{DisplayList, Size};
use crate::ui::chart::{Draw, Drawn};
use js_sys::Function;
use leptos::prelude::request_animation_frame;
use metrics_engine::time::Duration;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlCanvasElement;

#[wasm_bindgen::prelude::wasm_bindgen(module = "/src/browser/effect/canvas/canvas.js")]
extern "C" {
    fn watch(canvas: &HtmlCanvasElement, sized: &Function, seen: &Function) -> Function;
}

/// One canvas.
pub(super) struct Surface {
    element: HtmlCanvasElement,
    list: RefCell<DisplayList>,
    painter: RefCell<Painter>,
    size: Cell<Option<Size>>,
    is_seen: Cell<bool>,
    is_due: Cell<bool>,
    draw: Draw,
    drawn: Drawn,
    observer: RefCell<Option<Observer>>,
}

/// The browser's observers of a canvas, and the function that ends them.
struct Observer {
    stop: Function,
    _sized: Closure<dyn Fn(u32, u32, f64)>,
    _seen: Closure<dyn Fn(bool)>,
}

thread_local! {
    /// The surfaces to draw with the next frame.
    static DUE: RefCell<Vec<Weak<Surface>>> = const { RefCell::new(Vec::new()) };
    static ALL: RefCell<Vec<Weak<Surface>>> = const { RefCell::new(Vec::new()) };
}

impl Surface {
    /// Watches a canvas. Calls `draw` whenever it has to be drawn, and `drawn` afterwards.
    pub(super) fn new(element: HtmlCanvasElement, draw: Draw, drawn: Drawn) -> Rc<Self> {
        let surface = Rc::new(Self {
            painter: RefCell::new(Painter::new(element.clone())),
            element,
            list: RefCell::default(),
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
                    surface.request_drawing();
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
            watch(&surface.element, sized.as_ref().unchecked_ref(), seen.as_ref().unchecked_ref());
        *surface.observer.borrow_mut() = Some(Observer { stop, _sized: sized, _seen: seen });
        palette::follow(redraw_all);
        ALL.with_borrow_mut(|all| {
            all.retain(|one| one.strong_count() > 0);
            all.push(Rc::downgrade(&surface));
        });
        surface
    }

    /// Requests a drawing with the next frame, or as soon as the canvas comes into sight.
    pub(super) fn request_drawing(self: &Rc<Self>) {
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
            request_animation_frame(draw_due);
        }
    }

    fn draw(&self) {
        let Some(size) = self.size.get().filter(|_| self.is_due.replace(false)) else { return };
        let Ok(mut list) = self.list.try_borrow_mut() else { return };
        let layout = palette::with(&self.element, |theme| (self.draw)(&mut list, theme, size));
        if let Ok(mut painter) = self.painter.try_borrow_mut() {
            painter.paint(&list);
        }
        drop(list);
        (self.drawn)(layout);
    }

    /// Returns the last drawing as an SVG document.
    pub(super) fn svg(&self) -> String {
        self.list.try_borrow().map(|list| crate::chart::svg::svg(&list)).unwrap_or_default()
    }

    /// Returns the element of the canvas.
    pub(super) fn element(&self) -> &HtmlCanvasElement {
        &self.element
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

/// The time that drawings may take in one frame. At least one is drawn.
const BUDGET: Duration = Duration(8);

/// Draws what is due, or as much of it as a frame has time for; the rest with the next one.
fn draw_due() {
    let mut due = DUE.with_borrow_mut(core::mem::take).into_iter();
    let until = timer::now() + BUDGET;
    for surface in due.by_ref() {
        if let Some(surface) = surface.upgrade() {
            surface.draw();
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
        request_animation_frame(draw_due);
    }
}

/// Redraws every surface, because colours or the font changed.
fn redraw_all() {
    let all = ALL.with_borrow(Clone::clone);
    for surface in all.iter().filter_map(Weak::upgrade) {
        surface.request_drawing();
    }
}
