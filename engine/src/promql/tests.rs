use super::ast::{Comparison, Node};
use super::*;
use proptest::prelude::*;

/// Returns the text that causes an error, its reason, and its repair.
fn mistake(text: &str) -> (String, String, String) {
    let error = compile(text).expect_err(text);
    let place = text.get(error.span.start..error.span.end).unwrap_or("out of range");
    (place.to_owned(), error.reason, error.repair.unwrap_or_default())
}

#[test]
fn errors_have_a_place_and_a_reason() {
    for (text, place, reason, repair) in [
        ("", "", "there is no expression", ""),
        ("up == ", "", "it ends where a metric, a number or a function is due", ""),
        ("up = 1", "=", "`=` where an operator or the end is due", "a comparison is written `==`"),
        ("up && down", "&", "unexpected character '&'", "write `and`"),
        ("up{job=rat}", "rat", "`rat` where a quoted value is due", "write \"rat\""),
        ("up{job=“rat”}", "“", "unexpected character '“'", "use straight quotes: \"\""),
        ("up{job=\"a\"", "", "it ends where `,` or `}` is due", "add `}`"),
        ("up{job=~\"(\"}", "\"(\"", "bad regular expression: a ( without its )", ""),
        ("up{job=\"a}", "\"a}", "this text has no closing \"", ""),
        ("(up > 1", "(", "this `(` is never closed", "add `)`"),
        (
            "rate(up)",
            "up",
            "expected a range vector in rate, got an instant vector",
            "add a window: up[5m]",
        ),
        ("rte(up[5m])", "rte", "there is no function `rte`", "did you mean `rate`?"),
        ("RATE(up[5m])", "RATE", "there is no function `RATE`", "did you mean `rate`?"),
        ("nonsense(up)", "nonsense", "there is no function `nonsense`", ""),
        (
            "up[5m] > 1",
            "up[5m]",
            "`>` works on numbers and metrics, not on a range vector",
            "a window needs a function, such as rate(…)",
        ),
        ("up[5x]", "5x", "bad number or duration \"5x\"", ""),
        ("up[5m", "", "it ends where `]` or `:` is due", "add `]`"),
        ("up offset 5m[5m]", "[5m]", "`offset` and `@` stand after the window, not before", ""),
        (
            "{job=\"\"}",
            "{job=\"\"}",
            "this selects every series: at least one condition must not hold for an empty value",
            "name a metric",
        ),
        ("1 > 2", "1 > 2", "two numbers can only be compared with `bool`", "write `> bool`"),
        ("floor()", "floor()", "floor takes 1 argument, not 0", ""),
        ("round(up, 1, 2)", "round(up, 1, 2)", "round takes 1 to 2 arguments, not 3", ""),
        ("\"ab\\q\"", "\"ab\\q", "unknown escape \\q", ""),
    ] {
        let due = (place.to_owned(), reason.to_owned(), repair.to_owned());
        assert_eq!(mistake(text), due, "{text}");
        assert_eq!(compile(text).unwrap_err().kind, Kind::Wrong, "{text}");
    }
}

#[test]
fn experimental_expressions_are_refused_as_such() {
    for (text, place, what) in [
        ("limitk(1, up)", "limitk", "function limitk"),
        ("up[5m+1m]", "+", "duration expression"),
        ("up[5m] smoothed", "smoothed", "modifier"),
    ] {
        let reason = format!("experimental, not supported: {what}");
        assert_eq!(mistake(text), (place.to_owned(), reason, String::new()), "{text}");
        assert_eq!(compile(text).unwrap_err().kind, Kind::Experimental, "{text}");
    }
}

#[test]
fn what_has_no_number_is_refused_where_one_is_needed() {
    for text in ["up[5m]", "\"a\"", "(up[5m:1m])"] {
        assert!(parse(text).is_ok(), "{text}");
        assert_eq!(compile(text).unwrap_err().kind, Kind::Wrong, "{text}");
    }
}

