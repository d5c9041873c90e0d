//! Everything below `/admin/`: a page for everyone, and data behind a login, however the path is spelled.

use crate::server::{Answer, Server, is_installed, prepare, render, render_with};
use crate::upstream::{Behaviour, Upstream, answer};
use std::fs;
use std::net::UdpSocket;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// A client that gets one of these without the login has got through.
const SECRETS: [&str; 6] =
    ["secret-body", "secret_metric", "Payroll", "payroll", "upstream", "127.0.0.1"];

/// `ops:correct horse battery`, in Base64.
const RIGHT: &str = "Authorization: Basic b3BzOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==";

/// All that is guarded.
const GUARDED: [&str; 8] = [
    "/admin/config.json",
    "/admin/status/ping",
    "/admin/status/chat/api",
    "/admin/status/chat/ready",
    "/admin/status/verdict/health",
    "/admin/status/payroll/health",
    "/admin/metrics/chat/metrics",
    "/admin/metrics/payroll/own",
];

/// A system of every visibility, all of them at this port.
fn document(port: u16, admin: &str) -> String {
    format!(
        "site: {{name: Test}}
proxy: {{cache: 1s, origins: ['https://status.example.org']}}
{admin}
systems:
  - name: Chat
    preset: rat
    timeout: 1s
    checks:
      - {{name: Api, url: 'http://127.0.0.1:{port}/health'}}
      - {{name: Ready, url: 'http://127.0.0.1:{port}/ready', publish: code}}
    metrics: [{{url: 'http://127.0.0.1:{port}/metrics?all=1', timeout: 1s}}]
  - {{name: Verdict, preset: rat, visibility: verdict, url: 'http://127.0.0.1:{port}/verdict'}}
  - name: Payroll
    preset: rat
    visibility: private
    url: http://127.0.0.1:{port}/payroll
    metrics: [{{url: 'http://127.0.0.1:{port}/own', id: own}}]
"
    )
}

/// A server with one operator. Limits are far away unless a test is about them.
fn guarded(port: u16) -> Server {
    let server = Server::start(&document(port, "admin:"));
    admit(&server.path("out/htpasswd"));
    server
}

/// Writes the operator into the file.
fn admit(file: &Path) {
    let hash = bcrypt::hash_with_result("correct horse battery", 4).unwrap();
    fs::write(file, format!("ops:{}\n", hash.format_for_version(bcrypt::Version::TwoY))).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
}

fn secret_system() -> Upstream {
    Upstream::start(answer("503 Oops", "X-Allclear: refused\r\n", "secret-body upstream"))
}

fn request(method: &str, path: &str, headers: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")
}

/// Refused, without a byte of what is guarded.
fn assert_closed(answer: &Answer, codes: &[u16], what: &str) {
    assert!(codes.contains(&answer.code), "{what}: {}", answer.head);
    let plain = format!("{}\n", answer.code);
    assert!(answer.body.is_empty() || answer.body == plain, "{what}: {:?}", answer.body);
    for secret in SECRETS {
        assert!(!answer.head.contains(secret), "{what}: {}", answer.head);
    }
}

#[test]
fn gives_operators_what_visitors_do_not_get() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let server = guarded(upstream.port);
    let config = server.get_with("/admin/config.json", RIGHT);
    assert_eq!(config.code, 200, "{}", config.head);
    assert!(config.body.contains("Payroll"), "{}", config.body);
    assert_eq!(config.header("Cache-Control"), Some("no-store"));
    let zipped =
        server.get_with("/admin/config.json", &format!("{RIGHT}\r\nAccept-Encoding: gzip"));
    assert_eq!(zipped.header("Content-Encoding"), Some("gzip"));
    let ping = server.get_with("/admin/status/ping", RIGHT);
    assert_eq!((ping.code, ping.body.as_str()), (204, ""), "{}", ping.head);
    // What a recorder laid out, once it has.
    assert_eq!(server.get("/admin/series").code, 401, "not even whether it is there");
    assert_eq!(server.get_with("/admin/series", RIGHT).code, 404);
    std::fs::create_dir_all(server.path("out/record/admin/store")).unwrap();
    std::fs::write(server.path("out/record/admin/store/index"), "laid out").unwrap();
    std::fs::write(server.path("out/record/admin/store/7"), "segment").unwrap();
    assert_eq!(server.get_with("/admin/series", RIGHT).body, "laid out");
    assert_eq!(server.get_with("/admin/series/7", RIGHT).body, "segment");
    assert_eq!(server.get_with("/admin/series/8", RIGHT).code, 404);
    for path in ["/admin/series", "/admin/series/7", "/admin/series/8", "/admin/series/"] {
        assert_eq!(server.get(path).code, 401, "{path}");
    }
    // Body and code as the system gave them, also of what is not public.
    for path in GUARDED.iter().filter(|path| !path.ends_with("/ping") && !path.ends_with("json")) {
        let answer = server.get_with(path, RIGHT);
        assert_eq!((answer.code, answer.body.as_str()), (503, "secret-body upstream"), "{path}");
        assert_eq!(answer.header("X-Allclear"), None, "{path}");
        assert_eq!(answer.header("Cache-Control"), Some("no-store"), "{path}");
    }
    for request in upstream.requests() {
        assert!(!request.contains("Authorization") && !request.contains("b3Bz"), "{request}");
    }
    // What does not exist does not exist for operators either.
    for path in ["/admin/status/other/health", "/admin/metrics/chat/other", "/admin/status/"] {
        let answer = server.get_with(path, RIGHT);
        assert_eq!((answer.code, answer.header("X-Allclear")), (404, Some("unlisted")), "{path}");
    }
}

