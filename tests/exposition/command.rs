//! `allclear decode`, as a person runs it.

use openssl::pkey::PKey;
use openssl::ssl::{SslAcceptor, SslMethod};
use openssl::x509::X509;
use rcgen::{CertificateParams, KeyPair};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};

/// Runs it with this standard input, and returns its exit code and all that it prints.
fn decode(arguments: &[&str], input: impl AsRef<[u8]>) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_allclear"))
        .arg("decode")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end without having read a word.
    let _ = child.stdin.take().unwrap().write_all(input.as_ref());
    let output = child.wait_with_output().unwrap();
    let mut printed = String::from_utf8(output.stdout).unwrap();
    printed += &String::from_utf8(output.stderr).unwrap();
    (output.status.code(), printed)
}

#[test]
fn it_says_what_is_in_a_page_and_what_cannot_be_read() {
    let page = "# HELP a An\\n a\u{1b}.\n# TYPE a counter\na 1\nb{c=d} 2\ne 3\n";
    let (code, printed) = decode(&["-"], page);
    assert_eq!(code, Some(1));
    assert_eq!(
        printed,
        "counter             1  a: An\\n a\\u{1b}.\n\
         unknown             1  e\n\
         -:4:5: a label value stands in double quotes\n\
         Prometheus text: 2 families, 2 samples in 5 lines. 1 line cannot be read.\n"
    );
    let (code, printed) = decode(&["-", "--strict"], page);
    assert!(code == Some(1) && !printed.contains("counter"), "{printed}");
    let (code, printed) = decode(&["-"], "a 1\n");
    assert_eq!((code, printed.contains("No parse errors.")), (Some(0), true), "{printed}");
}

#[test]
fn json_is_for_programs() {
    let page = "# TYPE a_s gauge\n# UNIT a_s s\n# HELP a_s A.\na_s 1\nb\n# EOF\n";
    let (code, printed) = decode(&["-", "--json"], page);
    let found: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let expected = serde_json::json!({
        "format": "OpenMetrics",
        "lines": 6,
        "families": [{"name": "a_s", "type": "gauge", "help": "A.", "unit": "s", "samples": 1}],
        "samples": 1,
        "problems": [{"line": 5, "column": 2, "reason": "the value is missing"}],
        "problem_count": 1,
        "warnings": [],
    });
    assert_eq!((code, found), (Some(1), expected));
}

#[test]
fn strict_holds_openmetrics_to_its_rules() {
    let page = "# TYPE a counter\na_total -1\n# EOF\n";
    assert_eq!(decode(&["-"], page).0, Some(0));
    let (code, printed) = decode(&["-", "--strict"], page);
    assert_eq!(code, Some(1));
    assert!(printed.contains("-:2: a counter is not negative"), "{printed}");
    assert_eq!(decode(&["-", "--strict", "--format", "openmetrics"], "a 1\n").0, Some(1));
}

#[test]
fn an_address_is_fetched() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let answers = [
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\na 1\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n2\r\na \r\n2\r\n1\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\na 1\n",
            "HTTP/1.1 404 Not Found\r\n\r\nx",
        ];
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(b"a 1\n").unwrap();
        // Compressed, without a request for it.
        let zipped =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n\r\n";
        let gzip = encoder.finish().unwrap();
        let zipped = [zipped.as_bytes(), &gzip].concat();
        // The same, and it does not say so: neither the page nor the recorder reads it.
        let silent = "HTTP/1.1 200 OK\r\nContent-Type: application/gzip\r\n\r\n";
        let silent = [silent.as_bytes(), &gzip].concat();
        let answers = answers.map(|answer| answer.as_bytes().to_vec());
        for answer in answers.into_iter().chain([zipped, silent]) {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 2048];
            let length = stream.read(&mut request).unwrap();
            assert!(request[..length].starts_with(b"GET /metrics?x HTTP/1.1\r\n"));
            stream.write_all(&answer).unwrap();
        }
    });
    let url = format!("http://{address}/metrics?x");
    for (expected, words) in [
        (0, "1 sample in 1 line"),
        (0, "1 sample in 1 line"),
        (1, "a web page, not metrics"),
        (2, "returned HTTP 404"),
        (0, "1 sample in 1 line"),
        (1, "compressed (gzip), and does not say so"),
    ] {
        let (code, printed) = decode(&[&url], "");
        assert!(code == Some(expected) && printed.contains(words), "{code:?} {printed}");
    }
    server.join().unwrap();
}

#[test]
fn missing_answers_are_reported() {
    for (source, words) in [
        ("https://127.0.0.1:1/", "connection refused"),
        ("http:///x", "is not a valid address"),
        ("/nowhere/at/all", "cannot be read"),
        ("http://127.0.0.1:1/", "connection refused"),
    ] {
        let (code, printed) = decode(&[source], "");
        assert!(code == Some(2) && printed.contains(words), "{source}: {code:?} {printed}");
    }
}

