//! Instants in the forms that other formats ask for, all of them in UTC.

use crate::time::Timestamp;

/// The last second of the year 9999: no format here has a fifth digit.
const LAST: i64 = 253_402_300_799;

/// Year, month, day, hour, minute, second. What lies outside of 1970 to 9999 is moved to its edge.
fn civil(at: Timestamp) -> [i64; 6] {
    let seconds = at.0.div_euclid(1000).clamp(0, LAST);
    let (year, month, day) = Timestamp(seconds * 1000).date();
    [year, month, day, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60]
}

/// RFC 3339, in whole seconds: `2026-11-20T11:49:08Z`.
pub(super) fn rfc3339(at: Timestamp) -> String {
    let [year, month, day, hour, minute, second] = civil(at);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The same with milliseconds, as Statuspage has it: `2026-11-20T11:49:08.000Z`.
pub(super) fn with_millis(at: Timestamp) -> String {
    let mut text = rfc3339(at);
    text.truncate(text.len() - 1);
    format!("{text}.{:03}Z", at.0.rem_euclid(1000))
}

/// RFC 5545's DATE-TIME in UTC: `20261120T114908Z`.
pub(super) fn basic(at: Timestamp) -> String {
    rfc3339(at).replace(['-', ':'], "")
}

/// For people: `Nov 20, 2026, 11:49 UTC`.
pub(super) fn words(at: Timestamp) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let [year, month, day, hour, minute, _] = civil(at);
    let month = usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month));
    format!("{} {day}, {year}, {hour:02}:{minute:02} UTC", month.unwrap_or(&""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_instants() {
        let at = Timestamp::from_http_date("Fri, 20 Nov 2026 11:49:08 GMT").unwrap();
        assert_eq!(rfc3339(at), "2026-11-20T11:49:08Z");
        assert_eq!(with_millis(Timestamp(at.0 + 7)), "2026-11-20T11:49:08.007Z");
        assert_eq!(basic(at), "20261120T114908Z");
        assert_eq!(words(at), "Nov 20, 2026, 11:49 UTC");
        let leap = Timestamp::from_http_date("Tue, 29 Feb 2028 23:59:59 GMT").unwrap();
        assert_eq!(rfc3339(leap), "2028-02-29T23:59:59Z");
        assert_eq!(rfc3339(Timestamp(0)), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(Timestamp(i64::MIN)), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(Timestamp(i64::MAX)), "9999-12-31T23:59:59Z");
    }
}
