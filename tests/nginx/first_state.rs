//! The page with the first state, which a recorder writes in each language: who gets which, and what is served where there is none.

use crate::document;
use crate::server::{Server, free_port, is_installed, prepare, render_with};
use allclear::view::language::LANGUAGES;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the pages that this server serves.
fn pages(server: &Server) -> PathBuf {
    let conf = fs::read_to_string(server.path("out/nginx.conf")).unwrap();
    let (_, rest) = conf.split_once("try_files /").unwrap();
    let (edition, _) = rest.split_once('/').unwrap();
    assert!(server.path(&format!("out/index-{edition}.html")).is_file());
    server.path("out/page").join(edition)
}

/// Writes a page in each language, which names its language.
fn write(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for language in LANGUAGES {
        fs::write(folder.join(format!("index.{language}.html")), format!("state {language}"))
            .unwrap();
    }
}

#[test]
fn gives_each_visitor_the_page_in_a_language_that_he_reads() {
    if !is_installed() {
        return;
    }
    let server = Server::start(&document(free_port()));
    write(&pages(&server));
    let table = [
        ("", "en"),
        ("Accept-Language: en-GB,de;q=0.5", "en"),
        ("Accept-Language: de", "de"),
        ("Accept-Language: de-AT, en;q=0.8", "de"),
        ("Accept-Language: FR", "fr"),
        ("Accept-Language: es-419,es;q=0.9,en;q=0.8", "es"),
        ("Accept-Language: ja,en-US;q=0.9", "ja"),
        ("Accept-Language: pt-BR,pt;q=0.9,ja;q=0.8,en;q=0.7", "ja"),
        ("Accept-Language: en;q=0.2, fr;q=0.9", "fr"),
        ("Accept-Language: de;q=0, fr", "fr"),
        ("Accept-Language: de ; q=0.1 , fr ; q=0.2", "fr"),
        ("Accept-Language: pt, *", "en"),
        ("Accept-Language: ;;,q=,-", "en"),
        // Simplified Chinese is not for readers of the traditional script.
        ("Accept-Language: zh", "zh-Hans"),
        ("Accept-Language: zh-CN,zh;q=0.9", "zh-Hans"),
        ("Accept-Language: zh-Hans-SG", "zh-Hans"),
        ("Accept-Language: zh-TW,zh;q=0.9,ja;q=0.8", "ja"),
        ("Accept-Language: zh-Hant-HK,zh;q=0.9", "en"),
        ("Accept-Language: zh-Hant,zh-Hans;q=0.5", "zh-Hans"),
        // What was chosen on the page comes first.
        ("Accept-Language: fr\r\nCookie: language=de", "de"),
        ("Cookie: a=b; language=zh-Hans; c=d", "zh-Hans"),
        ("Accept-Language: fr\r\nCookie: language=xx", "fr"),
        ("Accept-Language: fr\r\nCookie: xlanguage=de", "fr"),
        ("Cookie: language=../../config", "en"),
    ];
    for (headers, language) in table {
        for path in ["/", "/index.html", "/?utm=1"] {
            let answer = server.get_with(path, headers);
            assert_eq!(
                (answer.code, &*answer.body),
                (200, &*format!("state {language}")),
                "{headers}"
            );
            assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
            assert_eq!(answer.header("Cache-Control"), Some("no-cache"));
            assert!(answer.all("Vary").contains(&"Accept-Language, Cookie"), "{}", answer.head);
            let policy = answer.header("Content-Security-Policy").unwrap();
            assert!(policy.contains("style-src 'self' 'sha256-"), "{policy}");
            assert!(!policy.contains("unsafe-inline"), "{policy}");
        }
    }
    for language in LANGUAGES {
        let path = format!("/index.{language}.html");
        assert_eq!(server.get(&path).code, 404, "{path}");
    }
}

#[test]
fn serves_the_built_page_where_nothing_is_recorded() {
    if !is_installed() {
        return;
    }
    let server = Server::start(&document(free_port()));
    let built = server.get_with("/", "Accept-Language: de");
    assert!(built.body.contains("identity"), "{}", built.body);
    assert!(built.all("Vary").contains(&"Accept-Language, Cookie"), "{}", built.head);
    let policy = built.header("Content-Security-Policy").unwrap().to_owned();
    let folder = pages(&server);
    write(&folder);
    let recorded = server.get_with("/", "Accept-Language: de");
    assert_eq!(recorded.body, "state de");
    assert_eq!(recorded.header("Content-Security-Policy"), Some(&*policy));
    // One language that could not be written does not take the others along.
    fs::remove_file(folder.join("index.de.html")).unwrap();
    assert!(server.get_with("/", "Accept-Language: de").body.contains("identity"));
    assert_eq!(server.get_with("/", "Accept-Language: fr").body, "state fr");
    // A page of another edition has style sheets that the policy does not allow.
    fs::rename(&folder, folder.with_file_name("0123456789ab")).unwrap();
    assert!(server.get_with("/", "Accept-Language: fr").body.contains("identity"));
}

