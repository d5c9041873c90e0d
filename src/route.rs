//! The address within the operators' page: converts `#/dashboards/rat?range=1h` to and from a value.
//!
//! It is in the hash, so that any static host serves it, and holds screen, range and panel, so that a link shows one moment.
//! Parsing never fails: an unknown address leads to a screen that names it. Whether a dashboard or target of that name exists
//! is not known here.

pub mod public;
mod range;

pub use range::Range;

use core::fmt;
use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};
use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode,
};

/// An address within the operators' page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The screen.
    pub screen: Screen,
    /// The range of time of its charts.
    pub range: Range,
    /// The panel that is shown alone, or the rule that is open, by id.
    pub panel: Option<String>,
    /// The values that a person chose for variables of the dashboard, by name.
    pub variables: Vec<(String, Vec<String>)>,
}

/// A screen of the operators' page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Systems by subsystems.
    Overview,
    /// Every endpoint, and one aspect of one of them.
    Targets(Option<(Endpoint, Aspect)>),
    /// A dashboard by its id; the first one without an id.
    Dashboard(Option<String>),
    /// A query and its result, or the metrics that there are.
    Explore(Explore),
    /// Rules and their alerts.
    Alerts,
    /// An unknown address.
    NotFound(String),
}

/// A part of the screen that explores what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explore {
    /// A query; empty before one is written.
    Query(String),
    /// The list of all metrics, and the one that is open.
    Metrics(Option<String>),
}

/// One endpoint of a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// A health check: system and id.
    Check(String, String),
    /// A metrics target: system and id.
    Target(String, String),
}

/// An aspect of an endpoint's last answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Lines that could not be read.
    Problems,
    /// The parsed samples, by family.
    Families,
    /// The answer as received.
    Raw,
}

impl Aspect {
    /// All aspects, in the order of their buttons.
    pub const ALL: [Self; 3] = [Self::Problems, Self::Families, Self::Raw];

    /// Returns the name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Problems => "problems",
            Self::Families => "families",
            Self::Raw => "raw",
        }
    }
}

impl Route {
    /// Returns the address of a screen, with the usual range.
    pub fn to(screen: Screen) -> Self {
        Self { screen, range: Range::default(), panel: None, variables: Vec::new() }
    }

    /// Adds a chosen value of a variable.
    fn choose(&mut self, name: &str, value: String) {
        match self.variables.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(value),
            None => self.variables.push((name.to_owned(), vec![value])),
        }
    }

    /// Parses a hash, with or without its `#`.
    pub fn parse(hash: &str) -> Self {
        let text = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let mut route = Self::to(screen(path));
        let (mut from, mut to) = (None, None);
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match key {
                "range" if value == "all" => route.range = Range::All,
                "range" => {
                    if let Some(length) = Duration::parse(value).filter(|length| length.0 > 0) {
                        route.range = Range::Last(length);
                    }
                }
                "from" => from = value.parse().ok().map(Timestamp),
                "to" => to = value.parse().ok().map(Timestamp),
                "q" => {
                    if let Screen::Explore(Explore::Query(query)) = &mut route.screen {
                        *query = decoded(value);
                    }
                }
                "panel" => route.panel = Some(decoded(value)).filter(|panel| !panel.is_empty()),
                _ => {
                    if let Some(name) = key.strip_prefix("var-") {
                        route.choose(&decoded(name), decoded(value));
                    }
                }
            }
        }
        if let (Some(after), Some(until)) = (from, to)
            && after < until
        {
            route.range = Range::Between(TimeRange { after, until });
        }
        route
    }
}