#[test]
fn gives_nothing_without_the_login_for_any_request() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let wrong = [
        "",
        "Authorization: Basic b3BzOndyb25n\r\n",
        "Authorization: Basic b3BzOg==\r\n",
        "Authorization: Basic b3Bz\r\n",
        "Authorization: Basic OmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==\r\n",
        "Authorization: Basic cm9vdDpjb3JyZWN0IGhvcnNlIGJhdHRlcnk=\r\n",
        "Authorization: Basic b3BzOmNvcnJlY3QgaG9yc2UgYmF0dGVyeSE=\r\n",
        "Authorization: Basic !!!!\r\n",
        "Authorization: Bearer b3BzOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==\r\n",
        "Authorization:\r\n",
        "X-Authorization: Basic b3BzOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==\r\n",
        "Proxy-Authorization: Basic b3BzOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==\r\n",
        "Cookie: Authorization=Basic b3BzOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==\r\n",
    ];
    let mut n_requests = 0;
    // One server for each path, so that none of them meets the limit.
    for path in GUARDED {
        let server = guarded(upstream.port);
        for headers in wrong {
            let answer = server.send(&request("GET", path, headers));
            assert_closed(&answer, &[401], &format!("{path} {headers}"));
            assert_eq!(answer.header("X-Allclear"), Some("login"), "{path}");
            n_requests += 1;
        }
        for spelling in spellings(path) {
            let answer = server.get(&spelling);
            assert_closed(&answer, &[400, 401, 404], &spelling);
            n_requests += 1;
        }
    }
    assert_eq!(upstream.requests().len(), 0);
    println!("{n_requests} requests, not one got through");
}

/// Other ways to write a path, and what lies near it.
fn spellings(path: &str) -> Vec<String> {
    let last = path.rsplit('/').next().unwrap();
    let first = &path[1..2];
    vec![
        path.replace("/admin/", "//admin/"),
        path.replace("/admin/", "/admin//"),
        path.replace("/admin/", "/admin/./"),
        path.replace("/admin/", "/./admin/"),
        path.replace("/admin/", "/x/../admin/"),
        path.replace("/admin/", "/admin/x/../"),
        path.replace("/admin/", "/admin/%2e/"),
        path.replace("/admin/", "/x/%2e%2e/admin/"),
        path.replace("/admin/", "/x/..%2fadmin/"),
        path.replace("/admin/", "/admin%2f"),
        path.replace("/admin/", "/admin%2F"),
        path.replace("/admin/", "/admin%252f"),
        path.replace("/admin/", "/admin\\"),
        path.replace("/admin/", "/admin%5c"),
        path.replace("/admin/", "/%61dmin/"),
        path.replace("/admin/", "/%2561dmin/"),
        path.replace("/admin/", "/ADMIN/"),
        path.replace("/admin/", "/Admin/"),
        path.replace("/admin/", "/admin;x/"),
        path.replace("/admin/", "/admin;/"),
        path.replace("/admin/", "/status/../admin/"),
        path.replace("/admin/", "/status/ping/../../admin/"),
        path.replace("/admin/", "/out/admin/"),
        path.replace("/admin/", "/code/admin/"),
        path.replace("/admin/", "/admin/admin/"),
        path.replace("/admin/status", "/admin/%73tatus"),
        path.replace("/admin", ""),
        path.replace("/admin/", "/ask/admin/"),
        path.replace("/admin/", "/ask/"),
        path.replace("/admin/", "/knock/"),
        path.replace("/admin/", "/code/"),
        path.replace("/admin/", "/admin%c0%af"),
        path.replace("/admin/", "/admin%e2%88%95"),
        path.replace("/admin/", "/admin%u002f"),
        path.replace("/admin/", "/admin/..;/admin/"),
        path.replace("/admin/", "/admin/%2e%2e%3b/admin/"),
        path.replace("/admin/", "/admin/.%00./admin/"),
        path.replace("/admin/", "/.admin/"),
        path.replace("/admin/", "/admin./"),
        path.replace("/admin/", "/admin%09/"),
        path.replace("/admin/", "/admin%20/"),
        path.replace("/admin/", "/%0d%0a/admin/"),
        path.replace("/admin/", "/record/admin/"),
        path.to_uppercase(),
        format!("{path}/"),
        format!("{path}/."),
        format!("{path}/../{last}"),
        format!("{path}%2f"),
        format!("{path}%20"),
        format!("{path}%00"),
        format!("{path}%0a"),
        format!("{path}."),
        format!("{path}~"),
        format!("{path}.gz"),
        format!("{path}?"),
        format!("{path}?x=/admin/"),
        format!("{path}#"),
        format!("{path};x=1"),
        format!("http://localhost{path}"),
        format!("https://elsewhere.example{path}"),
        format!("http://ops:correct%20horse%20battery@localhost{path}"),
        format!("/{first}/../{}", &path[1..]),
    ]
    .into_iter()
    // Public paths of this name exist: their answers are checked elsewhere.
    .filter(|spelling| !matches!(spelling.as_str(), "/status/ping" | "/config.json"))
    .filter(|spelling| !spelling.starts_with("/status/chat/"))
    .collect()
}

