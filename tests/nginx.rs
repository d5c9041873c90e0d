//! The output of `allclear render`, in the installed nginx: which requests pass, what a system sees of them, and how soon an
//! outage shows.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world stops")]
#![expect(clippy::disallowed_methods, reason = "a test that waits has a clock")]

#[path = "nginx/admin.rs"]
mod admin;
#[path = "nginx/first_state.rs"]
mod first_state;
#[path = "nginx/full.rs"]
mod full;
#[path = "nginx/hostile.rs"]
mod hostile;
#[path = "nginx/page.rs"]
mod page;
#[path = "nginx/published.rs"]
mod published;
#[path = "nginx/server.rs"]
mod server;
#[path = "nginx/upstream.rs"]
mod upstream;

use server::{Server, free_port, is_installed};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use upstream::{Behaviour, Upstream, answer};

/// One system on this port, with its cache at one second.
fn document(port: u16) -> String {
    format!(
        "site: {{name: Test}}
proxy: {{cache: 1s, origins: ['https://status.example.org']}}
systems:
  - {{name: Chat, preset: sockudo, url: 'http://127.0.0.1:{port}/health?full=1', timeout: 1s}}
"
    )
}

/// The same with `publish: code`.
fn code_document(port: u16) -> String {
    format!(
        "site: {{name: Test}}
proxy: {{cache: 1s, origins: ['https://status.example.org']}}
systems:
  - name: Chat
    preset: rat
    timeout: 1s
    checks: [{{name: Health, url: 'http://127.0.0.1:{port}/health', publish: code}}]
"
    )
}

const CHAT: &str = "/status/chat/health";

/// Waits until a time begins within which an answer is shared: nginx cuts each minute into times of so many seconds.
fn at_the_beginning_of(seconds: u64) {
    let since = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    while since().as_secs() % seconds != 0 || since().subsec_millis() > 100 {
        thread::sleep(Duration::from_millis(5));
    }
}

/// Longer than one second of cache can last, with nginx counting whole seconds.
const OVER: Duration = Duration::from_millis(2100);

#[test]
fn a_system_receives_a_request_and_nothing_about_the_client() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    let server = Server::start(&document(upstream.port));
    let answer = server.send(&format!(
        "GET {CHAT}?token=7&x=../../ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nAuthorization: Basic eA==\r\n\
         Cookie: session=1\r\nX-Forwarded-For: 10.0.0.1\r\nReferer: http://a/\r\nRange: bytes=0-0\r\n\
         Accept-Language: de\r\nIf-None-Match: \"x\"\r\nUpgrade: websocket\r\nContent-Length: 4\r\n\r\nbody"
    ));
    assert_eq!((answer.code, answer.body.as_str()), (200, "{}"), "{}", answer.head);
    let requests = upstream.requests();
    assert_eq!(requests.len(), 1);
    let mut lines: Vec<&str> = requests[0].trim_end().lines().collect();
    assert_eq!(lines.remove(0), "GET /health?full=1 HTTP/1.1");
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "Accept: application/json, text/plain;q=0.9, */*;q=0.1",
            "Connection: close",
            &format!("Host: 127.0.0.1:{}", upstream.port),
            "User-Agent: allclear",
        ]
    );
}

