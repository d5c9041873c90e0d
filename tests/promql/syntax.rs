//! The cases of `promql/parser/parse_test.go`: expressions that parse, and expressions that do not.

use super::suites;
use allclear::decode::json::{self, Json};
use metrics_engine::promql::{self, Kind};

#[test]
fn reads_what_prometheus_reads() {
    let Some(folder) = suites() else { return };
    let cases = json::parse(&std::fs::read(folder.join("parse_cases.json")).unwrap()).unwrap();
    let (mut read, mut refused, mut not_yet) = (0, 0, 0);
    let mut wrong = Vec::new();
    for case in cases.as_array().unwrap() {
        let input = case.get("input").and_then(Json::as_str).unwrap();
        let must_fail = case.get("fail").and_then(Json::as_bool).unwrap();
        match (promql::parse(input), must_fail) {
            (Ok(expr), false) => {
                read += 1;
                let printed = expr.to_string();
                if promql::parse(&printed).map(|again| again.to_string()) != Ok(printed.clone()) {
                    wrong.push(format!("{input:?} prints as {printed:?}, which reads differently"));
                }
            }
            (Err(_), true) => refused += 1,
            (Err(error), false) if error.kind == Kind::Experimental => not_yet += 1,
            (Ok(_), true) => wrong.push(format!("{input:?} must not be read")),
            (Err(error), false) => wrong.push(format!("{input:?} must be read: {error}")),
        }
    }
    eprintln!("parse_cases.json: {read} read, {refused} refused, {not_yet} experimental");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(read >= 170 && refused >= 130, "the suite was not found whole");
}