/// Headers by which other proxies and frameworks admit a client, or take another path or method than that of the request.
const TRICKS: [&str; 53] = [
    "X-Original-URL: /status/ping\r\n",
    "X-Rewrite-URL: /admin/\r\n",
    "X-HTTP-Method-Override: OPTIONS\r\n",
    "X-Forwarded-For: 127.0.0.1\r\n",
    "X-Forwarded-User: ops\r\nRemote-User: ops\r\n",
    "X-Accel-Redirect: /admin/config.json\r\n",
    "Range: bytes=0-1\r\n",
    "Host: status.example.org\r\n",
    "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: x\r\n",
    "Transfer-Encoding: chunked\r\n\r\n0\r\n",
    "Origin: https://status.example.org\r\n",
    "X-Original-URI: /status/ping\r\n",
    "X-Override-URL: /status/ping\r\n",
    "X-Forwarded-URI: /status/ping\r\n",
    "X-Forwarded-Path: /status/ping\r\n",
    "X-Forwarded-Prefix: /status\r\n",
    "X-Forwarded-Host: localhost\r\n",
    "X-Forwarded-Proto: https\r\n",
    "X-Forwarded-Server: localhost\r\n",
    "X-Forwarded-Port: 443\r\n",
    "X-Forwarded-Scheme: https\r\n",
    "Forwarded: for=127.0.0.1;host=localhost;proto=https\r\n",
    "X-Real-IP: 127.0.0.1\r\n",
    "X-Client-IP: 127.0.0.1\r\n",
    "X-Originating-IP: 127.0.0.1\r\n",
    "X-Remote-IP: 127.0.0.1\r\n",
    "X-Remote-Addr: 127.0.0.1\r\n",
    "X-Host: localhost\r\n",
    "X-Custom-IP-Authorization: 127.0.0.1\r\n",
    "True-Client-IP: 127.0.0.1\r\n",
    "CF-Connecting-IP: 127.0.0.1\r\n",
    "Client-IP: 127.0.0.1\r\n",
    "X-Auth-Request-User: ops\r\n",
    "X-Auth-Request-Email: ops@example.org\r\n",
    "X-Remote-User: ops\r\n",
    "X-Webauth-User: ops\r\n",
    "X-Authenticated-User: ops\r\n",
    "X-WebAuth-User: ops\r\n",
    "Remote-Groups: admin\r\n",
    "Proxy-Authorization: Basic b3BzOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==\r\n",
    "X-Authorization: Basic b3BzOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==\r\n",
    "Authorization:\r\n",
    "Authorization: Basic\r\n",
    "Authorization: Basic b3Bz\r\n",
    "Authorization: Basic OnBhc3N3b3Jk\r\n",
    "Authorization: Bearer ops\r\n",
    "Authorization: Digest username=\"ops\"\r\n",
    "Cookie: Authorization=Basic%20b3Bz; session=ops; _oauth2_proxy=ops\r\n",
    "X-Allclear: login\r\n",
    "Sec-Fetch-Dest: empty\r\nSec-Fetch-Site: same-origin\r\n",
    "Referer: http://localhost/admin/\r\n",
    "X-HTTP-Method: OPTIONS\r\n",
    "Expect: 100-continue\r\n",
];

#[test]
fn takes_no_method_and_no_header_for_a_login() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let server = guarded(upstream.port);
    for path in GUARDED {
        for method in [
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "PATCH",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "PROPPATCH",
            "MKCOL",
            "COPY",
            "MOVE",
            "LOCK",
            "UNLOCK",
            "SEARCH",
            "PURGE",
            "DEBUG",
            "PRI",
            "GETX",
            "get",
        ] {
            let answer = server.send(&request(method, path, ""));
            assert_closed(&answer, &[400, 401, 405], &format!("{method} {path}"));
            // The login opens no other method.
            let answer = server.send(&request(method, path, &format!("{RIGHT}\r\n")));
            assert_closed(&answer, &[400, 405], &format!("{method} {path} with the login"));
        }
    }
    for path in GUARDED {
        let server = guarded(upstream.port);
        for headers in TRICKS {
            let answer = server.send(&request("GET", path, headers));
            assert_closed(&answer, &[400, 401], &format!("{path} {headers}"));
        }
        for line in [format!("GET {path}"), format!("GET {path} HTTP/1.0\r\n\r\n")] {
            let answer = server.send(&format!("{line}\r\n"));
            assert!(matches!(answer.code, 0 | 400 | 401), "{line}: {}", answer.head);
            for secret in SECRETS {
                assert!(!answer.head.contains(secret) && !answer.body.contains(secret), "{line}");
            }
        }
        let large = format!("Content-Length: 2000\r\n\r\n{}", "x".repeat(2000));
        assert_closed(&server.send(&request("GET", path, &large)), &[401, 413], path);
    }
    // Where a request points out of, or into, a folder.
    for path in ["/..%2fout/admin/config.json", "/admin/..%2f..%2fout/htpasswd", "/htpasswd"] {
        assert_closed(&server.get(path), &[400, 404], path);
        assert_closed(&server.get_with(path, RIGHT), &[400, 404], path);
    }
    assert_eq!(upstream.requests().len(), 0);
}

