//! Imports the past of another status page. Native only.
//!
//! Checks of another program are treated as the recorder's own: they are read as [`ImportedSamples`] and replayed
//! ([`replay()`](replay::replay)) through the code that confirms the recorder's results, so that one failure is not an outage and
//! a time without checks is unobserved, whatever the other program concluded. Where it stored only counts, a check is imported
//! only if the counts are unambiguous (`infer`).
//!
//! The command opens the files. The modules here interpret their rows ([`kuma`], [`gatus`]) and match their monitors to systems
//! ([`matching`]). Nothing is guessed: rows that cannot be read, placed or matched are counted and reported.

pub mod gatus;
mod infer;
pub mod kuma;
pub mod matching;
pub mod order;
pub mod replay;
pub mod samples;
pub mod skipped;
pub mod words;

pub use matching::Foreign;
pub use samples::{Change, Count, ImportedCheck, ImportedResult, ImportedSamples};
pub use skipped::{SkipReason, Skipped};
