//! The requests to a system: their number by path, and the last one in full.
//!
//! Tests read it over the control port: that 200 visitors cost one upstream request, that a proxy strips cookies.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Paths beyond this many are counted together: a scanner must not fill the memory.
const PATHS_KEPT: usize = 1000;

/// The name under which further paths are counted.
const OTHER_PATHS: &str = "(others)";

/// One request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReceivedRequest {
    /// `GET` and so on.
    pub(crate) method: String,
    /// The path as sent, still encoded, with its query.
    pub(crate) target: String,
    /// Names in lower case, with their values, in the order received.
    pub(crate) headers: Vec<(String, String)>,
}

/// Counts requests per path and keeps the last one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    counts: BTreeMap<String, u64>,
    last: Option<ReceivedRequest>,
}

impl Journal {
    /// Notes one request, whatever the answer will be.
    pub(crate) fn note(&mut self, received: ReceivedRequest) {
        let path = received.target.split('?').next().unwrap_or_default();
        let known = self.counts.contains_key(path) || self.counts.len() < PATHS_KEPT;
        *self.counts.entry(if known { path } else { OTHER_PATHS }.to_owned()).or_default() += 1;
        self.last = Some(received);
    }

    /// `{"total": 3, "paths": {"/up": 3}}`, paths without their query.
    pub(crate) fn requests(&self) -> Value {
        json!({ "total": self.counts.values().sum::<u64>(), "paths": self.counts })
    }

    /// `{"method", "target", "headers": [[name, value]]}` of the last request, or `null` before the first.
    pub(crate) fn last(&self) -> Value {
        match &self.last {
            Some(received) => {
                json!({ "method": received.method, "target": received.target, "headers": received.headers })
            }
            None => Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(target: &str) -> ReceivedRequest {
        let headers = vec![("host".to_owned(), "localhost".to_owned())];
        ReceivedRequest { method: "GET".to_owned(), target: target.to_owned(), headers }
    }

    #[test]
    fn counts_per_path_and_keeps_the_last_with_its_query() {
        let mut journal = Journal::default();
        assert_eq!(journal.last(), Value::Null);
        for target in ["/up", "/up?x=1", "/live"] {
            journal.note(get(target));
        }
        assert_eq!(journal.requests(), json!({"total": 3, "paths": {"/up": 2, "/live": 1}}));
        journal.note(get("/up?x=2"));
        assert_eq!(
            journal.last(),
            json!({"method": "GET", "target": "/up?x=2", "headers": [["host", "localhost"]]})
        );
    }

    #[test]
    fn a_scanner_does_not_fill_the_memory() {
        let mut journal = Journal::default();
        for number in 0..PATHS_KEPT + 500 {
            journal.note(get(&format!("/{number}")));
        }
        assert_eq!(journal.counts.len(), PATHS_KEPT + 1);
        assert_eq!(journal.requests()["total"], json!(PATHS_KEPT + 500));
    }
}
