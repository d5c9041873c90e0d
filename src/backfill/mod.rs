//! What another status page saw, taken over into our own past. Native only.
//!
//! Another program's looks are treated as our recorder's own: they are read as [`ImportedSamples`] and played ([`replay`]) through the very code that
//! confirms what a recorder sees, so that one failure is no outage and what nobody looked at is not observed, whatever the other
//! program made of it. Where it kept no looks but counted them, those looks are taken that leave no choice (`infer`).
//!
//! Files are opened elsewhere; here is what their rows mean ([`kuma`], [`gatus`]), and which of our systems they are about
//! ([`matching`]). Nothing is guessed: what cannot be read, placed or matched is counted and told.

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
pub use samples::{Change, Count, ImportedCheck, ImportedSamples, Saw};
pub use skipped::{SkipReason, Skipped};
