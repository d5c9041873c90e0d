//! Real pages, sample for sample.

use crate::{files, second, suite, systems};
use metrics_engine::exposition::page::{Page, Sample};
use metrics_engine::exposition::{Format, MetricType};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads a page both ways, and compares. Families may move samples, so both are compared in the order of their text.
fn compare(path: &Path, text: &str) -> Page {
    let format = Format::of(None, text.as_bytes()).unwrap();
    let page = Page::read(text.as_bytes(), format, true);
    assert_eq!(page.problems, [], "{}", path.display());
    let mut expected = second::samples(text, format == Format::OpenMetrics);
    let mut found: Vec<second::Sample> = Vec::new();
    for family in &page.families {
        found.extend(family.samples.iter().map(plain));
    }
    for samples in [&mut expected, &mut found] {
        for (labels, ..) in samples.iter_mut() {
            // The decoder writes bounds in one form; the second reader knows no types.
            for name in ["le", "quantile"] {
                if let Some(Ok(bound)) = labels.get(name).map(|bound| bound.parse::<f64>()) {
                    labels.insert(name.to_owned(), format!("{bound:e}"));
                }
            }
        }
        samples.sort();
    }
    assert_eq!(found.len(), expected.len(), "{}", path.display());
    for (one, other) in found.iter().zip(&expected) {
        assert_eq!(one, other, "{}", path.display());
    }
    page
}

fn plain(sample: &Sample) -> second::Sample {
    let labels: BTreeMap<String, String> =
        sample.labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    (labels, sample.value.to_bits(), sample.at)
}

#[test]
fn every_exposition_is_read_sample_for_sample() {
    let Some(folder) = suite("expositions") else { return };
    let files = files(&folder, &[".prom", ".txt"]);
    assert!(!files.is_empty(), "no pages in {}", folder.display());
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let page = compare(&path, &text);
        let n_types = text.lines().filter(|line| line.starts_with("# TYPE ")).count();
        let name = path.file_name().unwrap().to_string_lossy();
        println!("{name}: {} samples, {} families", page.sample_count(), page.families.len());
        assert!(page.families.len() >= n_types, "{name} names {n_types} types");
    }
}

#[test]
fn every_page_of_the_five_systems_is_read_sample_for_sample() {
    let Some(folder) = systems() else { return };
    let files = files(&folder, &[".prom"]);
    assert!(files.len() > 20, "{} pages in {}", files.len(), folder.display());
    for path in files {
        compare(&path, &std::fs::read_to_string(&path).unwrap());
    }
}

#[test]
fn a_histogram_that_breaks_off_is_kept_as_far_as_it_goes() {
    let Some(folder) = systems() else { return };
    let text = std::fs::read(folder.join("rat/metrics.documented-truncated-sample.prom")).unwrap();
    let page = Page::read(&text, Format::Text, false);
    let histogram =
        page.families.iter().find(|f| f.name == "ratd_http_request_duration_seconds").unwrap();
    assert_eq!((histogram.kind, histogram.samples.len()), (MetricType::Histogram, 2));
    assert_eq!((page.problems.len(), page.sample_count()), (0, 7));
}

#[test]
fn hostile_labels_are_text() {
    let Some(folder) = systems() else { return };
    let text = std::fs::read(folder.join("sockudo/hostile-labels.real.txt")).unwrap();
    let page = Page::read(&text, Format::Text, false);
    let ids: Vec<&str> =
        page.families[0].samples.iter().filter_map(|sample| sample.labels.get("app_id")).collect();
    assert_eq!(ids, ["a\nb\\c\u{e9},}", "\"><script>alert(1)</script>"]);
    // The third was cut off when it was captured.
    assert_eq!(page.problems.len(), 1);
    assert_eq!(page.problems[0].line, 3);
}

#[test]
fn foreign_bodies_are_named() {
    let Some(folder) = systems() else { return };
    let html = std::fs::read(folder.join("chatalot/spa-fallback.200.html")).unwrap();
    assert!(Format::of(Some("text/html"), &html).is_err());
    assert!(Format::of(None, &html).is_err());
}
