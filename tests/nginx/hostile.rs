//! Systems that mean harm, or send what no browser may see as theirs: what leaves nginx then, byte by byte.

use crate::server::{Server, is_installed};
use crate::upstream::{Behaviour, Upstream, answer};
use crate::{CHAT, at_the_beginning_of, code_document, document};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// A page with a script, as a system would send it.
const PAGE: &str = "Content-Type: text/html\r\nCache-Control: max-age=9999\r\nX-Evil: 1\r\n\r\n<script>evil()</script>";

/// First bytes that are no status line to nginx, and are one, or may be none, to one of the browsers.
fn heads() -> Vec<String> {
    let mut heads: Vec<String> =
        (1..=5).map(|n| format!("{}HTTP/1.1 200 OK\r\n", "X".repeat(n))).collect();
    for head in [
        "\r\nHTTP/1.1 200 OK\r\n",
        "\n\nHTTP/1.1 200 OK\r\n",
        "\r\n\r\nHTTP/1.1 200 OK\r\n",
        " HTTP/1.1 200 OK\r\n",
        "\u{feff}HTTP/1.1 200 OK\r\n",
        "http/1.1 200 OK\r\n",
        "Http/1.1 200 OK\r\n",
        "HTTP/2 200\r\n",
        "HTTP/ 200 OK\r\n",
        "HTTP/1.1 abc\r\n",
        "HTTP/1.1\r\n",
        "ICY 200 OK\r\n",
        "RTSP/1.0 200 OK\r\n",
        "",
        "\r\n",
        "\0",
        "evil",
    ] {
        heads.push(head.to_owned());
    }
    heads
}

/// All bytes of an answer to a plain request.
fn bytes(server: &Server, path: &str, headers: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn passes_no_byte_on_of_what_is_no_http() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    let server = Server::start(&document(upstream.port));
    let of_code = Server::start(&code_document(upstream.port));
    for head in heads() {
        upstream.becomes(Behaviour::Answer(Duration::ZERO, format!("{head}{PAGE}")));
        // Until what was shared before is over.
        thread::sleep(Duration::from_millis(1050));
        at_the_beginning_of(1);
        for (server, code) in [(&server, "502"), (&of_code, "503")] {
            // The second one comes from the cache.
            for _ in 0..2 {
                let text = String::from_utf8(bytes(server, CHAT, "")).unwrap();
                assert!(text.starts_with(&format!("HTTP/1.1 {code} ")), "{head:?}: {text}");
                assert!(!text.to_lowercase().contains("evil"), "{head:?}: {text}");
                let (head_of_ours, body) = text.split_once("\r\n\r\n").unwrap();
                assert_eq!(body, "", "{head:?}");
                let reason =
                    head_of_ours.lines().find_map(|line| line.strip_prefix("X-Allclear: "));
                // A status line that begins well is an answer that cannot be read.
                let is_begun = head.starts_with("HTTP/1.1 a");
                assert!(
                    reason == Some("not-http") || is_begun && reason == Some("broken"),
                    "{head:?}: {text}"
                );
            }
        }
    }
}

#[test]
fn leaves_nothing_behind_an_answer_without_a_body() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    for status in ["304 Not Modified", "204 No Content"] {
        let junk = format!("HTTP/1.1 {status}\r\n\r\nXXHTTP/1.1 200 OK\r\n{PAGE}");
        upstream.becomes(Behaviour::Answer(Duration::ZERO, junk));
        let server = Server::start(&document(upstream.port));
        // Two requests on one connection: what came behind the first answer would be taken for the second.
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        let first = format!("GET {CHAT} HTTP/1.1\r\nHost: a\r\n\r\n");
        let second = "GET /ping.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        stream.write_all(first.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(300));
        stream.write_all(second.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (code, _) = status.split_once(' ').unwrap();
        assert!(text.starts_with(&format!("HTTP/1.1 {code} ")), "{text}");
        assert!(!text.to_lowercase().contains("evil"), "{text}");
        assert_eq!(text.matches("HTTP/1.1 ").count(), 2, "{text}");
        assert!(text.ends_with("\r\n\r\nok"), "{text}");
    }
}

