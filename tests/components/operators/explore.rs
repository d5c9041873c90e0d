//! The screen that explores what is stored: a query and its result, and the list of metrics.

use super::super::HOSTILE;
use super::super::tree::{all, by_id, one, tag, text, tree};
use super::{console, labels, page};
use roxmltree::Node;

/// A page with a counter, a gauge of several series, and a histogram.
const PAGE: &str = "# HELP jobs_total Jobs that ended.\n# TYPE jobs_total counter\njobs_total{kind=\"mail\"} 40\njobs_total{kind=\"sms\"} 2\n\
# TYPE load gauge\nload{zone=\"north\"} 7\nload{zone=\"south\"} 9\n\
# HELP wait_seconds Time in the queue.\n# TYPE wait_seconds histogram\nwait_seconds_bucket{le=\"1\"} 3\nwait_seconds_bucket{le=\"+Inf\"} 4\nwait_seconds_sum 5\nwait_seconds_count 4\n";

/// The address of a query.
fn at(query: &str) -> String {
    let encode = |byte: u8| format!("%{byte:02X}");
    format!("#/explore?q={}", query.bytes().map(encode).collect::<String>())
}

fn rows(root: Node<'_, '_>) -> Vec<Vec<String>> {
    let body = one(root, "values").descendants().filter(|node| node.has_tag_name("tr")).skip(1);
    body.map(|row| row.children().filter(Node::is_element).map(text).collect()).collect()
}

#[test]
fn an_address_holds_a_query_whose_values_are_listed_and_drawn() {
    tree(&page(console(PAGE), &at("sum by (zone) (load) * 2")), |root| {
        assert_eq!(text(tag(tag(root, "main"), "h1")), "Explore");
        let painted = text(tag(one(root, "query"), "pre"));
        assert_eq!(painted.trim_end_matches('\u{200b}'), "sum by (zone) (load) * 2");
        assert_eq!(rows(root), [["{zone=\"north\"}", "14"], ["{zone=\"south\"}", "18"]]);
        assert_eq!(text(tag(tag(root, "figure"), "h2")), "sum by (zone) (load) * 2");
        assert!(text(root).contains("2\u{a0}series. Evaluated in this browser at"));
        assert!(all(root, "remark").is_empty());
    });
}

#[test]
fn a_number_a_text_and_the_samples_of_a_window_are_listed_too() {
    for (query, expected) in
        [("1 + 1", "2"), ("\"word\"", "word"), ("load{zone=\"north\"}[5m]", "7")]
    {
        tree(&page(console(PAGE), &at(query)), |root| {
            assert_eq!(rows(root)[0][1], expected, "{query}");
        });
    }
}

#[test]
fn a_mistake_is_underlined_and_explained_and_there_is_no_result() {
    tree(&page(console(PAGE), &at("sum(load))")), |root| {
        let remark = one(root, "remark");
        assert_eq!(remark.attribute("data-status"), Some("major"));
        assert_eq!(text(one(remark, "word")), "Column 10:");
        assert_eq!(text(one(one(root, "query"), "wrong")), ")");
        let area = by_id(root, "query");
        assert_eq!(area.attribute("aria-invalid"), Some("true"));
        let described = by_id(root, area.attribute("aria-describedby").unwrap());
        assert!(text(described).starts_with("Column 10:"));
        assert!(all(root, "values").is_empty());
    });
}

#[test]
fn warnings_of_the_evaluation_stand_with_the_result() {
    tree(&page(console(PAGE), &at("histogram_quantile(2, wait_seconds_bucket)")), |root| {
        let remark = one(root, "remark");
        assert_eq!(remark.attribute("data-status"), Some("degraded"));
        assert!(text(remark).starts_with("Warning, column 20:"), "{}", text(remark));
        assert_eq!(rows(root).len(), 1);
    });
    tree(&page(console(PAGE), &at("rate(load[5m])")), |root| {
        let levels: Vec<_> =
            all(root, "remark").iter().map(|one| one.attribute("data-status")).collect();
        // A gauge by its type, and no counter by its name.
        assert_eq!(levels, [Some("degraded"), Some("unknown")]);
    });
}

#[test]
fn a_query_beyond_the_bounds_ends_with_a_message() {
    tree(&page(console(PAGE), &at("sum_over_time(load[100d:1s])")), |root| {
        let remark = one(root, "remark");
        assert_eq!(remark.attribute("data-status"), Some("major"));
        assert!(text(remark).contains("samples"), "{}", text(remark));
    });
}

#[test]
fn a_mistake_that_is_known_offers_its_repair() {
    tree(&page(console(PAGE), &at("load by (zone)")), |root| {
        assert_eq!(text(tag(one(root, "repair"), "code")), "sum by (zone) (load)");
        assert_eq!(labels(one(root, "repair"), "button"), ["Apply"]);
    });
}

