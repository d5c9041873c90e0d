//! Stores with an hour of pages of four systems whose counters rise evenly.

use metrics_engine::promql::eval;
use metrics_engine::promql::{self, Error};
use metrics_engine::scrape::{Response, Scrape, Target};
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::BTreeSet;
use std::path::Path;

/// The form of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As the running programs answer.
    Real,
    /// As the guides say.
    Documented,
}

/// The load of the systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Load {
    /// Counters rise until the end.
    Busy,
    /// They stand still for the last twenty minutes.
    Idle,
}

impl Shape {
    pub(crate) const ALL: [Self; 2] = [Self::Real, Self::Documented];
}

impl Load {
    pub(crate) const ALL: [Self; 2] = [Self::Busy, Self::Idle];
}

/// Counters rise by their first value in this many seconds.
pub(crate) const RISE: i64 = 1000;
/// The time of the last scrape and of the evaluation, in seconds.
pub(crate) const END: i64 = 3600;

/// The systems with metrics, and their pages in the shape of the guides.
const SYSTEMS: [(&str, &str); 4] = [
    ("superchat", "metrics.documented.prom"),
    ("rat", "metrics.documented.prom"),
    ("chatbot", "metrics.with-provider-series.ASSUMED.prom"),
    ("sockudo", "metrics.documented.prom"),
];

/// Names and values.
type Labels = Vec<(String, String)>;

/// The systems after an hour.
pub(crate) struct Fleet {
    pub(crate) store: Store,
    /// The first page of each system.
    pub(crate) pages: Vec<(&'static str, String)>,
}

impl Fleet {
    /// Scrapes each system for an hour: once a minute, and four times a minute towards the end.
    pub(crate) fn new(folder: &Path, shape: Shape, load: Load) -> Self {
        let mut fleet = Self { store: Store::default(), pages: Vec::new() };
        for (system, documented) in SYSTEMS {
            let file = if shape == Shape::Real { "metrics.prom" } else { documented };
            let page = std::fs::read_to_string(folder.join(system).join(file)).unwrap();
            fleet.scrape(system, &page, load);
            fleet.pages.push((system, page));
        }
        fleet
    }

    fn scrape(&mut self, system: &str, page: &str, load: Load) {
        let target = Target {
            name: system.to_owned(),
            job: system.to_owned(),
            instance: format!("{system}:80"),
            interval: Duration::from_secs(15),
            max_bytes: usize::MAX,
            max_samples: usize::MAX,
            max_label_bytes: usize::MAX,
            strict: false,
        };
        let mut scrape = Scrape::new(&target, &mut self.store);
        for seconds in (0..3000).step_by(60).chain((3000..=END).step_by(15)) {
            let risen = if load == Load::Idle { seconds.min(END - 1200) } else { seconds };
            let body = later(page, 1.0 + risen as f64 / RISE as f64);
            let response = Response { content_type: None, body: body.as_bytes() };
            let at = Timestamp(seconds * 1000);
            let report = scrape.take(&mut self.store, at, Duration::ZERO, Ok(response));
            assert!(report.up, "{system}: {:?}", report.error);
        }
    }

    /// Evaluates an expression at the end: labels and values.
    pub(crate) fn query(&self, expr: &str) -> Result<Vec<(Labels, f64)>, Error> {
        let found = eval::instant(&promql::parse(expr)?, &self.store, Timestamp(END * 1000))?;
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Ok(found
            .into_iter()
            .map(|(labels, value)| (labels.iter().map(owned).collect(), value))
            .collect())
    }
}

/// Returns the page with all counters and histograms multiplied by a factor.
fn later(page: &str, factor: f64) -> String {
    let mut rising: BTreeSet<&str> = BTreeSet::new();
    let mut out = String::with_capacity(page.len() + page.len() / 8);
    for line in page.lines() {
        if let ["#", "TYPE", name, "counter" | "histogram" | "summary"] =
            line.split_whitespace().collect::<Vec<_>>()[..]
        {
            rising.insert(name);
        }
        let name = line.split(['{', ' ']).next().unwrap();
        let base = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
        let rises = rising.contains(name) || base.is_some_and(|base| rising.contains(base));
        match line.rsplit_once(' ') {
            Some((series, value)) if rises && !line.starts_with('#') => {
                let value: f64 = value.parse().unwrap();
                out.push_str(&format!("{series} {}\n", value * factor));
            }
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}
