//! The standard output.
//!
//! The reader of a pipe may leave before everything is written, as in `allclear schema | head -1`. That is no failure: the
//! rest of the output is dropped, the command finishes its work, and `main` ends it with [`ENDED_BY_PIPE`], without a word.

use anyhow::{Context as _, Result};
use std::fmt::Display;
use std::io::{self, ErrorKind, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

/// The code of a program that `SIGPIPE` ended, as a shell reports it.
pub(crate) const ENDED_BY_PIPE: u8 = 141;

/// Whether the reader of the standard output has left.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Prints a line to the standard output.
pub(crate) fn line(text: impl Display) -> Result<()> {
    print(format_args!("{text}\n"))
}

/// Prints a text to the standard output.
///
/// # Errors
///
/// Fails if it cannot be written, unless the reader has closed the pipe.
pub(crate) fn print(text: impl Display) -> Result<()> {
    if is_closed() {
        return Ok(());
    }
    let mut output = io::stdout().lock();
    match write!(output, "{text}").and_then(|()| output.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            CLOSED.store(true, Ordering::Relaxed);
            Ok(())
        }
        written => written.context("the standard output cannot be written"),
    }
}

/// Whether the reader of the standard output has left.
pub(crate) fn is_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}
