//! The numbers of the `proxy` section.

use super::report::Report;
use crate::config::Config;
use crate::config::deployment::Deployment;
use crate::config::raw::Span;
use metrics_engine::time::Duration;

/// Checks the largest head of an answer.
pub(super) fn max_header_bytes(written: Option<u32>, report: &mut Report) -> usize {
    let bytes = written.map_or(Deployment::MAX_HEADER_BYTES, |bytes| bytes as usize);
    if !(4096..=1_048_576).contains(&bytes) {
        let message = format!("{bytes} bytes are not between 4096 and 1048576");
        report.error("proxy.max_header_bytes", message, "write 32768, or leave it out");
    }
    bytes
}

/// Checks for how long an answer is shared.
pub(super) fn cache(span: Option<Span>, report: &mut Report) -> Duration {
    let (least, most) = (Duration::from_secs(1), Duration::from_secs(60));
    let cache = report.span("proxy.cache", span, least, most).unwrap_or(Config::CACHE);
    if cache.0 % 1000 != 0 {
        report.error(
            "proxy.cache",
            format!("{cache} is no whole number of seconds"),
            "nginx counts whole seconds, as in 2s",
        );
    }
    cache
}
