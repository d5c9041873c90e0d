//! Panels for what a service is seen to expose: its process and runtime by the names that client libraries use, and its HTTP
//! metrics by name and type.
//!
//! A service without a preset has no written dashboard of its metrics. Its pages say what is there.

mod known;

use super::super::Scene;
use crate::chart::PanelKind;
use crate::config::private::{Panel, Query, Width};
use crate::console::TargetWatch;
use known::KNOWN;
use metrics_engine::exposition::MetricType;
use metrics_engine::scrape::Family;
use metrics_engine::unit::Unit;

/// The most panels for HTTP metrics. A service may have a histogram for every handler.
const MOST_HTTP: usize = 6;

/// Returns the panels for what the targets of a system expose: HTTP first, then process and runtime.
pub(super) fn exposed(scene: Scene<'_>, system: &str) -> Vec<Panel> {
    let own = scene.work.targets().iter().filter(|watch| watch.target.system == system);
    let own: Vec<&TargetWatch> = own.collect();
    let Some(matcher) = matcher(&own) else { return Vec::new() };
    let mut families: Vec<&Family> = own.iter().flat_map(|watch| watch.families()).collect();
    families.sort_by_key(|family| family.name());
    families.dedup_by_key(|family| family.name());
    let http = families.iter().flat_map(|family| http_panels(family, &matcher)).take(MOST_HTTP);
    let is_there = |name: &str| {
        let names = [Some(name), name.strip_suffix("_total")];
        families.iter().any(|family| names.contains(&Some(family.name())))
    };
    let known = KNOWN.iter().filter(|known| is_there(known.family));
    let known = known.map(|known| Panel {
        title: known.title.to_owned(),
        description: known.description.to_owned(),
        kind: PanelKind::Area,
        unit: known.unit,
        ..panel(known.family, known.expr.replace('$', &matcher))
    });
    http.chain(known).collect()
}

/// Returns what selects the series of these targets; `None` where there is no target.
fn matcher(targets: &[&TargetWatch]) -> Option<String> {
    let mut jobs: Vec<&str> = targets.iter().map(|watch| watch.target.job.as_str()).collect();
    jobs.sort_unstable();
    jobs.dedup();
    // Jobs are made of a-z, 0-9 and -, which mean nothing in a regular expression.
    match jobs.as_slice() {
        [] => None,
        [job] => Some(format!("job=\"{job}\"")),
        jobs => Some(format!("job=~\"{}\"", jobs.join("|"))),
    }
}

/// Returns the panels of a counter or a histogram of HTTP requests.
fn http_panels(family: &Family, matcher: &str) -> Vec<Panel> {
    let name = family.name();
    // A name that needs quotes cannot stand before braces.
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let words: Vec<&str> = name.split('_').collect();
    let has = |word: &str| words.contains(&word);
    let is_about_requests =
        has("http") && (has("request") || has("requests") || has("response") || has("responses"));
    if !is_plain || !is_about_requests {
        return Vec::new();
    }
    let help = family.help().replace('`', "'");
    match family.kind {
        MetricType::Counter => {
            // OpenMetrics names the family without the suffix of its samples.
            let series =
                if name.ends_with("_total") { name.to_owned() } else { format!("{name}_total") };
            vec![Panel {
                title: title(name),
                description: describe(&help, "Per second"),
                unit: Unit::RequestsPerSecond,
                ..panel(name, format!("rate({series}{{{matcher}}}[5m])"))
            }]
        }
        MetricType::Histogram => {
            let unit = match () {
                () if has("seconds") || family.unit() == "seconds" => Unit::Seconds,
                () if has("milliseconds") || has("ms") => Unit::Milliseconds,
                () if has("bytes") || has("size") => Unit::Bytes,
                () => Unit::Short,
            };
            let buckets = format!("rate({name}_bucket{{{matcher}}}[5m])");
            let quantile = |(share, legend): (f64, &str)| Query {
                expr: format!("histogram_quantile({share}, sum by (le) ({buckets}))"),
                legend: legend.to_owned(),
            };
            let percentiles = Panel {
                id: format!("{}-percentiles", panel(name, String::new()).id),
                title: format!("{}, percentiles", title(name)),
                description: describe(
                    &help,
                    "Half of all values are below p50, 99 of 100 below p99",
                ),
                unit,
                queries: [(0.99, "p99"), (0.95, "p95"), (0.5, "p50")].map(quantile).to_vec(),
                ..panel(name, String::new())
            };
            let heatmap = Panel {
                title: title(name),
                description: describe(&help, "How often, by value; stronger is more"),
                kind: PanelKind::Heatmap,
                unit,
                ..panel(name, buckets.clone())
            };
            vec![percentiles, heatmap]
        }
        _ => Vec::new(),
    }
}

fn panel(family: &str, expr: String) -> Panel {
    let id = family.replace('_', "-").to_ascii_lowercase();
    Panel {
        id: format!("exposed-{id}"),
        title: String::new(),
        description: String::new(),
        kind: PanelKind::Lines,
        width: Width::Half,
        queries: vec![Query { expr, legend: String::new() }],
        unit: Unit::Short,
        min: Some(0.0),
        ..Panel::default()
    }
}

/// Returns a metric's name as words: `http_requests_total` is "HTTP requests".
fn title(name: &str) -> String {
    let words = name.trim_end_matches("_total").replace('_', " ");
    let words = super::super::targets::sentence(&words);
    let words = words.replace("Http ", "HTTP ").replace(" http ", " HTTP ");
    super::super::shorten(&words, 60)
}

fn describe(help: &str, how: &str) -> String {
    let help = super::super::shorten(help.trim().trim_end_matches('.'), 200);
    if help.is_empty() { format!("{how}.") } else { format!("{help}. {how}.") }
}
