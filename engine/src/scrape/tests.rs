//! One target, scrape by scrape. The content of the store is compared as text, one line per series.

use super::*;
use crate::exposition::problem::Kind;
use crate::series::TimeRange;

fn target() -> Target {
    Target {
        name: "rat".to_owned(),
        job: "ratd".to_owned(),
        instance: "rat:8080".to_owned(),
        interval: Duration::from_secs(15),
        max_bytes: 4096,
        max_samples: 20,
        max_label_bytes: 64,
        strict: false,
    }
}

/// A target with its store, which is scraped once a second.
struct Bench {
    store: Store,
    scrape: Scrape,
    now: i64,
}

impl Bench {
    fn new(target: &Target) -> Self {
        let mut store = Store::default();
        let scrape = Scrape::new(target, &mut store);
        Self { store, scrape, now: 0 }
    }

    fn take(&mut self, outcome: Result<Response<'_>, String>) -> Report {
        self.now += 1;
        let at = Timestamp(self.now * 1000);
        self.scrape.take(&mut self.store, at, Duration(12), outcome)
    }

    fn page(&mut self, body: &str) -> Report {
        self.take(Ok(Response { content_type: None, body: body.as_bytes() }))
    }

    /// Returns the series of the page, each with its entries: second, and value or `stale`. The labels `job` and `instance` are
    /// left out if they are the target's own.
    fn series(&self) -> Vec<String> {
        let text = |id| {
            let labels = self.store.labels(id).unwrap();
            let own = [("instance", "rat:8080"), ("job", "ratd")];
            let name = labels.get(NAME);
            let labels: Vec<String> = labels
                .iter()
                .filter(|pair| pair.0 != NAME && !own.contains(pair))
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let entries: Vec<String> = self
                .store
                .entries(id, TimeRange::ALL)
                .map(|entry| {
                    let value = entry.value.map_or("stale".to_owned(), |value| value.to_string());
                    format!("{}:{value}", entry.at.0 as f64 / 1000.0)
                })
                .collect();
            format!("{name}{{{}}} {}", labels.join(","), entries.join(" "))
        };
        self.store.select(&[]).into_iter().map(text).collect()
    }

    /// Returns them without the scrape's own series.
    fn of_page(&self) -> Vec<String> {
        let own = |line: &String| line.starts_with("scrape_") || line.starts_with("up{");
        self.series().into_iter().filter(|line| !own(line)).collect()
    }
}

#[test]
fn a_page_becomes_series_and_what_disappears_ends() {
    let mut bench = Bench::new(&target());
    let report = bench.page("# HELP a help\n# TYPE a counter\na 1\nb{x=\"y\"} 2\n");
    assert_eq!((report.samples, report.kept, report.series_added), (2, 2, 2));
    assert_eq!((report.lines, report.families, report.up), (4, 1, true));
    let report = bench.page("# HELP a help\n# TYPE a counter\na 2\nc NaN\n");
    assert_eq!((report.samples, report.series_added, report.families), (2, 1, 1));
    assert_eq!(bench.of_page(), ["a{} 1:1 2:2", "b{x=y} 1:2 2:stale", "c{} 2:NaN"]);
    bench.page("c 5\nb{x=\"y\"} 7\na 3");
    assert_eq!(bench.of_page(), ["a{} 1:1 2:2 3:3", "b{x=y} 1:2 2:stale 3:7", "c{} 2:NaN 3:5"]);
}

#[test]
fn a_scrape_has_series_of_its_own() {
    let mut bench = Bench::new(&target());
    bench.page("a 1\na 2\n");
    bench.take(Err("no answer in time".to_owned()));
    assert_eq!(
        bench.series(),
        [
            "a{} 1:1 2:stale",
            "scrape_body_size_bytes{} 1:8 2:0",
            "scrape_duration_seconds{} 1:0.012 2:0.012",
            "scrape_samples_post_metric_relabeling{} 1:1 2:0",
            "scrape_samples_scraped{} 1:2 2:0",
            "scrape_series_added{} 1:1 2:0",
            "up{} 1:1 2:0",
        ]
    );
}

