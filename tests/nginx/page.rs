//! The page itself: files, their policy, how long they are kept, and that nginx accepts what is rendered.

use crate::server::{Server, free_port, is_installed, prepare, render};
use crate::{CHAT, document};
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn serves_the_page_with_its_policy_and_ages() {
    if !is_installed() {
        return;
    }
    let yaml =
        document(free_port()).replace("cache: 1s", "url: 'https://proxy.example.org', cache: 1s");
    let server = Server::start(&yaml);
    let immutable = "public, max-age=31536000, immutable";
    for (path, kind, cache) in [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/index.html", "text/html; charset=utf-8", "no-cache"),
        ("/?utm=1", "text/html; charset=utf-8", "no-cache"),
        ("/page-0123456789abcdef_bg.wasm", "application/wasm", immutable),
        ("/page-0123456789abcd.js", "text/javascript", immutable),
        ("/snippets/allclear-0123456789abcdef/src/save.js", "text/javascript", "no-cache"),
        ("/boot.js", "text/javascript", "no-cache"),
        ("/ping.txt", "text/plain; charset=utf-8", "no-cache"),
        ("/licenses.txt", "text/plain; charset=utf-8", "no-cache"),
        ("/favicon/checking.svg", "image/svg+xml", "no-cache"),
        ("/lang/zh-Hans.json", "application/json", "no-cache"),
        ("/config.json", "application/json", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.code, 200, "{path}: {}", answer.head);
        assert_eq!(answer.header("Content-Type"), Some(kind), "{path}");
        assert_eq!(answer.header("Cache-Control"), Some(cache), "{path}");
    }
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
        font-src 'self'; connect-src 'self' https://proxy.example.org; manifest-src 'self'; base-uri 'none'; \
        form-action 'self'; frame-ancestors 'none'";
    assert_eq!(server.get("/boot.js").header("Content-Security-Policy"), Some(policy));
    // The page's own style sheet, and nothing else that stands in it.
    let hash = "'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='";
    let policy = policy.replace("style-src 'self'", &format!("style-src 'self' {hash}"));
    for path in ["/", "/index.html"] {
        assert_eq!(server.get(path).header("Content-Security-Policy"), Some(&*policy));
    }
    for (path, code) in [
        ("/", 200),
        ("/boot.js", 200),
        ("/config.json", 200),
        ("/nothing", 404),
        ("/lang/xx.json", 404),
        ("/lang/secret.txt", 404),
        ("/status.json", 404),
        (CHAT, 502),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.code, code, "{path}");
        let policy = answer.header("Content-Security-Policy").unwrap_or_default();
        assert!(
            policy.starts_with("default-src 'none';") && !policy.contains("unsafe-inline"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("Referrer-Policy"), Some("no-referrer"), "{path}");
        assert_eq!(answer.header("Server"), Some("nginx"), "{path}");
    }
    // The recorder's files are served from the moment when they are there, by their names and no others.
    fs::create_dir_all(server.path("out/record/history")).unwrap();
    fs::create_dir_all(server.path("out/record/past")).unwrap();
    for name in ["status.json", "history.json", "incidents.json", "history/chat.json"] {
        assert_eq!(server.get(&format!("/{name}")).code, 404, "{name}");
        fs::write(server.path(&format!("out/record/{name}")), "{}").unwrap();
        let answer = server.get(&format!("/{name}"));
        assert_eq!(answer.body, "{}", "{name}");
        assert_eq!(answer.header("Content-Type"), Some("application/json"), "{name}");
        assert_eq!(answer.header("Cache-Control"), Some("no-cache"), "{name}");
        let etag = answer.header("ETag").unwrap();
        let again = server.get_with(&format!("/{name}"), &format!("If-None-Match: {etag}"));
        assert_eq!(again.code, 304, "{name}");
    }
    for name in ["past/journal-1", "history/secret.json"] {
        fs::write(server.path(&format!("out/record/{name}")), "{}").unwrap();
        for path in [format!("/{name}"), format!("/record/{name}")] {
            assert_eq!(server.get(&path).code, 404, "{path}");
        }
    }
    let etag = server.get("/boot.js").header("ETag").unwrap().to_owned();
    assert_eq!(server.get_with("/boot.js", &format!("If-None-Match: {etag}")).code, 304);
}