#[test]
fn takes_no_method_but_get_and_no_large_body() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    let server = Server::start(&document(upstream.port));
    for path in [CHAT, "/status/ping"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "HEAD", "TRACE", "PROPFIND", "GETX"] {
            let answer = server
                .send(&format!("{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            assert_eq!(answer.code, 405, "{method} {path}: {}", answer.head);
        }
    }
    for method in ["POST", "PUT", "OPTIONS"] {
        let answer = server.send(&format!(
            "{method} /config.json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        ));
        assert_eq!(answer.code, 405, "{method}");
    }
    let large = format!(
        "GET {CHAT} HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n{}",
        "x".repeat(2000)
    );
    assert_eq!(server.send(&large).code, 413);
    assert_eq!(upstream.requests().len(), 0);
}

#[test]
fn serves_nothing_that_is_not_listed() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    let server = Server::start(&code_document(upstream.port));
    for path in [
        "/status",
        "/status/",
        "/status/chat",
        "/status/chat/",
        "/status/chat/health/",
        "/status/chat/health/x",
        "/status/chat/health.json",
        "/status/chat/health%00",
        "/status/chat/health%0a",
        "/status/chat/health%3fx",
        "/status/chat/health;x",
        "/Status/chat/health",
        "/status/chat/Health",
        "//status/chat/health",
        "/status//chat/health",
        "/status/chat%2f%2fhealth",
        "/status/chat/other",
        "/code/status/chat/health",
        "/%63ode/status/chat/health",
        "/status/../code/status/chat/health",
        "/admin",
        "/admin/",
        "/admin/index.html",
        "/admin/config.json",
        "/status/../admin/config.json",
        "/%61dmin/config.json",
        "/nginx.conf",
        "/out/config.json",
        "/run/nginx.pid",
        "/allclear.yaml",
        "/secret.map",
        "/index.html.br",
        "/index.html.gz",
        "/page-0123456789abcdef_bg.wasm.br",
        "/favicon",
        "/favicon/",
        "/favicon/../secret.map",
        "/.none",
        "/.git/config",
        "/ping",
        "/ping.txt/",
        "/page-ffffffffffffffff.js",
        "/nothing.css",
        "/favicon/..%2f..%2fallclear.yaml",
        "/dist/index.html",
    ] {
        let answer = server.get(path);
        assert!(matches!(answer.code, 404 | 400), "{path}: {}", answer.head);
        assert_eq!(answer.body, format!("{}\n", answer.code), "{path}");
        assert_eq!(answer.header("Cache-Control"), Some("no-store"), "{path}");
    }
    for path in [
        "/../allclear.yaml",
        "/..%2fallclear.yaml",
        "/%2e%2e/allclear.yaml",
        "/%",
        "allclear.yaml",
        "/\0",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.code, 400, "{path:?}: {}", answer.head);
        assert!(!answer.body.contains("Chat"), "{path:?}");
    }
    assert_eq!(upstream.requests().len(), 0);
    // Other spellings of a listed path are that path, and reach the same fixed address.
    for path in [
        "/status/%63hat/health",
        "/./status/chat/./health",
        "/x/../status/chat/health",
        "/status%2fchat/health",
    ] {
        assert_eq!(server.get(path).code, 200, "{path}");
    }
    assert_eq!(server.get(&format!("http://elsewhere.example{CHAT}")).code, 200);
    assert!(
        upstream.requests().iter().all(|request| request.starts_with("GET /health HTTP/1.1\r\n"))
    );
}

#[test]
fn marks_its_own_404_where_a_check_could_be() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::start(answer("404 Not Found", "X-Allclear: unlisted\r\n", "{}"));
    let named =
        document(upstream.port).replace("name: Test", "name: Test, hosts: [status.example.org]");
    let server = Server::start(&named);
    let get = |host: &str, path: &str| {
        server.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Origin: https://status.example.org\r\n\r\n"
        ))
    };
    for (host, path) in [
        ("status.example.org", "/status/chat/other"),
        ("status.example.org", "/status/other/health"),
        ("status.example.org", "/status/"),
        ("other.example.org", CHAT),
    ] {
        let answer = get(host, path);
        assert_eq!((answer.code, answer.header("X-Allclear")), (404, Some("unlisted")), "{path}");
        let origin = answer.header("Access-Control-Allow-Origin");
        assert_eq!(origin, Some("https://status.example.org"), "{path}");
        let exposed = answer.header("Access-Control-Expose-Headers").unwrap();
        assert!(exposed.contains("X-Allclear"), "{exposed}");
    }
    // A system's own 404 has no mark, and what is no check has none either.
    for (path, code) in [(CHAT, 404), ("/nothing", 404), ("/status.json", 404), ("/statusx/a", 404)]
    {
        let answer = get("status.example.org", path);
        assert_eq!((answer.code, answer.header("X-Allclear")), (code, None), "{path}");
    }
    // The mark itself is no address.
    assert_eq!(get("status.example.org", "/unlisted").header("X-Allclear"), None);
}