#[test]
fn passes_only_the_headers_that_it_names() {
    if !is_installed() {
        return;
    }
    let date = "Fri, 20 Nov 2020 11:49:08 GMT";
    let headers = format!(
        "Date: {date}\r\nAge: 999999\r\nETag: \"secret\"\r\nLast-Modified: {date}\r\nX-Internal-Backend: secret\r\n\
         X-Request-Id: secret\r\nSet-Cookie: secret=b\r\nServer: secret/1.0\r\nX-Powered-By: secret\r\n\
         Location: http://secret/\r\nWWW-Authenticate: Basic realm=secret\r\nVia: secret\r\nX-Allclear: refused\r\n\
         X-Allclear-Type: secret/x\r\nCache-Control: max-age=3600\r\nExpires: {date}\r\n\
         X-Accel-Redirect: /config.json\r\nX-Accel-Expires: 3600\r\nX-Accel-Limit-Rate: 1\r\nVary: *\r\n\
         Content-Security-Policy: script-src *\r\nStrict-Transport-Security: max-age=1\r\nLink: <http://secret/>\r\n\
         Refresh: 0;url=http://secret/\r\nClear-Site-Data: \"*\"\r\nService-Worker-Allowed: /\r\nTrailer: secret\r\n\
         Access-Control-Allow-Origin: https://secret.example\r\nRetry-After: 7\r\nX-Health-Check: OK\r\n"
    );
    let upstream = Upstream::start(answer("503 Oops", &headers, "{\"status\":\"down\"}"));
    let server = Server::start(&document(upstream.port));
    // The second one comes from the cache, and is the same.
    at_the_beginning_of(1);
    for _ in 0..2 {
        let answer = server.get(CHAT);
        assert_eq!((answer.code, answer.body.as_str()), (503, "{\"status\":\"down\"}"));
        assert!(!answer.head.contains("secret"), "{}", answer.head);
        let mut names: Vec<&str> =
            answer.head.lines().skip(1).map(|line| line.split_once(':').unwrap().0).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "Access-Control-Expose-Headers",
                "Cache-Control",
                "Connection",
                "Content-Length",
                "Content-Security-Policy",
                "Content-Type",
                "Cross-Origin-Resource-Policy",
                "Date",
                "Referrer-Policy",
                "Retry-After",
                "Server",
                "Vary",
                "X-Content-Type-Options",
                "X-Health-Check",
            ]
            .map(|name| if name == "X-Health-Check" { "x-health-check" } else { name })
        );
        for (name, value) in [
            ("Retry-After", "7"),
            ("x-health-check", "OK"),
            ("Content-Type", "application/json"),
            ("Cache-Control", "no-store"),
            ("Server", "nginx"),
            ("Vary", "Origin"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name}");
        }
        // The proxy's own clock says when it had the answer.
        assert!(!answer.header("Date").unwrap().contains("2020"), "{}", answer.head);
    }
    assert_eq!(upstream.requests().len(), 1);
}

#[test]
fn gives_no_answer_a_type_that_is_a_page_or_a_script() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    let server = Server::start(&document(upstream.port));
    for (kind, is_passed) in [
        ("application/json", true),
        ("application/health+json; charset=utf-8", true),
        ("text/plain; version=0.0.4", true),
        ("application/openmetrics-text; version=1.0.0", true),
        ("text/html", false),
        ("text/html; charset=utf-16", false),
        ("text/javascript", false),
        ("application/javascript", false),
        ("application/wasm", false),
        ("image/svg+xml", false),
        ("application/xhtml+xml", false),
        ("text/xml", false),
        ("application/json-and-more", false),
        ("text/plain/html", false),
        ("text/css", false),
        ("application/pdf", false),
    ] {
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 2\r\n\r\n{{}}");
        upstream.becomes(Behaviour::Answer(Duration::ZERO, head));
        thread::sleep(Duration::from_millis(1050));
        at_the_beginning_of(1);
        let answer = server.get(CHAT);
        assert_eq!(answer.code, 200, "{kind}");
        let types = (answer.header("Content-Type"), answer.header("X-Allclear-Type"));
        let expected =
            if is_passed { (Some(kind), None) } else { (Some("text/plain"), Some(kind)) };
        assert_eq!(types, expected);
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"));
    }
}

