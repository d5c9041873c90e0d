//! The text format as `metrics-exporter-prometheus` writes it.
//!
//! Counters, then gauges, then histograms; within these, families and series in the order of a hash table, which is
//! another at every scrape. Labels in the order of the code, a blank line after every family, no `# HELP` where a metric
//! was never described. Values as Rust displays them.

use fastrand::Rng;

use super::{Family, Page, Series, Value, number, with_label};

/// Writes a page, shuffled.
pub(crate) fn write(mut families: Vec<Family>, order: &mut Rng) -> String {
    families.retain(|family| !family.series.is_empty());
    order.shuffle(&mut families);
    families.sort_by_key(|family| family.kind);
    let mut page = Page::new(number::rust);
    for mut family in families {
        order.shuffle(&mut family.series);
        if !family.help.is_empty() {
            page.help(family.name, family.help);
        }
        page.kind(family.name, family.kind);
        for series in &family.series {
            write_series(family.name, series, &mut page);
        }
        page.push(["\n"]);
    }
    page.text
}

fn write_series(name: &str, series: &Series, page: &mut Page) {
    let labels = with_label(&series.labels, None);
    match &series.value {
        Value::Number(value) => page.line(name, "", &labels, *value),
        Value::Histogram(histogram) => {
            for (bound, below) in histogram.buckets() {
                // The one infinity that is not written as Rust displays it.
                let bound = if bound.is_finite() { number::rust(bound) } else { "+Inf".to_owned() };
                page.line(
                    name,
                    "_bucket",
                    &with_label(&series.labels, Some(("le", &bound))),
                    below,
                );
            }
            page.line(name, "_sum", &labels, histogram.sum);
            page.line(name, "_count", &labels, histogram.count);
        }
        Value::Summary(quantiles, sum, count) => {
            for (quantile, value) in quantiles {
                let quantile = number::rust(*quantile);
                page.line(
                    name,
                    "",
                    &with_label(&series.labels, Some(("quantile", &quantile))),
                    *value,
                );
            }
            page.line(name, "_sum", &labels, *sum);
            page.line(name, "_count", &labels, *count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exposition::{Histogram, Kind};

    fn page(seed: u64) -> String {
        let histogram =
            Histogram { bounds: &[0.5, 1.0], below: vec![1.0, 1.0], count: 2.0, sum: 7.25 };
        let gauges = [("a", "First."), ("b", ""), ("c", "Third."), ("d", "Fourth.")];
        let mut families = vec![
            Family::new(
                Kind::Histogram,
                "h",
                "Latency",
                vec![Series::new([], Value::Histogram(histogram))],
            ),
            Family::new(Kind::Counter, "n", "Never.", vec![]),
            Family::counter("z", "Calls", 2e6),
        ];
        families.extend(gauges.map(|(name, help)| Family::gauge(name, help, f64::INFINITY)));
        write(families, &mut Rng::with_seed(seed))
    }

    #[test]
    fn counters_come_first_histograms_last_and_a_blank_line_after_each() {
        let page = page(1);
        assert!(page.starts_with("# HELP z Calls\n# TYPE z counter\nz 2000000\n\n"), "{page}");
        assert!(page.contains("\n\n# TYPE b gauge\nb inf\n\n"), "{page}");
        let histogram = "# HELP h Latency\n# TYPE h histogram\nh_bucket{le=\"0.5\"} 1\nh_bucket{le=\"1\"} 1\n\
                         h_bucket{le=\"+Inf\"} 2\nh_sum 7.25\nh_count 2\n\n";
        assert!(page.ends_with(histogram), "{page}");
    }

    #[test]
    fn the_order_changes_and_the_lines_do_not() {
        let sorted = |page: String| {
            let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_ne!(page(1), page(2));
        assert_eq!(sorted(page(1)), sorted(page(2)));
        assert_eq!(page(1), page(1));
    }
}