#[test]
fn reads_what_can_be_evaluated() {
    for text in [
        "up",
        "up{job=\"rat\",}",
        "{__name__=\"up\"}",
        "{\"my.metric\", \"a.b\"='x'}",
        "up{a=~`\\d+`}",
        "rate(up[5m])",
        "increase((up[1h30m]))",
        "rate(up[300] offset -1m)",
        "up @ start() offset 1w",
        "up > 1",
        "1 < up",
        "(rate(up[5m]) != -Inf)",
        "up >= 1 < 5",
        "5",
        "-(5)",
        "5m",
        "NaN",
        "up # a comment\n > 1",
        "sum",
        "by{on=\"x\"} > 0x1F",
        ":rule:a:b == 1e-3",
    ] {
        assert_eq!(compile(text).map(|_| ()), Ok(()), "{text}");
    }
}

#[test]
fn prints_in_one_way() {
    for (text, printed) in [
        ("  up{ }", "up"),
        ("{a='b',__name__=\"up\"}", "up{a=\"b\"}"),
        ("{'my.metric',\"a.b\"=~`\\d`}", "{\"my.metric\",\"a.b\"=~\"\\\\d\"}"),
        ("{__name__=\"on\"}", "{\"on\"}"),
        ("{__name__=~\"a.*\"}", "{__name__=~\"a.*\"}"),
        ("rate(up[90s]offset -60)", "rate(up[1m30s] offset -1m)"),
        ("up@1.5", "up @ 1.5"),
        ("0755+0x1f*5m", "493 + 31 * 300"),
        ("-1^2", "-1 ^ 2"),
        ("- inf", "-Inf"),
        ("SUM(up)BY(job)", "sum by (job) (up)"),
        ("topk without()(5,up)", "topk without () (5, up)"),
        ("a*on(x)group_left b", "a * on (x) group_left () b"),
        ("up[1h:]", "up[1h:]"),
        ("a==bool 1", "a == bool 1"),
        ("\"a\\x41\\101\\u00e9'\"", "\"aAAé'\""),
    ] {
        let expr = parse(text).unwrap();
        assert_eq!(expr.to_string(), printed);
        assert_eq!(parse(printed).unwrap(), expr, "{printed}");
    }
}

#[test]
fn operators_bind_as_in_prometheus() {
    for (text, grouped) in [
        ("a or b and c", "a or (b and c)"),
        ("a and b unless c", "(a and b) unless c"),
        ("a + b > c", "(a + b) > c"),
        ("a - b - c", "(a - b) - c"),
        ("a + b * c ^ d", "a + (b * (c ^ d))"),
        ("a ^ b ^ c", "a ^ (b ^ c)"),
        ("-a ^ b", "-(a ^ b)"),
        ("-a * b", "(-a) * b"),
        ("a * b % c atan2 d", "((a * b) % c) atan2 d"),
    ] {
        let parenless = |expr: &Expr| {
            let mut shape = String::new();
            outline(expr, &mut shape);
            shape
        };
        let (one, other) = (parse(text).unwrap(), parse(grouped).unwrap());
        assert_eq!(parenless(&one), parenless(&other), "{text}");
    }
}

/// Returns the operators of an expression in prefix form, without parentheses.
fn outline(expr: &Expr, out: &mut String) {
    match &expr.node {
        Node::Paren(inner) => outline(inner, out),
        Node::Sign { expr, .. } => {
            out.push('-');
            outline(expr, out);
        }
        Node::Binary(binary) => {
            out.push('(');
            out.push_str(binary.op.symbol());
            out.push(' ');
            outline(&binary.left, out);
            outline(&binary.right, out);
            out.push(')');
        }
        _ => out.push_str(&expr.to_string()),
    }
}

