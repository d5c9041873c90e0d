//! The text format as `client_golang` writes it.
//!
//! Families and labels sorted, series sorted by label values, `le` last, no blank lines. A family without series is not
//! there at all.

use super::{Family, Page, Series, Value, number, with_label};

/// Writes a page.
pub(crate) fn write(mut families: Vec<Family>) -> String {
    families.retain(|family| !family.series.is_empty());
    families.sort_by_key(|family| family.name);
    for family in &mut families {
        for series in &mut family.series {
            series.labels.sort();
        }
        family.series.sort_by(|a, b| a.labels.cmp(&b.labels));
    }
    write_in_order(&families, number::go, "")
}

/// Writes families as they are, with the given number format and separator, for programs that print by hand.
pub(crate) fn write_in_order(
    families: &[Family],
    number: fn(f64) -> String,
    between: &str,
) -> String {
    let mut page = Page::new(number);
    for (index, family) in families.iter().enumerate() {
        page.push([if index == 0 { "" } else { between }]);
        page.help(family.name, family.help);
        page.kind(family.name, family.kind);
        for series in &family.series {
            write_series(family.name, series, &mut page);
        }
    }
    page.text
}

fn write_series(name: &str, series: &Series, page: &mut Page) {
    let labels = with_label(&series.labels, None);
    match &series.value {
        Value::Number(value) => page.line(name, "", &labels, *value),
        Value::Histogram(histogram) => {
            for (bound, below) in histogram.buckets() {
                let bound = (page.number)(bound);
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
                let quantile = (page.number)(*quantile);
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