#[test]
fn gives_a_browser_nothing_to_open() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "secret-body");
    let server = Server::start(&document(upstream.port));
    for kind in [
        "document",
        "iframe",
        "frame",
        "embed",
        "object",
        "script",
        "worker",
        "sharedworker",
        "serviceworker",
        "audioworklet",
        "style",
        "image",
        "manifest",
        "report",
        "video",
        "x",
    ] {
        let answer = server.get_with(CHAT, &format!("Sec-Fetch-Dest: {kind}"));
        assert_eq!(answer.code, 406, "{kind}: {}", answer.head);
        assert!(answer.body.starts_with("This address is for programs"), "{}", answer.body);
        assert_eq!(answer.header("Content-Type"), Some("text/plain; charset=utf-8"));
    }
    assert_eq!(upstream.requests().len(), 0);
    for headers in ["Sec-Fetch-Dest: empty", "Accept: */*"] {
        assert_eq!(server.get_with(CHAT, headers).body, "secret-body");
    }
}

/// The bytes of all files below a folder.
fn size(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(it) if it.is_dir() => size(&entry.path()),
        Ok(it) => it.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

#[test]
fn ends_an_answer_that_has_no_end() {
    if !is_installed() {
        return;
    }
    let chunked =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    let endless = "HTTP/1.0 200 OK\r\n\r\n";
    let large = "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n";
    let events = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    let mut chunk = b"ffff\r\n".to_vec();
    chunk.extend(vec![b'x'; 0xffff]);
    chunk.extend(b"\r\n");
    let none = Duration::ZERO;
    let slowly = Duration::from_millis(100);
    for (head, bytes, pause, reason) in [
        (chunked, chunk.as_slice(), none, "too-large"),
        (endless, chunk.as_slice(), none, "too-large"),
        (large, chunk.as_slice(), none, "too-large"),
        (events, b"data: x\n\n", slowly, "timeout"),
        (chunked, b"1\r\nx\r\n", slowly, "timeout"),
        // A head that has no end.
        ("HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", slowly, "timeout"),
        ("HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", none, "headers"),
    ] {
        for document in [document, code_document] {
            let upstream =
                Upstream::start(Behaviour::Stream(head.to_owned(), bytes.to_vec(), pause));
            let server = Server::start(&document(upstream.port));
            let began = Instant::now();
            let answer = server.get(CHAT);
            assert_eq!(answer.header("X-Allclear"), Some(reason), "{head}: {}", answer.head);
            assert_eq!(answer.body, "", "{head}");
            println!("{reason} after {:?}", began.elapsed());
            // The connection to the system ends, with or without waiting clients.
            while upstream.n_ended_streams() < upstream.requests().len() {
                assert!(began.elapsed() < Duration::from_secs(20), "{head}");
                thread::sleep(Duration::from_millis(20));
            }
            let kept = size(&server.path("run/cache"));
            assert!(kept < 100_000, "{kept} bytes are kept of {head}");
        }
    }
}

#[test]
fn passes_the_largest_body_on_that_the_page_reads() {
    if !is_installed() {
        return;
    }
    for (length, is_passed) in [(65_536, true), (65_537, true), (65_538, false)] {
        let whole = answer("200 OK", "", &"x".repeat(length));
        let chunked = format!(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n{}\r\n0\r\n\r\n",
            "x".repeat(length)
        );
        for behaviour in [whole, Behaviour::Answer(Duration::ZERO, chunked)] {
            let upstream = Upstream::start(behaviour);
            let server = Server::start(&document(upstream.port));
            let answer = server.get(CHAT);
            assert_eq!(answer.code == 200, is_passed, "{length}: {}", answer.head);
            let reason = (!is_passed).then_some("too-large");
            assert_eq!(answer.header("X-Allclear"), reason, "{length}");
            assert_eq!(answer.body.len(), if is_passed { length } else { 0 });
        }
    }
}

#[test]
fn takes_a_body_that_breaks_off_for_no_answer() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::start(Behaviour::Answer(
        Duration::ZERO,
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nok".to_owned(),
    ));
    let answer = Server::start(&document(upstream.port)).get(CHAT);
    assert_eq!((answer.code, answer.header("X-Allclear")), (502, Some("broken")));
}

