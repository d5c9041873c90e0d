use super::compile;
use proptest::prelude::*;

fn matches(pattern: &str, text: &str) -> bool {
    compile(pattern).unwrap().is_match(text)
}

/// Another engine, with Prometheus' anchors. Bytes, because its classes are ASCII's then, as RE2's are.
fn oracle(pattern: &str) -> Option<regex::bytes::Regex> {
    let build = |pattern: &str| regex::bytes::RegexBuilder::new(pattern).unicode(false).build();
    build(pattern).ok()?;
    build(&format!("(?s)^(?:{pattern})$")).ok()
}

#[test]
fn reads_what_go_reads() {
    let cases: [(&str, &[&str], &[&str]); 28] = [
        ("a{2,3}", &["aa", "aaa"], &["a", "aaaa"]),
        ("a{2,}b", &["aab", "aaaab"], &["ab"]),
        ("(?:ab){2}", &["abab"], &["ab", "ababab"]),
        ("(a|bc)+?d", &["ad", "bcad"], &["d"]),
        ("(?i)straße", &["STRAßE", "straße"], &["strasse"]),
        ("(?i:a)b", &["Ab", "ab"], &["AB"]),
        ("a(?i)b|c", &["aB", "C"], &["AB"]),
        ("(?-s).", &["a"], &["\n"]),
        ("(?m)a\n^b$\nc", &["a\nb\nc"], &["ab"]),
        (r"\Aab\z", &["ab"], &["a"]),
        (r"\ba\b.*", &["a", "a b"], &["ab"]),
        (r"a\Bb", &["ab"], &["a b"]),
        (r"[\d.-]+", &["1.2-3"], &["1,2"]),
        ("[^[:alpha:]_]", &["1", "é"], &["a", "_"]),
        ("[[:^digit:]]", &["a"], &["1"]),
        ("[]a]", &["]", "a"], &["b"]),
        ("[a-]", &["a", "-"], &["b"]),
        (r"\x41\x{1F600}\101\n", &["A\u{1f600}A\n"], &["A"]),
        ("(?P<name>x)(?<other>y)", &["xy"], &["x"]),
        ("(?:a*)*b", &["b", "aab"], &["a"]),
        ("|a", &["", "a"], &["b"]),
        ("x{y|{|a{,2}", &["x{y", "{", "a{,2}"], &["x", "aa"]),
        (r"\Qa.*\E+", &["a.*", "a.**"], &["aa"]),
        (r"[\s]|\s", &[" ", "\x0c"], &["\x0b", "a"]),
        (r"[\S]\S", &["\x0ba", "é~"], &["a\t", "\na"]),
        (r"[\d-a&&[]+~~", &["1-a&[~~"], &["b~~", "]~~"]),
        (r"\<a\>", &["<a>"], &["a"]),
        ("(?i-i:a)(?U)(?ii)b", &["aB"], &["AB"]),
    ];
    for (pattern, good, bad) in cases {
        for text in good {
            assert!(matches(pattern, text), "{pattern} {text:?}");
        }
        for text in bad {
            assert!(!matches(pattern, text), "{pattern} {text:?}");
        }
    }
}

#[test]
fn refuses_what_go_refuses() {
    let deep = "(".repeat(2000);
    for pattern in [
        "a**",
        "{3}",
        "a{1001}",
        "a{3,2}",
        "[b-a]",
        r"[a-\d]",
        r"\y",
        r"\1",
        r"\x4",
        r"\x{110000}",
        "(?z)",
        "(?x)a",
        r"\u0041",
        "(?",
        "[[:word",
        "[[:no:]]",
        "((a{500}){500}){500}",
        &deep,
    ] {
        assert!(compile(pattern).is_err(), "{pattern}");
    }
}

#[test]
fn takes_time_that_is_linear_in_the_text() {
    let text = "a".repeat(20_000);
    assert!(!matches("(a*)*b", &text));
    assert!(!matches("(?:a?){40}a{40}b", &text));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_another_engine(
        pattern in r"([ab.^$]|\[\^?[a-c]-?[a-c]?\]|\\[wWdDsSbBn]|\((\?:|\?i:|\?P<n>)?|\)|\||[*+?]\??|\{[0-3],?[0-3]?\}){0,10}",
        texts in proptest::collection::vec("[abcA1 \n_]{0,7}", 8),
    ) {
        if let (Ok(ours), Some(theirs)) = (compile(&pattern), oracle(&pattern)) {
            for text in texts {
                prop_assert_eq!(ours.is_match(&text), theirs.is_match(text.as_bytes()), "{} {:?}", pattern, text);
            }
        }
    }

    #[test]
    fn refuses_what_another_engine_refuses(pattern in r"([ab.^$]|\[\^?[a-c]\]|\((\?:)?|\)|\||[*+?]\??|\{[0-3],?[0-3]?\}){0,10}") {
        if oracle(&pattern).is_none() {
            prop_assert!(compile(&pattern).is_err(), "{}", pattern);
        }
    }
}
