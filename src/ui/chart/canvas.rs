//! The browser's capabilities that a chart needs.

use crate::chart::{DisplayList, Layout, Size, Theme};
use leptos::html;
use leptos::prelude::*;
use std::rc::Rc;

/// Draws a chart into a list and returns where things are.
pub type Draw = Box<dyn Fn(&mut DisplayList, &Theme, Size) -> Layout>;

/// Called after each drawing with where things are.
pub type Drawn = Box<dyn Fn(Layout)>;

/// A canvas that is drawn on while it is in sight. Dropping it ends that.
pub trait Canvas {
    /// Requests a drawing with the next animation frame, or as soon as the canvas comes into sight.
    fn request_drawing(&self);

    /// Returns the last drawing as an SVG document.
    fn svg(&self) -> String;

    /// Saves the last drawing as a PNG file of this name.
    fn save_png(&self, name: &str);

    /// Sends all events of a pointer to this canvas until its button is released.
    fn capture_pointer(&self, pointer: i32);
}

/// Opens the canvas of an element, with what draws it and what is called after each drawing.
pub type OpenCanvas = fn(NodeRef<html::Canvas>, Draw, Drawn) -> Option<Rc<dyn Canvas>>;

/// The browser's capabilities for charts. The shell of the page provides it in the context.
#[derive(Clone, Copy, Debug)]
pub struct ChartHost {
    /// Opens the canvas of an element that is in the document.
    pub open_canvas: OpenCanvas,
    /// Saves a text as a file: text, media type, name.
    pub save_text: fn(&str, &str, &str),
}
