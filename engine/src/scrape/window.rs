//! How far a sample's own timestamp may lie from the scrape.
//!
//! The limits are those of Prometheus: a sample that is ahead would keep out later ones that are right, and one that is far
//! behind is older than what a rule or a panel reads.

use crate::exposition::problem::Kind;
use crate::time::{Duration, Timestamp};

/// Maximum time ahead of the scrape: `maxAheadTime` in Prometheus.
pub const AHEAD: Duration = Duration::from_secs(600);

/// Maximum time behind the scrape: half of the two hours of a head block in Prometheus.
pub const BEHIND: Duration = Duration::from_secs(3600);

/// Returns why a sample with this timestamp is refused by a scrape at `now`; `None` if it is not.
pub fn refusal(at: Timestamp, now: Timestamp) -> Option<Kind> {
    if at > now + AHEAD {
        Some(Kind::Ahead)
    } else if at < now - BEHIND {
        Some(Kind::Behind)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_themselves_are_within() {
        let now = Timestamp(1_795_176_000_000);
        for (at, expected) in [
            (now + AHEAD, None),
            (now + AHEAD + Duration(1), Some(Kind::Ahead)),
            (now - BEHIND, None),
            (now - BEHIND - Duration(1), Some(Kind::Behind)),
            (Timestamp(i64::MAX), Some(Kind::Ahead)),
            (Timestamp(i64::MIN), Some(Kind::Behind)),
        ] {
            assert_eq!(refusal(at, now), expected, "{at:?}");
        }
    }
}
