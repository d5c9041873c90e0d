//! The words that services commonly use for their state.

use super::build::words;
use crate::decode::health::Words;

/// Words that services commonly use, for mappings that have none of their own. What may mean either (`starting`, `idle`, a number)
/// is in no list.
pub fn common_words() -> Words {
    words(
        &[
            "ok",
            "okay",
            "healthy",
            "up",
            "pass",
            "passed",
            "passing",
            "ready",
            "alive",
            "live",
            "operational",
            "available",
            "connected",
            "online",
            "running",
            "serving",
            "green",
            "good",
            "success",
        ],
        &["degraded", "warn", "warning", "yellow", "impaired", "partial"],
        &[
            "down",
            "unhealthy",
            "error",
            "errored",
            "err",
            "fail",
            "failed",
            "failing",
            "failure",
            "fatal",
            "critical",
            "red",
            "not_ready",
            "not ready",
            "not_serving",
            "unavailable",
            "disconnected",
            "offline",
            "dead",
            "stopped",
            "bad",
        ],
    )
}
