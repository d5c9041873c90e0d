//! A system's metrics endpoints.

use super::text::{Id, Span};
use schemars::JsonSchema;
use serde::Deserialize;

/// One metrics endpoint.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Its address, with its path.
    pub url: String,
    /// A stable name within the system, of a-z, 0-9 and -. `metrics` unless given, then `metrics-2`.
    pub id: Option<Id>,
    /// The `job` label of its series. The system's id unless given.
    pub job: Option<Id>,
    /// Time from one scrape to the next. `15s` unless given.
    pub interval: Option<Span>,
    /// Time after which a scrape has failed. `10s` unless given, or the interval where that is shorter.
    pub timeout: Option<Span>,
    /// The largest page read, in bytes. 16777216 unless given.
    #[schemars(range(min = 1, max = 67_108_864))]
    pub max_bytes: Option<u32>,
    /// The most samples taken from one page. 50000 unless given.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub max_samples: Option<u32>,
    /// The longest label name or value kept, in bytes. 1024 unless given.
    #[schemars(range(min = 1, max = 65_536))]
    pub max_label_bytes: Option<u32>,
    /// Whether one bad line spoils the whole page, as it does for Prometheus. `false` unless given: good lines are kept.
    #[serde(default)]
    pub strict: bool,
}
