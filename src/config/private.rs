//! The configuration of the operators' page beyond the public [`Config`]: every system, the targets to scrape, rules, dashboards.
//!
//! It comes from `admin/config.json`, which lies behind the login, and is written by `allclear render` from the same document as
//! everything else.

pub use crate::dashboard::{Dashboard, Panel, Query, Width};
pub use crate::rules::Severity;

use super::json::{self, ConfigError};
use super::{Config, field};
use crate::rules::RuleGroup;
use metrics_engine::time::{Duration, span};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The configuration of the operators' page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Private {
    /// Every system, with full mappings. [`Config::proxy`] is the base of everything that lies behind the login.
    #[serde(with = "shared")]
    pub config: Arc<Config>,
    /// Ids of systems that visitors do not see, or of which they see the verdict alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
    /// The scraped targets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    /// Alerting rules, in groups that are evaluated together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<RuleGroup>,
    /// Dashboards, in the order shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dashboards: Vec<Dashboard>,
}

impl Private {
    /// Reads an `admin/config.json`.
    ///
    /// # Errors
    ///
    /// If the document is not JSON, is of another version, lacks a field, or refers to a mapping that it does not have.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ConfigError> {
        let private: Self = json::read(bytes)?;
        private.config.check_mappings()?;
        Ok(private)
    }

    /// Writes an `admin/config.json`.
    #[cfg(feature = "cli")]
    pub fn to_json(&self) -> String {
        json::write(self)
    }
}

/// A shared [`Config`], written as if it were not shared.
mod shared {
    use super::{Arc, Config};
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(super) fn serialize<S: Serializer>(
        config: &Arc<Config>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        config.as_ref().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<Config>, D::Error> {
        Config::deserialize(deserializer).map(Arc::new)
    }
}

/// One metrics endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The system that it belongs to.
    #[serde(deserialize_with = "field::read_id")]
    pub system: String,
    /// Unique within the system: `[a-z0-9-]+`. It is scraped at `<proxy>/metrics/<system>/<id>`.
    #[serde(deserialize_with = "field::read_id")]
    pub id: String,
    /// The `job` label of its series.
    pub job: String,
    /// The `instance` label of its series: host and port of its address.
    pub instance: String,
    /// The path of its address, as shown: `/metrics`.
    pub path: String,
    /// Time from one scrape to the next.
    #[serde(
        default = "span::default::<{ Target::INTERVAL.0 }>",
        skip_serializing_if = "span::is::<{ Target::INTERVAL.0 }>",
        deserialize_with = "span::read_positive"
    )]
    pub interval: Duration,
    /// Time after which a scrape has failed.
    #[serde(
        default = "span::default::<{ Target::TIMEOUT.0 }>",
        skip_serializing_if = "span::is::<{ Target::TIMEOUT.0 }>",
        deserialize_with = "span::read_positive"
    )]
    pub timeout: Duration,
    /// Largest page read, in bytes.
    #[serde(
        default = "field::size::<{ Target::MAX_BYTES }>",
        skip_serializing_if = "field::is_size::<{ Target::MAX_BYTES }>",
        deserialize_with = "field::read_size"
    )]
    pub max_bytes: usize,
    /// The maximum number of samples taken from one page. Further ones are dropped and reported.
    #[serde(
        default = "field::size::<{ Target::MAX_SAMPLES }>",
        skip_serializing_if = "field::is_size::<{ Target::MAX_SAMPLES }>",
        deserialize_with = "field::read_size"
    )]
    pub max_samples: usize,
    /// Longest label name or value kept, in bytes.
    #[serde(
        default = "field::size::<{ Target::MAX_LABEL_BYTES }>",
        skip_serializing_if = "field::is_size::<{ Target::MAX_LABEL_BYTES }>",
        deserialize_with = "field::read_size"
    )]
    pub max_label_bytes: usize,
    /// Whether one bad line spoils the whole page, as it does for Prometheus.
    #[serde(default, skip_serializing_if = "field::is_no")]
    pub strict: bool,
}

impl Target {
    /// A target at `/metrics` of `instance`, whose job is its system, with the default limits.
    pub fn new(system: &str, id: &str, instance: &str) -> Self {
        Self {
            system: system.to_owned(),
            id: id.to_owned(),
            job: system.to_owned(),
            instance: instance.to_owned(),
            path: "/metrics".to_owned(),
            interval: Self::INTERVAL,
            timeout: Self::TIMEOUT,
            max_bytes: Self::MAX_BYTES,
            max_samples: Self::MAX_SAMPLES,
            max_label_bytes: Self::MAX_LABEL_BYTES,
            strict: false,
        }
    }

    /// [`Target::interval`] unless configured.
    pub const INTERVAL: Duration = Duration::from_secs(15);
    /// [`Target::timeout`] unless configured.
    pub const TIMEOUT: Duration = Duration::from_secs(10);
    /// [`Target::max_bytes`] unless configured. The largest real page known has four megabytes.
    pub const MAX_BYTES: usize = 16 * 1024 * 1024;
    /// [`Target::max_samples`] unless configured.
    pub const MAX_SAMPLES: usize = 50_000;
    /// [`Target::max_label_bytes`] unless configured: some real systems take label values from untrusted clients.
    pub const MAX_LABEL_BYTES: usize = 1024;
}