#[test]
fn what_fails_ends_every_series() {
    let page = |content_type: &'static str, body: &'static str| Response {
        content_type: Some(content_type),
        body: body.as_bytes(),
    };
    for (outcome, expected) in [
        (Err("HTTP 503".to_owned()), "HTTP 503"),
        (Ok(page("text/html", "a 1")), "the answer is a web page, not metrics"),
        (Ok(page("application/json", "{}")), "the answer is JSON, not metrics"),
        (
            Ok(page("text/plain", "a\0 \x001\0\n\0")),
            "the answer is text in UTF-16, where metrics are UTF-8",
        ),
        (
            Ok(page("text/plain", "It works!")),
            "the page was refused: line 1, column 4: the value is not a number",
        ),
    ] {
        let mut bench = Bench::new(&target());
        bench.page("a 1\n");
        let report = bench.take(outcome.clone());
        assert!(!report.up);
        assert_eq!(report.error.unwrap().to_string(), expected);
        assert_eq!(bench.of_page(), ["a{} 1:1 2:stale"]);
        // A series becomes stale once.
        bench.take(outcome);
        assert_eq!(bench.of_page(), ["a{} 1:1 2:stale"]);
    }
}

#[test]
fn good_lines_are_kept_unless_the_target_is_strict() {
    let page = "a 1\nb{x=1} 2\nc 3\n";
    let mut bench = Bench::new(&target());
    let report = bench.page(page);
    assert_eq!(
        report.problems[0].to_string(),
        "line 2, column 5: a label value stands in double quotes"
    );
    assert_eq!(report.counts, [(Kind::Quote, 1)]);
    assert_eq!(bench.of_page(), ["a{} 1:1", "c{} 1:3"]);

    let mut bench = Bench::new(&Target { strict: true, ..target() });
    bench.page("a 1\n");
    let report = bench.page(page);
    assert!(matches!(report.error, Some(ScrapeError::Refused(problem)) if problem.line == 2));
    assert_eq!(bench.of_page(), ["a{} 1:1 2:stale"]);
}

#[test]
fn the_targets_labels_displace_the_pages() {
    let mut bench = Bench::new(&target());
    bench.page("a{job=\"x\",exported_job=\"y\",instance=\"\"} 1\nb{instance=\"z\"} 2\n");
    assert_eq!(
        bench.of_page(),
        ["a{exported_exported_job=x,exported_job=y} 1:1", "b{exported_instance=z} 1:2"]
    );
}

#[test]
fn a_page_cannot_pose_as_the_scrape_or_as_another_system() {
    let forged = concat!(
        "up 0\nup{job=\"other\",instance=\"other:1\"} 0\nscrape_samples_scraped 7\n",
        "ALERTS{alertname=\"Down\",alertstate=\"firing\"} 1\nALERTS_FOR_STATE{alertname=\"Down\"} 1\n",
        "health_status{system=\"chat\"} 0\nhealth_consecutive_failures{system=\"chat\",subsystem=\"\"} 99\n",
        "health_check_duration_seconds{system=\"chat\"} 9 1500\nhealth_status{job=\"x\"} 0\n",
        // Similar but for the name, which is the fastest way to a series.
        "health_statu{x=\"y\"} 1\nhealth_status{x=\"y\"} 0\nhealth_states{x=\"y\"} 1\n",
        "pool_size{system=\"chat\",exported_system=\"a\"} 5\nsystem_load{a=\"b\",system=\"x\"} 3\n",
    );
    for strict in [false, true] {
        let mut bench = Bench::new(&Target { strict, ..target() });
        for second in 1..4 {
            let report = bench.page(forged);
            assert_eq!(report.error, None);
            assert_eq!(report.counts, [(Kind::Reserved, 10)], "scrape {second}");
            assert_eq!((report.samples, report.kept), (14, 4));
        }
        assert_eq!(
            bench.of_page(),
            [
                "health_states{x=y} 1:1 2:1 3:1",
                "health_statu{x=y} 1:1 2:1 3:1",
                "pool_size{exported_exported_system=chat,exported_system=a} 1:5 2:5 3:5",
                "system_load{a=b,exported_system=x} 1:3 2:3 3:3",
            ]
        );
        assert!(bench.series().contains(&"up{} 1:1 2:1 3:1".to_owned()));
    }
    // Names in quotes are names like any other.
    let mut bench = Bench::new(&target());
    let report = bench
        .page("{\"health_status\",\"system\"=\"chat\"} 0\n{\"a\",\"system\"=\"chat\"} 1\n# EOF\n");
    assert_eq!(report.counts, [(Kind::Reserved, 1)]);
    assert_eq!(bench.of_page(), ["a{exported_system=chat} 1:1"]);
}

