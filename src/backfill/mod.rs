//! What another status page saw, taken over into our own past. Native only.
//!
//! Another program's looks are treated as our recorder's own: a [`Tape`] of them is played ([`replay`]) through the very code that
//! confirms what a recorder sees, so that one failure is no outage and what nobody looked at is not observed, whatever the other
//! program made of it. Where it kept no looks but counted them, those looks are taken that leave no choice (`reckon`).
//!
//! Files are opened elsewhere; here is what their rows mean ([`kuma`], [`gatus`]), and which of our systems they are about
//! ([`matching`]). Nothing is guessed: what cannot be read, placed or matched is counted and told.

pub mod gatus;
pub mod kuma;
pub mod left;
pub mod matching;
mod reckon;
pub mod replay;
pub mod tape;
pub mod words;

pub use left::{Left, Reason};
pub use matching::Foreign;
pub use tape::{Change, Count, Saw, Sight, Tape};