#[test]
fn gives_no_name_away() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let server = guarded(upstream.port);
    let without_date = |answer: Answer| {
        let lines = answer.head.lines().filter(|line| !line.starts_with("Date:"));
        (lines.map(str::to_owned).collect::<Vec<_>>(), answer.body)
    };
    // A private system and one that does not exist look the same.
    for (real, other) in [
        ("/admin/status/payroll/health", "/admin/status/payrolk/health"),
        ("/admin/metrics/payroll/own", "/admin/metrics/payroll/owm"),
        ("/admin/status/ping", "/admin/status/"),
    ] {
        for method in ["GET", "POST", "OPTIONS"] {
            for headers in ["", "Authorization: Basic b3BzOndyb25n\r\n"] {
                let [real, other] =
                    [real, other].map(|path| server.send(&request(method, path, headers)));
                assert_eq!(without_date(real), without_date(other), "{method} {headers}");
            }
        }
    }
    // Not a byte for visitors names it: page, configuration, and every refusal.
    for path in ["/", "/config.json", "/admin/", "/admin/index.html", "/admin/boot.js"] {
        let answer = server.get(path);
        assert_eq!(answer.code, 200, "{path}");
        assert!(!format!("{}{}", answer.head, answer.body).to_lowercase().contains("payroll"));
    }
}

#[test]
fn shows_everybody_the_page_of_the_operators_and_nothing_beside_it() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let yaml = document(upstream.port, "admin: {}")
        .replace("cache: 1s", "url: 'https://proxy.example.org', cache: 1s");
    let server = Server::start(&yaml);
    let policy = server.get("/boot.js").header("Content-Security-Policy").unwrap().to_owned();
    assert!(policy.contains("connect-src 'self' https://proxy.example.org;"), "{policy}");
    let immutable = "public, max-age=31536000, immutable";
    for (path, kind, cache) in [
        ("/admin", "text/html; charset=utf-8", "no-cache"),
        ("/admin/", "text/html; charset=utf-8", "no-cache"),
        ("/admin/index.html", "text/html; charset=utf-8", "no-cache"),
        ("/admin/admin-0123456789abcdef_bg.wasm", "application/wasm", immutable),
        ("/admin/boot.js", "text/javascript", "no-cache"),
        (
            "/admin/snippets/allclear-0123456789abcdef/src/browser/canvas.js",
            "text/javascript",
            "no-cache",
        ),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.code, 200, "{path}: {}", answer.head);
        assert_eq!(answer.header("Content-Type"), Some(kind), "{path}");
        assert_eq!(answer.header("Cache-Control"), Some(cache), "{path}");
        assert_eq!(answer.header("Content-Security-Policy"), Some(policy.as_str()), "{path}");
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"), "{path}");
    }
    let page = server.get("/admin/");
    let tag = "<meta name=\"admin-data\" content=\"https://proxy.example.org/admin\">";
    assert!(page.body.contains(tag), "{}", page.body);
    let link = page.header("Link").unwrap();
    assert!(link.contains("</admin/boot.js>; rel=preload; as=script"), "{link}");
    for path in [
        "/admin/secret.map",
        "/admin/index.html.gz",
        "/admin/admin-0123456789abcdef_bg.wasm.br",
        "/admin/admin-ffffffffffffffff.js",
        "/admin/page-0123456789abcd.js",
        "/admin/other",
        "/admin/boot.js/",
        "/admin/snippets/",
        "/admin/snippets/canvas.js",
        "/admin/snippets/allclear-0123456789abcdef/src/browser/canvas.js.map",
        "/admin/snippets/../../out/admin/config.json",
        "/admin/.sign-in",
        "/admin/htpasswd",
        "/admin/favicon/checking.svg",
        "/admin/status",
        "/admin/metrics",
        "/admin/../out/admin/config.json",
    ] {
        let answer = server.get(path);
        assert_eq!((answer.code, answer.body.as_str()), (404, "404\n"), "{path}");
    }
}

#[test]
fn is_not_there_without_its_section() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let server = Server::start(&document(upstream.port, ""));
    for path in GUARDED.iter().chain(&["/admin", "/admin/", "/admin/index.html", "/admin/boot.js"])
    {
        let answer = server.get_with(path, RIGHT);
        assert_eq!((answer.code, answer.body.as_str()), (404, "404\n"), "{path}");
    }
    assert!(!server.path("out/admin").exists());
}

#[test]
fn stays_closed_without_a_password_file() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let server = Server::start(&document(upstream.port, "admin:"));
    let file = server.path("out/htpasswd");
    let get = |headers: &str, code: u16, word: &str, what: &str| {
        for path in GUARDED {
            let answer = server.send(&request("GET", path, headers));
            assert_closed(&answer, &[code], &format!("{what} {path}"));
            assert_eq!(answer.body, "", "{what} {path}");
            assert_eq!(answer.header("X-Allclear"), Some(word), "{what} {path}");
        }
    };
    let right = format!("{RIGHT}\r\n");
    get(&right, 403, "closed", "missing");
    get("", 403, "closed", "missing");
    fs::create_dir(&file).unwrap();
    get(&right, 403, "closed", "a folder");
    fs::remove_dir(&file).unwrap();
    fs::write(&file, "").unwrap();
    get(&right, 401, "login", "empty");
    // Its content is no hash: no password is right.
    for line in ["ops", "ops:", "ops:\n", "ops:$2y$04$\n", "ops:$9$x\n", ":x\n", "#ops:x\n"] {
        fs::write(&file, line).unwrap();
        let answer = server.get_with("/admin/config.json", RIGHT);
        assert_closed(&answer, &[401, 403], line);
        let answer = server.get_with("/admin/config.json", "Authorization: Basic b3BzOg==");
        assert_closed(&answer, &[401, 403], line);
    }
    admit(&file);
    assert_eq!(server.get_with("/admin/status/ping", RIGHT).code, 204);
    // As root everything can be read, unless the workers run as another user.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    let answer = server.get_with("/admin/status/ping", RIGHT);
    assert!(matches!(answer.code, 403 | 204), "{}", answer.head);
    fs::remove_file(&file).unwrap();
    get(&right, 403, "closed", "gone");
    assert_eq!(upstream.requests().len(), 0);
}

