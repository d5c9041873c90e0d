//! Components that several screens use.

mod button;
mod coded;
mod glyph;
mod icon;
mod prose;
mod segmented;
mod text;

pub use button::Button;
pub use coded::coded;
pub use glyph::Glyph;
pub use icon::Icon;
pub use prose::{Prose, with_lead};
pub use segmented::{Segment, Segmented};
pub use text::{filled, truth};
