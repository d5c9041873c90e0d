//! An engine for Prometheus metrics: reads pages in the text formats, stores their samples in bounded memory, and evaluates PromQL.
//!
//! It has no clock, no network and no threads, so that it runs in a browser as it does natively, and a test of hours takes
//! milliseconds. [`scrape::Scrape`] writes pages into a [`store::Store`], and [`promql`] asks the store.
//!
//! It does not fetch pages, and does not evaluate rules.
//!
//! # The one dependency rule
//!
//! A module uses only modules that are listed above it.
//!
//! # Invariants
//!
//! No clock (`now` is an argument), no input or output, no panic on any input, and no output that depends on the order of a hash
//! table.

pub mod time;

pub mod number;

pub mod bytes;

pub mod binary;

mod table;

pub mod labels;

pub mod series;

pub mod unit;

pub mod exposition;

pub mod store;

pub mod scrape;

pub mod promql;
