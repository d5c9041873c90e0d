//! Repainting: requested any number of times, done once.
//!
//! A visible tab paints before its next frame, so that answers which arrive together are shown together. A hidden tab has no frames, but
//! a title, and paints in a task of its own. Either way the painting begins after the caller has returned, so that nothing is borrowed.

use super::visibility;
use leptos::prelude::request_animation_frame;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Collects requests to repaint.
#[derive(Clone, Debug, Default)]
pub struct Repaint(Rc<Pending>);

#[derive(Debug, Default)]
struct Pending {
    /// Whether a repaint was requested since the last one.
    is_requested: Cell<bool>,
    /// Whether a frame will handle requests.
    has_frame: Cell<bool>,
    /// Whether a task will.
    has_task: Cell<bool>,
}

impl Repaint {
    /// Calls `paint` later, once for all requests until then.
    pub fn request(&self, paint: impl FnOnce() + 'static) {
        let Pending { is_requested, has_frame, has_task } = &*self.0;
        is_requested.set(true);
        let pending = self.0.clone();
        if visibility::is_visible() {
            if !has_frame.replace(true) {
                request_animation_frame(move || {
                    pending.has_frame.set(false);
                    pending.run(paint);
                });
            }
        } else if !has_task.replace(true) {
            // A frame that was requested before the tab went behind comes only when it is seen again.
            spawn_local(async move {
                pending.has_task.set(false);
                pending.run(paint);
            });
        }
    }
}

impl Pending {
    fn run(&self, paint: impl FnOnce()) {
        if self.is_requested.replace(false) {
            paint();
        }
    }
}