#[test]
fn answers_only_to_its_names_where_it_has_some() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    let named =
        document(upstream.port).replace("name: Test", "name: Test, hosts: [status.example.org]");
    let server = Server::start(&named);
    for (host, code) in [
        ("Host: status.example.org\r\n", 200),
        ("Host: STATUS.example.org:8080\r\n", 200),
        ("Host: status.example.org.\r\n", 200),
        ("Host: other.example.org\r\n", 404),
        ("Host: 127.0.0.1\r\n", 404),
        ("Host: status.example.org.evil.example\r\n", 404),
        ("Host: a b\r\n", 400),
        ("", 400),
    ] {
        for path in ["/config.json", CHAT] {
            let answer =
                server.send(&format!("GET {path} HTTP/1.1\r\n{host}Connection: close\r\n\r\n"));
            assert_eq!(answer.code, code, "{host}{path}");
        }
    }
    // Nor does the server that knows reasons serve anything else, and it is found where names are resolved.
    let other =
        "GET /config.json HTTP/1.1\r\nHost: reasons.allclear.invalid\r\nConnection: close\r\n\r\n";
    assert_eq!(server.send(other).code, 404);
    let refused =
        Server::start(&named.replace(&upstream.port.to_string(), &free_port().to_string()));
    let get =
        format!("GET {CHAT} HTTP/1.1\r\nHost: status.example.org\r\nConnection: close\r\n\r\n");
    assert_eq!(refused.send(&get).header("X-Allclear"), Some("refused"));
}

#[test]
fn lets_pages_of_named_origins_read_and_no_others() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::start(answer("503 Oops", "Access-Control-Allow-Origin: *\r\n", "{}"));
    let server = Server::start(&document(upstream.port));
    let refused = Server::start(&document(free_port()));
    for (server, path, code) in
        [(&server, CHAT, 503), (&server, "/status/ping", 204), (&refused, CHAT, 502)]
    {
        let answer = server.get_with(path, "Origin: https://status.example.org");
        assert_eq!(answer.code, code);
        assert_eq!(
            answer.header("Access-Control-Allow-Origin"),
            Some("https://status.example.org"),
            "{path}"
        );
        assert_eq!(answer.header("Access-Control-Allow-Credentials"), None);
        let exposed = answer.header("Access-Control-Expose-Headers").unwrap();
        assert!(exposed.starts_with("Date, Age, Retry-After, X-Allclear"), "{exposed}");
        for origin in [
            "https://evil.example",
            "https://status.example.org.evil.example",
            "http://status.example.org",
            "null",
        ] {
            let answer = server.get_with(path, &format!("Origin: {origin}"));
            assert_eq!(answer.header("Access-Control-Allow-Origin"), None, "{origin}");
            assert_eq!(answer.header("Vary"), Some("Origin"));
        }
    }
    // The mapping reads a header: it is exposed as well.
    let answer = server.get(CHAT);
    assert!(answer.header("Access-Control-Expose-Headers").unwrap().ends_with(", x-health-check"));
}

#[test]
fn answers_a_preflight_itself() {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    let server = Server::start(&document(upstream.port));
    for path in [CHAT, "/status/ping"] {
        let get = |origin: &str| {
            server.send(&format!(
                "OPTIONS {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nOrigin: {origin}\r\n\
                 Access-Control-Request-Method: GET\r\n\r\n"
            ))
        };
        let answer = get("https://status.example.org");
        assert_eq!((answer.code, answer.body.as_str()), (204, ""));
        assert_eq!(
            answer.header("Access-Control-Allow-Origin"),
            Some("https://status.example.org")
        );
        assert_eq!(answer.header("Access-Control-Allow-Methods"), Some("GET"));
        assert_eq!(answer.header("Access-Control-Max-Age"), Some("7200"));
        assert_eq!(answer.header("Vary"), Some("Origin"));
        assert_eq!(get("https://evil.example").header("Access-Control-Allow-Origin"), None);
    }
    assert_eq!(upstream.requests().len(), 0);
}

#[test]
fn sends_one_request_for_two_hundred_visitors() {
    if !is_installed() {
        return;
    }
    let Behaviour::Answer(_, bytes) = answer("200 OK", "", "{\"status\":\"ok\"}") else {
        unreachable!()
    };
    let upstream = Upstream::start(Behaviour::Answer(Duration::from_millis(400), bytes));
    let server = Server::start(&document(upstream.port).replace("cache: 1s", "cache: 5s"));
    at_the_beginning_of(5);
    let began = Instant::now();
    let codes: Vec<u16> = thread::scope(|scope| {
        let visitors: Vec<_> = (0..200).map(|_| scope.spawn(|| server.get(CHAT))).collect();
        visitors
            .into_iter()
            .map(|visitor| visitor.join().unwrap())
            .map(|answer| answer.code)
            .collect()
    });
    println!(
        "200 visitors, {} upstream request(s), {:?}",
        upstream.requests().len(),
        began.elapsed()
    );
    assert!(codes.iter().all(|code| *code == 200), "{codes:?}");
    assert_eq!(upstream.requests().len(), 1);
}

