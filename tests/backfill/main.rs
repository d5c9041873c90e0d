//! `allclear backfill`, as a process: databases in the shapes of Uptime Kuma and Gatus, made here; what is taken of them beside an
//! independent computation; what is refused; and the recorder that goes on from there.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world stops")]

mod command;
mod gatus;
mod kuma;
mod onward;
mod service;
mod world;