/// The token of a name and a password, as a header.
fn login(name: &str, password: &str) -> String {
    format!("Authorization: Basic {}", base64(&format!("{name}:{password}")))
}

/// Guesses so often at the same time, and returns the codes.
fn guess(server: &Server, times: usize, header: &(dyn Fn(usize) -> String + Sync)) -> Vec<u16> {
    let get = |number: usize| {
        let answer = server.get_with("/admin/status/ping", &header(number));
        assert_closed(&answer, &[401, 429], "a guess");
        let word = if answer.code == 401 { "login" } else { "limited" };
        assert_eq!(answer.header("X-Allclear"), Some(word));
        assert_eq!(answer.header("Retry-After"), (answer.code == 429).then_some("5"));
        answer.code
    };
    thread::scope(|scope| {
        let guesses: Vec<_> = (0..times).map(|number| scope.spawn(move || get(number))).collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
    })
}

#[test]
fn slows_down_guesses_and_nothing_else() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let server = guarded(upstream.port);
    // A signed-in page is not limited.
    for _ in 0..60 {
        for path in ["/admin/status/ping", "/admin/config.json"] {
            assert!(matches!(server.get_with(path, RIGHT).code, 200 | 204), "{path}");
        }
    }
    // Requests without a name are none of its guesses, nor are those with another one.
    let none = "Origin: https://status.example.org";
    assert!(guess(&server, 120, &|_| none.to_owned()).iter().all(|code| *code == 401));
    let codes = guess(&server, 60, &|number| login("root", &format!("guess {number}")));
    let n_limited = codes.iter().filter(|code| **code == 429).count();
    println!("{n_limited} of 60 guesses were not checked");
    assert!((30..=39).contains(&n_limited), "{codes:?}");
    assert_eq!(server.get_with("/admin/status/ping", RIGHT).code, 204);
    // Even one who guesses this name from this address does not lock out who is in.
    let codes = guess(&server, 60, &|number| login("ops", &format!("guess {number}")));
    assert!(codes.contains(&429), "{codes:?}");
    let began = std::time::Instant::now();
    while began.elapsed() < Duration::from_secs(4) {
        assert_eq!(server.get_with("/admin/status/ping", RIGHT).code, 204);
        guess(&server, 5, &|number| login("ops", &format!("another {number}")));
        thread::sleep(Duration::from_millis(100));
    }
    let origin = format!("{}\r\n{none}", login("ops", "wrong"));
    let limited = server.get_with("/admin/status/ping", &origin);
    assert_eq!((limited.code, limited.body.as_str()), (429, ""), "{}", limited.head);
    let allowed = limited.header("Access-Control-Allow-Origin");
    assert_eq!(allowed, Some("https://status.example.org"));
    // The public side has no part in it.
    assert_eq!(server.get("/status/ping").code, 204);
    assert_eq!(server.get("/admin/").code, 200);
    // A system's own 429 is distinguished.
    upstream.becomes(answer("429 Slow", "Retry-After: 7\r\nX-Allclear: limited\r\n", "own"));
    thread::sleep(Duration::from_secs(2));
    let own = server.get_with("/admin/status/verdict/health", RIGHT);
    assert_eq!((own.code, own.header("X-Allclear")), (429, None), "{}", own.head);
    assert_eq!((own.header("Retry-After"), own.body.as_str()), (Some("7"), "own"));
}

#[test]
fn forgets_who_was_right_when_he_is_not_any_more() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let server = guarded(upstream.port);
    assert_eq!(server.get_with("/admin/status/ping", RIGHT).code, 204);
    let hash = bcrypt::hash_with_result("another password", 4).unwrap();
    let line = format!("ops:{}\n", hash.format_for_version(bcrypt::Version::TwoY));
    fs::write(server.path("out/htpasswd"), line).unwrap();
    thread::sleep(Duration::from_millis(2100));
    // Not even while no guesses are checked.
    guess(&server, 40, &|number| login("ops", &format!("guess {number}")));
    let answer = server.get_with("/admin/status/ping", RIGHT);
    assert_closed(&answer, &[401, 429], "the former password");
    // Nothing that is kept holds what was sent.
    let output = Command::new("grep").args(["-rl", &RIGHT[21..]]).arg(server.path("")).output();
    assert_eq!(String::from_utf8_lossy(&output.unwrap().stdout), "");
}

