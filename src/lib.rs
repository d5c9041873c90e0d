//! Allclear: a status page without a server of its own.
//!
//! A visitor's browser checks the services through a reverse proxy, reads what they already expose, and shows the verdict.
//! This library does all of that except for the requests and the screen. Its core has no clock, no network, no randomness
//! and no browser, so everything that matters is tested natively.
//!
//! # Where to start
//!
//! [`monitor::Monitor::update`] is the whole running page as a value: a [`monitor::Event`] goes in, the [`monitor::Effect`]s to
//! carry out come back. [`view::public`] turns it into the plain values of a screen, and `ui` turns those into elements.
//!
//! [`console::Console::update`] is the same for the operators' page. It holds a monitor and adds the login, the targets whose
//! metrics are scraped ([`metrics_engine::scrape`]) and the alerting rules ([`rules`], [`metrics_engine::promql`]). Everything that it
//! learns becomes series in one [`metrics_engine::store`]; [`chart`] draws them and [`view::admin`] describes them.
//!
//! A [`dashboard`] is a page of panels with variables. [`dashboard::grafana`] reads and writes Grafana's JSON.
//!
//! A page has two sources: its own checks and the recorder's files. [`monitor::sources`] weighs one against the other.
//! [`history::overall()`] combines the result with announced maintenance and open incidents into the one word that the page,
//! badges, the widget and `api/v2` show.
//!
//! The recorder runs the same monitor without a browser. [`history::Recording::observe`] turns its states into outages, and a
//! [`history::Archive`] keeps those for months. `operator` reads the files that operators write (incidents, maintenance), `publish`
//! writes the machine-readable files, and `backfill` imports the past of another status page.
//!
//! The binaries are shells around this library: `page` and `admin` run the loops in a browser; `allclear` checks and renders the
//! configuration, records, imports a past, reads pages of metrics and keeps the password file.
//!
//! # The flow
//!
//! ```text
//! allclear.yaml --render--> config.json (public) + admin/config.json (private) + nginx.conf
//!
//! Effect::Fetch -> Event::Fetched -> decode -> status, scrape -> store -> promql, rules -> chart, view -> ui -> browser
//!       ^                                                                                                         |
//!       +------------------------------------- Event (a person, a timer, a stored past) <-------------------------+
//!
//! recorder: monitor -> history -> status.json, history.json, incidents.json
//!                              -> view, ui  -> index.html: the first state, written by the components that show it later
//!                              -> publish   -> feed, calendar, badges, api/v2
//! another page's checks -> backfill -> history
//! ```
//!
//! # The one dependency rule
//!
//! The modules below are listed in the order of the flow, and a module uses only modules that are listed above it. Within a
//! module, files do not use each other in a circle. Below all of them lies [`metrics_engine`], a package of its own with the same
//! rule. `tests/layers` enforces it in both.
//!
//! `ui` names Leptos and nothing of the browser, so that the recorder can write its components as HTML; `browser` is the only
//! module that names `web_sys`. The core names neither.
//!
//! # Packages and features
//!
//! `browser` builds the two pages (Leptos' `csr`), `cli` the command (Leptos' `ssr`); both contain `ui`. Without features, the
//! library is the pure core. `engine` is a package because it is optimised for speed, the rest for size, and because it is of use
//! to others. Both pages are built by `trunk build --release` and nothing after it but compression. Each page carries
//! only what it calls: a visitor's has nothing of the console, the charts or the store. The demo's systems, the end-to-end tests and
//! the benchmarks are packages of their own (`demo/fleet`, `tests/e2e`, `benches`).
//!
//! # Invariants
//!
//! No clock (`now` is an argument), no input or output, no panic on any input, and no output that depends on the order of a hash
//! table.

// The type of a component holds the types of all elements within it.
#![recursion_limit = "256"]

pub mod decode;

pub mod rules;

pub mod chart;

pub mod dashboard;

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
