//! The request that nginx sends to a system: its headers and its timeouts.

use super::text::Text;
use metrics_engine::time::Duration;

/// The timeout of a connection. On any network that a health check crosses, a longer wait means that nothing listens.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// The types that a health check accepts.
pub(super) const HEALTH: &str = "application/json, text/plain;q=0.9, */*;q=0.1";

/// The types that a scrape accepts: the text formats that Prometheus accepts.
pub(super) const METRICS: &str =
    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1";

/// Returns how long the outer server waits for the head of an answer, which comes with the end of the body.
pub(super) fn answer_timeout(timeout: Duration) -> Duration {
    sum(timeout.max(CONNECT_TIMEOUT), Duration::from_secs(1))
}

/// Sets all headers of the request. A location that sets one has to set all.
pub(super) fn headers(accept: &str, text: &mut Text) {
    text.line("proxy_set_header Host $proxy_host");
    text.line("proxy_set_header Connection close");
    text.line("proxy_set_header Content-Length \"\"");
    text.line(format!("proxy_set_header Accept \"{accept}\""));
    text.line("proxy_set_header User-Agent allclear");
}

pub(super) fn milliseconds(span: Duration) -> String {
    format!("{}ms", span.0)
}

pub(super) fn sum(one: Duration, other: Duration) -> Duration {
    Duration(one.0.saturating_add(other.0))
}
