use super::*;
use crate::labels::NAME;
use crate::promql::parse;
use crate::time::Duration;

/// A series with a sample every fifteen seconds from its first second to its last.
type Row<'r> = (&'r [(&'r str, &'r str)], i64, i64);

/// Creates a store with a sample every fifteen seconds, of each series from its first second to its last.
fn store(series: &[Row<'_>]) -> Store {
    let mut store = Store::default();
    for (place, (labels, first, last)) in series.iter().enumerate() {
        let group = store.group(&place.to_string());
        let id = store.series(group, labels).unwrap();
        for seconds in (*first..=*last).step_by(15) {
            store.append(group, Timestamp(seconds * 1000), &[(id, seconds as f64)], &[]);
        }
    }
    store
}

fn example() -> Store {
    store(&[
        (&[(NAME, "asked_total"), ("code", "200"), ("job", "web")], 0, 600),
        (&[(NAME, "asked_total"), ("code", "500"), ("job", "web")], 0, 600),
        (&[(NAME, "pods"), ("pod", "a"), ("team", "web")], 0, 600),
        (&[(NAME, "pods"), ("pod", "b"), ("team", "db")], 0, 600),
        (&[(NAME, "teams"), ("team", "ops")], 0, 600),
        (&[(NAME, "young_total")], 600, 600),
        (&[(NAME, "gone")], 0, 60),
    ])
}

fn whole(text: &str) -> Part {
    let expr = parse(text).unwrap();
    let (settings, metadata) = (Settings::default(), Metadata::default());
    explain(&expr, &example(), Timestamp(600_000), &settings, &metadata)
}

/// Returns the causes as `title: reason`.
fn causes(text: &str) -> Vec<String> {
    let whole = whole(text);
    let causes = whole.causes();
    causes
        .iter()
        .filter_map(|part| Some(format!("{}: {}", part.title, part.reason.as_ref()?)))
        .collect()
}

#[test]
fn each_part_has_its_value() {
    let ratio = whole("sum by (code) (rate(asked_total[1m])) / (2 + 1) > 1");
    let lines = |part: &Part| {
        let mut lines = Vec::new();
        outline(part, 0, &mut lines);
        lines
    };
    assert_eq!(
        lines(&ratio),
        [
            ">: 0, 0",
            "  /: 2, 2",
            "    sum by (code): 2, 2",
            "      rate: 2, 2",
            "        asked_total[1m]: 2, 8",
            "    +: 3",
            "      2: 2",
            "      1: 1",
            "  1: 1",
        ]
    );
    let subquery = whole("max_over_time((asked_total)[2m:1m])");
    assert_eq!(lines(&subquery)[1], "  [2m:1m]: 2, 4");
    let failed = whole("asked_total * on (job) asked_total");
    assert!(matches!(failed.found, Found::Failed(_)), "{failed:?}");
}

fn outline(part: &Part, level: usize, lines: &mut Vec<String>) {
    let found = match &part.found {
        Found::Number(number) => number.to_string(),
        Found::Text(text) => text.clone(),
        Found::Series { series, samples } => format!("{series}, {samples}"),
        Found::Failed(error) => error.to_string(),
    };
    lines.push(format!("{}{}: {found}", "  ".repeat(level), part.title));
    part.parts.iter().for_each(|part| outline(part, level + 1, lines));
}

#[test]
fn an_empty_part_has_its_reason() {
    for (text, reasons) in [
        (
            "sum(asked_totl)",
            &["asked_totl: no target serves `asked_totl`; similar: asked_total"][..],
        ),
        ("asked > 5", &["asked: no target serves `asked`; similar: asked_total"]),
        ("xyz", &["xyz: no target serves `xyz`"]),
        (
            "rate(asked_total{code=~\"4..\",job=\"web\"}[5m])",
            &[
                "asked_total{code=~\"4..\",job=\"web\"}[5m]: `code=~\"4..\"` excludes every series; there are: 200, 500",
            ],
        ),
        (
            "asked_total{zone=\"a\"}",
            &["asked_total{zone=\"a\"}: `zone=\"a\"` excludes every series; none has this label"],
        ),
        (
            "pods{pod=\"a\",team=\"db\",x=\"\"}",
            &[
                "pods{pod=\"a\",team=\"db\",x=\"\"}: `pod=\"a\"` excludes every series; there are: b",
            ],
        ),
        ("rate(young_total[5m])", &["rate: the windows hold 1 of 2 samples"]),
        ("rate(asked_total[10s])", &["rate: the window is too short: samples are 15s apart"]),
        (
            "asked_total offset 1h",
            &["asked_total offset 1h: the oldest sample is 50m later than what is read"],
        ),
        ("gone", &["gone: the series ended before what is read"]),
        ("sum_over_time(gone[1m])", &["gone[1m]: the series ended before what is read"]),
        (
            "asked_total / pods",
            &[
                "/: no series of the left side has the labels of one on the right; only on the left: code, job; only on the right: pod, team",
            ],
        ),
        (
            "pods * on (team) teams",
            &[
                "* on (team): no series of the left side has the labels of one on the right; different on both sides: team",
            ],
        ),
        ("asked_total > 1e6", &[">: the comparison holds for no series; values: 600"]),
        (
            "asked_total unless on () teams",
            &["unless on (): every series of the left side has a partner on the right"],
        ),
        (
            "nothing1 or nothing2",
            &["nothing1: no target serves `nothing1`", "nothing2: no target serves `nothing2`"],
        ),
        (
            "histogram_quantile(0.9, asked_total)",
            &["histogram_quantile: no series has the label `le` of a bucket"],
        ),
        ("absent(pods)", &["absent: there are series, so that nothing is absent"]),
        ("sum(rate(asked_total[5m]))", &[]),
    ] {
        assert_eq!(causes(text), reasons, "{text}");
    }
}

#[test]
fn the_time_to_wait_is_that_of_the_missing_samples() {
    let expr = parse("rate(young_total[5m])").unwrap();
    let metadata = Metadata { interval: Some(Duration::from_secs(15)), ..Metadata::default() };
    let at = Timestamp(604_000);
    let rate = explain(&expr, &example(), at, &Settings::default(), &metadata);
    let wait = Some(Duration::from_secs(11));
    assert_eq!(rate.reason, Some(Reason::TooFewSamples { samples: 1, needed: 2, wait }));
}