#[test]
fn refuses_no_sooner_where_there_is_no_hash_to_compare_with() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let server = guarded(upstream.port);
    let mut times = Vec::new();
    for number in 0..6 {
        for name in ["ops", "nobody"] {
            let began = std::time::Instant::now();
            let header = login(name, &format!("guess {number}"));
            assert_eq!(server.get_with("/admin/status/ping", &header).code, 401);
            times.push(began.elapsed());
        }
    }
    assert!(times.iter().all(|time| *time >= Duration::from_millis(300)), "{times:?}");
    // Not to the millisecond: that could be compared.
    times.sort_unstable();
    assert!(times[0].abs_diff(times[11]) > Duration::from_millis(10), "{times:?}");
}

#[test]
fn counts_the_client_that_a_proxy_in_front_names() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    for (behind, expected) in [("admin: {behind: [127.0.0.1]}", 401), ("admin:", 429)] {
        let server = Server::start(&document(upstream.port, behind));
        admit(&server.path("out/htpasswd"));
        let wrong = login("ops", "wrong");
        let header = |client: &str| format!("{wrong}\r\nX-Forwarded-For: 1.1.1.1, {client}");
        guess(&server, 60, &|number| header(&format!("2001:db8:0:7::{number:x}")));
        let code = |client: &str| server.get_with("/admin/status/ping", &header(client)).code;
        assert_eq!(code("10.9.9.9"), expected, "{behind}");
        // Addresses of one network of IPv6 are one client.
        guess(&server, 20, &|_| header("2001:db8:0:7:ffff::1"));
        assert_eq!(code("2001:db8:0:7:ffff::1"), 429, "{behind}");
    }
}

#[test]
fn says_why_a_system_does_not_answer() {
    if !is_installed() {
        return;
    }
    for (behaviour, code, reason) in [
        (None, 502, "refused"),
        (Some(Behaviour::Hang), 504, "timeout"),
        (Some(Behaviour::Answer(Duration::ZERO, String::new())), 502, "broken"),
    ] {
        let upstream = behaviour.map(Upstream::start);
        let port = upstream.as_ref().map_or_else(crate::server::free_port, |it| it.port);
        let server = guarded(port);
        for path in ["/admin/status/chat/ready", "/admin/metrics/chat/metrics"] {
            // A second one may share the failure.
            for _ in 0..2 {
                let answer = server.get_with(path, RIGHT);
                let found = (answer.code, answer.header("X-Allclear"));
                assert_eq!(found, (code, Some(reason)), "{path}: {}", answer.head);
                assert_eq!(answer.body, "");
            }
        }
    }
}

#[test]
fn passes_a_page_of_metrics_on_as_it_is() {
    if !is_installed() {
        return;
    }
    let page = "# TYPE secret_metric gauge\nsecret_metric{a=\"\u{e4}\"} 1\n".repeat(60_000);
    for kind in ["text/plain; version=0.0.4", "application/openmetrics-text; version=1.0.0"] {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n");
        let whole = format!("{head}Content-Length: {}\r\n\r\n{page}", page.len());
        let upstream = Upstream::start(Behaviour::Answer(Duration::ZERO, whole));
        let server = guarded(upstream.port);
        let began = std::time::Instant::now();
        let answer = server.get_with("/admin/metrics/chat/metrics?x=1", RIGHT);
        println!("{} bytes in {:?}", answer.body.len(), began.elapsed());
        assert_eq!(answer.code, 200);
        assert!(answer.body == page, "{} bytes of {}", answer.body.len(), page.len());
        assert_eq!(answer.header("Content-Type"), Some(kind));
        assert_eq!(answer.header("Cache-Control"), Some("no-store"));
        // Nothing is cached: each scrape is a request.
        let zipped = server.get_with(
            "/admin/metrics/chat/metrics",
            &format!("{RIGHT}\r\nAccept-Encoding: gzip, br"),
        );
        assert_eq!(zipped.header("Content-Encoding"), Some("gzip"), "{}", zipped.head);
        let requests = upstream.requests();
        assert_eq!(requests.len(), 2);
        let mut lines: Vec<&str> = requests[0].trim_end().lines().collect();
        lines.sort_unstable();
        assert_eq!(
            lines,
            [
                "Accept: application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1",
                "Connection: close",
                "GET /metrics?all=1 HTTP/1.1",
                &format!("Host: 127.0.0.1:{}", upstream.port),
                "User-Agent: allclear",
            ]
        );
    }
}