#[test]
fn samples_too_far_from_the_scrape_are_refused_and_reported() {
    let mut bench = Bench::new(&target());
    bench.now = 1_795_176_000;
    let ms = bench.now * 1000;
    let page = format!(
        "a 1 {}\nb 1 {}\nc 1 {}\nd 1 {}\ne 1\n",
        // Microseconds for milliseconds, an hour ahead, two hours ago, seconds for milliseconds.
        ms * 1000,
        ms + 3_600_000,
        ms - 7_200_000,
        bench.now
    );
    for _ in 0..3 {
        let report = bench.page(&page);
        assert_eq!((report.samples, report.kept, report.up), (5, 1, true));
        assert_eq!(report.counts, [(Kind::Ahead, 2), (Kind::Behind, 2)]);
        assert_eq!(report.problems[0].line, 1);
        assert!(report.capped.is_empty());
    }
    assert_eq!(bench.of_page().len(), 1, "no series without a sample");
    // The source is repaired: nothing was kept that is in its way.
    let now = (bench.now + 1) * 1000;
    let report = bench.page(&format!("a 1 {now}\nb 2 {now}\nc 3 {now}\nd 4 {now}\n"));
    assert_eq!((report.kept, report.counts, report.capped), (4, vec![], vec![]));
    let report = Bench::new(&Target { strict: true, ..target() }).page("a 1 99999999999\n");
    assert_eq!((report.up, report.counts), (true, vec![(Kind::Ahead, 1)]));
}

#[test]
fn a_clock_a_little_ahead_is_believed_until_it_is_right() {
    let mut bench = Bench::new(&target());
    bench.page("a{le=\"1\"} 1 480000\na{le=\"2\"} 1 480000\n");
    bench.page("a{le=\"1\"} 2 481000\na{le=\"2\"} 2 481000\n");
    // A forecast stands beside what is measured, each time anew.
    for _ in 0..2 {
        let at = (bench.now + 1) * 1000;
        let report = bench
            .page(&format!("a{{le=\"1\"}} 3 {at}\na{{le=\"2\"}} 3 {at}\na{{le=\"1\"}} 9 400000\n"));
        assert_eq!((report.kept, report.capped), (3, vec![]));
    }
    assert_eq!(bench.of_page(), ["a{le=1} 3:3 4:3 400:9", "a{le=2} 3:3 4:3"]);
}

#[test]
fn samples_with_timestamps_never_go_stale() {
    let mut bench = Bench::new(&target());
    bench.page("a{c=\"1\"} 1 500\na{c=\"2\"} 2 700\nb{c=\"1\"} 3 500\nd 4\n");
    bench.page("a{c=\"1\"} 2 600\na{c=\"2\"} 2 700\n");
    bench.take(Err("refused".to_owned()));
    assert_eq!(
        bench.of_page(),
        ["a{c=1} 0.5:1 0.6:2", "a{c=2} 0.7:2", "b{c=1} 0.5:3", "d{} 1:4 2:stale"]
    );
}

#[test]
fn series_with_the_same_labels_may_have_different_instants() {
    let mut bench = Bench::new(&target());
    for at in [500, 500, 600] {
        let report = bench.page(&format!("a{{c=\"1\"}} {at} {at}\nb{{c=\"1\"}} 2 {}\n", at + 150));
        assert_eq!((report.kept, report.capped), (2, vec![]));
    }
    assert_eq!(bench.of_page(), ["a{c=1} 0.5:500 0.6:600", "b{c=1} 0.65:2 0.75:2"]);
}

#[test]
fn the_same_series_twice_counts_once() {
    let mut bench = Bench::new(&target());
    for second in [1.0, 2.0] {
        let report = bench.page("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2\nb 1\nb 2\n");
        assert_eq!(report.counts, [(Kind::SeriesTwice, 2)], "scrape {second}");
    }
    // In the other order it is still the same series.
    bench.page("a{y=\"2\",x=\"1\"} 3\nb 1\n");
    assert_eq!(bench.of_page(), ["a{x=1,y=2} 1:1 2:1 3:3", "b{} 1:1 2:1 3:1"]);
}

#[test]
fn nothing_counts_after_the_end_of_a_page() {
    let mut bench = Bench::new(&target());
    for _ in 0..2 {
        // Series similar to the one before, which are read in a faster way.
        for after in ["a{x=\"2\"} 2\n", "b{x=\"1\"} 2\n", "a{x=\"1\"} 2\n"] {
            let report = bench.page(&format!("a{{x=\"1\"}} 1\n# EOF\n{after}\n# EOF\n"));
            assert_eq!((report.counts, report.kept), (vec![(Kind::AfterEof, 1)], 1), "{after}");
        }
    }
}

