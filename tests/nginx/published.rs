//! The published files for machines and other sites, as nginx serves them.

use crate::document;
use crate::server::{Server, free_port, is_installed};
use std::fs;

const FILES: [(&str, &str); 11] = [
    ("/feed.atom", "application/atom+xml; charset=utf-8"),
    ("/maintenance.ics", "text/calendar; charset=utf-8"),
    ("/badge.svg", "image/svg+xml"),
    ("/badge.json", "application/json"),
    ("/badge/chat.svg", "image/svg+xml"),
    ("/badge/chat.json", "application/json"),
    ("/badge/chat.uptime.svg", "image/svg+xml"),
    ("/api/v2/summary.json", "application/json"),
    ("/api/v2/incidents/unresolved.json", "application/json"),
    ("/api/v2/scheduled-maintenances.json", "application/json"),
    ("/api/v2/scheduled-maintenances/active.json", "application/json"),
];

#[test]
fn serves_what_was_published_to_every_origin() {
    if !is_installed() {
        return;
    }
    let server = Server::start(&document(free_port()));
    // Without a recorder nothing is there, and that is not cached.
    for (path, _) in FILES {
        let answer = server.get(path);
        assert_eq!(
            (answer.code, answer.header("Cache-Control")),
            (404, Some("no-store")),
            "{path}"
        );
    }
    let content = "x".repeat(500);
    for (path, _) in FILES {
        let file = server.path(&format!("out/record{path}"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, &content).unwrap();
    }
    fs::write(server.path("out/record/journal"), "secret").unwrap();
    fs::write(server.path("out/record/badge/payroll.svg"), "secret").unwrap();
    fs::write(server.path("out/record/badge/chat.txt"), "secret").unwrap();
    fs::write(server.path("dist/widget.js"), "widget").unwrap();
    for (path, kind) in FILES.into_iter().chain([("/widget.js", "text/javascript; charset=utf-8")])
    {
        let answer = server.get_with(path, "Origin: https://elsewhere.example");
        assert_eq!(answer.code, 200, "{path}: {}", answer.head);
        assert_eq!(answer.header("Content-Type"), Some(kind), "{path}");
        assert_eq!(answer.header("Access-Control-Allow-Origin"), Some("*"), "{path}");
        assert_eq!(answer.header("Access-Control-Expose-Headers"), Some("Date, Age"), "{path}");
        assert_eq!(answer.header("Access-Control-Allow-Credentials"), None);
        assert_eq!(answer.header("Cross-Origin-Resource-Policy"), Some("cross-origin"), "{path}");
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"), "{path}");
        let policy = answer.header("Content-Security-Policy").unwrap();
        assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'; sandbox", "{path}");
        let cache = if path == "/widget.js" { "public, max-age=300" } else { "no-cache" };
        assert_eq!(answer.header("Cache-Control"), Some(cache), "{path}");
        assert!(answer.header("Date").is_some() && answer.header("ETag").is_some());
        if path != "/widget.js" {
            let zipped = server.get_with(path, "Accept-Encoding: gzip");
            assert_eq!(zipped.header("Content-Encoding"), Some("gzip"), "{path}");
        }
    }
    for path in [
        "/record/journal",
        "/journal",
        "/badge/",
        "/badge/chat",
        "/badge/chat.txt",
        "/badge/../journal",
        "/badge/chat.uptime.uptime.svg",
        "/badge/other.svg",
        "/badge/payroll.svg",
        "/api",
        "/api/v2",
        "/api/v2/",
        "/api/v2/summary",
        "/api/v2/other.json",
        "/api/v2/../../journal",
    ] {
        let answer = server.get(path);
        assert_eq!((answer.code, answer.body.as_str()), (404, "404\n"), "{path}");
    }
    for method in ["POST", "PUT", "DELETE"] {
        let answer = server
            .send(&format!("{method} /feed.atom HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        assert_eq!(answer.code, 405, "{method}");
    }
}
