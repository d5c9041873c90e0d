//! `allclear`: the operator's command. It reads one file, says what is wrong with it, and writes what is deployed.
//!
//! All decisions are in the library ([`allclear::config`]); here are arguments, files and exit codes: 0 when all is well
//! or only warned about, 1 when what was read has errors, 2 when the command cannot be understood or a file not be written, 141 when the
//! reader of the output has left.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod backfill;
mod check;
mod compress;
mod decode;
mod edition;
mod http;
mod log;
mod output;
mod query;
mod record;
mod render;
mod replacement;
mod reports;
mod simulate;
mod user;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// A status page without a server of its own.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Report every problem in FILE with its line and a suggestion.
    Check {
        /// The document, usually allclear.yaml.
        file: PathBuf,
    },
    /// Write config.json, admin/config.json and nginx.conf for FILE.
    Render(render::Arguments),
    /// Check the systems of FILE continuously, and write their history beside the rendered files.
    Record(record::Arguments),
    /// Import the history of another status page.
    Backfill(backfill::Arguments),
    /// Write a simulated history, for demonstrations.
    #[command(hide = true)]
    Simulate(simulate::Arguments),
    /// Add an operator to the password file FILE, or change a password.
    User(user::Arguments),
    /// Show the contents of a metrics page and its parse errors.
    Decode(decode::Arguments),
    /// Evaluate a PromQL expression over pages of metrics, and print the answer as Prometheus' HTTP interface does.
    Query(query::Arguments),
    /// Print the JSON Schema of the document, for editors.
    Schema,
}

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    match &command {
        Command::Record(arguments) => log::begin(&arguments.log),
        _ => log::begin_plain(),
    }
    let done = match command {
        Command::Check { file } => check::run(&file),
        Command::Render(arguments) => render::run(&arguments),
        Command::Record(arguments) => record::run(&arguments),
        Command::Backfill(arguments) => backfill::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::User(arguments) => user::run(&arguments),
        Command::Decode(arguments) => decode::run(&arguments),
        Command::Query(arguments) => query::run(&arguments),
        Command::Schema => {
            output::line(format_args!("{:#}", allclear::config::raw::schema().to_value()))
                .map(|()| ExitCode::SUCCESS)
        }
    };
    match done {
        Ok(_) if output::is_closed() => ExitCode::from(output::ENDED_BY_PIPE),
        Ok(code) => code,
        Err(error) => {
            tracing::error!("allclear: {error:#}");
            ExitCode::from(2)
        }
    }
}
