//! The rules, one page each. The public suite is in `tests/exposition`.

use super::validate;

#[test]
fn every_rule_has_a_page_that_breaks_it() {
    for page in [
        "# EOFblah",
        "a 1\n\n# EOF\n",
        "a{a=\"1\"b=\"2\"} 1\n# EOF\n",
        "a{a=\"1\",} 1\n# EOF\n",
        "a{a=\"1\"}1\n# EOF\n",
        "# TYPE a gauge \n# EOF\n",
        "# UNIT a seconds\n# EOF\n",
        "# TYPE x_u info\n# UNIT x_u u\n# EOF\n",
        "# TYPE a gauge\na 1\n# HELP a gauge\n# EOF\n",
        "# HELP a x\n# HELP a x\n# EOF\n",
        "# UNIT a_s s\n# UNIT a_s s\n# EOF\n",
        "0a 1\n# EOF\n",
        "a-b 1\n# EOF\n",
        "a 0x1\n# EOF\n",
        "a 1 1.1.1\n# EOF\n",
        "a 1 +Inf\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1 #\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1 # {}1\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1 # {} 1 1 \n# EOF\n",
        "# TYPE a counter\na_total 1 1 # {id=\"a\"} \n# EOF\n",
        "# TYPE a counter\na_total 1 1 id=\" # \"} 1\n# EOF\n",
        "# TYPE a counter\na_total 1 # {id=\"a\",} 1\n# EOF\n",
        "# TYPE a stateset\na 0\n# EOF\n",
        "# TYPE a stateset\na{a=\"bar\"} 2\n# EOF\n",
        "# TYPE a info\na 1\n# EOF\n",
        "# TYPE a counter\na 1\n# EOF\n",
        "# TYPE a counter\na_total NaN\n# EOF\n",
        "# TYPE a summary\na{quantile=\"-1\"} 0\n# EOF\n",
        "# TYPE a summary\na{quantile=\"1.01\"} 0\n# EOF\n",
        "# TYPE a summary\na_count 0.5\n# EOF\n",
        "# TYPE a summary\na_count -1\n# EOF\n",
        "# TYPE a histogram\na_bucket 0\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"+Inf\"} NaN\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 0.5\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 0.5\na_count 0.5\na_sum 0\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"+INF\"} 0\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"1.0\"} 0\n# EOF\n",
        "# TYPE a histogram\na_sum 1\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"-1.0\"} 1\na_bucket{le=\"+Inf\"} 2\na_sum 1\na_count 2\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"2\"} 0\na_bucket{le=\"1\"} 0\na_bucket{le=\"+Inf\"} 0\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"2\"} 1\na_bucket{le=\"+Inf\"} 0\n# EOF\n",
        "# TYPE a gaugehistogram\na_bucket{le=\"+Inf\"} 1\na_gsum NaN\na_gcount 1\n# EOF\n",
        "# TYPE a gaugehistogram\na_bucket{le=\"+Inf\"} 1\na_gsum -1\na_gcount 1\n# EOF\n",
        "# TYPE a gaugehistogram\na_bucket{le=\"+Inf\"} 0\na_gcount 0\n# EOF\n",
        "# TYPE a histogram\na_sum{a=\"1\"} 0\na_sum{a=\"2\"} 0\na_count{a=\"1\"} 0\n# EOF\n",
        "# TYPE a summary\nquantile{quantile=\"0\"} 0\na_sum{a=\"1\"} 0\nquantile{quantile=\"1\"} 0\n# EOF\n",
        "# TYPE a gauge\na 0 1.1\na 0 1\n# EOF\n",
        "# TYPE a gauge\na 0\na 0 0\n# EOF\n",
        "# TYPE a gauge\na 0 0\na 0\n# EOF\n",
        "# TYPE a counter\n# TYPE a_total counter\n# EOF\n",
        "# TYPE a histogram\n# TYPE a_bucket gauge\n# EOF\n",
        "# TYPE a_bucket gauge\na_bucket 1 # {a=\"b\"} 0.5\n# EOF\n",
        "# TYPE a info\na_info 1 # {a=\"b\"} 1\n# EOF\n",
        "a 1\nb 1\na 1\n# EOF\n",
    ] {
        assert!(validate(page.as_bytes()).is_err(), "{page}");
    }
}

#[test]
fn valid_pages_pass() {
    for page in [
        "# EOF",
        "# TYPE a unknown\n# UNIT a \n# HELP a \na -1 -1.5\na -1 0\n# EOF\n",
        "# TYPE a summary\na_count{x=\"1\"} 1\na{x=\"1\",quantile=\"0.5\"} 0.7\n# EOF\n",
        "# TYPE a histogram\na_bucket{x=\"1\",le=\"1.0\"} 0\na_bucket{x=\"1\",le=\"+Inf\"} 1 # {t=\"y\"} 4 5.5\na_count{x=\"1\"} 1\na_sum{x=\"1\"} 4\na_created{x=\"1\"} 5\na_bucket{x=\"2\",le=\"+Inf\"} 0\n# EOF\n",
        "# TYPE a stateset\na{a=\"x\"} 1\na{a=\"y\"} 0\n# TYPE b info\nb_info{x=\"1\"} 1 5\nb_info{x=\"1\"} 1 4\n# EOF\n",
        "{\"a.b\",\"c d\"=\"e\"} 1\n# EOF\n",
    ] {
        assert_eq!(validate(page.as_bytes()), Ok(()), "{page}");
    }
}

#[test]
fn the_first_violation_names_its_line_and_its_reason() {
    let violation = validate(b"# TYPE a counter\na_total -1\n# EOF\n").unwrap_err();
    assert_eq!(violation.to_string(), "line 2: a counter is not negative");
    let violation = validate(b"a 1\na{ 1\n").unwrap_err();
    assert_eq!(violation.to_string(), "line 2: a label name is due here");
}