#[test]
fn sends_a_slow_system_no_more_requests_for_more_visitors() {
    if !is_installed() {
        return;
    }
    let Behaviour::Answer(_, bytes) = answer("200 OK", "", "{\"status\":\"ok\"}") else {
        unreachable!()
    };
    let upstream = Upstream::start(Behaviour::Answer(Duration::from_millis(300), bytes));
    for document in [document(upstream.port), code_document(upstream.port)] {
        let server = Server::start(&document.replace("cache: 1s", "cache: 2s"));
        let before = upstream.requests().len();
        let began = Instant::now();
        let lasts = Duration::from_secs(7);
        // Each time when an answer is over, some come before there is another one.
        let visits: usize = thread::scope(|scope| {
            let visitor = || {
                let mut visits = 0;
                while began.elapsed() < lasts {
                    assert_eq!(server.get(CHAT).code, 200);
                    visits += 1;
                    thread::sleep(Duration::from_millis(20));
                }
                visits
            };
            let visitors: Vec<_> = (0..30).map(|_| scope.spawn(visitor)).collect();
            visitors.into_iter().map(|visitor| visitor.join().unwrap()).sum()
        });
        let requests = upstream.requests().len() - before;
        println!("{visits} visits in {lasts:?}, {requests} upstream requests with a cache of 2 s");
        assert!(visits > 500, "{visits} visits prove nothing");
        assert!((3..=5).contains(&requests), "{requests} requests");
    }
}

#[test]
fn costs_a_failing_system_one_request_as_well() {
    if !is_installed() {
        return;
    }
    // It takes the request and closes without a word.
    let upstream = Upstream::start(Behaviour::Answer(Duration::from_millis(100), String::new()));
    for document in [document(upstream.port), code_document(upstream.port)] {
        let server = Server::start(&document.replace("cache: 1s", "cache: 5s"));
        let before = upstream.requests().len();
        at_the_beginning_of(5);
        let reasons: Vec<String> = thread::scope(|scope| {
            let visitors: Vec<_> = (0..100).map(|_| scope.spawn(|| server.get(CHAT))).collect();
            let answers = visitors.into_iter().map(|visitor| visitor.join().unwrap());
            answers
                .map(|answer| format!("{} {:?}", answer.code, answer.header("X-Allclear")))
                .collect()
        });
        assert_eq!(upstream.requests().len() - before, 1);
        assert!(reasons.iter().all(|reason| reason.contains("\"broken\"")), "{reasons:?}");
    }
}

#[test]
fn shows_an_outage_within_the_seconds_of_the_cache_and_never_goes_back() {
    shows_changes(document, 502);
}

#[test]
fn shows_an_outage_as_soon_where_the_code_alone_is_published() {
    shows_changes(code_document, 503);
}

