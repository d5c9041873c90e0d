//! The input of a scrape besides the page: the labels and limits of its target, and the response to read.

use crate::time::Duration;

/// The labels and limits of one target.
#[derive(Clone, Debug)]
pub struct Target {
    /// Unique among the targets of a store, in which it names the target's group of series.
    pub name: String,
    /// The `job` label of its series.
    pub job: String,
    /// The `instance` label of its series.
    pub instance: String,
    /// Time from one scrape to the next.
    pub interval: Duration,
    /// Largest page that is read, in bytes.
    pub max_bytes: usize,
    /// Maximum number of samples that are kept of one page.
    pub max_samples: usize,
    /// Longest label value that is kept, in bytes.
    pub max_label_bytes: usize,
    /// Whether one problem refuses the whole page, as in Prometheus.
    pub strict: bool,
}

/// The successful response to a scrape.
#[derive(Clone, Copy, Debug, Default)]
pub struct Response<'a> {
    /// The value of the `Content-Type` header, which names the format.
    pub content_type: Option<&'a str>,
    /// The page of metrics.
    pub body: &'a [u8],
}
