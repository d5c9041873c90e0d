//! `allclear query`, as a person runs it.

#![expect(clippy::unwrap_used, reason = "a command that cannot be run stops the test")]

use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

/// A folder with pages of a counter that rises by 30 in 15 seconds, and of a histogram.
struct Pages(tempfile::TempDir);

impl Pages {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (index, name) in ["a", "b", "c=d", "e"].iter().enumerate() {
            let total = index * 30;
            let page = format!(
                "# TYPE asked_total counter\n\
                 asked_total{{code=\"200\"}} {total}\n\
                 asked_total{{code=\"500\"}} 0\n\
                 # TYPE took_seconds histogram\n\
                 took_seconds_bucket{{le=\"1\"}} {total}\n\
                 took_seconds_bucket{{le=\"2\"}} {}\n\
                 took_seconds_bucket{{le=\"+Inf\"}} {}\n\
                 tiny 0.0000005\n",
                2 * total,
                2 * total,
            );
            std::fs::write(folder.path().join(name), page).unwrap();
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a query over the pages at 0, 15, 30 and 45 seconds, and returns the exit code, the answer, and the standard error.
    fn query(&self, arguments: &[&str]) -> (Option<i32>, Value, String) {
        let mut pages: Vec<String> = Vec::new();
        for (time, name) in
            [("0s=", "a"), ("", "b"), ("30=", "c=d"), ("1970-01-01T00:00:45Z=", "e")]
        {
            pages.extend(["--page".to_owned(), format!("{time}{}", self.path(name).display())]);
        }
        run(&pages, arguments)
    }
}

fn run(pages: &[String], arguments: &[&str]) -> (Option<i32>, Value, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_allclear"))
        .arg("query")
        .args(pages)
        .args(arguments)
        .output()
        .unwrap();
    let answer = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code(), answer, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn an_instant_is_answered_as_prometheus_does() {
    let pages = Pages::new();
    let (code, answer, stderr) = pages.query(&["sum by (code) (rate(asked_total[1m]))"]);
    let expected = json!({
        "status": "success",
        "data": {
            "resultType": "vector",
            "result": [
                {"metric": {"code": "200"}, "value": [45, "1.5"]},
                {"metric": {"code": "500"}, "value": [45, "0"]},
            ],
        },
    });
    assert_eq!((code, answer), (Some(0), expected), "{stderr}");

    let (_, answer, _) = pages.query(&["--time", "29.5", "up"]);
    let metric = json!({"__name__": "up", "instance": "page", "job": "page"});
    assert_eq!(answer["data"]["result"], json!([{"metric": metric, "value": [29.5, "1"]}]));

    let (_, answer, _) = pages.query(&["tiny"]);
    assert_eq!(answer["data"]["result"][0]["value"], json!([45, "5e-07"]));
}

#[test]
fn every_kind_of_value_has_its_form() {
    let pages = Pages::new();
    let (_, answer, _) = pages.query(&["1 / 0"]);
    assert_eq!(answer["data"], json!({"resultType": "scalar", "result": [45, "+Inf"]}));
    let (_, answer, _) = pages.query(&["\"text\""]);
    assert_eq!(answer["data"], json!({"resultType": "string", "result": [45, "text"]}));
    let (_, answer, _) = pages.query(&["asked_total{code=\"200\"}[20s]"]);
    assert_eq!(answer["data"]["resultType"], "matrix");
    assert_eq!(answer["data"]["result"][0]["values"], json!([[30, "60"], [45, "90"]]));
}

#[test]
fn a_range_has_a_value_at_each_step() {
    let pages = Pages::new();
    let (_, answer, _) = pages.query(&["--range", "--job", "web", "asked_total > 30"]);
    let metric =
        json!({"__name__": "asked_total", "code": "200", "instance": "page", "job": "web"});
    let expected = json!([{"metric": metric, "values": [[30, "60"], [45, "90"]]}]);
    assert_eq!(answer["data"], json!({"resultType": "matrix", "result": expected}));

    let (_, answer, _) = pages.query(&["--start", "10", "--end", "20s", "--step", "5", "time()"]);
    let values = json!([[10, "10"], [15, "15"], [20, "20"]]);
    assert_eq!(answer["data"]["result"], json!([{"metric": {}, "values": values}]));
}

#[test]
fn warnings_and_infos_stand_beside_the_value() {
    let pages = Pages::new();
    let (code, answer, _) = pages.query(&["histogram_quantile(2, rate(took_seconds_bucket[1m]))"]);
    assert_eq!((code, &answer["data"]["result"][0]["value"][1]), (Some(0), &json!("+Inf")));
    let warning = "PromQL warning: quantile value should be between 0 and 1, got 2 (1:20)";
    assert_eq!(answer["warnings"], json!([warning]));
    let (_, answer, _) = pages.query(&["rate(tiny[1m])"]);
    assert!(answer["infos"][0].as_str().unwrap().contains("might not be a counter"), "{answer}");
}

#[test]
fn what_has_no_value_is_an_error_in_the_same_form() {
    let pages = Pages::new();
    let (code, answer, _) = pages.query(&["sum(\n  up"]);
    assert_eq!((code, &answer["status"]), (Some(1), &json!("error")));
    assert_eq!(answer["errorType"], "bad_data");
    let error = answer["error"].as_str().unwrap();
    assert!(error.starts_with("invalid parameter \"query\": 1:4: parse error: "), "{error}");

    let (code, answer, _) =
        pages.query(&["label_replace(asked_total, \"code\", \"\", \"\", \"\")"]);
    assert_eq!((code, &answer["errorType"]), (Some(1), &json!("execution")));
    let error = "vector cannot contain metrics with the same labelset";
    assert_eq!(answer["error"], error);
}

#[test]
fn what_cannot_be_understood_ends_with_a_word_about_it() {
    let pages = Pages::new();
    let page = |time: &str, name: &str| -> [String; 2] {
        ["--page".to_owned(), format!("{time}{}", pages.path(name).display())]
    };
    let (code, _, stderr) = run(&[page("15s=", "a"), page("15s=", "b")].concat(), &["up"]);
    assert!(code == Some(2) && stderr.contains("is not later than the page before it"), "{stderr}");
    let (code, _, stderr) = run(&page("", "nowhere"), &["up"]);
    assert!(code == Some(2) && stderr.contains("cannot be read"), "{stderr}");
    let (code, _, stderr) = run(&page("", "a"), &["--start", "soon", "up"]);
    assert!(code == Some(2) && stderr.contains("\"soon\" is no time"), "{stderr}");

    std::fs::write(pages.path("torn"), "a 1\nb\n").unwrap();
    let (code, answer, stderr) = run(&page("", "torn"), &["{__name__=~\"a|b\"}"]);
    assert_eq!((code, answer["data"]["result"].as_array().map(Vec::len)), (Some(0), Some(1)));
    assert!(stderr.contains("torn: line 2, column 2: "), "{stderr}");
}

#[test]
fn advice_stands_on_the_standard_error() {
    let pages = Pages::new();
    let (code, _, said) = pages.query(&["asked_total by (code)"]);
    assert!(
        code == Some(1) && said.contains("did you mean: sum by (code) (asked_total)"),
        "{said}"
    );
    let (code, _, said) = pages.query(&["rate(asked_total[20s])"]);
    assert!(code == Some(0) && said.contains("1:6: a window of 20s holds"), "{said}");
    assert!(said.contains("did you mean: rate(asked_total[1m])"), "{said}");
    let (code, _, said) = pages.query(&["sum(askd_total)"]);
    assert_eq!(code, Some(0));
    let reason = "1:5: `askd_total` is empty: no target serves `askd_total`; similar: asked_total";
    assert!(said.contains(reason), "{said}");
    let (_, _, said) = pages.query(&["sum(asked_total)"]);
    assert_eq!(said, "");
}
