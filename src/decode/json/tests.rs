//! Tables of what is JSON and what is not, and where it stops being so.

use super::*;

fn text(words: &str) -> Json {
    Json::Text(words.to_owned())
}

#[test]
fn reads_every_kind_of_value() {
    for (source, expected) in [
        ("null", Json::Null),
        (" true\r\n", Json::Bool(true)),
        ("\t false ", Json::Bool(false)),
        ("0", Json::Number(0.0)),
        ("-0.5e+2", Json::Number(-50.0)),
        ("1.797E308", Json::Number(1.797e308)),
        ("9007199254740993", Json::Number(9_007_199_254_740_992.0)),
        (r#""""#, text("")),
        (r#""\"\\\/\b\f\n\r\tA\u00e9""#, text("\"\\/\u{8}\u{c}\n\r\tAé")),
        (r#""\ud83d\uDE00 é""#, text("😀 é")),
        ("[]", Json::Array(vec![])),
        ("[1 , [null]]", Json::Array(vec![Json::Number(1.0), Json::Array(vec![Json::Null])])),
        ("{ }", Json::Object(vec![])),
        (r#"{"a" : {}}"#, Json::Object(vec![("a".to_owned(), Json::Object(vec![]))])),
        ("\u{feff}null", Json::Null),
    ] {
        assert_eq!(parse(source.as_bytes()), Ok(expected), "{source}");
    }
}

#[test]
fn names_the_place_where_it_breaks() {
    for (source, line, column, reason) in [
        ("", 1, 1, "ends before it is complete"),
        ("{\"status\":\"ok\",", 1, 16, "ends before it is complete"),
        ("{\"status\":\"o", 1, 13, "ends before it is complete"),
        ("{\n  \"é\": ok\n}", 2, 8, "a value was due here"),
        ("{\"a\":1,}", 1, 8, "a name in quotes was due here"),
        ("{\"a\" 1}", 1, 6, "a colon was due here"),
        ("{\"a\":1 \"b\":2}", 1, 8, "a comma or a closing brace was due here"),
        ("[1,]", 1, 4, "a value was due here"),
        ("[1 2]", 1, 4, "a comma or a closing bracket was due here"),
        ("nul", 1, 4, "ends before it is complete"),
        ("nan", 1, 2, "true, false or null was due here"),
        ("01", 1, 2, "a number must not begin with a zero"),
        ("+1", 1, 1, "a value was due here"),
        ("1.", 1, 3, "ends before it is complete"),
        ("[1.]", 1, 4, "a digit was due here"),
        ("[1e]", 1, 4, "a digit was due here"),
        ("[1, 1e999]", 1, 5, "a number too large"),
        ("{} {}", 1, 4, "nothing more was due here"),
        ("\"a\nb\"", 1, 3, "a control character must be escaped"),
        (r#""a\x""#, 1, 3, "no such escape"),
        (r#""\u12g4""#, 1, 6, "a hexadecimal digit was due here"),
        (r#""\ud83d""#, 1, 2, "half of a surrogate pair"),
        (r#""\ud83dA""#, 1, 2, "half of a surrogate pair"),
        (r#""\ude00""#, 1, 2, "half of a surrogate pair"),
        ("'a'", 1, 1, "a value was due here"),
        ("// no", 1, 1, "a value was due here"),
    ] {
        assert_eq!(parse(source.as_bytes()), Err(Invalid { line, column, reason }), "{source}");
    }
    assert_eq!(parse(b"{\n\"a\xff\"}"), Err(Invalid { line: 2, column: 3, reason: "not UTF-8" }));
}

#[test]
fn nests_as_deep_as_64_and_no_deeper() {
    let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(nested(64).as_bytes()).is_ok());
    let reason = "nested more than 64 deep";
    assert_eq!(parse(nested(65).as_bytes()), Err(Invalid { line: 1, column: 65, reason }));
    assert_eq!(
        parse("{\"a\":".repeat(100_000).as_bytes()).map_err(|invalid| invalid.reason),
        Err(reason)
    );
}

#[test]
fn follows_pointers() {
    // The sample document of RFC 6901, section 5.
    let document = parse(
        br#"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#,
    )
    .unwrap();
    for (pointer, expected) in [
        ("/", 0.0),
        ("/a~1b", 1.0),
        ("/c%d", 2.0),
        ("/e^f", 3.0),
        ("/i\\j", 5.0),
        ("/k\"l", 6.0),
        ("/ ", 7.0),
        ("/m~0n", 8.0),
    ] {
        assert_eq!(document.pointer(pointer).and_then(Json::as_f64), Some(expected), "{pointer}");
    }
    assert_eq!(document.pointer(""), Some(&document));
    assert_eq!(document.pointer("/foo/0").and_then(Json::as_str), Some("bar"));
    for nowhere in [
        "foo", "/foo/2", "/foo/-", "/foo/01", "/foo/+1", "/foo/", "/foo/0/x", "/m~n", "/m~2n",
        "/nothing",
    ] {
        assert_eq!(document.pointer(nowhere), None, "{nowhere}");
    }
}

#[test]
fn sees_the_last_of_two_equal_names() {
    let document = parse(br#"{"status":"ok","status":"down"}"#).unwrap();
    assert_eq!(document.get("status").and_then(Json::as_str), Some("down"));
    assert_eq!(document.as_object().map(<[_]>::len), Some(2));
}

#[test]
fn prints_escapes_and_numbers() {
    let document = Json::Object(vec![
        ("a\"b".to_owned(), text("\\ \n\u{1} é 😀")),
        (
            "n".to_owned(),
            Json::Array(vec![Json::Number(-1.5), Json::Number(f64::NAN), Json::Bool(false)]),
        ),
    ]);
    assert_eq!(document.to_string(), r#"{"a\"b":"\\ \n\u0001 é 😀","n":[-1.5,null,false]}"#);
}
