//! The store: it equals a naive one, also after a reload, and it keeps a day of five systems in few bytes.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where its own data are not what they must be"
)]

mod day;
mod laws;
mod naive;
mod snapshot;
