use super::super::{MatchOp, Matcher};
use super::*;

fn passes(op: MatchOp, pattern: &str, value: &str) -> bool {
    Matcher::new(op, "l", pattern).unwrap().matches(value)
}

#[test]
fn matches_like_prometheus() {
    // Pattern, what passes, what does not. `model/labels/regexp_test.go` has the same shapes.
    let cases: [(&str, &[&str], &[&str]); 21] = [
        ("foo", &["foo"], &["", "fo", "foo1", "xfoo"]),
        ("", &[""], &["a"]),
        ("a|b|cd", &["a", "b", "cd"], &["", "ab", "c"]),
        ("(a|b)", &["a", "b"], &["(a", "ab"]),
        ("a|", &["a", ""], &["b"]),
        (".*", &["", "a", "a\nb"], &[]),
        (".+", &["a", "\n"], &[""]),
        ("api.*", &["api", "api/v1", "api\nx"], &["xapi", "ap"]),
        ("api.+", &["api/v1"], &["api"]),
        (".*_total", &["_total", "a_total"], &["_total_"]),
        ("a.*b", &["ab", "a-b"], &["a", "b", "aba"]),
        ("aa.*aa", &["aaaa", "aa-aa"], &["aaa"]),
        (".*mid.*", &["mid", "amidb"], &["mi"]),
        (r"foo\.bar", &["foo.bar"], &["fooxbar"]),
        ("4..", &["404", "4\n4"], &["40", "4040", "504"]),
        ("a.b|c.d", &["axb", "cxd"], &["axbx", "xcxd"]),
        (r"\d{3}", &["404"], &["40", "4040"]),
        ("x{y", &["x{y"], &["x"]),
        ("{.+}", &["{a}"], &["{}"]),
        ("[[{]a", &["[a", "{a"], &["a"]),
        ("[^]&&]", &["x"], &["]", "&"]),
    ];
    for (pattern, good, bad) in cases {
        for value in good {
            assert!(passes(MatchOp::Matches, pattern, value), "{pattern} {value:?}");
            assert!(!passes(MatchOp::NotMatches, pattern, value), "{pattern} {value:?}");
        }
        for value in bad {
            assert!(!passes(MatchOp::Matches, pattern, value), "{pattern} {value:?}");
            assert!(passes(MatchOp::NotMatches, pattern, value), "{pattern} {value:?}");
        }
    }
}

#[test]
fn says_why_an_expression_is_none() {
    for pattern in ["(", "a)", "a)|(b.c", "[a", "*", "(?P<n>", "\\", "(?:x{1000}){1000}"] {
        let error = Matcher::new(MatchOp::Matches, "l", pattern).unwrap_err();
        assert!(!error.0.is_empty(), "{pattern}");
    }
    assert!(Matcher::new(MatchOp::Equal, "l", "(").is_ok());
}

proptest::proptest! {
    #[test]
    fn fast_paths_agree_with_the_engine(
        pattern in r"[ab.*+|()]{0,6}|[ab](\.\*|\.\+)[ab]|\(?a(\|b)?\)?|(\.\*)?\\?[ab.](\.\*)?",
        value in "[ab.\n]{0,5}",
    ) {
        if let (Some(short), Ok(regex)) = (simple(&pattern), re2::compile(&pattern)) {
            proptest::prop_assert_eq!(short.matches(&value), regex.is_match(&value));
        }
    }

    #[test]
    fn no_pattern_panics(pattern in "[\\[\\]{}(),0-9a-z^&~:\\\\|*?.-]{0,12}|.*", value in ".*") {
        if let Ok(matcher) = Matcher::new(MatchOp::Matches, "l", &pattern) {
            matcher.matches(&value);
        }
    }
}