#[test]
fn every_part_knows_its_place() {
    let text = " rate( up{a=\"b\"}[5m] offset 1m ) > 5 ";
    let expr = parse(text).unwrap();
    let at = |span: Span| &text[span.start..span.end];
    assert_eq!(at(expr.span), "rate( up{a=\"b\"}[5m] offset 1m ) > 5");
    let Node::Binary(binary) = &expr.node else { panic!("{expr:?}") };
    assert_eq!(at(binary.left.span), "rate( up{a=\"b\"}[5m] offset 1m )");
    assert_eq!(at(binary.right.span), "5");
    let Node::Call { args, .. } = &binary.left.node else { panic!("{expr:?}") };
    assert_eq!(at(args[0].span), "up{a=\"b\"}[5m] offset 1m");
}

#[test]
fn the_threshold_is_the_number_that_is_compared_with() {
    for (text, comparison, value) in [
        ("up > 5", Comparison::Greater, 5.0),
        ("5 > up", Comparison::Less, 5.0),
        ("((up != -(2)))", Comparison::NotEqual, -2.0),
        ("up > 1 <= 5", Comparison::LessOrEqual, 5.0),
        ("sum(up) / 2 == 1", Comparison::Equal, 1.0),
    ] {
        let expr = parse(text).unwrap();
        let found = threshold::of(&expr).map(|(_, threshold)| threshold);
        assert_eq!(found, Some(threshold::Threshold { comparison, value }), "{text}");
    }
    for text in ["up", "5", "up > down", "up > bool 1", "1 + 2", "up and up > 1"] {
        assert!(threshold::of(&parse(text).unwrap()).is_none(), "{text}");
    }
}

#[test]
fn depth_has_a_limit() {
    for text in [
        "(".repeat(5000),
        "-".repeat(5000),
        format!("{}up{}", "abs(".repeat(5000), ")".repeat(5000)),
        format!("1{}", "+1".repeat(5000)),
        format!("1{}", "^1".repeat(5000)),
        format!("up{}", "[1m:]".repeat(5000)),
        "a".repeat(65 * 1024),
    ] {
        assert!(parse(&text).is_err());
    }
    assert!(parse(&format!("{}up{}", "(".repeat(40), ")".repeat(40))).is_ok());
    assert!(parse(&format!("1{}", "+1".repeat(101))).is_ok());
    assert!(parse(&format!("1{}", "^1".repeat(101))).is_ok());
    let deepest = parse(&format!("1{}", "+1".repeat(255)));
    assert_eq!(deepest.map(|expr| expr.to_string().len()), Ok(1 + 4 * 255));
}

/// Generates texts of instant vectors.
fn vector() -> impl Strategy<Value = String> {
    let label = prop_oneof!["[a-c]", Just("\"a.b\"".to_owned()), Just("by".to_owned())];
    let matcher = (label, prop_oneof!["=", "!=", "=~", "!~"], "[a-z|]{0,3}")
        .prop_map(|(label, op, value)| format!("{label}{op}\"{value}\""));
    let matchers = proptest::collection::vec(matcher, 0..3).prop_map(|all| all.join(","));
    let shift = prop_oneof![
        "",
        " offset -?[1-9][0-9]?[smh]",
        " @ -?[0-9]{1,4}\\.?[0-9]?",
        " @ end\\(\\) offset 1m"
    ];
    let selector = ("[a-z]{1,3}:?|sum|offset", matchers)
        .prop_map(|(name, matchers)| format!("{name}_x{{{matchers}}}"));
    let selector = (selector, shift).prop_map(|(selector, shift)| format!("{selector}{shift}"));
    let number = prop_oneof!["-?[0-9]{1,3}(\\.[0-9])?", "0x[0-9a-f]{1,4}", "[1-9]h", "-?Inf"];
    selector.prop_recursive(4, 24, 3, move |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.clone().prop_map(|expr| format!("({expr})")),
            inner.clone().prop_map(|expr| format!("-{expr}")),
            inner.clone().prop_map(|expr| format!("sum without(a,\"b c\")({expr})")),
            inner.clone().prop_map(|expr| format!("quantile(0.9, {expr}) by(x)")),
            inner.clone().prop_map(|expr| format!("rate(({expr})[5m:30s] offset 1h)")),
            inner
                .clone()
                .prop_map(|expr| format!("label_replace({expr}, \"a\\n\", 'b', `\\c`, \"\")")),
            (inner.clone(), "[-+*/%^]|[<>]=?|[!=]= ?(bool)?", number.clone())
                .prop_map(|(expr, op, number)| format!("{expr} {op} {number}")),
            (pair.clone(), "and|or|unless ignoring \\(a\\)")
                .prop_map(|((a, b), op)| format!("{a} {op} {b}")),
            (pair, "[-+*/%^]|> bool|== on\\(\\)|\\* on\\(a\\) group_left\\(b\\)")
                .prop_map(|((a, b), op)| format!("{a} {op} {b}")),
        ]
    })
}