#[test]
fn says_when_it_had_the_answer() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    let server = Server::start(&document(upstream.port).replace("cache: 1s", "cache: 5s"));
    at_the_beginning_of(5);
    let first = server.get(CHAT).header("Date").unwrap().to_owned();
    thread::sleep(Duration::from_millis(2100));
    let second = server.get(CHAT).header("Date").unwrap().to_owned();
    assert_eq!(first, second, "a shared answer has the age that it has");
    assert_eq!(upstream.requests().len(), 1);
}

#[test]
fn writes_nothing_about_whom_it_refuses() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    let yaml = format!("{}admin:\n", document(upstream.port));
    let server = Server::start(&yaml);
    let before = size(&server.path(""));
    let body = "x".repeat(2000);
    for number in 0..500 {
        let large = format!("Content-Length: 2000\r\n\r\n{body}");
        for (method, path, headers) in [
            ("POST", "/", large.as_str()),
            ("GET", "/admin/config.json", "Authorization: Basic b3BzOndyb25n\r\n"),
            ("GET", "/nothing", ""),
            ("GET", &format!("/{}", "x".repeat(5000)), ""),
            ("GET", &format!("/favicon/{number}.svg"), ""),
        ] {
            let answer = server.send(&format!(
                "{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}\r\n"
            ));
            assert!(answer.code >= 400, "{method} {path}: {}", answer.head);
        }
    }
    let grown = size(&server.path("")).saturating_sub(before);
    assert!(grown < 10_000, "{grown} bytes were written about 2,500 refusals");
    assert!(!server.path("run/error.log").exists());
}

#[test]
fn refuses_a_client_with_too_many_requests_at_once() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::start(Behaviour::Hang);
    let yaml = format!("{}admin: {{behind: [127.0.0.1]}}\n", document(upstream.port));
    let server = Server::start(&yaml);
    let get = |client: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        let request =
            format!("GET {CHAT} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {client}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        stream
    };
    let held: Vec<TcpStream> = (0..256).map(|_| get("198.51.100.7")).collect();
    thread::sleep(Duration::from_millis(300));
    let limited = server.get_with(CHAT, "X-Forwarded-For: 198.51.100.7");
    assert_eq!((limited.code, limited.header("X-Allclear")), (429, Some("limited")));
    let page = server.get_with("/", "X-Forwarded-For: 198.51.100.7");
    assert_eq!((page.code, page.body.as_str()), (429, "429\n"));
    for other in ["198.51.100.8", "10.0.0.1"] {
        assert_eq!(server.get_with("/", &format!("X-Forwarded-For: {other}")).code, 200, "{other}");
    }
    drop(held);
}

#[test]
fn refuses_what_cannot_be_read_in_its_own_words() {
    if !is_installed() {
        return;
    }
    let server = Server::start(&document(1));
    let large = format!("X-Large: {}\r\n", "x".repeat(7000)).repeat(6);
    for request in [
        format!("GET / HTTP/1.1\r\nHost: a\r\n{large}\r\n"),
        format!("GET / HTTP/1.1\r\nHost: a\r\nX-Large: {}\r\n\r\n", "x".repeat(40_000)),
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n".to_owned(),
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n".to_owned(),
        format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(40_000)),
    ] {
        let answer = server.send(&request);
        let start = &request[..20];
        assert!((400..=505).contains(&answer.code), "{start}: {}", answer.head);
        assert_eq!(answer.body, format!("{}\n", answer.code), "{start}");
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"), "{start}");
    }
}
