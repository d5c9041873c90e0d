//! A chart: a drawing on a canvas, and all around it that is words.
//!
//! The canvas shows what [`crate::chart`] drew and receives no events. Crosshair, selection and marks lie over it as SVG, so moving
//! them redraws nothing; legend, tooltip, numbers and table are HTML. Pointer and keyboard call the same few methods of
//! `ChartState`. A chart knows no dashboard: it is given a frame, a cursor that charts share, and a callback for zooms.
//!
//! A [`ChartHost`] in the context provides what only a browser can do, such as drawing on a canvas. Without one, as in a test of
//! the HTML, a chart is complete but for its picture.

mod body;
mod canvas;
#[expect(clippy::module_inception, reason = "the component and its room have the same name")]
mod chart;
mod chart_state;
mod description;
mod drawing;
mod keys;
mod legend;
mod nothing;
mod overlay;
mod plot;
mod swatch;
mod table;
mod tools;
mod tooltip;

pub use canvas::{Canvas, ChartHost, Draw, Drawn};
pub use chart::{Chart, ChartProps};
