//! The log on the standard error.
//!
//! A command that answers a person writes plain lines. The recorder runs for months under a supervisor, so its lines have a time and a
//! level, or are JSON for a log collector.

use std::io::{self, IsTerminal as _};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt;

/// The variable with the level where `--log-level` is not given.
const VARIABLE: &str = "ALLCLEAR_LOG_LEVEL";

/// The options of the recorder's log.
#[derive(Clone, Copy, clap::Args)]
pub(crate) struct Options {
    /// The least severe messages in the log: error, warn, info, debug or off. `ALLCLEAR_LOG_LEVEL` unless given, and info without it.
    #[arg(long, value_name = "LEVEL")]
    log_level: Option<LevelFilter>,
    /// The form of the log.
    #[arg(long, value_enum, default_value_t)]
    log_format: Format,
}

/// The form of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One line of text for each message.
    #[default]
    Text,
    /// One JSON object for each message.
    Json,
}

/// Begins the log of the recorder.
pub(crate) fn begin(options: &Options) {
    let variable = std::env::var(VARIABLE).ok().and_then(|level| level.parse().ok());
    let level = options.log_level.or(variable).unwrap_or(LevelFilter::INFO);
    // An error in writing has no other place to go, and must not end the recorder.
    let log = fmt()
        .with_writer(io::stderr)
        .with_max_level(level)
        .with_target(false)
        .with_ansi(io::stderr().is_terminal())
        .log_internal_errors(false);
    match options.log_format {
        Format::Text => log.init(),
        Format::Json => log.json().flatten_event(true).init(),
    }
}

/// Begins the log of a command that answers a person: the messages alone.
pub(crate) fn begin_plain() {
    fmt()
        .with_writer(io::stderr)
        .with_max_level(LevelFilter::INFO)
        .without_time()
        .with_level(false)
        .with_target(false)
        .with_ansi(false)
        .log_internal_errors(false)
        .init();
}
