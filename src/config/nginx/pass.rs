//! How the outer server passes a request to the [inner one](super::inner).

use super::request::{answer_timeout, milliseconds};
use super::text::Text;
use metrics_engine::time::Duration;

/// The name of the inner server as an upstream.
pub(super) const INNER: &str = "allclear_systems";

/// Passes a request to the inner server, for `path`.
pub(super) fn pass(path: &str, timeout: Duration, text: &mut Text) {
    // nginx appends the visitor's query to a fixed address unless it is emptied.
    text.line("set $args \"\"");
    text.line("charset off");
    text.line(format!("proxy_read_timeout {}", milliseconds(answer_timeout(timeout))));
    text.line(format!("proxy_pass \"http://{INNER}{path}\""));
}

/// Returns the path at which the inner server answers with the code alone.
pub(super) fn code_path(path: &str) -> String {
    format!("/code{path}")
}