proptest! {
    #[test]
    fn printed_expressions_parse_to_the_same(text in vector()) {
        // Types may not fit where operators bind otherwise than the generator combined them.
        let expr = parse(&text);
        prop_assume!(expr.is_ok());
        let expr = expr.unwrap();
        let printed = expr.to_string();
        let pretty = expr.pretty();
        prop_assert_eq!(parse(&pretty), Ok(expr.clone()), "{} is formatted as {}", text, pretty);
        prop_assert_eq!(parse(&printed), Ok(expr), "{} prints as {}", text, printed);
    }

    #[test]
    fn no_text_panics(
        soup in proptest::collection::vec(prop_oneof![
            "[a-z]{1,2}", "sum|by|on|rate|offset|bool|inf|start", "[-+*/^%=!<>~@{}()\\[\\],:.#]{1,2}",
            "[0-9.]{1,4}[a-z_]?", "[\"'`][a-z\\\\{]{0,3}[\"'`]?", ".",
        ], 0..12),
        any in ".*",
    ) {
        for text in [soup.concat(), soup.join(" "), any] {
            if let Err(error) = compile(&text) {
                prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{text:?}: {error:?}");
                prop_assert!(!error.to_string().is_empty());
                prop_assert!(repaired(&text).is_none_or(|repaired| parse(&repaired).is_ok()));
            }
        }
    }
}

#[test]
fn syntax_behind_a_flag_is_experimental_and_not_wrong() {
    for text in [
        "foo[(5s)]",
        "foo[5m:(1m)]",
        "foo offset (5)",
        "foo offset -(5)",
        "foo[5m+1m]",
        "foo[step()]",
        "rate(foo[5m] anchored)",
        "foo smoothed",
        "limitk(2, foo)",
        "limit_ratio by (job) (0.5, foo)",
        "info(foo, {job=\"a\"})",
        "foo + on (job) fill (0) bar",
        "foo </ 5",
        "foo >/ bar",
        "start()",
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(error.kind, Kind::Experimental, "{text}: {error}");
        assert!(error.reason.starts_with("experimental, not supported: "), "{text}: {error}");
    }
}

#[test]
fn comments_stand_after_a_duration_but_not_before_it() {
    assert!(parse("foo[5m # comment\n]").is_ok());
    assert!(parse("foo[5m: # comment\r 1m]").is_ok());
    assert!(parse("foo[ # comment\n5m]").is_err());
    assert!(parse("foo # [\n[5m]").is_ok());
}

#[test]
fn grouping_labels_may_contain_colons_and_numbers_are_quoted() {
    let text = "sum by (a:b, \"nan\", bool) (x)";
    let expr = parse(text).unwrap();
    assert_eq!(expr.to_string(), "sum by (\"a:b\", \"nan\", bool) (x)");
    assert_eq!(parse(&expr.to_string()), Ok(expr));
    for wrong in ["a + on(nan) b", "sum by (Inf) (x)", "x{a:b=\"c\"}"] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
    assert!(parse("x{nan=\"c\"}").is_ok());
}

