//! The queries that a person ran, so that they find them again.

use super::{Console, Work};

/// The queries that were run last, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecentQueries(Vec<String>);

impl RecentQueries {
    /// Maximum number of queries that are kept.
    const MOST: usize = 50;

    /// Longest query that is kept, in bytes.
    const LONGEST: usize = 4096;

    /// Reads what [`RecentQueries::write`] wrote. Anything else is no query at all.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut queries: Vec<String> = serde_json::from_slice(bytes).unwrap_or_default();
        queries.truncate(Self::MOST);
        Self(queries)
    }

    /// Returns the form in which a browser stores them.
    pub(super) fn write(&self) -> Vec<u8> {
        // Texts can always be written as JSON.
        serde_json::to_vec(&self.0).unwrap_or_default()
    }

    /// Adds a query, or moves it to the front.
    fn add(&mut self, query: &str) {
        let query = query.trim();
        if query.is_empty() || query.len() > Self::LONGEST {
            return;
        }
        self.0.retain(|known| known != query);
        self.0.insert(0, query.to_owned());
        self.0.truncate(Self::MOST);
    }

    /// Returns the queries, the newest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl Console {
    /// Remembers a query that a person ran.
    pub(super) fn remember_query(&mut self, query: &str) {
        if let Some(work) = &mut self.work {
            work.queries.add(query);
        }
    }
}

impl Work {
    /// Returns the queries that were run last in this browser.
    pub fn queries(&self) -> &RecentQueries {
        &self.queries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_query_comes_first_and_each_is_there_once() {
        let mut queries = RecentQueries::default();
        for query in ["up", " rate(x[5m])\n", "", "up", &"x".repeat(5000)] {
            queries.add(query);
        }
        assert_eq!(queries.iter().collect::<Vec<_>>(), ["up", "rate(x[5m])"]);
        assert_eq!(RecentQueries::read(&queries.write()), queries);
        for n in 0..100 {
            queries.add(&format!("x{n}"));
        }
        assert_eq!((queries.iter().len(), queries.iter().next()), (50, Some("x99")));
        assert_eq!(RecentQueries::read(b"{"), RecentQueries::default());
    }
}
