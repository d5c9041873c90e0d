//! Values computed from the text of the pages alone, without the engine.

use super::fleet::{END, Fleet, RISE};
use std::collections::BTreeMap;

/// A sample of a page: its labels with the system as `job`, and its value in the text.
type Samples = Vec<(BTreeMap<String, String>, f64)>;

/// Checks an expression of one of the simple forms. Returns whether it has one and finds anything.
pub(crate) fn check(expr: &str, fleet: &Fleet) -> bool {
    if let Some(rest) = expr.strip_prefix("histogram_quantile(")
        && let Some((quantile, rest)) = rest.split_once(", rate(")
        && let Some(metric) = rest.strip_suffix("[5m]))")
    {
        return check_quantiles(expr, quantile.parse().unwrap(), metric, fleet);
    }
    if let Some(metric) = expr.strip_prefix("rate(").and_then(|rest| rest.strip_suffix("[5m])")) {
        // An even rise is extrapolated to itself.
        return check_values(expr, metric, fleet, |first| first / RISE as f64);
    }
    check_values(expr, expr, fleet, |first| first)
}

/// Compares the values of an expression with what `compute` makes of the samples of a metric.
fn check_values(expr: &str, metric: &str, fleet: &Fleet, compute: fn(f64) -> f64) -> bool {
    let samples = samples(metric, fleet);
    if samples.is_empty() {
        return false;
    }
    let mut due: Vec<f64> = samples.iter().map(|(_, first)| compute(*first)).collect();
    let found = fleet.query(expr).unwrap();
    let mut values: Vec<f64> = found.iter().map(|(_, value)| *value).collect();
    due.sort_by(f64::total_cmp);
    values.sort_by(f64::total_cmp);
    assert_eq!(values.len(), due.len(), "{expr}");
    let risen = 1.0 + END as f64 / RISE as f64;
    for (value, due) in values.iter().zip(&due) {
        // A selector alone shows a counter after its rise.
        assert!(
            is_near(*value, *due) || is_near(*value, due * risen),
            "{expr}: {value}, not {due}"
        );
    }
    true
}

/// Computes a quantile of each histogram by going through its buckets.
fn check_quantiles(expr: &str, quantile: f64, metric: &str, fleet: &Fleet) -> bool {
    let mut histograms: BTreeMap<BTreeMap<String, String>, Vec<(f64, f64)>> = BTreeMap::new();
    for (mut labels, count) in samples(metric, fleet) {
        let bound = labels.remove("le").unwrap().parse().unwrap();
        histograms.entry(labels).or_default().push((bound, count));
    }
    for (labels, value) in fleet.query(expr).unwrap() {
        let mut labels: BTreeMap<String, String> = labels.into_iter().collect();
        labels.remove("instance");
        let buckets = histograms.get_mut(&labels).unwrap_or_else(|| panic!("{expr}: {labels:?}"));
        buckets.sort_by(|one, other| one.0.total_cmp(&other.0));
        let rank = quantile * buckets.last().unwrap().1;
        let (mut start, mut before) = (0.0, 0.0);
        for (bound, count) in &*buckets {
            if *count >= rank && rank > 0.0 {
                let share = (rank - before) / (count - before);
                let due = if bound.is_finite() { start + (bound - start) * share } else { start };
                assert!(is_near(value, due), "{expr} {labels:?}: {value}, not {due}");
                break;
            }
            (start, before) = (*bound, *count);
        }
        assert!(rank > 0.0 || value.is_nan(), "{expr} {labels:?}: {value} without observations");
    }
    !histograms.is_empty()
}

fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

/// Returns the samples of a metric, a name alone, on the first pages.
fn samples(metric: &str, fleet: &Fleet) -> Samples {
    let mut found = Vec::new();
    for (system, page) in &fleet.pages {
        for line in page.lines() {
            let Some((series, value)) = line.rsplit_once(' ') else { continue };
            let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
            if name != metric {
                continue;
            }
            let mut all = BTreeMap::from([("job".to_owned(), (*system).to_owned())]);
            let labels = labels.trim_end_matches('}').trim_end_matches(',');
            for pair in labels.split("\",").filter(|pair| !pair.is_empty()) {
                let (name, value) = pair.split_once("=\"").unwrap();
                all.insert(name.to_owned(), value.trim_end_matches('"').to_owned());
            }
            found.push((all, value.parse().unwrap()));
        }
    }
    found
}
