//! How far the clock of the page and that of the server are apart.

use crate::browser::effect::timer;
use crate::decode::Answer;
use metrics_engine::time::{Duration, Timestamp};

/// Returns how far this page's clock is ahead of the server's that sent an answer, as far as its `Date` shows.
pub(super) fn clock_difference(answer: &Answer) -> Duration {
    let date = answer.header("date").and_then(Timestamp::from_http_date);
    date.map_or(Duration::ZERO, |date| timer::now().since(date))
}
