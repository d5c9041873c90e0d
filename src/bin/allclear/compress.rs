//! The compressed copies of a file that nginx sends to clients that accept them: `NAME.br` and `NAME.gz`, beside it.
//!
//! They are compressed once for all visitors rather than by nginx for each, and by brotli, which nginx itself cannot do. Nothing is
//! written here: the callers decide in which order and how safely.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The time spent on compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// The smallest output, for files that are written once and loaded often.
    Most,
    /// Nearly so, in a twentieth of the time: for what is written again each minute.
    Quick,
}

/// The endings that nginx appends to a file's name.
pub(crate) const ENDINGS: [&str; 2] = [".br", ".gz"];

/// The compressed copies, in the order of [`ENDINGS`].
pub(crate) fn copies(content: &[u8], effort: Effort) -> io::Result<[Vec<u8>; 2]> {
    Ok([brotli(content, effort)?, gzip(content, effort)?])
}

/// Returns the path of a copy.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn brotli(content: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
    let quality = if effort == Effort::Most { 11 } else { 9 };
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
    let level = if effort == Effort::Most {
        flate2::Compression::best()
    } else {
        flate2::Compression::default()
    };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    encoder.finish()
}
