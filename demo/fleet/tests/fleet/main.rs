//! Starts the demo systems as a program and checks what they answer: against captures of the running programs where
//! there are any, and every fault on the wire.
//!
//! The captures lie outside of the repository, in `../shared/systems` (or `ALLCLEAR_SHARED`). Where they are missing, the
//! tests that need them say so loudly and are skipped.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails where it stands")]
#![expect(
    clippy::disallowed_methods,
    reason = "the delay of an answer can only be measured with a clock"
)]

mod captures;
mod faults;
mod memory;
mod player;
mod start;
