//! Pages, line by line. An expectation is the whole reading as one text, so that every part of it is checked.

use super::page::Page;
use super::*;
use std::fmt::Write as _;

/// Samples as `name{label=value} value @timestamp #exemplar`, problems as `!line:column kind`.
fn parsed(text: &[u8], format: Format) -> String {
    let page = Page::read(text, format, false);
    let mut out: Vec<String> = Vec::new();
    for sample in page.families.iter().flat_map(|family| &family.samples) {
        let pairs = |labels: &crate::labels::LabelSet| {
            let pairs = labels.iter().filter(|(name, _)| *name != crate::labels::NAME);
            pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(",")
        };
        let mut line =
            format!("{}{{{}}} {}", sample.labels.name(), pairs(&sample.labels), sample.value);
        if let Some(at) = sample.at {
            let _ = write!(line, " @{at}");
        }
        if let Some(exemplar) = &sample.exemplar {
            let at = exemplar.at.map(|at| format!(" @{at}")).unwrap_or_default();
            let _ = write!(line, " #{{{}}} {}{at}", pairs(&exemplar.labels), exemplar.value);
        }
        out.push(line);
    }
    let problem =
        |p: &problem::LineProblem| format!("!{}:{}-{} {:?}", p.line, p.from, p.to, p.kind);
    out.extend(page.problems.iter().map(problem));
    out.join("; ")
}

fn check(format: Format, rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(parsed(text.as_bytes(), format), *expected, "{text:?}");
    }
}