#[test]
fn lets_a_page_of_a_named_origin_log_in() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let server = guarded(upstream.port);
    for path in GUARDED {
        let get = |origin: &str| {
            let preflight = "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: authorization\r\n";
            server.send(&request("OPTIONS", path, &format!("Origin: {origin}\r\n{preflight}")))
        };
        let answer = get("https://status.example.org");
        assert_eq!((answer.code, answer.body.as_str()), (204, ""), "{path}");
        for (name, value) in [
            ("Access-Control-Allow-Origin", "https://status.example.org"),
            ("Access-Control-Allow-Methods", "GET"),
            ("Access-Control-Allow-Headers", "Authorization"),
            ("Vary", "Origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert_closed(&get("https://evil.example"), &[405], path);
        let origin = "Origin: https://status.example.org";
        let answer = server.get_with(path, &format!("{RIGHT}\r\n{origin}"));
        assert!(matches!(answer.code, 200 | 204 | 503), "{path}");
        for answer in [answer, server.get_with(path, origin)] {
            let allowed = answer.header("Access-Control-Allow-Origin");
            assert_eq!(allowed, Some("https://status.example.org"), "{path} {}", answer.code);
            assert_eq!(answer.header("Access-Control-Allow-Credentials"), None);
            let exposed = answer.header("Access-Control-Expose-Headers").unwrap();
            assert!(exposed.contains("X-Allclear"), "{exposed}");
        }
        let other = server.get_with(path, &format!("{RIGHT}\r\nOrigin: https://evil.example"));
        assert_eq!(other.header("Access-Control-Allow-Origin"), None, "{path}");
    }
}

/// A document with a sign-in proxy at this port.
fn signed_in(port: u16, proxy: u16) -> String {
    let login = format!(
        "admin: {{login: {{auth_request: 'http://127.0.0.1:{proxy}/oauth2/auth', sign_in: '/oauth2/start?rd=/admin/&x=\"'}}}}"
    );
    document(port, &login)
}

#[test]
fn uses_a_sign_in_proxy_where_there_is_one() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let proxy = Upstream::answering("401 Unauthorized", "secret-body of the proxy");
    let server = Server::start(&signed_in(upstream.port, proxy.port));
    let page = server.get("/admin/").body;
    let tag = "<meta name=\"sign-in\" content=\"/oauth2/start?rd=/admin/&amp;x=&quot;\">";
    assert!(page.contains(tag), "{page}");
    for (stderr, code, word) in [
        ("401 Unauthorized", 401, "login"),
        ("403 Forbidden", 403, "closed"),
        ("302 Found", 503, "sign-in"),
        ("400 Bad", 503, "sign-in"),
        ("404 Not Found", 503, "sign-in"),
        ("500 Oops", 503, "sign-in"),
        ("502 Bad Gateway", 503, "sign-in"),
    ] {
        proxy.becomes(answer(
            stderr,
            "Location: /oauth2/start\r\nSet-Cookie: a=b\r\n",
            "secret-body",
        ));
        let server = Server::start(&signed_in(upstream.port, proxy.port));
        // No password file has a part in it.
        admit(&server.path("out/htpasswd"));
        for path in GUARDED.iter().chain(&["/admin/status/other/x"]) {
            let answer = server.get_with(path, RIGHT);
            assert_closed(&answer, &[code], &format!("{stderr} {path}"));
            assert_eq!(answer.body, "", "{stderr} {path}");
            assert_eq!(answer.header("X-Allclear"), Some(word), "{stderr} {path}");
            assert_eq!(answer.header("Location"), None);
            assert_eq!(answer.header("WWW-Authenticate"), None);
        }
    }
    // A proxy that is gone, silent or broken admits no client.
    for behaviour in [Behaviour::Answer(Duration::ZERO, String::new()), Behaviour::Hang] {
        proxy.becomes(behaviour);
        let answer = server.get_with("/admin/config.json", "Cookie: session=1");
        assert_closed(&answer, &[503], "no answer of the proxy");
        assert_eq!(answer.header("X-Allclear"), Some("sign-in"));
    }
    assert_eq!(upstream.requests().len(), 0);
    // It receives what it needs to decide, and prolongs the session by a cookie.
    proxy.becomes(answer("202 Accepted", "Set-Cookie: session=2; HttpOnly\r\n", "secret-body"));
    for path in GUARDED {
        let code = server.get_with(path, "Cookie: session=1").code;
        assert!(matches!(code, 200 | 204 | 503), "{path} {code}");
    }
    let answer =
        server.get_with("/admin/status/payroll/health", "Cookie: session=1\r\nX-Original-URL: /");
    assert_eq!((answer.code, answer.body.as_str()), (503, "secret-body upstream"));
    assert_eq!(answer.header("Set-Cookie"), Some("session=2; HttpOnly"));
    let subrequest = proxy.requests().pop().unwrap();
    for line in [
        "GET /oauth2/auth HTTP/1.1",
        "Cookie: session=1",
        "X-Forwarded-Host: localhost",
        "X-Forwarded-Uri: /admin/status/payroll/health",
        "X-Real-IP: 127.0.0.1",
    ] {
        assert!(subrequest.lines().any(|found| found == line), "{line}: {subrequest}");
    }
    assert!(!subrequest.contains("X-Original-URL"), "{subrequest}");
    for request in upstream.requests() {
        assert!(!request.contains("session"), "{request}");
    }
}

/// A name server that knows every name: it is this machine. Returns its port.
fn name_server() -> u16 {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    thread::spawn(move || {
        let mut query = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut query) {
            // After twelve bytes of header, the name up to a zero, then type and class (RFC 1035, section 4.1).
            let end = 12 + query[12..length].iter().position(|byte| *byte == 0).unwrap() + 5;
            let is_ipv4 = query[end - 3] == 1;
            let mut reply = query[..2].to_vec();
            reply.extend([0x81, 0x80, 0, 1, 0, u8::from(is_ipv4), 0, 0, 0, 0]);
            reply.extend(&query[12..end]);
            if is_ipv4 {
                reply.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
            }
            let _ = socket.send_to(&reply, from);
        }
    });
    port
}