/// The accent stands in the visitors' page, where its hash allows it, and in a file for the operators' page.
#[test]
fn serves_the_brand_under_the_policy_of_the_page() {
    if !is_installed() {
        return;
    }
    let brand = "site: {name: Test, brand: {accent: '#6d28d9', favicon: /icon.svg, style: /brand.css}}\nadmin:\n";
    let yaml = document(free_port()).replace("site: {name: Test}\n", brand);
    let folder = prepare();
    fs::write(folder.path().join("dist/icon.svg"), "<svg/>").unwrap();
    fs::write(folder.path().join("dist/brand.css"), "a{color:red}").unwrap();
    let server = Server::start_in(folder, &yaml, &[]);

    let page = server.get("/");
    let (_, rest) = page.body.split_once("<style>:root{--accent:light-dark(#6d28d9,").unwrap();
    let (_, rest) = rest.split_once("</style>").unwrap();
    assert!(rest.starts_with("<link rel=\"stylesheet\" href=\"/brand.css\">"), "{rest}");
    let policy = page.header("Content-Security-Policy").unwrap();
    // That of the page's own style sheet, and that of the accent.
    assert_eq!(policy.matches("'sha256-").count(), 2, "{policy}");
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    assert!(page.header("Link").unwrap().contains("</brand.css>; rel=preload; as=style"));

    let admin = server.get("/admin/").body;
    assert!(admin.contains("<link rel=\"stylesheet\" href=\"/accent.css\">"), "{admin}");
    assert!(!admin.contains("<style"), "{admin}");
    for (path, kind) in
        [("/accent.css", "text/css"), ("/brand.css", "text/css"), ("/icon.svg", "image/svg+xml")]
    {
        let answer = server.get(path);
        assert_eq!((answer.code, answer.header("Content-Type")), (200, Some(kind)), "{path}");
        let policy = answer.header("Content-Security-Policy").unwrap();
        assert!(policy.contains("style-src 'self';"), "{path}: {policy}");
    }
    let manifest = server.get("/manifest.webmanifest").body;
    assert!(manifest.contains("\"theme_color\":\"#6d28d9\""), "{manifest}");
    assert!(manifest.contains("\"src\":\"/icon.svg\""), "{manifest}");
}

/// Without a brand, nothing of one is served; a file that is missing is a warning and no error.
#[test]
fn a_brand_is_as_much_as_the_document_has() {
    let folder = prepare();
    let plain = render(folder.path(), &document(free_port()), free_port());
    assert!(plain.status.success());
    let conf = fs::read_to_string(folder.path().join("out/nginx.conf")).unwrap();
    assert!(!conf.contains("accent"), "{conf}");

    let brand = "site: {name: Test, brand: {logo: /logo.svg}}\n";
    let yaml = document(free_port()).replace("site: {name: Test}\n", brand);
    let missing = render(folder.path(), &yaml, free_port());
    let words = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert!(missing.status.success() && words.contains("dist/logo.svg does not exist"), "{words}");
}

#[test]
fn sends_what_was_compressed_beforehand() {
    if !is_installed() {
        return;
    }
    let server = Server::start(&document(free_port()));
    for path in ["/", "/page-0123456789abcdef_bg.wasm"] {
        assert!(server.get(path).body.contains("identity"));
        let gzip = server.get_with(path, "Accept-Encoding: gzip");
        assert_eq!(gzip.header("Content-Encoding"), Some("gzip"));
        // What `render` compressed itself is no longer the file that lies in the folder of the page.
        let is_rendered = path == "/";
        assert!(is_rendered || gzip.body == "gzip", "{path}");
        assert!(gzip.all("Vary").contains(&"Accept-Encoding"));
        let brotli = server.get_with(path, "Accept-Encoding: gzip, br");
        let conf = fs::read_to_string(server.path("out/nginx.conf")).unwrap();
        if conf.contains("load_module") {
            assert_eq!(brotli.header("Content-Encoding"), Some("br"));
            assert!(is_rendered || brotli.body == "brotli", "{path}");
        } else {
            eprintln!(
                "SKIPPED: nginx's brotli module is not installed (on Debian: libnginx-mod-http-brotli-static)"
            );
        }
    }
}

