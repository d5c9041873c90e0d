//! Templates and rules against public suites: Prometheus' own template cases, and widely used alerting rules.
//!
//! They are read unmodified from the folder that `ALLCLEAR_CONFORMANCE` names, by default `../shared/conformance`.

#[cfg(feature = "cli")]
mod files;

use allclear::decode::json::{self, Json};
use allclear::rules::template;
use metrics_engine::labels::LabelSet;
use std::path::PathBuf;

/// Returns the folder of a suite, or `None` with a message on the console.
fn suite(name: &str) -> Option<PathBuf> {
    let named = std::env::var_os("ALLCLEAR_CONFORMANCE").map(PathBuf::from);
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance"));
    let folder = named.unwrap_or_else(default).join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no suite at {}; set ALLCLEAR_CONFORMANCE", folder.display());
    None
}

/// Runs the cases of `template/template_test.go` that pass a number or a text to a supported function.
#[test]
fn expands_templates_as_prometheus_does() {
    let Some(folder) = suite("templates") else { return };
    let cases = std::fs::read(folder.join("template_cases.json")).unwrap();
    let cases = json::parse(&cases).unwrap();
    let (mut passed, mut left_out, mut wrong) = (0, 0, Vec::new());
    for case in cases.as_array().unwrap() {
        let text = case.get("text").and_then(Json::as_str).unwrap();
        let output = case.get("output").and_then(Json::as_str);
        let is_html = case.get("html").and_then(Json::as_bool) == Some(true);
        let input = case.get("input_go").and_then(Json::as_str).unwrap_or_default();
        match (output, shown(text, input)) {
            (Some(output), Some(shown)) if !is_html && shown == output => passed += 1,
            (Some(output), Some(shown)) if !is_html => {
                wrong.push(format!("{text:?}: {shown:?} instead of {output:?}"));
            }
            _ => left_out += 1,
        }
    }
    eprintln!("template_cases.json: {passed} passed, {left_out} left out");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(passed >= 10, "the suite was not found whole");
}

/// Returns the result of a template, `None` where it uses unsupported parts. A loop over one function is that function for each
/// input.
fn shown(text: &str, input: &str) -> Option<String> {
    let expand = |text: &str| {
        let shown = template::expand(text, &LabelSet::default(), 0.0);
        (!shown.starts_with("<error expanding template: ")).then_some(shown)
    };
    let inner = text.strip_prefix("{{ range . }}").and_then(|rest| rest.strip_suffix("{{ end }}"));
    let Some(inner) = inner else { return expand(text) };
    let inputs = input.split_once('{')?.1.strip_suffix('}')?;
    let inputs = inputs.replace("math.MaxInt64", "9223372036854775807");
    let inputs = inputs.replace("math.MaxUint64", "18446744073709551615");
    let mut all = String::new();
    for input in inputs.split(',').map(|input| input.trim().trim_matches('"')) {
        let seconds: f64 =
            input.split('+').map(|part| part.trim().parse::<f64>()).sum::<Result<_, _>>().ok()?;
        let value = if input.contains(" + ") { seconds.to_string() } else { input.to_owned() };
        all.push_str(&expand(&inner.replace(" . }}", &format!(" \"{value}\" }}}}")))?);
    }
    Some(all)
}
