//! The address within the public page: parses `#/incidents/2026-11-12-rat`. Any other address is the page of systems.

use crate::config::is_id;

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

#[cfg(test)]
mod tests {
    use super::*;

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
