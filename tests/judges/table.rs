//! The table: odd services, and the right verdict on each.

use crate::Verdict;
use crate::server::free_port;
use crate::tls::{self, Authority, Oddity, Wanted};
use crate::upstream::{Behaviour, answer, json, raw};
use allclear::history::Cause;
use allclear::status::Status::{MajorOutage, Operational, Unknown};
use allclear::status::check::Distrust;
use openssl::ssl::SslVersion;
use std::io::Write as _;

/// A service, and what is right.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// How its answer is read, in the words of `allclear.yaml`.
    pub(crate) how: &'static str,
    pub(crate) url: String,
    /// The verdict of both judges.
    pub(crate) verdict: Verdict,
    /// The verdict of the page, if nginx cannot know as much as the recorder.
    pub(crate) by_page: Option<Verdict>,
}

const OK: &str = r#"{"status":"ok"}"#;
const DOWN: &str = r#"{"status":"down"}"#;
const HTML: &str = "<!doctype html><html><body>Hello</body></html>";

const JSON: &str = "preset: health-json";
const CODE: &str = "preset: status-code";
/// Visitors get only the code of the answer.
pub(crate) const PUBLISHED_CODE: &str = "preset: health-json, publish: code";
const TEXT: &str = "preset: text";
const SEALED: &str =
    "mapping: {state: [{json: /sealed}], words: {operational: ['false'], down: ['true']}}";

const WELL: Verdict = (Operational, None);

fn down(cause: Cause) -> Verdict {
    (MajorOutage, Some(cause))
}

fn unknown(cause: Cause) -> Verdict {
    (Unknown, Some(cause))
}

/// Returns all rows, and the trusted authorities in PEM.
pub(crate) fn rows() -> (Vec<Row>, String) {
    let mut rows = Vec::new();
    for (name, how, verdict, behaviour) in
        plain().into_iter().chain(codes()).chain(compressed()).chain(no_http())
    {
        let url = format!("http://127.0.0.1:{}/", behaviour.start());
        rows.push(Row { name, how, url, verdict, by_page: None });
    }
    let url = format!("http://127.0.0.1:{}/", free_port());
    rows.push(Row {
        name: "refused",
        how: JSON,
        url,
        verdict: down(Cause::Refused),
        by_page: None,
    });
    // nginx hands a script what came of a body in chunks, and does not report that it was cut off.
    let cut = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"status\"\r\n";
    let url = format!("http://127.0.0.1:{}/", raw(cut).start());
    let by_page = Some(unknown(Cause::NotHealth));
    rows.push(Row { name: "chunks-cut", how: JSON, url, verdict: down(Cause::Broken), by_page });
    let authorities = secure(&mut rows);
    (rows, authorities)
}

type Plain = (&'static str, &'static str, Verdict, Behaviour);

fn head(of: usize) -> String {
    format!("Set-Cookie: a={}\r\n", "x".repeat(of))
}

