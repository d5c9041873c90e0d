//! Bodies that a server compresses although no encoding was requested. A browser decodes them, so this client does too.

use allclear::decode::Answer;
use std::io::{self, Read};

/// Decodes the body of `answer` where its headers say how. A body is decoded as far as `cap` bytes and one more, so that a small one
/// cannot grow without limit. An encoding that is not known is left alone, as browsers leave it.
pub(super) fn decode(answer: &mut Answer, cap: usize) -> io::Result<()> {
    let encodings = answer.headers.iter().filter(|(name, _)| name == "content-encoding");
    let encodings: Vec<String> = encodings
        .flat_map(|(_, value)| value.split(','))
        .map(|encoding| encoding.trim().to_ascii_lowercase())
        .collect();
    answer.headers.retain(|(name, _)| name != "content-encoding");
    // The last that was applied comes off first.
    for encoding in encodings.iter().rev() {
        if answer.body.is_empty() {
            break;
        }
        let is_cut = answer.body.len() > cap;
        let Some(decoded) = decoded(encoding, &answer.body, cap) else { continue };
        match decoded {
            Ok(body) => answer.body = body,
            // More than is read, even before it is decoded: the answer stays too large.
            Err(_) if is_cut => break,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The decoded body; `None` where the encoding is not known.
fn decoded(encoding: &str, body: &[u8], cap: usize) -> Option<io::Result<Vec<u8>>> {
    Some(match encoding {
        "gzip" | "x-gzip" => read(flate2::read::MultiGzDecoder::new(body), cap),
        // Named after zlib's format, and often sent without its wrapping.
        "deflate" => match read(flate2::read::ZlibDecoder::new(body), cap) {
            Ok(decoded) => Ok(decoded),
            Err(_) => read(flate2::read::DeflateDecoder::new(body), cap),
        },
        "br" => read(brotli::Decompressor::new(body, 4096), cap),
        "zstd" => match ruzstd::decoding::StreamingDecoder::new(body) {
            Ok(decoder) => read(decoder, cap),
            Err(error) => Err(io::Error::other(error)),
        },
        _ => return None,
    })
}

fn read(decoder: impl Read, cap: usize) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    decoder.take(cap as u64 + 1).read_to_end(&mut body)?;
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    const BODY: &[u8] = br#"{"status":"ok"}"#;

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    fn encoded(encoding: &str, body: &[u8]) -> Vec<u8> {
        match encoding {
            "gzip" => gzip(body),
            "deflate" => {
                let mut encoder =
                    flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
                encoder.write_all(body).unwrap();
                encoder.finish().unwrap()
            }
            "br" => {
                let mut out = Vec::new();
                let parameters = brotli::enc::BrotliEncoderParams::default();
                brotli::BrotliCompress(&mut io::Cursor::new(body), &mut out, &parameters).unwrap();
                out
            }
            "zstd" => {
                ruzstd::encoding::compress_to_vec(body, ruzstd::encoding::CompressionLevel::Fastest)
            }
            _ => body.to_vec(),
        }
    }

    fn answer(encoding: &str, body: Vec<u8>) -> Answer {
        let headers = vec![("content-encoding".to_owned(), encoding.to_owned())];
        Answer { code: 200, headers, body }
    }

    #[test]
    fn decodes_what_browsers_decode() {
        for encoding in ["gzip", "deflate", "br", "zstd", "identity", "utf-8", ""] {
            let mut answer = answer(encoding, encoded(encoding, BODY));
            decode(&mut answer, 1000).unwrap();
            assert_eq!((answer.body.as_slice(), answer.headers.len()), (BODY, 0), "{encoding}");
        }
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        raw.write_all(BODY).unwrap();
        let mut bare = answer("deflate", raw.finish().unwrap());
        decode(&mut bare, 1000).unwrap();
        assert_eq!(bare.body, BODY);
        let mut twice = answer("br, GZip", gzip(&encoded("br", BODY)));
        decode(&mut twice, 1000).unwrap();
        assert_eq!(twice.body, BODY);
    }

    #[test]
    fn a_small_body_cannot_become_a_large_one() {
        let zeros = vec![b'0'; 10_000_000];
        for encoding in ["gzip", "deflate", "br", "zstd"] {
            let mut bomb = answer(encoding, encoded(encoding, &zeros));
            assert!(bomb.body.len() < 20_000, "{encoding}: {}", bomb.body.len());
            decode(&mut bomb, 20_000).unwrap();
            assert_eq!(bomb.body.len(), 20_001, "{encoding}");
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_an_error_and_nothing_is_nothing() {
        for encoding in ["gzip", "deflate", "br", "zstd"] {
            let whole = encoded(encoding, BODY);
            let cut = whole[..whole.len() / 2].to_vec();
            assert!(decode(&mut answer(encoding, cut), 1000).is_err(), "{encoding}");
            assert!(decode(&mut answer(encoding, b"{\"a\":1}".to_vec()), 1000).is_err());
            assert!(decode(&mut answer(encoding, Vec::new()), 1000).is_ok(), "{encoding}");
        }
    }
}