#[test]
fn a_mistake_of_meaning_stands_with_the_result() {
    tree(&page(console(PAGE), &at("load{zone=\"north\"} / load")), |root| {
        assert_eq!(one(root, "remark").attribute("data-status"), Some("degraded"));
        assert!(text(one(root, "repair")).contains("sum("), "{}", text(one(root, "repair")));
        assert!(!rows(root).is_empty());
    });
}

#[test]
fn an_empty_result_says_why_and_offers_what_there_is() {
    tree(&page(console(PAGE), &at("sum(load{zone=\"west\"})")), |root| {
        let remark = one(root, "remark");
        assert!(text(remark).starts_with("Empty:"), "{}", text(remark));
        assert!(text(remark).contains("north, south"), "{}", text(remark));
        assert_eq!(text(tag(one(remark, "repair"), "code")), "sum(load{zone=\"north\"})");
        let tree = one(root, "tree");
        assert!(text(tree).starts_with("sum0\u{a0}series"), "{}", text(tree));
    });
    tree(&page(console(PAGE), &at("jobs_totl")), |root| {
        assert_eq!(text(tag(one(one(root, "remark"), "repair"), "code")), "jobs_total");
    });
}

#[test]
fn a_result_is_explained_part_by_part() {
    tree(&page(console(PAGE), &at("sum(load) + 1")), |root| {
        let parts = labels(one(root, "tree"), "code");
        assert_eq!(parts, ["+", "sum", "load", "1"]);
        let found: Vec<String> = all(one(root, "tree"), "step-of").into_iter().map(text).collect();
        assert_eq!(found[2], "load2\u{a0}series");
    });
}

#[test]
fn without_a_query_there_are_some_to_begin_with() {
    tree(&page(console(PAGE), "#/explore"), |root| {
        let examples = by_id(root, "examples").parent().unwrap();
        let links = examples.descendants().filter_map(|node| node.attribute("href"));
        let links: Vec<_> = links.collect();
        assert!(links.len() >= 4, "{links:?}");
        assert!(links[..3].iter().all(|link| link.starts_with("#/explore?q=")), "{links:?}");
    });
}

#[test]
fn strange_labels_are_text() {
    let hostile = format!("load{{zone={HOSTILE:?}}} 1\n");
    tree(&page(console(&hostile), &at("load")), |root| {
        assert_eq!(root.descendants().filter(|node| node.has_tag_name("script")).count(), 0);
        assert!(rows(root)[0][0].contains("script") || rows(root)[0][0].contains('<'));
    });
}

#[test]
fn every_metric_is_listed_with_its_type_and_its_series() {
    tree(&page(console(PAGE), "#/metrics"), |root| {
        assert_eq!(text(tag(tag(root, "main"), "h1")), "Explore");
        let table = one(root, "metrics");
        let rows: Vec<Vec<String>> = table
            .descendants()
            .filter(|node| node.has_tag_name("tr"))
            .skip(1)
            .map(|row| row.children().filter(Node::is_element).map(text).collect())
            .collect();
        let row = |name: &str| {
            let found = rows.iter().find(|row| row[0].starts_with(name));
            found.unwrap_or_else(|| panic!("{name} is not among {rows:?}")).clone()
        };
        assert_eq!(row("jobs_total")[..3], ["jobs_totalJobs that ended.", "counter", "2"]);
        assert_eq!(row("load")[..3], ["load", "gauge", "2"]);
        assert_eq!(row("load")[4], "avg 8");
        assert_eq!(row("wait_seconds")[..3], ["wait_secondsTime in the queue.", "histogram", "4"]);
        assert!(!rows.iter().any(|row| row[0].starts_with("wait_seconds_")), "{rows:?}");
        assert_eq!(row("up")[1], "gauge");
    });
}

#[test]
fn a_metric_offers_the_queries_that_suit_its_type() {
    tree(&page(console(PAGE), "#/metrics/wait_seconds"), |root| {
        let pane = one(root, "pane");
        assert_eq!(text(tag(pane, "h2")), "wait_seconds");
        let queries = labels(all(pane, "families")[0], "code");
        assert!(
            queries.contains(
                &"histogram_quantile(0.95, sum by (le) (rate(wait_seconds_bucket[5m])))".to_owned()
            ),
            "{queries:?}"
        );
        assert!(text(one(pane, "pairs")).contains("histogram, 2\u{a0}buckets"));
        assert!(text(pane).contains("Time in the queue."));
    });
    tree(&page(console(PAGE), "#/metrics/nothing"), |root| {
        assert!(text(one(root, "pane")).contains("No target describes this metric"));
    });
}
