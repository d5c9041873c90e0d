//! An engine for Prometheus metrics: reads pages in the text formats, stores their samples in bounded memory, and evaluates PromQL.
//!
//! It has no clock, no network and no threads, so that it runs in a browser as it does natively, and a test of hours takes
//! milliseconds. [`scrape::Scrape`] writes pages into a [`store::Store`], and [`promql`] queries the store.
//!
//! For people who write expressions, [`promql::repaired`] repairs syntax, [`promql::lint`] finds mistakes of meaning,
//! [`promql::explain`] says why a result is empty, and [`promql::complete`] proposes what to type. A chart evaluates in slices and
//! keeps the steps that it has, by [`promql::eval::Evaluation`].
//!
//! It does not fetch pages, and does not evaluate rules.
//!
//! # Example
//!
//! Two pages of a counter, taken a quarter of a minute apart, and its rate:
//!
//! ```
//! use metrics_engine::promql::{self, eval};
//! use metrics_engine::scrape::{Response, Scrape, Target};
//! use metrics_engine::store::Store;
//! use metrics_engine::time::{Duration, Timestamp};
//!
//! let target = Target {
//!     name: "shop".to_owned(),
//!     job: "shop".to_owned(),
//!     instance: "shop:8080".to_owned(),
//!     interval: Duration::from_secs(15),
//!     max_bytes: 1 << 20,
//!     max_samples: 10_000,
//!     max_label_bytes: 1024,
//!     strict: false,
//! };
//! let mut store = Store::default();
//! let mut scrape = Scrape::new(&target, &mut store);
//! for (at, page) in [
//!     (0, "orders_total{kind=\"book\"} 40\norders_total{kind=\"map\"} 7\n"),
//!     (15_000, "orders_total{kind=\"book\"} 70\norders_total{kind=\"map\"} 7\n"),
//! ] {
//!     let response = Response { content_type: None, body: page.as_bytes() };
//!     let report = scrape.take(&mut store, Timestamp(at), Duration::ZERO, Ok(response));
//!     assert!(report.up);
//! }
//!
//! let expr = promql::parse("sum by (kind) (irate(orders_total[1m])) > 0")?;
//! let found = eval::instant(&expr, &store, Timestamp(15_000))?;
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].0.get("kind"), Some("book"));
//! assert_eq!(found[0].1, 2.0);
//! # Ok::<(), promql::Error>(())
//! ```
//!
//! Why a result is empty, and what was meant:
//!
//! ```
//! use metrics_engine::promql::eval::Settings;
//! use metrics_engine::promql::{self, explain::explain, metadata::Metadata};
//! use metrics_engine::store::Store;
//! use metrics_engine::time::Timestamp;
//!
//! let mut store = Store::default();
//! let group = store.group("shop");
//! let id = store.series(group, &[("__name__", "orders_total"), ("kind", "book")]).unwrap();
//! store.append(group, Timestamp(0), &[(id, 40.0)], &[]);
//!
//! let text = "orders_total by (kind)";
//! assert_eq!(promql::repaired(text).as_deref(), Some("sum by (kind) (orders_total)"));
//!
//! let expr = promql::parse("sum(order_total)")?;
//! let whole = explain(&expr, &store, Timestamp(0), &Settings::default(), &Metadata::default());
//! let reason = whole.causes()[0].reason.as_ref().unwrap();
//! assert_eq!(reason.to_string(), "no target serves `order_total`; similar: orders_total");
//! # Ok::<(), promql::Error>(())
//! ```
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
