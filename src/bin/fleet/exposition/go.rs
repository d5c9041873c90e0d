//! The text format as `client_golang` writes it.
//!
//! Families and labels sorted, series sorted by label values, `le` last, no blank lines. A family without series is not
//! there at all.

use super::{Family, Kind, Series, Value, number, selector, with_label};

/// Writes a page.
pub(crate) fn write(mut families: Vec<Family>) -> String {
    families.retain(|family| !family.series.is_empty());
    families.sort_by_key(|family| family.name);
    let mut page = String::new();
    for mut family in families {
        for series in &mut family.series {
            series.labels.sort();
        }
        family.series.sort_by(|a, b| a.labels.cmp(&b.labels));
        write_family(&family, number::go, &mut page);
    }
    page
}

/// Writes one family as it is, with numbers as told, for programs that print their page by hand.
pub(crate) fn write_family(family: &Family, number: fn(f64) -> String, page: &mut String) {
    let Family { name, help, kind, .. } = family;
    page.push_str(&format!("# HELP {name} {help}\n# TYPE {name} {}\n", Kind::word(*kind)));
    for series in &family.series {
        write_series(name, series, number, page);
    }
}

fn write_series(name: &str, series: &Series, number: fn(f64) -> String, page: &mut String) {
    let mut line = |suffix: &str, last: Option<(&str, &str)>, value: f64| {
        page.push_str(&selector(name, suffix, &with_label(&series.labels, last)));
        page.push_str(&number(value));
        page.push('\n');
    };
    match &series.value {
        Value::Number(value) => line("", None, *value),
        Value::Histogram(histogram) => {
            for (bound, below) in histogram.buckets() {
                line("_bucket", Some(("le", &number(bound))), below);
            }
            line("_sum", None, histogram.sum);
            line("_count", None, histogram.count);
        }
        Value::Summary(quantiles, sum, count) => {
            for (quantile, value) in quantiles {
                line("", Some(("quantile", &number(*quantile))), *value);
            }
            line("_sum", None, *sum);
            line("_count", None, *count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exposition::Histogram;

    #[test]
    fn sorts_everything_and_leaves_out_what_is_empty() {
        let histogram = Histogram { bounds: &[0.5], below: vec![1.0], count: 2.0, sum: 1.25 };
        let page = write(vec![
            Family::new(
                Kind::Histogram,
                "z",
                "Last.",
                vec![Series::new([("type", "a")], Value::Histogram(histogram))],
            ),
            Family::new(Kind::Counter, "never", "Not there.", vec![]),
            Family::new(
                Kind::Counter,
                "c",
                "First.",
                vec![
                    Series::new([("type", "PING"), ("code", "1")], Value::Number(2e6)),
                    Series::new([("type", "0x01"), ("code", "1")], Value::Number(3.0)),
                ],
            ),
        ]);
        let expected = "# HELP c First.\n# TYPE c counter\nc{code=\"1\",type=\"0x01\"} 3\n\
                        c{code=\"1\",type=\"PING\"} 2e+06\n# HELP z Last.\n# TYPE z histogram\n\
                        z_bucket{type=\"a\",le=\"0.5\"} 1\nz_bucket{type=\"a\",le=\"+Inf\"} 2\n\
                        z_sum{type=\"a\"} 1.25\nz_count{type=\"a\"} 2\n";
        assert_eq!(page, expected);
    }
}
