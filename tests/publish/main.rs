//! The published files for machines and other sites: an XML parser reads the feed, a reader by the grammar of RFC 5545 the
//! calendar, and the rules of Statuspage clients apply to the rest. And what must never be in it.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world stops")]

mod badge;
mod calendar;
mod client;
mod feed;
mod hostile;
mod reading;
mod recorder;
mod world;