fn screen(path: &str) -> Screen {
    let mut parts = path.trim_end_matches('/').split('/').map(decoded);
    let first = parts.next().unwrap_or_default();
    let rest: Vec<String> = parts.collect();
    match (first.as_str(), rest.as_slice()) {
        ("" | "overview", []) => Screen::Overview,
        ("targets", []) => Screen::Targets(None),
        ("targets", [kind, system, id, rest @ ..]) => {
            let endpoint = match kind.as_str() {
                "health" => Endpoint::Check(system.clone(), id.clone()),
                "metrics" => Endpoint::Target(system.clone(), id.clone()),
                _ => return Screen::NotFound(path.to_owned()),
            };
            let aspect = match rest {
                [] => Some(Aspect::Raw),
                [name] => Aspect::ALL.into_iter().find(|aspect| aspect.name() == name),
                _ => None,
            };
            match aspect {
                Some(aspect) => Screen::Targets(Some((endpoint, aspect))),
                None => Screen::NotFound(path.to_owned()),
            }
        }
        ("dashboards", []) => Screen::Dashboard(None),
        ("dashboards", [id]) => Screen::Dashboard(Some(id.clone())),
        ("alerts", []) => Screen::Alerts,
        ("explore", []) => Screen::Explore(Explore::Query(String::new())),
        ("metrics", []) => Screen::Explore(Explore::Metrics(None)),
        ("metrics", [name]) => Screen::Explore(Explore::Metrics(Some(name.clone()))),
        _ => Screen::NotFound(path.to_owned()),
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.screen {
            Screen::Overview => f.write_str("#/overview")?,
            Screen::Targets(None) => f.write_str("#/targets")?,
            Screen::Targets(Some((endpoint, aspect))) => {
                let (kind, system, id) = match endpoint {
                    Endpoint::Check(system, id) => ("health", system, id),
                    Endpoint::Target(system, id) => ("metrics", system, id),
                };
                let aspect = aspect.name();
                write!(f, "#/targets/{kind}/{}/{}/{aspect}", encoded(system), encoded(id))?;
            }
            Screen::Dashboard(None) => f.write_str("#/dashboards")?,
            Screen::Dashboard(Some(id)) => write!(f, "#/dashboards/{}", encoded(id))?,
            Screen::Alerts => f.write_str("#/alerts")?,
            Screen::Explore(Explore::Query(_)) => f.write_str("#/explore")?,
            Screen::Explore(Explore::Metrics(None)) => f.write_str("#/metrics")?,
            Screen::Explore(Explore::Metrics(Some(name))) => {
                write!(f, "#/metrics/{}", encoded(name))?;
            }
            Screen::NotFound(path) => write!(f, "#/{path}")?,
        }
        let mut joint = '?';
        if let Screen::Explore(Explore::Query(query)) = &self.screen
            && !query.is_empty()
        {
            write!(f, "{joint}q={}", encoded(query))?;
            joint = '&';
        }
        match self.range {
            range if range == Range::default() => {}
            Range::Last(length) => {
                write!(f, "{joint}range={length}")?;
                joint = '&';
            }
            Range::All => {
                write!(f, "{joint}range=all")?;
                joint = '&';
            }
            Range::Between(range) => {
                write!(f, "{joint}from={}&to={}", range.after.0, range.until.0)?;
                joint = '&';
            }
        }
        if let Some(panel) = &self.panel {
            write!(f, "{joint}panel={}", encoded(panel))?;
            joint = '&';
        }
        for (name, values) in &self.variables {
            for value in values {
                write!(f, "{joint}var-{}={}", encoded(name), encoded(value))?;
                joint = '&';
            }
        }
        Ok(())
    }
}

/// The characters of a part of an address that stand for something else, and are encoded.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// Percent-encodes a part of an address.
fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// Decodes a percent-encoded part of an address. A code that is not one stays as it is.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_prints() {
        let target = |aspect| {
            Screen::Targets(Some((Endpoint::Target("a b".to_owned(), "m/1?".to_owned()), aspect)))
        };
        let between = TimeRange { after: Timestamp(5), until: Timestamp(9000) };
        for route in [
            Route::to(Screen::Overview),
            Route::to(Screen::Targets(None)),
            Route::to(target(Aspect::Families)),
            Route { panel: Some("ü&=%".to_owned()), ..Route::to(Screen::Dashboard(None)) },
            Route {
                range: Range::Between(between),
                panel: Some("cpu".to_owned()),
                ..Route::to(Screen::Dashboard(Some("rat".to_owned())))
            },
            Route { range: Range::Last(Duration::from_secs(300)), ..Route::to(Screen::Alerts) },
            Route { range: Range::All, ..Route::to(Screen::Alerts) },
            Route::to(Screen::Explore(Explore::Query(String::new()))),
            Route {
                range: Range::Last(Duration::from_secs(300)),
                ..Route::to(Screen::Explore(Explore::Query(
                    "sum by (a) (rate(x{b=~\"c|d&e\"}[5m]))\n / 100 # %".to_owned(),
                )))
            },
            Route::to(Screen::Explore(Explore::Metrics(None))),
            Route::to(Screen::Explore(Explore::Metrics(Some("a:b c/d".to_owned())))),
            Route {
                panel: Some("cpu".to_owned()),
                variables: vec![
                    ("host".to_owned(), vec!["a:9100".to_owned(), "b&c=d".to_owned()]),
                    ("job".to_owned(), vec!["$__all".to_owned()]),
                ],
                ..Route::to(Screen::Dashboard(Some("rat".to_owned())))
            },
        ] {
            assert_eq!(Route::parse(&route.to_string()), route, "{route}");
        }
        assert_eq!(Route::parse("").screen, Screen::Overview);
    }

    #[test]
    fn what_is_wrong_leads_nowhere_dangerous() {
        assert_eq!(Route::parse("#/nowhere").screen, Screen::NotFound("nowhere".to_owned()));
        assert_eq!(
            Route::parse("#/targets/x/y/z").screen,
            Screen::NotFound("targets/x/y/z".to_owned())
        );
        let usual = Range::default();
        for hash in [
            "#/alerts?range=",
            "#/alerts?range=0s",
            "#/alerts?from=9&to=5",
            "#/alerts?from=x&to=5&&=",
            "#/%",
        ] {
            assert_eq!(Route::parse(hash).range, usual, "{hash}");
        }
    }
}