#[test]
fn samples_of_prometheus_text() {
    check(
        Format::Text,
        &[
            ("", ""),
            ("a 1", "a{} 1"),
            (" \t a \t 1 \t 5 \t \n\n", "a{} 1 @5"),
            ("a{} 1", "a{} 1"),
            ("a{b=\"c\",} 1", "a{b=c} 1"),
            ("a { b = \"c\" , d = \"e\" } 1", "a{b=c,d=e} 1"),
            ("a{d=\"e\"b=\"c\"}1", "a{b=c,d=e} 1"),
            ("a:b{_c=\"\"} -Inf", "a:b{} -inf"),
            (r#"a{b="\\\"\n\x}, = #"} 1"#, "a{b=\\\"\n\\x}, = #} 1"),
            ("{\"a.b\",\"c d\"=\"e\"} 1", "a.b{c d=e} 1"),
            ("{x=\"y\",\"a\"} 1", "a{x=y} 1"),
            ("\u{feff}a 1\r\n\r\nb 2\r\n", "a{} 1; b{} 2"),
            ("# comment\n#\n#HELP x\n# HELPLESS\n# EOF\na 1", "a{} 1"),
            ("a{b=\"\u{e9}\"} 1", "a{b=\u{e9}} 1"),
            ("a{b=\"\0\"} 1", "a{b=\0} 1"),
            ("# TYPE a summary\na{quantile=\"1\",le=\"1\"} 1", "a{le=1,quantile=1.0} 1"),
        ],
    );
}

#[test]
fn problems_of_prometheus_text_name_their_place() {
    check(
        Format::Text,
        &[
            ("a", "!1:1-1 ValueMissing"),
            ("a \nb 1", "b{} 1; !1:2-2 ValueMissing"),
            ("1a 1", "!1:0-1 Start"),
            ("\n\na.b 1", "!3:1-3 Value"),
            ("a{b='c'} 1", "!1:4-4 Quote"),
            ("a{b=\"c} 1\nd 1", "d{} 1; !1:4-9 QuoteOpen"),
            ("a{b=\"c\\", "!1:4-7 QuoteOpen"),
            ("a{b=\"c\"", "!1:7-7 BraceOpen"),
            ("a{b=\"c\",,} 1", "!1:8-9 LabelName"),
            ("a{1=\"c\"} 1", "!1:2-3 LabelName"),
            ("a{b:c=\"c\"} 1", "!1:3-3 Equals"),
            ("a{b} 1", "!1:3-3 Equals"),
            ("a{\"b\"} 1", "!1:2-5 NameTwice"),
            ("{\"a\",\"b\"} 1", "!1:5-8 NameTwice"),
            ("{b=\"c\"} 1", "!1:0-7 NameMissing"),
            ("{\"\"} 1", "!1:1-3 NameMissing"),
            ("a{\"\"=\"c\"} 1", "!1:2-4 LabelName"),
            ("a{b=\"c\",b=\"d\"} 1", "!1:0-14 LabelTwice"),
            ("a{__name__=\"b\"} 1", "!1:0-15 LabelTwice"),
            ("a 1 2 3", "!1:6-7 Trailing"),
            ("a 1 1.5", "!1:5-7 Trailing"),
            ("a 1 -5", "!1:4-6 Timestamp"),
            ("a 1 99999999999999999999", "!1:4-24 Timestamp"),
            ("a 1 # {} 1", "!1:4-10 Timestamp"),
            ("a 1e999", "!1:2-7 TooLarge"),
            ("# TYPE a meh", "!1:9-12 Type"),
            ("# TYPE a", "!1:8-8 MetadataText"),
            ("# TYPE a  gauge", "!1:9-15 Type"),
            ("# HELP #", "!1:7-8 MetadataName"),
        ],
    );
    assert_eq!(parsed(b"a{b=\"\xff\"} 1", Format::Text), "!1:0-8 Utf8");
    assert_eq!(parsed(b"# HELP a \xff", Format::Text), "!1:9-10 Utf8");
    assert_eq!(parsed(b"a \xff", Format::Text), "!1:2-3 Value");
}

#[test]
fn samples_and_problems_of_openmetrics() {
    check(
        Format::OpenMetrics,
        &[
            ("# EOF", ""),
            ("a 1 1.001\nb 2 -1\n# EOF\n", "a{} 1 @1001; b{} 2 @-1000"),
            (
                "a_total 1 # {b=\"c\"} 0.5\nd 1 2 # {} 3 4.5\n# EOF\n",
                "a_total{} 1 #{b=c} 0.5; d{} 1 @2000 #{} 3 @4.5",
            ),
            ("# UNIT a_s s\n# UNIT b s\n# EOF\n", "!2:9-10 Unit"),
            ("a 1\n", "a{} 1; !1:0-0 EofMissing"),
            ("# EOF\na 1\nb 1\n", "!2:0-3 AfterEof"),
            (
                "a  1\n a 1\na\t1\na{b=\"c\" } 1\n# EOF",
                "!1:1-2 Space; !2:0-1 Start; !3:1-2 Space; !4:7-7 Comma",
            ),
            (
                "a 1 \na 1 2 \n\n# x\n# EOF",
                "!1:4-4 Timestamp; !2:6-6 Trailing; !3:0-0 Blank; !4:0-3 Comment",
            ),
            (
                "a 1 NaN\na 1 # x\na 1 # {}\n# EOF",
                "!1:4-7 Timestamp; !2:6-7 Start; !3:8-8 Exemplar",
            ),
            ("# TYPE a info\n# TYPE b untyped\n# EOF", "!2:9-16 Type"),
        ],
    );
}

#[test]
fn known_series_are_read_the_same() {
    let text = b"a{b=\"c\"} 1 5\n# TYPE a gauge\na 2\n";
    let mut lines = lines::Lines::new(text, Format::Text, false);
    let sample = lines.known(b"a{b=\"c\"}").unwrap();
    assert_eq!((sample.value, sample.at, lines.line()), (1.0, Some(5), 1));
    assert!(lines.known(b"a{b=\"c\"}").is_none());
    assert!(!lines.pass(b"# TYPE a gaug") && lines.pass(b"# TYPE a gauge"));
    assert!(lines.known(b"").is_none() && lines.known(b"a 2").is_none());
    assert_eq!(
        (lines.known(b"a").unwrap().value, lines.line(), lines.text()),
        (2.0, 3, &b"a 2"[..])
    );
    assert!(lines.known(b"a").is_none() && lines.next().is_none());
}

#[test]
fn the_format_is_known_by_the_type_then_by_the_end() {
    let text = Ok(Format::Text);
    let open = Ok(Format::OpenMetrics);
    for (content_type, body, expected) in [
        (None, "a 1\n", text),
        (None, "a 1\n# EOF\n", open),
        (None, "# EOF", open),
        (None, "a 1 # EOF", text),
        (Some("application/openmetrics-text; version=1.0.0; charset=utf-8"), "a 1\n", open),
        (Some("text/plain; version=1.0.0; charset=utf-8"), "a 1\n", text),
        (Some("text/plain; version=0.0.4; charset=utf-8; escaping=underscores"), "", text),
        (Some("text/html; charset=utf-8"), "a 1\n", Err(NotExposition::Html)),
        (None, "\n <!DOCTYPE html>", Err(NotExposition::Html)),
        (Some("application/json"), "{}", Err(NotExposition::Json)),
        (None, "<!-- Moved --><html>", Err(NotExposition::Html)),
        (Some("text/plain"), "<?xml version=\"1.0\"?>\n<a>\n</a>\n", Err(NotExposition::Markup)),
        (Some("text/plain"), "{\n  \"a \\\"b\" : 1,\n  \"c\": 2\n}\n", Err(NotExposition::Json)),
        (None, "[\n1,\n2]", Err(NotExposition::Json)),
        (None, "{}\n", Err(NotExposition::Json)),
        // A name in quotes, in braces.
        (None, "{\"a.b\", c=\":\"} 1\n", text),
        (None, "{\"a\"} 1\n", text),
        (None, "{} 1\n", text),
        (None, "# HELP a \0\na 1\n", text),
    ] {
        assert_eq!(Format::of(content_type, body.as_bytes()), expected, "{content_type:?} {body}");
    }
}

#[test]
fn foreign_bodies_are_recognised() {
    let wide = |text: &str, to: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(to).collect()
    };
    let wider = |text: &str, to: fn(u32) -> [u8; 4]| -> Vec<u8> {
        text.chars().map(u32::from).flat_map(to).collect()
    };
    let pages = ["a 1\n", "# HELP a \u{8ba2}\u{5355}\u{6570}\u{91cf}\na 1\n", "\u{feff}a 1\n"];
    for page in pages {
        for (body, name) in [
            (wide(page, u16::to_le_bytes), "UTF-16"),
            (wide(page, u16::to_be_bytes), "UTF-16"),
            (wider(page, u32::to_le_bytes), "UTF-32"),
            (wider(page, u32::to_be_bytes), "UTF-32"),
        ] {
            assert_eq!(Format::of(None, &body), Err(NotExposition::Encoded(name)), "{page:?}");
        }
    }
    for binary in [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], b"\x7fELF\x02\x01\x01\0\0\xff"] {
        assert_eq!(Format::of(Some("text/plain"), binary), Err(NotExposition::Binary));
    }
    // A bad byte in a label's value is a problem of its line.
    assert_eq!(Format::of(None, b"a{b=\"\xff\"} 1\n"), Ok(Format::Text));
}

#[test]
fn samples_find_their_family() {
    let text = "# TYPE h histogram\n# HELP g \\\\ \\n\n# TYPE g gauge\nh_bucket{le=\"1\"} 1\ng 1\nh_sum 2\nlone 3\ng{x=\"y\"} 2\n# HELP empty x\n";
    let page = Page::read(text.as_bytes(), Format::Text, true);
    let families: Vec<_> = page
        .families
        .iter()
        .map(|f| format!("{} {} {:?} {}", f.name, f.kind.as_str(), f.help, f.samples.len()))
        .collect();
    assert_eq!(
        families,
        [
            "h histogram \"\" 2",
            "g gauge \"\\\\ \\n\" 2",
            "lone unknown \"\" 1",
            "empty unknown \"x\" 0"
        ]
    );
    assert_eq!((page.sample_count(), page.lines), (5, 9));
}
