use super::Regex;
use proptest::prelude::*;

fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).unwrap().is_match(text)
}

/// What `regex-lite` says, with Prometheus' anchors.
fn oracle(pattern: &str) -> Option<regex_lite::Regex> {
    regex_lite::Regex::new(pattern).ok()?;
    regex_lite::Regex::new(&format!("(?s)^(?:{pattern})$")).ok()
}

#[test]
fn reads_what_go_reads() {
    let cases: [(&str, &[&str], &[&str]); 21] = [
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
        "(?",
        "[[:word",
        "[[:no:]]",
        "((a{500}){500}){500}",
        &deep,
    ] {
        assert!(Regex::new(pattern).is_err(), "{pattern}");
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
        if let (Ok(ours), Some(theirs)) = (Regex::new(&pattern), oracle(&pattern)) {
            for text in texts {
                prop_assert_eq!(ours.is_match(&text), theirs.is_match(&text), "{} {:?}", pattern, text);
            }
        }
    }

    #[test]
    fn refuses_what_another_engine_refuses(pattern in r"([ab.^$]|\[\^?[a-c]\]|\((\?:)?|\)|\||[*+?]\??|\{[0-3],?[0-3]?\}){0,10}") {
        if oracle(&pattern).is_none() {
            prop_assert!(Regex::new(&pattern).is_err(), "{}", pattern);
        }
    }
}
