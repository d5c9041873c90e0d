//! Allclear: a status page without a server of its own.
//!
//! A visitor's browser asks the services, through a reverse proxy, how they are, reads what they already
//! expose, and shows the verdict. This library is all of that but the asking and the showing: it has no
//! clock, no network, no randomness and no browser, so everything that matters is tested natively.
//!
//! # Where to start
//!
//! [`monitor::Monitor::update`] is the whole running page as a value: an [`monitor::Event`] comes in, the
//! [`monitor::Effect`]s to be done come out. [`view::public::screen`] says what a visitor sees of it. The binaries are
//! shells: `page` runs the loop in a browser, `allclear` checks and renders the configuration, `fleet` plays
//! five systems to watch.
//!
//! # The flow
//!
//! ```text
//! allclear.yaml --render--> config.json (public) + admin/config.json (private) + nginx.conf
//!
//! Effect::Fetch -> Event::Fetched -> decode -> status -> store -> view -> browser::ui
//!       ^                                                                     |
//!       +------------------- Event (a person, a timer) <----------------------+
//! ```
//!
//! # The one dependency rule
//!
//! The modules below are listed in the order of the flow, and a module uses only what is listed above it.
//! `tests/layers.rs` enforces that. `browser` is the only place that names `web_sys` or `leptos`.
//!
//! # Invariants
//!
//! No clock (`now` is an argument), no input or output, no panic on any input, and no output that depends on the
//! order of a hash table.

pub mod time;

pub mod labels;

pub mod series;

pub mod unit;

pub mod decode;

pub mod store;

pub mod promql;

pub mod rules;

pub mod status;

pub mod config;

pub mod schedule;

pub mod scrape;

pub mod monitor;

pub mod console;

pub mod chart;

pub mod route;

pub mod view;

#[cfg(feature = "browser")]
pub mod browser;
