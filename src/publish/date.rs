//! Instants in the forms that other formats require, all of them in UTC.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use metrics_engine::time::Timestamp;

/// Formats `at` by a pattern of strftime. An instant outside of 1970 to 9999 is moved to the nearest edge: no format here has
/// room for a sign or a fifth digit.
fn format(at: Timestamp, pattern: &str) -> String {
    const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    let since = SignedDuration::from_millis(at.0.max(0));
    // The patterns below are valid for every civil time.
    strtime::format(pattern, EPOCH.saturating_add(since)).unwrap_or_default()
}

/// Formats as RFC 3339 in whole seconds: `2026-11-20T11:49:08Z`.
pub(super) fn rfc3339(at: Timestamp) -> String {
    format(at, "%Y-%m-%dT%H:%M:%SZ")
}

/// Formats as RFC 3339 with milliseconds, as Statuspage does: `2026-11-20T11:49:08.000Z`.
pub(super) fn with_millis(at: Timestamp) -> String {
    format(at, "%Y-%m-%dT%H:%M:%S.%3fZ")
}

/// Formats as a DATE-TIME of RFC 5545: `20261120T114908Z`.
pub(super) fn basic(at: Timestamp) -> String {
    format(at, "%Y%m%dT%H%M%SZ")
}

/// Formats for people: `Nov 20, 2026, 11:49 UTC`.
pub(super) fn words(at: Timestamp) -> String {
    format(at, "%b %-d, %Y, %H:%M UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_instants() {
        let at = Timestamp::from_http_date("Fri, 20 Nov 2026 11:49:08 GMT").unwrap();
        assert_eq!(rfc3339(at), "2026-11-20T11:49:08Z");
        assert_eq!(with_millis(Timestamp(at.0 + 7)), "2026-11-20T11:49:08.007Z");
        assert_eq!(basic(at), "20261120T114908Z");
        assert_eq!(words(at), "Nov 20, 2026, 11:49 UTC");
        let first = Timestamp::from_http_date("Sun, 01 Nov 2026 01:02:03 GMT").unwrap();
        assert_eq!(words(first), "Nov 1, 2026, 01:02 UTC");
        let leap = Timestamp::from_http_date("Tue, 29 Feb 2028 23:59:59 GMT").unwrap();
        assert_eq!(rfc3339(leap), "2028-02-29T23:59:59Z");
        assert_eq!(rfc3339(Timestamp(0)), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(Timestamp(i64::MIN)), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(Timestamp(i64::MAX)), "9999-12-31T23:59:59Z");
    }
}
