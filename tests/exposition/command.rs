//! `allclear decode`, as a person runs it.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};

/// Runs it with this standard input, and returns its exit code and all that it prints.
fn decode(arguments: &[&str], input: &str) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_allclear"))
        .arg("decode")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end without having read a word.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let mut said = String::from_utf8(output.stdout).unwrap();
    said += &String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}

#[test]
fn it_says_what_is_in_a_page_and_what_cannot_be_read() {
    let page = "# HELP a An\\n a\u{1b}.\n# TYPE a counter\na 1\nb{c=d} 2\ne 3\n";
    let (code, said) = decode(&["-"], page);
    assert_eq!(code, Some(1));
    assert_eq!(
        said,
        "counter             1  a: An\\n a\\u{1b}.\n\
         unknown             1  e\n\
         -:4:5: a label value stands in double quotes\n\
         Prometheus text: 2 families, 2 samples in 5 lines. 1 line cannot be read.\n"
    );
    let (code, said) = decode(&["-", "--strict"], page);
    assert!(code == Some(1) && !said.contains("counter"), "{said}");
    let (code, said) = decode(&["-"], "a 1\n");
    assert_eq!((code, said.contains("All lines can be read.")), (Some(0), true), "{said}");
}

#[test]
fn json_is_for_programs() {
    let page = "# TYPE a_s gauge\n# UNIT a_s s\n# HELP a_s A.\na_s 1\nb\n# EOF\n";
    let (code, said) = decode(&["-", "--json"], page);
    let found: serde_json::Value = serde_json::from_str(&said).unwrap();
    let expected = serde_json::json!({
        "format": "OpenMetrics",
        "lines": 6,
        "families": [{"name": "a_s", "type": "gauge", "help": "A.", "unit": "s", "samples": 1}],
        "samples": 1,
        "problems": [{"line": 5, "column": 2, "reason": "the value is missing"}],
    });
    assert_eq!((code, found), (Some(1), expected));
}

#[test]
fn strict_holds_openmetrics_to_its_rules() {
    let page = "# TYPE a counter\na_total -1\n# EOF\n";
    assert_eq!(decode(&["-"], page).0, Some(0));
    let (code, said) = decode(&["-", "--strict"], page);
    assert_eq!(code, Some(1));
    assert!(said.contains("-:2: a counter is not negative"), "{said}");
    assert_eq!(decode(&["-", "--strict", "--format", "openmetrics"], "a 1\n").0, Some(1));
}

#[test]
fn an_address_is_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let answers = [
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\na 1\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n2\r\na \r\n2\r\n1\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\na 1\n",
            "HTTP/1.1 404 Not Found\r\n\r\nx",
        ];
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 2048];
            let length = stream.read(&mut request).unwrap();
            assert!(request[..length].starts_with(b"GET /metrics?x HTTP/1.1\r\n"));
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let url = format!("http://{address}/metrics?x");
    for (expected, words) in [
        (0, "1 sample in 1 line"),
        (0, "1 sample in 1 line"),
        (1, "a web page, not metrics"),
        (2, "answered with HTTP 404"),
    ] {
        let (code, said) = decode(&[&url], "");
        assert!(code == Some(expected) && said.contains(words), "{code:?} {said}");
    }
    server.join().unwrap();
}

#[test]
fn what_cannot_be_asked_is_said() {
    for (source, words) in [
        ("https://127.0.0.1:1/", "refuses connections"),
        ("http:///x", "is no address"),
        ("/nowhere/at/all", "cannot be read"),
        ("http://127.0.0.1:1/", "refuses connections"),
    ] {
        let (code, said) = decode(&[source], "");
        assert!(code == Some(2) && said.contains(words), "{source}: {code:?} {said}");
    }
}
