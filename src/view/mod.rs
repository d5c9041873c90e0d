//! What is shown, as plain values, wording included.
//!
//! This is the only place that owns words and number formats, so that all of them are tested natively and can one day be
//! said in other languages. A component of `browser::ui` places them and adds nothing.

pub mod admin;
pub mod format;
pub mod public;
pub mod spark;
pub mod words;
