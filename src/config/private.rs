//! What an operator's page runs on beyond the public [`Config`]: every system, the targets to scrape, rules, dashboards.
//!
//! It comes from `admin/config.json`, which lies behind the login, and is written by `allclear render` from the same document as
//! everything else. Like [`Config`] it is valid by construction; the reader is in `private/wire`.

pub use crate::rules::Severity;

use super::Config;
use crate::chart::{Limit, PanelKind};
use crate::rules::RuleGroup;
use crate::time::Duration;
use crate::unit::Unit;
use std::sync::Arc;

pub mod wire;

/// All of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Private {
    /// Every system, with full mappings. [`Config::proxy`] is the base of everything that lies behind the login.
    pub config: Arc<Config>,
    /// Ids of systems that visitors do not see, or of which they see the verdict alone.
    pub hidden: Vec<String>,
    /// Where metrics are scraped.
    pub targets: Vec<Target>,
    /// Alerting rules, in groups that are evaluated together.
    pub groups: Vec<RuleGroup>,
    /// Dashboards, in the order shown.
    pub dashboards: Vec<Dashboard>,
}

impl Private {
    /// [`RuleGroup::interval`] unless configured.
    pub const EVALUATION: Duration = Duration::from_secs(15);
}

/// One metrics endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The system that it belongs to.
    pub system: String,
    /// Unique within the system: `[a-z0-9-]+`. It is scraped at `<proxy>/metrics/<system>/<id>`.
    pub id: String,
    /// The `job` label of its series.
    pub job: String,
    /// The `instance` label of its series: host and port of its address.
    pub instance: String,
    /// The path of its address, as shown: `/metrics`.
    pub path: String,
    /// Time from one scrape to the next.
    pub interval: Duration,
    /// Time after which a scrape has failed.
    pub timeout: Duration,
    /// Largest page read, in bytes.
    pub max_bytes: usize,
    /// The most samples taken from one page; more are not kept, and said so.
    pub max_samples: usize,
    /// Longest label name or value kept, in bytes.
    pub max_label_bytes: usize,
    /// Whether one bad line spoils the whole page, as it does for Prometheus.
    pub strict: bool,
}

impl Target {
    /// [`Target::interval`] unless configured.
    pub const INTERVAL: Duration = Duration::from_secs(15);
    /// [`Target::timeout`] unless configured.
    pub const TIMEOUT: Duration = Duration::from_secs(10);
    /// [`Target::max_bytes`] unless configured. The largest real page known has four megabytes.
    pub const MAX_BYTES: usize = 16 * 1024 * 1024;
    /// [`Target::max_samples`] unless configured.
    pub const MAX_SAMPLES: usize = 50_000;
    /// [`Target::max_label_bytes`] unless configured: some real systems take label values from strangers.
    pub const MAX_LABEL_BYTES: usize = 1024;
}

/// One page of panels.
#[derive(Clone, Debug, PartialEq)]
pub struct Dashboard {
    /// In the address: `[a-z0-9-]+`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The system that it belongs to; empty for none.
    pub system: String,
    /// In reading order; the grid places them.
    pub panels: Vec<Panel>,
}

/// One panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// In the address, unique within the dashboard: `[a-z0-9-]+`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// A sentence on what it shows and why it matters; may be empty.
    pub description: String,
    /// How it is drawn.
    pub kind: PanelKind,
    /// How wide it stands in the grid.
    pub width: Width,
    /// What it shows.
    pub queries: Vec<Query>,
    /// The unit of its values.
    pub unit: Unit,
    /// Values that are drawn as lines with what lies beyond tinted; a gauge has its tick there.
    pub limits: Vec<Limit>,
    /// Where the axis begins, unless the values lie lower. A gauge's least.
    pub min: Option<f64>,
    /// Where the axis ends, unless the values lie higher. A gauge's most.
    pub max: Option<f64>,
}

/// One expression of a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// In the query language: for now a selector, or `rate` or `increase` of one over a window.
    pub expr: String,
    /// The name of each series, with `{{label}}` for a label's value; empty for its labels.
    pub legend: String,
}

/// How wide a panel stands in a grid of twelve columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(serde::Deserialize, schemars::JsonSchema))]
#[cfg_attr(feature = "cli", serde(rename_all = "kebab-case"))]
pub enum Width {
    /// Three columns; six on a phone.
    Quarter,
    /// Four columns.
    Third,
    /// Six columns.
    #[default]
    Half,
    /// Eight columns.
    TwoThirds,
    /// All of them.
    Full,
}
