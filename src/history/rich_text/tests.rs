use super::reading::DEPTH;
use super::{Block, Inline};

fn plain(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

#[test]
fn addresses_that_are_not_of_the_web_become_words() {
    for address in [
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "http:/x",
        "//x",
        "JAVASCRIPT://x",
        "data:,x",
        "https://x\n",
    ] {
        let quoted = serde_json::to_string(address).unwrap();
        let text = format!(r#"["p",[["b",[["a",{quoted},["one ",["i",["two"]]]]]]]]"#);
        let read: Block = serde_json::from_str(&text).unwrap();
        let words = vec![plain("one "), Inline::Emphasis(vec![plain("two")])];
        assert_eq!(read, Block::Paragraph(vec![Inline::Strong(words)]), "{address}");
    }
}

#[test]
fn markup_may_be_nested_eight_deep() {
    let nested =
        |depth: usize| format!("[\"p\",[{}\"x\"{}]]", "[\"b\",[".repeat(depth), "]]".repeat(depth));
    assert!(serde_json::from_str::<Block>(&nested(DEPTH)).is_ok());
    assert!(serde_json::from_str::<Block>(&nested(DEPTH + 1)).is_err());
}

#[test]
fn malformed_blocks_are_errors() {
    for text in [
        "[]",
        r#"["p"]"#,
        r#"["p","x"]"#,
        r#"["p",["x"],["y"]]"#,
        r#"["p",[7]]"#,
        r#"["p",[["a","https://x"]]]"#,
        r#"["p",[["code","x","y"]]]"#,
        r#"["ul",["x"]]"#,
        r#"["code",["x"]]"#,
        r#"["script",["x"]]"#,
        r#"{"p":["x"]}"#,
    ] {
        assert!(serde_json::from_str::<Block>(text).is_err(), "{text}");
    }
}