#[test]
fn reaches_the_system_and_not_the_sign_in_proxy_where_both_have_names() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let proxy = Upstream::answering("204 No Content", "");
    let yaml = signed_in(upstream.port, proxy.port)
        .replace("cache: 1s", &format!("cache: 1s, resolver: ['127.0.0.1:{}']", name_server()))
        .replace(
            &format!("127.0.0.1:{}", upstream.port),
            &format!("system.example:{}", upstream.port),
        )
        .replace(&format!("127.0.0.1:{}", proxy.port), &format!("sign-in.example:{}", proxy.port));
    let server = Server::start(&yaml);
    for path in ["/admin/status/payroll/health", "/admin/metrics/payroll/own"] {
        let answer = server.get(path);
        assert_eq!((answer.code, answer.body.as_str()), (503, "secret-body upstream"), "{path}");
    }
    assert_eq!((upstream.requests().len(), proxy.requests().len()), (2, 2));
}

#[test]
fn takes_what_the_command_writes() {
    if !is_installed() {
        return;
    }
    let upstream = secret_system();
    let server = Server::start(&document(upstream.port, "admin:"));
    let user = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_allclear"));
        let output = command.arg("user").arg(server.path("out/htpasswd")).args(arguments).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        // Workers of an nginx that was started as root run as another user.
        let readable = fs::Permissions::from_mode(0o644);
        fs::set_permissions(server.path("out/htpasswd"), readable).unwrap();
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    };
    let code = |name: &str, password: &str| {
        let token = base64(&format!("{name}:{password}"));
        server.get_with("/admin/status/ping", &format!("Authorization: Basic {token}")).code
    };
    // A login that was right is believed for a second.
    let user = |arguments: &[&str]| {
        let password = user(arguments);
        thread::sleep(Duration::from_millis(2100));
        password
    };
    let (ann, ben) = (user(&["ann"]), user(&["ben"]));
    assert_eq!((code("ann", &ann), code("ben", &ben), code("ann", &ben)), (204, 204, 401));
    let other = user(&["ann"]);
    assert_eq!((code("ann", &ann), code("ann", &other), code("ben", &ben)), (401, 204, 204));
    user(&["ben", "--remove"]);
    assert_eq!((code("ann", &other), code("ben", &ben)), (204, 401));
}

/// Enough of Base64 for a test.
fn base64(text: &str) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let byte = |index: usize| u32::from(*chunk.get(index).unwrap_or(&0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = char::from(letters[(bits >> (18 - 6 * place) & 63) as usize]);
            encoded.push(if place > chunk.len() { '=' } else { letter });
        }
    }
    encoded
}

#[test]
fn private_data_is_unreadable_to_others() {
    let folder = prepare();
    let is_root =
        fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
    let options: &[&str] = if is_root { &["--user", "nobody"] } else { &[] };
    let output = render_with(folder.path(), &document(1, "admin:"), 1, options);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for (name, mode) in
        [("nginx.conf", 0o640), ("admin/config.json", 0o640), ("config.json", 0o644)]
    {
        let found = fs::metadata(folder.path().join("out").join(name)).unwrap();
        assert_eq!(found.permissions().mode() & 0o777, mode, "{name}");
    }
}

#[test]
fn refuses_passwords_in_the_folder_of_the_page() {
    let folder = prepare();
    let file = folder.path().join("dist/passwords.txt");
    let yaml = document(1, &format!("admin: {{password_file: '{}'}}", file.display()));
    let output = render(folder.path(), &yaml, 1);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && stderr.contains("is public"), "{stderr}");
    // A file that is not there yet is worth a word.
    let output = render(folder.path(), &document(1, "admin:"), 1);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && stderr.contains("nobody can sign in"), "{stderr}");
}

#[test]
fn an_operator_whom_root_adds_can_log_in() {
    if !is_installed() {
        return;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let is_there = |name: &&str| users.lines().any(|line| line.starts_with(&format!("{name}:")));
    let user = ["www-data", "nginx", "nobody"].into_iter().find(is_there).unwrap();
    let upstream = secret_system();
    // Started as another user than root, nginx ignores its own user, and the file is that user's.
    let server = Server::start_with(&document(upstream.port, "admin:"), &["--user", user]);
    let output = Command::new(env!("CARGO_BIN_EXE_allclear"))
        .arg("user")
        .arg(server.path("out/htpasswd"))
        .arg("ops")
        .output()
        .unwrap();
    let (password, stderr) = (String::from_utf8(output.stdout).unwrap(), output.stderr);
    assert_eq!(String::from_utf8(stderr).unwrap().lines().count(), 1);
    let token = base64(&format!("ops:{}", password.trim_end()));
    let answer = server.get_with("/admin/config.json", &format!("Authorization: Basic {token}"));
    assert_eq!(answer.code, 200, "{}", answer.head);
}

#[test]
fn says_that_the_cache_of_a_former_user_is_in_the_way() {
    let folder = prepare();
    let cached = folder.path().join("run/cache/a");
    fs::create_dir_all(&cached).unwrap();
    if fs::metadata(&cached).unwrap().uid() != 0 {
        println!("SKIPPED: only root has files of another user");
        return;
    }
    for (user, is_told) in [("www-data", true), ("root", false)] {
        let yaml = document(1, "");
        let rendered = render_with(folder.path(), &yaml, 8080, &["--user", user]);
        let words = String::from_utf8(rendered.stderr).unwrap();
        assert!(rendered.status.success(), "{words}");
        assert_eq!(
            words.contains("is not writable for nginx's workers"),
            is_told,
            "{user}: {words}"
        );
        assert_eq!(words.contains("run/cache "), is_told, "what to remove: {words}");
    }
}