#[test]
fn answers_conditional_requests_and_those_for_the_head_alone() {
    if !is_installed() {
        return;
    }
    let server = Server::start(&document(free_port()));
    let folder = pages(&server);
    write(&folder);
    let answer = server.get_with("/", "Accept-Language: ja");
    let etag = answer.header("ETag").unwrap().to_owned();
    let again = |headers: &str| {
        server.get_with("/", &format!("Accept-Language: ja\r\nIf-None-Match: {headers}"))
    };
    assert_eq!((again(&etag).code, &*again(&etag).body), (304, ""));
    fs::write(folder.join("index.ja.html"), "another state").unwrap();
    assert_eq!((again(&etag).code, &*again(&etag).body), (200, "another state"));
    let head = server
        .send("HEAD / HTTP/1.1\r\nHost: a\r\nAccept-Language: ja\r\nConnection: close\r\n\r\n");
    assert_eq!((head.code, &*head.body), (200, ""));
    assert_eq!(head.header("Content-Length"), Some("13"));
    for method in ["POST", "PUT", "DELETE"] {
        let refused =
            server.send(&format!("{method} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        assert_eq!(refused.code, 405, "{method}");
    }
}

#[test]
fn sends_the_copies_that_were_compressed_when_it_was_written() {
    if !is_installed() {
        return;
    }
    let server = Server::start(&document(free_port()));
    let folder = pages(&server);
    write(&folder);
    fs::write(folder.join("index.de.html.br"), "brotli de").unwrap();
    fs::write(folder.join("index.de.html.gz"), "gzip de").unwrap();
    let get = |encoding: &str| {
        server.get_with("/", &format!("Accept-Language: de\r\nAccept-Encoding: {encoding}"))
    };
    let conf = fs::read_to_string(server.path("out/nginx.conf")).unwrap();
    let has_brotli = conf.contains("brotli_static on");
    let best = if has_brotli { "brotli de" } else { "gzip de" };
    for (encoding, body) in [("gzip, br", best), ("gzip", "gzip de"), ("identity", "state de")] {
        let answer = get(encoding);
        assert_eq!(answer.body, body, "{encoding}");
        assert!(answer.all("Vary").contains(&"Accept-Encoding"), "{}", answer.head);
    }
    for path in ["/index.html.br", "/index.de.html.gz", "/page/", "/built"] {
        assert_eq!(server.get(path).code, 404, "{path}");
    }
}

/// nginx goes on with the page that its policy fits to, until it is reloaded; then it serves the new one.
#[test]
fn never_serves_a_page_whose_style_sheet_its_policy_forbids() {
    if !is_installed() {
        return;
    }
    let yaml = document(free_port());
    let server = Server::start(&yaml);
    let former = pages(&server);
    write(&former);
    let built = "<!doctype html><title>new</title><style>b{}</style>";
    fs::write(server.path("dist/index.html"), built).unwrap();
    let rendered = render_with(server.folder.path(), &yaml, server.port, &[]);
    assert!(rendered.status.success(), "{}", String::from_utf8_lossy(&rendered.stderr));
    // What was recorded names files of the former build.
    assert!(!former.exists());
    assert_ne!(pages(&server), former);
    let answer = server.get("/");
    assert!(answer.body.contains("<style>a{}"), "{}", answer.body);
    let policy = answer.header("Content-Security-Policy").unwrap();
    assert!(policy.contains("X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk="), "{policy}");
    // After a second rendering, nothing is left of what nginx does not serve any more.
    let rendered = render_with(server.folder.path(), &yaml, server.port, &[]);
    assert!(rendered.status.success());
    let pages = fs::read_dir(server.path("out")).unwrap().filter(|item| {
        let name = item.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with("index-")
    });
    assert_eq!(pages.count(), 3, "the page and its two copies");
}

#[test]
fn refuses_a_page_that_its_policy_would_stop() {
    let folder = prepare();
    for (page, complaint) in [
        ("<script>start()</script>", "no script run that stands in the page"),
        ("<style>a{}", "has no end"),
    ] {
        fs::write(folder.path().join("dist/index.html"), page).unwrap();
        let rendered = render_with(folder.path(), &document(1), free_port(), &[]);
        let stderr = String::from_utf8_lossy(&rendered.stderr);
        assert!(!rendered.status.success() && stderr.contains(complaint), "{stderr}");
    }
}