/// `broken` is the code for a system that closes without an answer.
fn shows_changes(document: fn(u16) -> String, broken: u16) {
    if !is_installed() {
        return;
    }
    let upstream = Upstream::answering("200 OK", "{}");
    let server = Server::start(&document(upstream.port));
    assert_eq!(server.get(CHAT).code, 200);
    for (behaviour, code) in [
        (answer("503 Oops", "", "{}"), 503),
        (answer("200 OK", "", "{}"), 200),
        (Behaviour::Answer(Duration::ZERO, String::new()), broken),
    ] {
        upstream.becomes(behaviour);
        let began = Instant::now();
        while server.get(CHAT).code != code {
            assert!(began.elapsed() < OVER, "{code} does not show after {:?}", began.elapsed());
            thread::sleep(Duration::from_millis(20));
        }
        println!("{code} shows after {:?} with a cache of 1 s", began.elapsed());
        // Until any old entry would be over twice: it never comes back.
        while began.elapsed() < OVER + Duration::from_secs(1) {
            assert_eq!(server.get(CHAT).code, code);
            thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn distinguishes_refused_timeout_and_broken() {
    if !is_installed() {
        return;
    }
    let endless = format!("HTTP/1.1 200 OK\r\nX-Endless: {}\r\n\r\n", "x".repeat(40_000));
    let endless = Behaviour::Answer(Duration::ZERO, endless);
    let closed = Behaviour::Answer(Duration::ZERO, String::new());
    let bad_gateway = answer("502 Bad Gateway", "", "<html>another proxy</html>");
    for (behaviour, code, reason) in [
        (None, 502, Some("refused")),
        (Some(Behaviour::Hang), 504, Some("timeout")),
        (Some(closed), 502, Some("broken")),
        (Some(endless), 502, Some("headers")),
        (Some(bad_gateway), 502, None),
    ] {
        let upstream = behaviour.map(Upstream::start);
        let port = upstream.as_ref().map_or_else(free_port, |upstream| upstream.port);
        let server = Server::start(&document(port));
        let answer = server.get_with(CHAT, "Origin: https://status.example.org");
        assert_eq!((answer.code, answer.header("X-Allclear")), (code, reason), "{}", answer.head);
        assert_eq!(answer.body.is_empty(), reason.is_some(), "{}", answer.body);
        assert_eq!(answer.header("Cache-Control"), Some("no-store"));
        // Who shares the failure learns the same.
        let shared = server.get_with(CHAT, "Origin: https://status.example.org");
        assert_eq!((shared.code, shared.header("X-Allclear")), (code, reason), "{}", shared.head);
        assert_eq!(shared.body, answer.body);
        let origin = shared.header("Access-Control-Allow-Origin");
        assert_eq!(origin, Some("https://status.example.org"));
        // And later it is requested anew.
        thread::sleep(OVER);
        let later = server.get(CHAT);
        assert_eq!((later.code, later.header("X-Allclear")), (code, reason), "{}", later.head);

        let server = Server::start(&code_document(port));
        let answer = server.get(CHAT);
        let shared = server.get(CHAT);
        for answer in [answer, shared] {
            assert_eq!(
                (answer.code, answer.header("X-Allclear")),
                (503, reason),
                "{}",
                answer.head
            );
            assert_eq!(answer.body, "");
        }
    }
}

#[test]
fn publishes_the_code_alone_where_configured() {
    if !is_installed() {
        return;
    }
    let secret = "{\"error\":\"dial tcp 10.1.2.3:5432 user=secret\"}";
    let headers = "Set-Cookie: secret=1\r\nX-Secret: secret\r\nETag: \"secret\"\r\nRetry-After: 9\r\n\
        Location: http://secret/\r\nWWW-Authenticate: Basic realm=secret\r\n";
    for (status, code) in [
        ("200 OK", 200),
        ("204 No Content", 200),
        ("300 Choices", 503),
        ("301 Moved", 503),
        ("310 Odd", 503),
        ("401 Unauthorized", 503),
        ("403 Forbidden", 503),
        ("404 Not Found", 503),
        ("418 Teapot", 503),
        ("429 Too Many", 429),
        ("500 Oops", 503),
        ("502 Bad Gateway", 503),
        ("503 Oops", 503),
        ("599 Odd", 503),
    ] {
        let body = if code == 200 && status.starts_with("204") { "" } else { secret };
        let upstream = Upstream::start(answer(status, headers, body));
        let server = Server::start(&code_document(upstream.port));
        at_the_beginning_of(1);
        // The second one shares the answer of the first.
        for _ in 0..2 {
            let answer = server.get_with(CHAT, "Origin: https://status.example.org");
            assert_eq!(answer.code, code, "{status}: {}", answer.head);
            assert_eq!(answer.body, "", "{status}");
            assert!(!answer.head.contains("secret"), "{status}: {}", answer.head);
            assert_eq!(
                answer.header("Access-Control-Allow-Origin"),
                Some("https://status.example.org")
            );
            let reason = status.starts_with('3').then(|| format!("redirect-{}", &status[..3]));
            assert_eq!(answer.header("X-Allclear"), reason.as_deref(), "{status}");
            let retry = answer.header("Retry-After");
            assert_eq!(retry, (code == 429).then_some("9"), "{status}");
        }
        assert_eq!(upstream.requests().len(), 1, "{status}");
    }
}

#[test]
fn starts_although_a_name_cannot_be_resolved() {
    if !is_installed() {
        return;
    }
    let yaml = document(1)
        .replace("127.0.0.1:1/", "nowhere.invalid/")
        .replace("cache: 1s", "cache: 1s, resolver: ['127.0.0.1:1']");
    let server = Server::start(&yaml);
    let answer = server.get(CHAT);
    assert_eq!(
        (answer.code, answer.header("X-Allclear")),
        (502, Some("unresolved")),
        "{}",
        answer.head
    );
    assert_eq!(server.get("/status/ping").code, 204);
}