#[test]
fn what_is_no_text_is_said_to_be_what_it_is() {
    let utf16 =
        |text: &str, to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    let marked = utf16("\u{feff}a 1\nb 2\n", u16::to_le_bytes);
    for page in [
        marked.clone(),
        utf16("\u{feff}a 1\nb 2\n", u16::to_be_bytes),
        utf16("# HELP a A.\na 1\n", u16::to_le_bytes),
        utf16("a 1\n", u16::to_be_bytes),
    ] {
        for arguments in [["-"].as_slice(), &["-", "--format", "text"]] {
            let (code, printed) = decode(arguments, &page);
            assert_eq!(code, Some(1));
            assert!(
                printed.starts_with("-:1: text in UTF-16, where metrics are UTF-8\n"),
                "{printed}"
            );
            assert_eq!(printed.lines().count(), 2, "{printed}");
        }
    }
    let (code, printed) = decode(&["-"], b"\x28\xb5\x2f\xfd\0\0");
    assert!(code == Some(1) && printed.contains("compressed (zstd)"), "{printed}");
    // A page of gzip is read, in as many members as it has.
    let packed = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let page = [packed("a 1\nb 2\n"), packed("c 3\n")].concat();
    let (code, printed) = decode(&["-"], &page);
    assert!(
        code == Some(0) && printed.contains("3 families, 3 samples in 3 lines. No parse errors."),
        "{printed}"
    );
    let (code, printed) = decode(&["-"], &page[..page.len() - 9]);
    assert!(code == Some(2) && printed.contains("the gzip file is damaged"), "{printed}");
    let (code, printed) = decode(&["-"], packed(&String::from_utf8_lossy(&marked)));
    assert!(code == Some(1) && !printed.contains("All lines"), "{printed}");
}

#[test]
fn an_empty_page_has_a_first_line() {
    let (code, printed) = decode(&["-", "--format", "openmetrics"], "");
    assert_eq!(code, Some(1));
    assert!(printed.starts_with("-:1:1: the page breaks off: `# EOF` is missing\n"), "{printed}");
    assert_eq!(decode(&["-"], "").0, Some(0), "no metrics are no mistake");
}

#[test]
fn a_duplicate_series_is_treated_as_on_the_page() {
    let page = "a{x=\"1\",y=\"2\"} 1\nb 1\na{y=\"2\",x=\"1\"} 2\nb 1\n\
        # TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"1.0\"} 1\nc 1 500\nc 3 600\n";
    for (arguments, code) in [(["-"].as_slice(), 1), (&["-", "--strict"], 1)] {
        let (found, printed) = decode(arguments, page);
        assert_eq!(found, Some(code));
        for line in [3, 4, 7] {
            let expected =
                format!("-:{line}:1: the series stands there twice: the first sample is kept\n");
            assert!(printed.contains(&expected), "{printed}");
        }
        assert!(
            printed.contains("4 families, 5 samples in 9 lines. 3 samples are dropped.\n"),
            "{printed}"
        );
    }
    // For Prometheus, a line that cannot be read spoils the page, and a series twice does not.
    let (_, printed) = decode(&["-", "--strict"], "b 1\nb 1\nc\n");
    assert!(printed.starts_with("-:3:2: the value is missing\n"), "{printed}");
    assert!(printed.ends_with("The page is rejected.\n"), "{printed}");
}

#[test]
fn what_a_scrape_would_refuse_is_warned_of() {
    let page =
        "a 1 1\na{x=\"y\"} 2 2\nb 1 99999999999999\nup 1\nhealth_status{system=\"x\"} 0 5\nc 1\n";
    let (code, printed) = decode(&["-"], page);
    assert_eq!(code, Some(0));
    for warning in [
        "-: warning: 2 samples (first: a): the timestamp is more than an hour in the past: the sample is not kept\n",
        "-: warning: 1 sample (first: b): the timestamp is more than 10 minutes in the future: the sample is not kept\n",
        "-: warning: 2 samples (first: up): only Allclear itself writes this metric: the sample is not kept\n",
    ] {
        assert!(printed.contains(warning), "{printed}");
    }
    let (_, printed) = decode(&["-", "--json"], page);
    let found: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(found["warnings"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_million_bad_lines_are_counted_and_not_listed() {
    let page = "a{b=c} 1\n".repeat(1_000_000);
    for (arguments, longest) in [(["-"].as_slice(), 80_000), (&["-", "--json"], 200_000)] {
        let (code, printed) = decode(arguments, &page);
        assert_eq!(code, Some(1));
        assert!(printed.len() < longest, "{}", printed.len());
        assert!(
            printed.contains("999000 more problems")
                || printed.contains("\"problem_count\": 1000000")
        );
    }
}

/// A server behind TLS on a free port, with a certificate for 127.0.0.1 that it signed itself, in PEM.
fn secure(page: &'static str) -> (u16, String) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate = certificate.self_signed(&key).unwrap().pem();
    let mut acceptor = SslAcceptor::mozilla_intermediate(SslMethod::tls_server()).unwrap();
    acceptor.set_certificate(&X509::from_pem(certificate.as_bytes()).unwrap()).unwrap();
    let key = PKey::private_key_from_pem(key.serialize_pem().as_bytes()).unwrap();
    acceptor.set_private_key(&key).unwrap();
    let acceptor = acceptor.build();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that does not trust the certificate leaves within the handshake.
            let Ok(mut stream) = acceptor.accept(stream) else { continue };
            let _ = stream.read(&mut [0; 4096]);
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nConnection: close\r\n";
            let _ = write!(stream, "{head}Content-Length: {}\r\n\r\n{page}", page.len());
            let _ = stream.shutdown();
        }
    });
    (port, certificate)
}

#[test]
fn it_reads_behind_tls_what_it_can_trust() {
    let (port, certificate) = secure("# TYPE a counter\na 1\n");
    let folder = tempfile::tempdir().unwrap();
    let authorities = folder.path().join("authorities.pem");
    std::fs::write(&authorities, certificate).unwrap();
    let authorities = authorities.to_str().unwrap();
    let url = format!("https://127.0.0.1:{port}/metrics");
    let (code, printed) = decode(&[&url, "--authorities", authorities], "");
    assert_eq!((code, printed.contains("1 family, 1 sample")), (Some(0), true), "{printed}");

    // Another authority did not sign it.
    let (_, other) = secure("");
    std::fs::write(authorities, other).unwrap();
    let (code, printed) = decode(&[&url, "--authorities", authorities], "");
    assert_eq!(code, Some(2), "{printed}");
    assert!(printed.contains("its certificate is not trusted"), "{printed}");
}
