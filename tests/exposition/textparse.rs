//! Pages that the parsers of Prometheus itself reject.

use crate::suite;
use metrics_engine::exposition::Format;
use metrics_engine::exposition::page::Page;

/// Reads each input of a file strictly, and returns those that are judged otherwise than Prometheus does.
fn wrong(file: &str, format: Format) -> Vec<String> {
    let Some(folder) = suite("textparse") else { return Vec::new() };
    let text = std::fs::read(folder.join(file)).unwrap();
    let cases: Vec<serde_json::Value> = serde_json::from_slice(&text).unwrap();
    assert!(!cases.is_empty(), "no cases in {file}");
    let mut wrong = Vec::new();
    for case in &cases {
        let input = base64(case["input_b64"].as_str().unwrap());
        // Two errors are none: the regular end, and none at all.
        let is_good = matches!(case["err"].as_str().unwrap(), "" | "EOF");
        let problems = Page::read(&input, format, true).problems;
        if problems.is_empty() != is_good {
            wrong.push(format!("{case}: {problems:?}"));
        }
    }
    println!("{file}: {} cases", cases.len());
    wrong
}

#[test]
fn prometheus_text() {
    let wrong = wrong("promparse_errors.json", Format::Text);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn openmetrics() {
    let wrong = wrong("openmetrics_errors.json", Format::OpenMetrics);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut n_bits) = (0_u32, 0);
    for digit in text.bytes().filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte)) {
        bits = (bits << 6) | digit as u32;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
        }
    }
    bytes
}
