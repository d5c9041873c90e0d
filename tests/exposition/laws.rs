//! Laws of every page of metrics.

use metrics_engine::exposition::lines::Lines;
use metrics_engine::exposition::page::{Exemplar, Family, Page, Sample};
use metrics_engine::exposition::{Format, MetricType, validate};
use metrics_engine::labels::LabelSet;
use metrics_engine::scrape::{Response, Scrape, Target};
use metrics_engine::series::TimeRange;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};
use proptest::prelude::*;

fn format() -> impl Strategy<Value = Format> {
    prop_oneof![Just(Format::Text), Just(Format::OpenMetrics)]
}

/// Pieces of pages, glued together in any order: it comes close to every branch of the grammar.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        3 => "(a|b_total|h_bucket|h_sum|:c|\"d.e\")",
        3 => "(\\{|\\}|,|=|\"|\\\\|#| |  |\t|\n|\r\n|\0)",
        3 => "(le=\"1\"|x=\"y\"|quantile=\"0.5\"|x=\"\\\\\\\\\\\\n\"|job=\"j\"|x=\"\")",
        3 => "( 1| -2.5e3| NaN| \\+Inf| 1e999| 1_0| 1600000000000| 1.5)",
        2 => "\n(# TYPE (a|h|b) (counter|gauge|histogram|summary|untyped|unknown|info|stateset|gaugehistogram)|# HELP a \\\\n|# UNIT b_s s|# EOF|#)\n",
        2 => "(a 1|b_total\\{x=\"y\"\\} 2|h_bucket\\{le=\"1\"\\} 3 5|a 1 # \\{x=\"y\"\\} 1 2)\n",
        1 => ".{0,3}",
    ];
    prop_oneof![
        4 => prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat().into_bytes()),
        1 => any::<Vec<u8>>(),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z_:][a-z0-9_:]{0,6}", ".{1,8}"]
}

fn labels() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec((prop_oneof!["[a-z_][a-z0-9_]{0,6}", ".{1,8}"], ".{0,12}"), 0..5)
        .prop_map(|pairs| {
            pairs
                .into_iter()
                .filter(|(name, _)| !["__name__", "le", "quantile"].contains(&name.as_str()))
                .collect()
        })
}

/// One family with one sample, or none.
fn family(format: Format) -> impl Strategy<Value = Family> {
    let at = match format {
        Format::Text => prop::option::of(0..i64::MAX).boxed(),
        // Beyond that, milliseconds get lost in a double of seconds.
        Format::OpenMetrics => prop::option::of(-(1_i64 << 50)..1 << 50).boxed(),
    };
    let exemplar = match format {
        Format::Text => Just(None).boxed(),
        Format::OpenMetrics => {
            prop::option::of((labels(), any::<f64>(), prop::option::of(-1e15..1e15))).boxed()
        }
    };
    let sample = prop::option::of((labels(), any::<f64>(), at, exemplar));
    (name(), any::<bool>(), ".{0,20}", sample).prop_map(|(name, is_gauge, help, sample)| Family {
        kind: if is_gauge { MetricType::Gauge } else { MetricType::Unknown },
        samples: sample
            .into_iter()
            .map(|(pairs, value, at, exemplar)| Sample {
                labels: set(&name, &pairs),
                value,
                at,
                exemplar: exemplar.map(|(pairs, value, at)| Exemplar {
                    labels: set("", &pairs),
                    value,
                    at,
                }),
            })
            .collect(),
        name,
        help,
        unit: String::new(),
    })
}

fn set(name: &str, pairs: &[(String, String)]) -> LabelSet {
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    LabelSet::new(name, &pairs)
}

fn page() -> impl Strategy<Value = Page> {
    format().prop_flat_map(|format| {
        prop::collection::vec(family(format), 0..6).prop_map(move |mut families| {
            families.sort_by(|one, other| one.name.cmp(&other.name));
            families.dedup_by(|one, other| one.name == other.name);
            Page { format, families, ..Page::default() }
        })
    })
}

fn target(strict: bool) -> Target {
    Target {
        name: "s".to_owned(),
        job: "j".to_owned(),
        instance: "i".to_owned(),
        interval: metrics_engine::time::Duration::from_secs(15),
        max_bytes: 400,
        max_samples: 30,
        max_label_bytes: 16,
        strict,
    }
}