#[test]
fn every_cap_is_reported() {
    let mut bench = Bench::new(&target());
    let many = (0..30).map(|n| format!("a{n} {n}\n")).collect::<Vec<_>>().concat();
    for _ in 0..2 {
        let report = bench.page(&many);
        assert_eq!(report.capped, [Capped::Samples { cap: 20, dropped: 10 }]);
        assert_eq!((report.samples, report.kept), (30, 20));
    }
    let long = format!("b{{x=\"{}\"}} 1\nc 1\n", "x".repeat(65));
    let report = bench.page(&long);
    assert_eq!((report.counts, report.kept), (vec![(Kind::LabelTooLong, 1)], 1));
    let labels = (0..64).map(|n| format!("l{n}=\"1\",")).collect::<Vec<_>>().concat();
    let report = bench.page(&format!("d{{{labels}}} 1\nc 1\n"));
    assert_eq!((report.counts, report.kept), (vec![(Kind::TooManyLabels, 1)], 1));
    let report = bench.page(&format!("e 1\n{}\nf 1\n", "#".repeat(5000)));
    assert_eq!((report.capped, report.kept), (vec![Capped::Bytes { cap: 4096 }], 1));
}

#[test]
fn the_memory_is_bounded_by_what_is_alive() {
    let mut bench = Bench::new(&target());
    let mut sizes = Vec::new();
    for round in 0..240 {
        let line = |n| format!("a{{x=\"{}\"}} 1\n", round * 20 + n);
        let page = (0..20).map(line).collect::<Vec<_>>().concat();
        let report = bench.page(&page);
        assert_eq!(report.series_added, 20);
        sizes.push(bench.scrape.memory());
    }
    let (early, late) = sizes.split_at(120);
    let (early, late) = (early.iter().max().unwrap(), late.iter().max().unwrap());
    assert!(*late < early + early / 10, "{early} bytes, later {late}");
}

#[test]
fn bounds_go_by_the_last_type() {
    let mut bench = Bench::new(&target());
    let page = "# TYPE h histogram\nh_bucket{le=\"1\"} 1\n# TYPE g gauge\ng{le=\"1\"} 2\n";
    for _ in 0..2 {
        bench.page(page);
    }
    assert_eq!(bench.of_page(), ["g{le=1} 1:2 2:2", "h_bucket{le=1.0} 1:1 2:1"]);
}

#[test]
fn a_longer_series_is_not_taken_for_the_expected_one() {
    let mut bench = Bench::new(&target());
    bench.page("a 1\nb 2\n");
    bench.page("a1 1\nb {x=\"y\"} 2\n");
    bench.page("a 5 \nb  6\n");
    assert_eq!(
        bench.of_page(),
        ["a{} 1:1 2:stale 3:5", "a1{} 2:1 3:stale", "b{} 1:2 2:stale 3:6", "b{x=y} 2:2 3:stale"]
    );
}

#[test]
fn series_that_the_store_has_dropped_begin_anew() {
    let mut bench = Bench::new(&target());
    bench.page("a 1\nb 1\n");
    bench.now += 3 * 24 * 3600;
    bench.store.retain(Timestamp(bench.now * 1000));
    assert_eq!(bench.series(), [""; 0]);
    let report = bench.page("a 2\n");
    assert_eq!((report.up, report.series_added), (true, 1));
    assert_eq!(bench.of_page(), ["a{} 259202:2"]);
    assert!(bench.series().contains(&"up{} 259202:1".to_owned()), "{:?}", bench.series());
}

#[test]
fn what_is_half_read_is_not_there_and_can_be_given_up() {
    let mut bench = Bench::new(&target());
    bench.page("a 1\nb 2\n");
    let page = |body: &'static str| Response { content_type: None, body: body.as_bytes() };
    let at = Timestamp(2000);
    let half = page("b 3\nc 4\n");
    bench.scrape.begin(at, Duration(12), Ok(half));
    assert_eq!(bench.scrape.go_on(&mut bench.store, half.body, 1), None);
    assert_eq!(bench.of_page(), ["a{} 1:1", "b{} 1:2"]);
    // Another answer takes its place.
    bench.now += 1;
    bench.page("a 5\n");
    assert_eq!(bench.scrape.go_on(&mut bench.store, half.body, 1), None);
    assert_eq!(bench.of_page(), ["a{} 1:1 3:5", "b{} 1:2 3:stale"]);
}

