//! The pages of a query: when each was taken, and what they put into a store.

use super::super::decode;
use super::Arguments;
use anyhow::{Result, bail};
use jiff::Timestamp as Civil;
use metrics_engine::number;
use metrics_engine::promql::metadata::Metadata;
use metrics_engine::scrape::{Cause, Response, Scrape, Target};
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};
use std::str::FromStr;

/// A page that was taken at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    time: Option<Timestamp>,
    file: String,
}

impl FromStr for Page {
    type Err = String;

    /// Reads `15s=page.txt`. A name that contains `=` is a name unless a time stands before it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let timed = text.split_once('=').and_then(|(time, file)| Some((instant(time).ok()?, file)));
        let (time, file) = timed.map_or((None, text), |(time, file)| (Some(time), file));
        if file.is_empty() {
            return Err("the name of a file is missing".to_owned());
        }
        Ok(Self { time, file: file.to_owned() })
    }
}

/// Parses `5m` or seconds, greater than zero.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let parsed = Duration::parse(text).or_else(|| Some(Duration(millis(text)?)));
    let bad = || format!("\"{text}\" is no duration, such as 15s");
    parsed.filter(|duration| *duration > Duration::ZERO).ok_or_else(bad)
}

/// Parses a time: seconds since 1970, a duration since then, or a date and time as in RFC 3339.
pub(super) fn instant(text: &str) -> Result<Timestamp, String> {
    let civil = || text.parse::<Civil>().ok().map(Civil::as_millisecond);
    let parsed = Duration::parse(text).map(|since| since.0).or_else(|| millis(text)).or_else(civil);
    parsed.map(Timestamp).ok_or_else(|| {
        format!("\"{text}\" is no time, such as 15s, 1795175348.5 or 2026-11-20T11:49:08Z")
    })
}

/// Returns the milliseconds of a number of seconds.
fn millis(text: &str) -> Option<i64> {
    let millis = (number::read(text)? * 1000.0).round();
    (millis.abs() < 9e15).then_some(millis as i64)
}

/// Returns the times of the pages, which rise.
pub(super) fn times(pages: &[Page], interval: Duration) -> Result<Vec<Timestamp>> {
    let mut times: Vec<Timestamp> = Vec::with_capacity(pages.len());
    for page in pages {
        let next = times.last().map_or(Timestamp(0), |last| *last + interval);
        let time = page.time.unwrap_or(next);
        if times.last().is_some_and(|last| *last >= time) {
            bail!("{} is not later than the page before it", page.file);
        }
        times.push(time);
    }
    Ok(times)
}

/// Reads the pages into a store, as a scraper would at these times, with what they say about their metrics. Lines that cannot be read
/// are reported and left out.
pub(super) fn scraped(arguments: &Arguments, times: &[Timestamp]) -> Result<(Store, Metadata)> {
    let target = Target {
        name: "page".to_owned(),
        job: arguments.job.clone(),
        instance: arguments.instance.clone(),
        interval: arguments.interval,
        max_bytes: usize::MAX,
        max_samples: usize::MAX,
        max_label_bytes: usize::MAX,
        strict: false,
    };
    let mut store = Store::default();
    let mut scrape = Scrape::new(&target, &mut store);
    let mut metadata = Metadata { interval: Some(arguments.interval), ..Metadata::default() };
    for (page, at) in arguments.pages.iter().zip(times) {
        let file = &page.file;
        let body = decode::file(file)?;
        let response = Response { content_type: None, body: &body };
        let report = scrape.take(&mut store, *at, Duration::ZERO, Ok(response));
        for problem in &report.problems {
            tracing::warn!("{file}: {problem}");
        }
        if let Some(error) = report.error {
            bail!("{file}: {error}");
        }
        if report.backwards.is_some_and(|found| found.cause == Cause::Several) {
            metadata.shared_instances.insert(arguments.instance.clone());
        }
    }
    metadata.add(scrape.families());
    Ok((store, metadata))
}