/// Whether a sample of the page has a time of its own, whichever format it is read as.
fn has_times(body: &[u8]) -> bool {
    [Format::Text, Format::OpenMetrics].into_iter().any(|format| {
        let page = Page::read(body, format, false);
        page.families.iter().flat_map(|family| &family.samples).any(|sample| sample.at.is_some())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic_or_lose_its_place(bytes in text(), format in format(), strict in any::<bool>()) {
        let n_lines = bytes.split(|byte| *byte == b'\n').count();
        let mut lines = Lines::new(&bytes, format, strict);
        let mut last = 0;
        while let Some(line) = lines.next() {
            if let Err(problem) = line {
                prop_assert!(problem.from <= problem.to && problem.to <= lines.text().len(), "{:?}", problem);
                prop_assert_eq!(problem.line, lines.line());
            }
            prop_assert!(lines.line() >= last && lines.line() <= n_lines);
            last = lines.line();
        }
        let _ = validate::validate(&bytes);
    }

    #[test]
    fn printing_round_trips(page in page()) {
        let text = page.to_string();
        let again = Page::read(text.as_bytes(), page.format, true);
        prop_assert_eq!(&again.problems, &[], "{}", text);
        // NaN is not equal to itself, so the words of both are compared.
        prop_assert_eq!(format!("{:?}", again.families), format!("{:?}", page.families), "{}", text);
    }

    #[test]
    fn any_page_can_be_printed(bytes in text(), format in format()) {
        let once = Page::read(&bytes, format, false);
        let twice = Page::read(once.to_string().as_bytes(), format, true);
        prop_assert_eq!(twice.sample_count(), once.sample_count(), "{}", once);
        prop_assert_eq!(&twice.problems, &[], "{}", once);
        prop_assert_eq!(twice.to_string(), Page::read(twice.to_string().as_bytes(), format, true).to_string());
    }

    #[test]
    fn a_scrape_sees_on_a_known_page_what_it_saw_on_the_first(
        bytes in text(), other in text(), strict in any::<bool>()
    ) {
        let mut store = Store::default();
        let mut scrape = Scrape::new(&target(strict), &mut store);
        let mut take = |at: i64, body: &[u8]| {
            let answer = Response { content_type: None, body };
            let mut report = scrape.take(&mut store, Timestamp(at), Duration(1), Ok(answer));
            report.series_added = 0;
            report
        };
        let first = take(1_i64 << 50, &bytes);
        prop_assert!(first.kept <= first.samples.min(30));
        prop_assert_eq!(&first, &take((1 << 50) + 1, &bytes));
        take((1 << 50) + 2, &other);
        let again = take((1 << 50) + 3, &bytes);
        // What has a time of its own is old once something newer of the same series was seen.
        if !has_times(&other) {
            prop_assert_eq!(&first, &again);
        }
    }

    #[test]
    fn a_page_read_in_pieces_is_the_page_read_at_once(
        pages in proptest::collection::vec(prop_oneof![text(), kindred()], 1..4),
        // In pieces of one line each, no line is compared with the one before.
        pieces in proptest::collection::vec(prop_oneof![Just(1_usize), 1_usize..4000], 1..4),
        strict in any::<bool>(),
    ) {
        let mut whole = (Store::default(), Vec::new());
        let mut in_pieces = (Store::default(), Vec::new());
        let mut at_once = Scrape::new(&target(strict), &mut whole.0);
        let mut scrape = Scrape::new(&target(strict), &mut in_pieces.0);
        for (place, body) in pages.iter().enumerate() {
            let at = Timestamp((1 << 50) + i64::try_from(place).unwrap());
            let answer = Response { content_type: None, body };
            whole.1.push(at_once.take(&mut whole.0, at, Duration(1), Ok(answer)));
            scrape.begin(at, Duration(1), Ok(answer));
            let mut sizes = pieces.iter().cycle().copied();
            let report = loop {
                let piece = sizes.next().unwrap();
                if let Some(report) = scrape.go_on(&mut in_pieces.0, body, piece) {
                    break report;
                }
            };
            in_pieces.1.push(report);
        }
        prop_assert_eq!(&whole.1, &in_pieces.1);
        prop_assert_eq!(rendered(&whole.0), rendered(&in_pieces.0));
        prop_assert_eq!(whole.0.take_unsaved(), in_pieces.0.take_unsaved());
    }
}

/// Lines that have much in common.
fn kindred() -> impl Strategy<Value = Vec<u8>> {
    let name = "(abc|abd|ab|b_sum|abc:d|1a|a\\{\\})";
    let value = r#"(x|xy|xyz|yz||é|1|2|1\.50|\+Inf|q\\"|q\\n|\\|a,b="c|\}|# )"#;
    let label = format!(
        "{{(a=\"{value}\",)?(le|quantile|c| c)=\"{value}\",(job=\"{value}\",)?z=\"{value}\"}}"
    );
    let label = label.replacen('{', "\\{", 1);
    let label = format!("{}\\}}", label.strip_suffix('}').unwrap());
    let line = format!("{name}({label})? ?[0-9]( 17)?\n");
    let kind = prop_oneof![
        Just(String::new()),
        Just("# TYPE abc histogram\n".to_owned()),
        Just("# TYPE abc summary\n".to_owned()),
        Just("# TYPE abc gauge\n".to_owned()),
    ];
    let lines =
        proptest::collection::vec((kind, proptest::string::string_regex(&line).unwrap()), 1..12);
    lines.prop_map(|lines| {
        lines.into_iter().flat_map(|(kind, line)| (kind + &line).into_bytes()).collect()
    })
}

/// All that a store has, as text.
fn rendered(store: &Store) -> Vec<String> {
    let text = |id| {
        let labels: Vec<_> =
            store.labels(id).into_iter().flat_map(metrics_engine::store::Labels::iter).collect();
        let entries: Vec<_> = store.entries(id, TimeRange::ALL).collect();
        format!("{labels:?} {entries:?}")
    };
    store.select(&[]).into_iter().map(text).collect()
}
