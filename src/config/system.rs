//! One system, and the health endpoints from which its state comes.

use super::field;
use metrics_engine::time::{Duration, span};
use serde::{Deserialize, Serialize};

/// One system on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct System {
    /// Stable name in addresses and series: `[a-z0-9-]+`.
    #[serde(deserialize_with = "field::read_id")]
    pub id: String,
    /// The name shown.
    pub name: String,
    /// The heading under which it stands; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// A sentence about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The source of its state.
    #[serde(rename = "checks", default, skip_serializing_if = "Source::is_recorder")]
    pub source: Source,
    /// Failures in a row that confirm a worse state. At least 1.
    #[serde(
        default = "field::count::<{ System::FAILURES }>",
        skip_serializing_if = "field::is_count::<{ System::FAILURES }>",
        deserialize_with = "field::read_count"
    )]
    pub failures: u32,
    /// Successes in a row that confirm a better one. At least 1.
    #[serde(
        default = "field::count::<{ System::SUCCESSES }>",
        skip_serializing_if = "field::is_count::<{ System::SUCCESSES }>",
        deserialize_with = "field::read_count"
    )]
    pub successes: u32,
    /// Names to show for parts, by the name that the answer uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part_names: Vec<(String, String)>,
}

/// The source of a system's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Check>", into = "Vec<Check>")]
pub enum Source {
    /// This browser sends the requests: at least one check.
    Checks(Vec<Check>),
    /// Only the verdict is public: it comes from the recorder's `status.json`.
    #[default]
    Recorder,
}

impl Source {
    fn is_recorder(&self) -> bool {
        *self == Self::Recorder
    }
}

impl TryFrom<Vec<Check>> for Source {
    type Error = &'static str;

    fn try_from(checks: Vec<Check>) -> Result<Self, Self::Error> {
        if checks.is_empty() {
            Err("`checks` needs at least one check")
        } else {
            Ok(Self::Checks(checks))
        }
    }
}

impl From<Source> for Vec<Check> {
    fn from(source: Source) -> Self {
        match source {
            Source::Checks(checks) => checks,
            Source::Recorder => Self::new(),
        }
    }
}

/// One health endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Stable name within the system: `[a-z0-9-]+`.
    #[serde(deserialize_with = "field::read_id")]
    pub id: String,
    /// The name shown where a system has several checks.
    pub name: String,
    /// Index into [`Config::mappings`](super::Config::mappings).
    pub mapping: usize,
    /// Time from one check to the next.
    #[serde(
        default = "span::default::<{ Check::INTERVAL.0 }>",
        skip_serializing_if = "span::is::<{ Check::INTERVAL.0 }>",
        deserialize_with = "span::read_positive"
    )]
    pub interval: Duration,
    /// Time after which an answer no longer counts.
    #[serde(
        default = "span::default::<{ Check::TIMEOUT.0 }>",
        skip_serializing_if = "span::is::<{ Check::TIMEOUT.0 }>",
        deserialize_with = "span::read_positive"
    )]
    pub timeout: Duration,
    /// Largest body read, in bytes.
    #[serde(
        default = "field::size::<{ Check::MAX_BYTES }>",
        skip_serializing_if = "field::is_size::<{ Check::MAX_BYTES }>",
        deserialize_with = "field::read_size"
    )]
    pub max_bytes: usize,
}

impl System {
    /// [`System::failures`] unless configured. One failure is not an outage.
    pub const FAILURES: u32 = 2;
    /// [`System::successes`] unless configured.
    pub const SUCCESSES: u32 = 2;
}

impl Check {
    /// [`Check::interval`] unless configured.
    pub const INTERVAL: Duration = Duration::from_secs(30);
    /// [`Check::timeout`] unless configured. A server that waits five seconds for its database before it says "degraded"
    /// is common, so less would report an outage where there is none.
    pub const TIMEOUT: Duration = Duration::from_secs(10);
    /// [`Check::max_bytes`] unless configured. Health answers are a few hundred bytes.
    pub const MAX_BYTES: usize = 65_536;
}
