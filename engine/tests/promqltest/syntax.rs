//! The cases of `promql/parser/parse_test.go`: expressions that parse, and expressions that do not.

use super::scripts;
use metrics_engine::promql::{self, Kind};
use serde::Deserialize;

#[derive(Deserialize)]
struct SyntaxCase {
    input: String,
    fail: bool,
}

#[test]
fn reads_what_prometheus_reads() {
    let Some(folder) = scripts() else { return };
    let text = std::fs::read(folder.join("parse_cases.json")).unwrap();
    let cases: Vec<SyntaxCase> = serde_json::from_slice(&text).unwrap();
    let (mut read, mut refused, mut experimental) = (0, 0, 0);
    let mut wrong = Vec::new();
    for SyntaxCase { input, fail } in &cases {
        match (promql::parse(input), fail) {
            (Ok(expr), false) => {
                read += 1;
                let printed = expr.to_string();
                if promql::parse(&printed).map(|again| again.to_string()) != Ok(printed.clone()) {
                    wrong.push(format!("{input:?} prints as {printed:?}, which reads differently"));
                }
            }
            (Err(_), true) => refused += 1,
            (Err(error), false) if error.kind == Kind::Experimental => experimental += 1,
            (Ok(_), true) => wrong.push(format!("{input:?} must not be read")),
            (Err(error), false) => wrong.push(format!("{input:?} must be read: {error}")),
        }
    }
    eprintln!("parse_cases.json: {read} read, {refused} refused, {experimental} experimental");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(read >= 170 && refused >= 130, "the suite was not found whole");
}