#[test]
fn a_page_is_begun_anew_when_the_store_drops_its_series_meanwhile() {
    let mut bench = Bench::new(&target());
    bench.page("a 1\n");
    let at = Timestamp(3 * 24 * 3600 * 1000);
    let page = Response { content_type: None, body: b"a 2\nb 3\n" };
    bench.scrape.begin(at, Duration(12), Ok(page));
    assert_eq!(bench.scrape.go_on(&mut bench.store, page.body, 1), None);
    bench.store.retain(at);
    let report = core::iter::from_fn(|| Some(bench.scrape.go_on(&mut bench.store, page.body, 1)));
    let report = report.flatten().next().unwrap();
    assert_eq!((report.samples, report.kept, report.lines), (2, 2, 2));
    assert_eq!(bench.of_page(), ["a{} 259200:2", "b{} 259200:3"]);
}

#[test]
fn a_page_of_many_empty_lines_takes_no_room_for_as_many_series() {
    let mut bench = Bench::new(&target());
    let before = bench.store.usage().bytes;
    let report = bench.page(&"\n".repeat(4096));
    assert_eq!((report.lines, report.samples, report.up), (4096, 0, true));
    assert!(bench.scrape.memory() < 16 * 1024, "{}", bench.scrape.memory());
    let more = bench.store.usage().bytes - before;
    assert!(more < 8 * 1024, "{more}");
}

/// Pages of this number of processes, as one after the other answers: each with a counter and a histogram of its own, and a
/// gauge.
fn of_processes(
    bench: &mut Bench,
    scrapes: i64,
    answers: impl Fn(i64) -> (i64, i64),
    start: bool,
) -> Report {
    let mut report = Report::default();
    for scrape in 0..scrapes {
        // Which process, and for how many scrapes it has run.
        let (process, age) = answers(scrape);
        let count = 1000 * process + 10 * age;
        let mut page = format!(
            "# TYPE h histogram\nh_bucket{{le=\"1\"}} {count}\nh_sum {count}\nh_count {count}\n\
             # TYPE r counter\nr_total {count}\n# TYPE g gauge\ng {}\nuntyped {}\n",
            -scrape, -scrape
        );
        if start {
            let started = 1_700_000_000 + process * 7 + (scrape - age) * 15;
            page = format!(
                "{page}# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds {started}\n"
            );
        }
        bench.now += 14;
        report = bench.page(&page);
        assert_eq!(report.problem_count(), 0);
    }
    report
}

#[test]
fn counters_of_several_processes_behind_one_address_are_reported() {
    for start in [false, true] {
        // Two in turn; four in no order.
        let in_turn = |scrape: i64| (scrape % 2, scrape);
        let in_no_order = |scrape: i64| (scrape * scrape * 7 % 11 % 4, scrape);
        for (answers, least) in [(&in_turn as &dyn Fn(i64) -> (i64, i64), 9), (&in_no_order, 4)] {
            let target = Target { max_samples: 100, ..target() };
            let report = of_processes(&mut Bench::new(&target), 40, answers, start);
            let backwards = report.backwards.unwrap();
            assert_eq!((backwards.cause, backwards.within), (Cause::Several, Duration(300_000)));
            assert!(backwards.times >= least && backwards.times <= 20, "{backwards:?}");
            assert!(
                backwards
                    .to_string()
                    .ends_with("times in 5 min: several processes behind one address?")
            );
            assert!(
                ["h_bucket", "h_count", "r_total"].contains(&backwards.metric.as_str()),
                "{backwards:?}"
            );
        }
        // One that is started anew every third scrape, and one that was started twice.
        let mut bench = Bench::new(&target());
        let report = of_processes(&mut bench, 40, |scrape| (0, scrape % 3), start);
        assert_eq!(report.backwards.map(|backwards| backwards.cause), Some(Cause::Restarts));
        let twice = |scrape: i64| (0, if scrape > 35 { scrape - 35 } else { scrape % 30 });
        assert_eq!(of_processes(&mut Bench::new(&target()), 40, twice, start).backwards, None);
        // The report ends with the cause.
        let report = of_processes(&mut bench, 40, |scrape| (9, scrape), start);
        assert_eq!(report.backwards, None);
    }
}
