//! What machines and other sites read, read by those who read it: an Atom parser, a calendar parser, an XML parser, and the rules of
//! Statuspage clients. And what must never be in it.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world stops")]

mod badge;
mod calendar;
mod client;
mod feed;
mod hostile;
mod recorder;
mod world;
