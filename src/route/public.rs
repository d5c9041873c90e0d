//! The address within the public page: parses `#/incidents/2026-11-12-rat` and `#/?q=chat`, a search among the systems. Any other
//! address is the page of systems.

use crate::config::is_id;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A page of the public site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The systems.
    #[default]
    Systems,
    /// All incidents by month.
    Incidents,
    /// One incident, by its id.
    Incident(String),
}

impl Page {
    /// Parses a hash, with or without its `#`.
    pub fn parse(hash: &str) -> Self {
        match hash.trim_start_matches('#').trim_end_matches('/') {
            "/incidents" => Self::Incidents,
            path => match path.strip_prefix("/incidents/") {
                Some(id) if is_id(id) => Self::Incident(id.to_owned()),
                _ => Self::Systems,
            },
        }
    }
}

/// The prefix of the text of a search.
const SEARCH: &str = "/?q=";

/// Returns the text that an address searches for; empty for any other address.
pub fn searched(hash: &str) -> String {
    let text = hash.trim_start_matches('#').strip_prefix(SEARCH).unwrap_or_default();
    percent_decode_str(text).decode_utf8_lossy().chars().take(LONGEST).collect()
}

/// The longest search, in characters.
const LONGEST: usize = 200;

/// Returns the address of a search; that of the page of systems for an empty text.
pub fn search(text: &str) -> String {
    if text.is_empty() {
        return "#/".to_owned();
    }
    format!("#{SEARCH}{}", utf8_percent_encode(text, NON_ALPHANUMERIC))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_survives_its_address() {
        for text in ["", "chat", "Größe 90 %", "a&b=c#d?e/f", "検索", "<script>"] {
            let address = search(text);
            assert_eq!(searched(&address), text, "{address}");
            assert_eq!(Page::parse(&address), Page::Systems);
        }
        assert_eq!(search("a b"), "#/?q=a%20b");
        for other in ["", "#top", "#/incidents", "#q=chat"] {
            assert_eq!(searched(other), "");
        }
        assert_eq!(searched(&search(&"x".repeat(1000))).len(), LONGEST);
        assert_eq!(searched("#/?q=%FF%"), "\u{fffd}%");
    }

    #[test]
    fn understands_its_own_addresses_and_no_others() {
        let rat = Page::Incident("2026-11-12-rat".to_owned());
        for (hash, page) in [
            ("", Page::Systems),
            ("#top", Page::Systems),
            ("#/incidents", Page::Incidents),
            ("#/incidents/", Page::Incidents),
            ("#/incidents/2026-11-12-rat", rat.clone()),
            ("/incidents/2026-11-12-rat/", rat),
            ("#/incidents/../x", Page::Systems),
            ("#/incidents/%3Cscript%3E", Page::Systems),
            ("#incidents", Page::Systems),
        ] {
            assert_eq!(Page::parse(hash), page, "{hash}");
        }
    }
}
