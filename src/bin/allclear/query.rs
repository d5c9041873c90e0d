//! `allclear query`: the value of a PromQL expression over pages of metrics, in the form of Prometheus' HTTP interface.

mod advice;
mod answer;
mod pages;

use super::output;
use answer::{Answer, Shape};
use anyhow::{Context as _, Result, bail};
use metrics_engine::promql::eval::{self, Settings};
use metrics_engine::promql::explain::explain;
use metrics_engine::promql::{self, lint, value::Grid};
use metrics_engine::time::{Duration, Timestamp};
use pages::{Page, duration, instant};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A page of metrics, as a file or - for the standard input, and the time at which it was taken: 0s=first.txt. Repeat it for later
    /// pages. Without a time it is an interval later than the one before.
    #[arg(long = "page", value_name = "[TIME=]FILE", required = true)]
    pages: Vec<Page>,
    /// The expression.
    expr: String,
    /// The time from one page to the next.
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "15s")]
    interval: Duration,
    /// The label `job` of all series.
    #[arg(long, default_value = "page")]
    job: String,
    /// The label `instance` of all series.
    #[arg(long, default_value = "page")]
    instance: String,
    /// The time of the evaluation; that of the last page unless given.
    #[arg(long, value_parser = instant, conflicts_with_all = ["range", "start", "end", "step"])]
    time: Option<Timestamp>,
    /// Evaluate at each step, from the first page to the last by default.
    #[arg(long)]
    range: bool,
    /// The first step of a range.
    #[arg(long, value_parser = instant)]
    start: Option<Timestamp>,
    /// The end of a range.
    #[arg(long, value_parser = instant)]
    end: Option<Timestamp>,
    /// The distance of two steps of a range; the interval unless given.
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    step: Option<Duration>,
}

impl Arguments {
    fn is_range(&self) -> bool {
        self.range || self.start.is_some() || self.end.is_some() || self.step.is_some()
    }

    /// Returns the instants to evaluate at, where the pages were taken at these times.
    fn grid(&self, times: &[Timestamp]) -> Result<Grid> {
        let (first, last) = (times.first().copied(), times.last().copied());
        let missing = "there is no page";
        if !self.is_range() {
            return Ok(Grid::instant(self.time.or(last).context(missing)?));
        }
        let start = self.start.or(first).context(missing)?;
        let end = self.end.or(last).context(missing)?;
        if end < start {
            bail!("the end of the range is before its start");
        }
        Ok(Grid::between(start, end, self.step.unwrap_or(self.interval)))
    }
}

/// Evaluates the expression and prints the answer.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let times = pages::times(&arguments.pages, arguments.interval)?;
    let grid = arguments.grid(&times)?;
    let expr = match promql::parse(&arguments.expr) {
        Ok(expr) => expr,
        Err(error) => {
            advice::repair(&arguments.expr);
            return print(&Answer::bad_data(&error, &arguments.expr));
        }
    };
    let (store, metadata) = pages::scraped(arguments, &times)?;
    advice::lints(&arguments.expr, &lint::check(&expr, &store, &metadata));
    let settings = Settings::default();
    let answer = match eval::evaluate(&expr, &store, grid, &settings) {
        Ok(outcome) => {
            if outcome.is_empty() {
                let whole = explain(&expr, &store, grid.end(), &settings, &metadata);
                advice::causes(&arguments.expr, &whole);
            }
            let shape = if arguments.is_range() { Shape::Range } else { Shape::Instant };
            Answer::success(&outcome, grid, shape, &arguments.expr)
        }
        Err(error) => Answer::execution(&error),
    };
    print(&answer)
}

fn print(answer: &Answer) -> Result<ExitCode> {
    output::line(serde_json::to_string(answer)?)?;
    Ok(if answer.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
