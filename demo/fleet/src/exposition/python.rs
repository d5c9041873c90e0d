//! The text format as `prometheus_client` writes it.
//!
//! Families in the order of their declaration, with `# HELP` and `# TYPE` even without series; series in the order of
//! their first event. Labels sorted, so that `le` comes first; `_count` before `_sum`. What counts gets a second family
//! of gauges, `_created`, as soon as it has a series.

use super::{Family, Kind, Page, Series, Value, number, with_label};

/// Writes a page.
pub(crate) fn write(families: &[Family]) -> String {
    let mut page = Page::new(number::python);
    for family in families {
        let Family { name, help, kind, series } = family;
        page.help(name, help);
        page.kind(name, *kind);
        let mut series: Vec<&Series> = series.iter().collect();
        series.sort_by(|a, b| a.created.total_cmp(&b.created));
        for one in &series {
            write_series(name, one, &mut page);
        }
        if has_creation_time(family) {
            let created = format!("{}_created", name.strip_suffix("_total").unwrap_or(name));
            page.help(&created, help);
            page.kind(&created, Kind::Gauge);
            for one in series {
                page.line(&created, "", &sorted(one, None), one.created);
            }
        }
    }
    page.text
}

/// Counters and histograms of the application expose when they were created; those of the runtime and gauges do not.
fn has_creation_time(family: &Family) -> bool {
    let own = !family.name.starts_with("process_") && !family.name.starts_with("python_");
    own && family.kind != Kind::Gauge && !family.series.is_empty()
}

/// The labels of a line, `le` among them.
fn sorted<'a>(series: &'a Series, more: Option<(&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    let mut labels = with_label(&series.labels, more);
    labels.sort_unstable();
    labels
}

fn write_series(name: &str, series: &Series, page: &mut Page) {
    let labels = sorted(series, None);
    match &series.value {
        Value::Number(value) => page.line(name, "", &labels, *value),
        Value::Histogram(histogram) => {
            for (bound, below) in histogram.buckets() {
                page.line(
                    name,
                    "_bucket",
                    &sorted(series, Some(("le", &number::python(bound)))),
                    below,
                );
            }
            page.line(name, "_count", &labels, histogram.count);
            page.line(name, "_sum", &labels, histogram.sum);
        }
        // prometheus_client's summaries have no quantiles.
        Value::Summary(_, sum, count) => {
            page.line(name, "_count", &labels, *count);
            page.line(name, "_sum", &labels, *sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exposition::Histogram;

    #[test]
    fn puts_le_first_count_before_sum_and_adds_creation_times() {
        let histogram = Histogram { bounds: &[0.5], below: vec![1.0], count: 2.0, sum: 1.25 };
        let series = Series {
            created: 1_795_174_186.5,
            ..Series::new([("path", "/a")], Value::Histogram(histogram))
        };
        let page = write(&[
            Family::new(Kind::Histogram, "latency", "How long.", vec![series]),
            Family::new(Kind::Counter, "never_total", "Declared only.", vec![]),
            Family::gauge("pool", "Size.", 5.0),
        ]);
        let expected = "# HELP latency How long.\n# TYPE latency histogram\n\
                        latency_bucket{le=\"0.5\",path=\"/a\"} 1.0\nlatency_bucket{le=\"+Inf\",path=\"/a\"} 2.0\n\
                        latency_count{path=\"/a\"} 2.0\nlatency_sum{path=\"/a\"} 1.25\n\
                        # HELP latency_created How long.\n# TYPE latency_created gauge\n\
                        latency_created{path=\"/a\"} 1.7951741865e+09\n\
                        # HELP never_total Declared only.\n# TYPE never_total counter\n\
                        # HELP pool Size.\n# TYPE pool gauge\npool 5.0\n";
        assert_eq!(page, expected);
    }

    #[test]
    fn orders_series_by_their_first_event() {
        let series =
            |path, created| Series { created, ..Series::new([("path", path)], Value::Number(1.0)) };
        let page = write(&[Family::new(
            Kind::Counter,
            "calls_total",
            "",
            vec![series("/late", 9.0), series("/early", 3.0)],
        )]);
        assert!(page.find("/early") < page.find("/late"), "{page}");
        assert!(page.contains("calls_created{path=\"/early\"} 3.0"), "{page}");
    }
}
