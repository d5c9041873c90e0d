//! A visitor's page judges an answer: it comes through nginx, is decompressed as in a browser, and judged by the library.

use allclear::config::{Check, Config, Source};
use allclear::decode::Answer;
use allclear::history::Cause;
use allclear::status::Status;
use allclear::status::check::Finding;
use std::io::{self, Read, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// Returns an answer of nginx, as a browser passes it to a page.
pub(crate) fn get(port: u16, path: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // In HTTP/1.0 an answer ends with its connection, and comes in one piece.
    let request = format!("GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("{path}: no head in {bytes:?}"));
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    let mut answer = Answer {
        code: head.split(' ').nth(1).unwrap().parse().unwrap(),
        headers: headers.collect(),
        body: bytes[end + 4..].to_vec(),
    };
    answer.restore_type();
    decompress(&mut answer);
    answer
}

/// As in Chromium: a truncated body is taken as far as it came, and a malformed one fails the request.
fn decompress(answer: &mut Answer) {
    let encoding = answer.header("content-encoding").unwrap_or_default().to_owned();
    let body = answer.body.as_slice();
    let decoded = match encoding.as_str() {
        "gzip" => read(flate2::read::MultiGzDecoder::new(body)),
        "deflate" => read(flate2::read::ZlibDecoder::new(body)),
        "br" => read(brotli::Decompressor::new(body, 4096)),
        "zstd" => match ruzstd::decoding::StreamingDecoder::new(body) {
            Ok(decoder) => read(decoder),
            Err(error) => Err(io::Error::other(error)),
        },
        _ => return,
    };
    match decoded {
        Ok(decoded) => answer.body = decoded,
        Err(_) => answer.headers.push(("x-allclear".to_owned(), "encoding".to_owned())),
    }
}

fn read(decoder: impl Read) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    match decoder.take(20_000_000).read_to_end(&mut body) {
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
        _ => Ok(body),
    }
}

/// Returns the verdict on an answer to the only check of the system with this index.
pub(crate) fn verdict(config: &Config, system: usize, answer: &Answer) -> (Status, Option<Cause>) {
    let Source::Checks(checks) = &config.systems[system].source else { unreachable!() };
    let [Check { mapping, max_bytes, .. }] = checks.as_slice() else { unreachable!() };
    let finding = Finding::from_answer(&config.mappings[*mapping], answer, *max_bytes);
    let status = Status::from(finding.condition());
    (status, (status != Status::Operational).then(|| Cause::from(&finding)))
}