/// Unusual HTTP.
fn plain() -> Vec<Plain> {
    let many: String = (0..120).fold(String::new(), |all, n| format!("{all}X-{n}: {n}\r\n"));
    let chunked =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
    let endless = format!("{chunked}\r\n").into_bytes();
    let trailers = format!(
        "{chunked}Trailer: X-Sum\r\n\r\n8\r\n{{\"status\r\n7\r\n\":\"ok\"}}\r\n0\r\nX-Sum: 1\r\n\r\n"
    );
    let following = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{OK}"
    );
    let hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
    let huge = format!("{{\"status\":\"ok\",\"x\":\"{}\"}}", "x".repeat(3_000_000));
    vec![
        ("usual", JSON, WELL, json("200 OK", "", OK)),
        (
            "http10",
            JSON,
            WELL,
            raw(&format!("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{OK}")),
        ),
        (
            "line-feeds",
            JSON,
            WELL,
            raw(&format!(
                "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 15\n\n{OK}"
            )),
        ),
        ("trailers", JSON, WELL, raw(&trailers)),
        ("early-hints", JSON, WELL, raw(&format!("{hints}{following}"))),
        ("early-hints-chunks", JSON, WELL, raw(&format!("{hints}{hints}{trailers}"))),
        ("continue", JSON, WELL, raw(&format!("HTTP/1.1 100 Continue\r\n\r\n{following}"))),
        ("folded", JSON, down(Cause::Broken), json("200 OK", "X-A: b\r\n  c\r\n", OK)),
        ("many-headers", JSON, WELL, json("200 OK", &many, OK)),
        ("head-9k", JSON, WELL, json("200 OK", &head(3000).repeat(3), OK)),
        ("head-30k", JSON, WELL, json("200 OK", &head(3000).repeat(10), OK)),
        (
            "head-40k",
            JSON,
            unknown(Cause::TooManyHeaders),
            json("200 OK", &head(4000).repeat(10), OK),
        ),
        ("no-type", JSON, WELL, Behaviour::Send(answer("200 OK", "", OK.as_bytes()))),
        ("byte-order-mark", JSON, WELL, json("200 OK", "", &format!("\u{feff}{OK}"))),
        ("date-2001", JSON, WELL, json("200 OK", "Date: Mon, 01 Jan 2001 00:00:00 GMT\r\n", OK)),
        ("date-2040", JSON, WELL, json("200 OK", "Date: Sun, 01 Jan 2040 00:00:00 GMT\r\n", OK)),
        ("age", JSON, WELL, json("200 OK", "Age: 999999\r\n", OK)),
        (
            "speaks-for-proxy",
            JSON,
            WELL,
            json("200 OK", "X-Allclear: refused\r\nX-Allclear-Type: text/html\r\n", OK),
        ),
        ("drip", JSON, down(Cause::TimedOut), Behaviour::Drip(answer("200 OK", "", &[b' '; 400]))),
        ("hang", JSON, down(Cause::TimedOut), Behaviour::Hang),
        ("huge", JSON, unknown(Cause::NotHealth), json("200 OK", "", &huge)),
        ("endless", JSON, unknown(Cause::NotHealth), Behaviour::Endless(endless)),
    ]
}

