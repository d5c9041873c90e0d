//! View models: the content of the pages as plain values, wording included.
//!
//! This is the only place that owns words and number formats, so that all of them are tested natively and can be said in other
//! languages ([`language`]). A component of `ui` places them and adds nothing.

pub mod admin;
pub mod calendar;
pub mod format;
pub mod language;
pub mod public;
pub mod spark;
pub mod words;
pub mod zone;
