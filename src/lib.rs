//! Allclear: a status page without a server of its own.
//!
//! A visitor's browser asks the services, through a reverse proxy, how they are, reads what they already
//! expose, and shows the verdict. This library is all of that but the asking and the showing: it has no
//! clock, no network, no randomness and no browser, so everything that matters is tested natively.
//!
//! # Where to start
//!
//! [`monitor::Monitor::update`] is the whole running page as a value: an [`monitor::Event`] comes in, the
//! [`monitor::Effect`]s to be done come out. [`view::public::screen`] says what a visitor sees of it.
//!
//! [`console::Console::update`] is the same for the operator's page. It holds such a monitor, and beside it the login, the targets
//! whose metrics are scraped ([`scrape`], [`decode::exposition`]), and the alerting rules ([`rules`], [`promql`]). All that either
//! learns becomes series in one [`store`], of which [`chart`] draws and [`view::admin`] tells.
//!
//! A page has two sources: its own checks, and what a recorder wrote. [`monitor::sources`] weighs them against each other, and
//! [`history::overall()`] makes of that, of announced maintenance and of open reports the one word that page, badges, widget and `api/v2` say.
//!
//! The recorder runs the same monitor without a browser. [`history::Recording::observe`] says what of it is decided, and an
//! [`history::Archive`] is what that adds up to over months. [`operator`] reads what operators write (incidents, maintenance), and
//! [`publish`] makes what machines read of all this. [`backfill`] reads what another status page saw before there was a recorder.
//!
//! The binaries are shells: `page` and `admin` run the loops in a browser, `allclear` checks and renders the configuration, records,
//! takes over a past, reads pages of metrics and keeps the password file, `fleet` plays five systems to watch.
//!
//! # The flow
//!
//! ```text
//! allclear.yaml --render--> config.json (public) + admin/config.json (private) + nginx.conf
//!
//! Effect::Fetch -> Event::Fetched -> decode -> status, scrape -> store -> promql, rules -> chart, view -> browser::ui
//!       ^                                                                                                 |
//!       +------------------------------- Event (a person, a timer, a kept past) <-------------------------+
//!
//! another page's looks -> backfill -> history
//! recorder: monitor -> history -> status.json, history.json, incidents.json -> view::public; publish -> feed, badges, api/v2
//! ```
//!
//! # The one dependency rule
//!
//! The modules below are listed in the order of the flow, and a module uses only what is listed above it.
//! `tests/layers.rs` enforces that. `browser` is the only place that names `web_sys`, and beside `ui` the only one that names `leptos`. A visitor's page is built from
//! the same library, and carries no byte of what it does not call: nothing of the console, the charts or the large store. It is built
//! whole and then cut in two (`scripts/split.mjs`): what the past is made of comes when the first verdict is shown, and is called only
//! after that (`browser::effect::later`). The operator's page is sent with its code laid out in columns, which compresses better
//! (`scripts/columns.mjs`).
//!
//! # Invariants
//!
//! No clock (`now` is an argument), no input or output, no panic on any input, and no output that depends on the
//! order of a hash table.

// The type of a component holds the types of all elements within it.
#![recursion_limit = "256"]

pub mod time;

pub mod number;

pub mod bytes;

pub mod binary;

pub mod labels;

pub mod series;

pub mod unit;

pub mod decode;

pub mod store;

pub mod promql;

pub mod rules;

pub mod chart;

pub mod status;

pub mod config;

pub mod schedule;

pub mod scrape;

pub mod monitor;

pub mod history;

#[cfg(feature = "cli")]
pub mod operator;

#[cfg(feature = "cli")]
pub mod backfill;

pub mod console;

pub mod route;

pub mod view;

#[cfg(feature = "cli")]
pub mod publish;

#[cfg(feature = "ui")]
pub mod ui;

#[cfg(feature = "browser")]
pub mod browser;