/// Codes, with a body and without.
fn codes() -> Vec<Plain> {
    let to = "Location: http://elsewhere.example/health\r\n";
    let page =
        |code: &str| Behaviour::Send(answer(code, "Content-Type: text/html\r\n", HTML.as_bytes()));
    let redirect = unknown(Cause::Redirect);
    let limited = unknown(Cause::RateLimited);
    let error = down(Cause::Error);
    vec![
        ("code-well", PUBLISHED_CODE, WELL, json("200 OK", "", OK)),
        ("code-moved", PUBLISHED_CODE, redirect, json("301 Moved", to, "")),
        ("code-limited", PUBLISHED_CODE, limited, json("429 Too Many", "", OK)),
        ("code-login", PUBLISHED_CODE, error, json("401 Unauthorized", "", "{}")),
        ("code-error", PUBLISHED_CODE, error, json("503 Oops", "", DOWN)),
        ("code-empty", PUBLISHED_CODE, down(Cause::Broken), raw("")),
        ("code-garbage", PUBLISHED_CODE, down(Cause::NotHttp), raw("garbage")),
        ("moved", JSON, redirect, json("301 Moved", to, "")),
        ("found-page", JSON, redirect, {
            let headers = format!("{to}Content-Type: text/html\r\n");
            Behaviour::Send(answer("302 Found", &headers, HTML.as_bytes()))
        }),
        ("see-other", TEXT, redirect, json("303 See Other", to, "see there")),
        ("temporary", CODE, redirect, json("307 Temporary Redirect", to, "")),
        ("not-modified", CODE, unknown(Cause::NotHealth), json("304 Not Modified", "", "")),
        ("odd-redirect", CODE, redirect, json("310 Too Many Redirects", to, "")),
        ("permanent", JSON, redirect, json("308 Permanent Redirect", to, OK)),
        ("limited-well", SEALED, WELL, json("429 Too Many", "", r#"{"sealed":false}"#)),
        (
            "limited-down",
            SEALED,
            down(Cause::Unhealthy),
            json("429 Too Many", "", r#"{"sealed":true}"#),
        ),
        (
            "limited-later",
            SEALED,
            WELL,
            json("429 Too Many", "Retry-After: 1\r\n", r#"{"sealed":false}"#),
        ),
        ("limited", JSON, limited, json("429 Too Many", "", r#"{"error":"slow down"}"#)),
        ("limited-empty", CODE, limited, json("429 Too Many", "", "")),
        ("limited-page", JSON, limited, page("429 Too Many")),
        ("unhealthy", JSON, down(Cause::Unhealthy), json("503 Oops", "", DOWN)),
        ("unwell-200", JSON, down(Cause::Unhealthy), json("200 OK", "", DOWN)),
        ("error-page", JSON, error, page("503 Oops")),
        ("error-empty", JSON, error, json("500 Oops", "", "")),
        ("bad-gateway", JSON, error, page("502 Bad Gateway")),
        ("gateway-timeout", JSON, error, page("504 Gateway Timeout")),
        (
            "login",
            JSON,
            error,
            json("401 Unauthorized", "WWW-Authenticate: Basic realm=x\r\n", "{}"),
        ),
        ("nowhere", JSON, error, page("404 Not Found")),
        ("no-content", CODE, WELL, raw("HTTP/1.1 204 No Content\r\n\r\n")),
        (
            "no-content-json",
            JSON,
            unknown(Cause::NotHealth),
            raw("HTTP/1.1 204 No Content\r\n\r\n"),
        ),
        ("page", JSON, unknown(Cause::NotHealth), page("200 OK")),
        ("nothing", JSON, unknown(Cause::NotHealth), json("200 OK", "", "")),
        ("broken-json", JSON, unknown(Cause::NotHealth), json("200 OK", "", "{\"status\":")),
        (
            "unknown-word",
            JSON,
            unknown(Cause::NotHealth),
            json("200 OK", "", r#"{"status":"purple"}"#),
        ),
    ]
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn encoded(code: &str, encoding: &str, body: &[u8]) -> Behaviour {
    let headers = format!("Content-Type: application/json\r\nContent-Encoding: {encoding}\r\n");
    Behaviour::Send(answer(code, &headers, body))
}

/// Bodies that are compressed, although the request does not allow it.
fn compressed() -> Vec<Plain> {
    let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    deflated.write_all(OK.as_bytes()).unwrap();
    let mut brotlied = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut OK.as_bytes(), &mut brotlied, &parameters).unwrap();
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let zstd = ruzstd::encoding::compress_to_vec(OK.as_bytes(), level);
    let bomb =
        gzip(format!("{{\"status\":\"ok\",\"x\":\"{}\"}}", "x".repeat(10_000_000)).as_bytes());
    let cut = gzip(OK.as_bytes());
    let cut = &cut[..cut.len() - 12];
    let unreadable = unknown(Cause::NotHealth);
    vec![
        ("gzip", JSON, WELL, encoded("200 OK", "gzip", &gzip(OK.as_bytes()))),
        (
            "gzip-down",
            JSON,
            down(Cause::Unhealthy),
            encoded("503 Oops", "gzip", &gzip(DOWN.as_bytes())),
        ),
        ("deflate", JSON, WELL, encoded("200 OK", "deflate", &deflated.finish().unwrap())),
        ("brotli", JSON, WELL, encoded("200 OK", "br", &brotlied)),
        ("zstd", JSON, WELL, encoded("200 OK", "zstd", &zstd)),
        ("gzip-bomb", JSON, unreadable, encoded("200 OK", "gzip", &bomb)),
        ("gzip-cut", JSON, unreadable, encoded("200 OK", "gzip", cut)),
        ("gzip-untrue", JSON, unreadable, encoded("200 OK", "gzip", OK.as_bytes())),
        ("encoding-unknown", JSON, WELL, encoded("200 OK", "utf-8", OK.as_bytes())),
    ]
}

/// Answers that are not HTTP, or not complete.
fn no_http() -> Vec<Plain> {
    let no_http = down(Cause::NotHttp);
    let broken = down(Cause::Broken);
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{OK}"
    );
    vec![
        ("garbage", JSON, no_http, Behaviour::Send(b"\x00\x01\x02garbage\r\n\r\n".to_vec())),
        ("http09", TEXT, no_http, raw("ok")),
        ("junk-before", JSON, no_http, raw(&format!("XXXX{page}"))),
        ("line-before", JSON, no_http, raw(&format!("\r\n{page}"))),
        ("small-letters", JSON, no_http, raw(&page.replacen("HTTP", "http", 1))),
        ("icy", JSON, no_http, raw(&page.replacen("HTTP/1.1", "ICY", 1))),
        (
            "switching",
            JSON,
            no_http,
            raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
        ),
        ("empty", JSON, broken, raw("")),
        ("reset", JSON, broken, Behaviour::Reset),
        ("head-cut", JSON, broken, raw("HTTP/1.1 200 OK\r\nContent-Ty")),
        ("length-wrong", JSON, broken, raw(&page.replacen("Length: 15", "Length: 1000", 1))),
    ]
}

/// Adds services behind TLS. Returns the trusted authorities.
fn secure(rows: &mut Vec<Row>) -> String {
    let (known, stranger) = (Authority::new("Known"), Authority::new("Stranger"));
    let local = Wanted { names: &["localhost"], common: "x", years: None };
    let good = local.signed_by(&known);
    let trusted = local.self_signed();
    let common = Wanted { common: "localhost", ..Wanted::default() }.signed_by(&known);
    let other = Wanted { names: &["other.example"], ..local }.signed_by(&known);
    let expired = Wanted { years: Some((2019, 2020)), ..local }.signed_by(&known);
    let future = Wanted { years: Some((2040, 2041)), ..local }.signed_by(&known);
    let address = Wanted { names: &["127.0.0.1"], ..local }.signed_by(&known);
    let address_common = Wanted { common: "127.0.0.1", ..Wanted::default() }.signed_by(&known);
    let untrusted = |reason| down(Cause::Certificate(reason));
    let broken = down(Cause::Broken);
    for (name, host, pair, oddity, verdict) in [
        ("tls", "localhost", &good, Oddity::None, WELL),
        ("tls-newest", "localhost", &good, Oddity::Only(SslVersion::TLS1_3), WELL),
        ("tls-old", "localhost", &good, Oddity::Only(SslVersion::TLS1_1), broken),
        ("tls-client", "localhost", &good, Oddity::WantsCertificate, broken),
        ("tls-leaf-trusted", "localhost", &trusted, Oddity::None, WELL),
        ("tls-common-name", "localhost", &common, Oddity::None, WELL),
        ("tls-address-as-name", "127.0.0.1", &address_common, Oddity::None, WELL),
        ("tls-other-name", "localhost", &other, Oddity::None, untrusted(Distrust::Name)),
        ("tls-expired", "localhost", &expired, Oddity::None, untrusted(Distrust::Expired)),
        ("tls-future", "localhost", &future, Oddity::None, untrusted(Distrust::Unspecified)),
        (
            "tls-self-signed",
            "localhost",
            &local.self_signed(),
            Oddity::None,
            untrusted(Distrust::Authority),
        ),
        (
            "tls-stranger",
            "localhost",
            &local.signed_by(&stranger),
            Oddity::None,
            untrusted(Distrust::Authority),
        ),
        ("tls-address", "127.0.0.1", &address, Oddity::None, WELL),
    ] {
        let url = format!("https://{host}:{}/", tls::start(pair, oddity));
        // nginx cannot read addresses in a certificate, so its report is no fault of the service.
        let by_page = (name == "tls-address").then(|| unknown(Cause::NotProxied));
        rows.push(Row { name, how: JSON, url, verdict, by_page });
    }
    let url = format!("https://localhost:{}/", json("200 OK", "", OK).start());
    rows.push(Row { name: "tls-without", how: JSON, url, verdict: broken, by_page: None });
    let url = format!("https://localhost:{}/", free_port());
    rows.push(Row {
        name: "tls-refused",
        how: JSON,
        url,
        verdict: down(Cause::Refused),
        by_page: None,
    });
    let url = format!("http://localhost:{}/", tls::start(&good, Oddity::None));
    rows.push(Row { name: "tls-unasked", how: JSON, url, verdict: broken, by_page: None });
    format!("{}{}", known.pem, trusted.certificate)
}