#[test]
fn errors_are_repaired_where_it_is_clear_what_was_meant() {
    for (text, repaired_text) in [
        // Of the guides and the rules of the five systems.
        ("ratd_pipeline_runs_total by status", "sum by (status) (ratd_pipeline_runs_total)"),
        ("sockudo_active_connections by (app_id)", "sum by (app_id) (sockudo_active_connections)"),
        ("rate(x_total[5m]) by (endpoint)", "sum by (endpoint) (rate(x_total[5m]))"),
        (
            "max_over_time(sum by (app_id) (x)[5m]) > 0",
            "max_over_time(sum by (app_id) (x)[5m:]) > 0",
        ),
        // Groupings.
        ("x without(a, b) > 5", "sum without (a, b) (x) > 5"),
        ("sum(x) by job / sum(y) by (job)", "sum(x) by (job) / sum(y) by (job)"),
        ("a * on job b", "a * on (job) b"),
        // Windows.
        ("sum(x)[5m]", "sum(x)[5m:]"),
        ("rate(x)[5m]", "rate(x[5m])"),
        ("rate(x) > 1", "rate(x[5m]) > 1"),
        ("rate(x offset 1h)", "rate(x[5m] offset 1h)"),
        ("rate(sum by (job) (x_total))", "sum by (job) (rate(x_total[5m]))"),
        ("max_over_time(x + y)", "max_over_time((x + y)[5m:])"),
        ("max_over_time(rate(x[5m]))", "max_over_time(rate(x[5m])[5m:])"),
        ("sum(x_total[5m])", "sum(rate(x_total[5m]))"),
        ("x[5m] > 1", "avg_over_time(x[5m]) > 1"),
        ("x offset 5m[1h]", "x[1h] offset 5m"),
        ("sum(rate(x[5m])) offset 1d", "sum(rate(x[5m] offset 1d))"),
        ("x[5min]", "x[5m]"),
        ("rate(x[5 minutes])", "rate(x[5m])"),
        ("rate(x[$__rate_interval])", "rate(x[5m])"),
        // Symbols.
        ("up = 1 && down = 0 || x", "up == 1 and down == 0 or x"),
        ("up{job=rat, code==5}", "up{job=\"rat\", code=\"5\"}"),
        ("up{job=\u{201c}rat\u{201d} code='5'", "up{job=\"rat\" ,code='5'}"),
        ("sum(rate(x[5m", "sum(rate(x[5m]))"),
        ("1 > 2", "1 > bool 2"),
        // Names and arguments.
        ("Rate(x[5m]) + flor(y)", "rate(x[5m]) + floor(y)"),
        (
            "histogram_quantile(rate(x_bucket[5m]), 0.9)",
            "histogram_quantile(0.9, rate(x_bucket[5m]))",
        ),
        ("topk by (job) (x, 5)", "topk by (job) (5, x)"),
    ] {
        let error = parse(text).expect_err(text);
        assert!(error.repair.is_some() || error.edit.is_some(), "{text}");
        assert_eq!(repaired(text).as_deref(), Some(repaired_text), "{text}");
        assert!(parse(repaired_text).is_ok(), "{repaired_text}");
    }
    for text in ["", "up", "nonsense(up)", "(up # open", "x{a=~\"(\"}", "limitk(1, x)"] {
        assert_eq!(repaired(text), None, "{text}");
    }
}

#[test]
fn long_expressions_are_formatted_on_several_lines() {
    let text = "sum by (job, instance) (rate(http_requests_total{status=~\"5..\"}[5m])) / on (job) group_left () sum by (job) (rate(http_requests_total[5m])) > 0.05";
    let due = "    sum by (job, instance) (rate(http_requests_total{status=~\"5..\"}[5m]))
  / on (job) group_left ()
    sum by (job) (rate(http_requests_total[5m]))
>
  0.05";
    let expr = parse(text).unwrap();
    assert_eq!(expr.pretty(), due);
    let quantile = format!("histogram_quantile(0.9, sum by (le) ({}))", ["took"; 22].join(" + "));
    let pretty = parse(&quantile).unwrap().pretty();
    assert!(pretty.starts_with("histogram_quantile(\n  0.9,\n  sum by (le) (\n"), "{pretty}");
    assert!(pretty.ends_with("\n  )\n)"), "{pretty}");
    assert_eq!(parse("sum( up )").unwrap().pretty(), "sum(up)");
}
