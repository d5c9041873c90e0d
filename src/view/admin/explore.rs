//! Explore: a query of an operator, its mistakes, and its result as a chart and as a table.
//!
//! [`Run`] evaluates a query in slices, so that none of a browser's tasks is long, and within bounds, so that every query ends.

mod explanation;
mod known;
mod painted;
mod plot;
mod query_result;
mod remark;
mod run;
mod suggestions;

pub use explanation::{Step, explanation};
pub use painted::{Ink, Piece, painted};
pub use query_result::{QueryResult, ResultRow};
pub use remark::{Level, Remark, formatted, mistake};
pub use run::{Progress, Run};
pub use suggestions::{Suggestion, is_due, suggestions};

/// Queries that give something on every installation, each with what it shows.
pub const EXAMPLES: [(&str, &str); 4] = [
    ("up", "which targets answer"),
    ("topk(10, count by (__name__) ({__name__=~\".+\"}))", "the metrics with the most series"),
    ("health_consecutive_failures > 0", "failing health checks"),
    ("max by (job) (scrape_duration_seconds)", "how long scrapes take"),
];