/// With the proxy on another origin, the page requests the recorder's files there, and corrects its clock by that server's.
#[test]
fn lets_pages_of_named_origins_read_what_the_recorder_wrote() {
    if !is_installed() {
        return;
    }
    let server = Server::start(&document(free_port()));
    fs::create_dir_all(server.path("out/record/history")).unwrap();
    let names = ["status.json", "history.json", "incidents.json", "history/chat.json"];
    let origin = "Origin: https://status.example.org";
    for is_there in [false, true] {
        for name in names {
            if is_there {
                fs::write(server.path(&format!("out/record/{name}")), "{}").unwrap();
            }
            let answer = server.get_with(&format!("/{name}"), origin);
            // That it is not there is read as well: it is another thing than a failure.
            assert_eq!(answer.code, if is_there { 200 } else { 404 }, "{name}");
            let allowed = answer.header("Access-Control-Allow-Origin");
            assert_eq!(allowed, Some("https://status.example.org"), "{name}");
            let exposed = answer.header("Access-Control-Expose-Headers");
            assert_eq!(exposed, Some("Date, Age"), "{name}");
            assert!(answer.all("Vary").contains(&"Origin"), "{name}");
            assert_eq!(answer.all("Content-Security-Policy").len(), 1, "{name}");
            let other = server.get_with(&format!("/{name}"), "Origin: https://evil.example");
            assert_eq!(other.header("Access-Control-Allow-Origin"), None, "{name}");
        }
    }
    // The configuration is the page's own.
    assert_eq!(server.get_with("/config.json", origin).header("Access-Control-Allow-Origin"), None);
    assert_eq!(server.get("/unrecorded").code, 404);
}

#[test]
fn sends_data_as_it_was_compressed_when_it_was_written() {
    if !is_installed() {
        return;
    }
    let server = Server::start(&document(free_port()));
    let conf = fs::read_to_string(server.path("out/nginx.conf")).unwrap();
    let best = if conf.contains("load_module") { "br" } else { "gzip" };
    let encoding = |path: &str, accepted: &str| {
        let answer = server.get_with(path, &format!("Accept-Encoding: {accepted}"));
        assert!(answer.all("Vary").contains(&"Accept-Encoding"), "{path} {accepted}");
        assert_eq!(answer.header("Content-Type"), Some("application/json"), "{path} {accepted}");
        (answer.header("Content-Encoding").unwrap_or_default().to_owned(), answer.body)
    };
    assert_eq!(encoding("/config.json", "gzip, br").0, best, "rendered");
    fs::create_dir_all(server.path("out/record")).unwrap();
    for name in ["status.json", "history.json", "incidents.json"] {
        let path = format!("/{name}");
        // A recorder that has no copies yet, or no room for them.
        fs::write(server.path(&format!("out/record/{name}")), " ".repeat(500)).unwrap();
        assert_eq!(encoding(&path, "gzip, br").0, "gzip", "{name}");
        for (ending, content) in [("br", "brotli"), ("gz", "gzip")] {
            fs::write(server.path(&format!("out/record/{name}.{ending}")), content).unwrap();
            assert_eq!(server.get(&format!("{path}.{ending}")).code, 404, "{name}.{ending}");
        }
        let content = if best == "br" { "brotli" } else { "gzip" };
        assert_eq!(encoding(&path, "gzip, br"), (best.to_owned(), content.to_owned()));
        assert_eq!(encoding(&path, "gzip"), ("gzip".to_owned(), "gzip".to_owned()));
        assert_eq!(server.get(&path).body.len(), 500, "{name}, for a client that accepts neither");
    }
}

#[test]
fn is_accepted_by_nginx_for_every_good_document() {
    if !is_installed() {
        return;
    }
    let mut n_documents = 0;
    let good = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/config/good");
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/allclear.yaml");
    let files = fs::read_dir(good).unwrap().map(|entry| entry.unwrap().path()).chain([demo.into()]);
    for file in files.filter(|file| file.extension().is_some_and(|kind| kind == "yaml")) {
        let folder = prepare();
        let dashboards = folder.path().join("dashboards");
        fs::create_dir_all(&dashboards).unwrap();
        for name in ["superchat.json", "sockudo.json"] {
            let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/dashboards");
            fs::copy(Path::new(demo).join(name), dashboards.join(name)).unwrap();
        }
        let output = render(folder.path(), &fs::read_to_string(&file).unwrap(), free_port());
        assert!(
            output.status.success(),
            "{}: {}",
            file.display(),
            String::from_utf8_lossy(&output.stderr)
        );
        let conf = folder.path().join("out/nginx.conf");
        let output = Command::new("nginx")
            .args(["-t", "-q", "-e", "stderr", "-p"])
            .arg(folder.path())
            .arg("-c")
            .arg(&conf)
            .output();
        let output = output.unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && stderr.is_empty(), "{}: {stderr}", file.display());
        n_documents += 1;
    }
    assert!(n_documents > 1);
}
