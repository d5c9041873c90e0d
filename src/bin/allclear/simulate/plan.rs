//! The plan of a simulated history.

use allclear::backfill::samples::ImportedResult;
use allclear::status::check::Failure;
use anyhow::{Context as _, Result, bail};
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// An event of a system in a stretch of time.
#[derive(Clone, Debug)]
pub(super) struct Event {
    /// Its id; `*` for all.
    system: String,
    /// When.
    pub(super) range: Range<Timestamp>,
    /// What.
    pub(super) kind: Kind,
}

/// The result of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// There were no checks.
    NotObserved,
    /// All of them had this result.
    ImportedResult(ImportedResult),
}

impl Event {
    /// Returns whether it is about this system.
    pub(super) fn is_about(&self, system: &str) -> bool {
        self.system == "*" || self.system == system
    }
}

/// Reads a plan: lines of system, days ago, time of day (UTC), length and result. `#` starts a comment.
///
/// # Errors
///
/// If a line is not of this form.
pub(super) fn read(text: &str, now: Timestamp) -> Result<Vec<Event>> {
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|(index, line)| event(line, now).with_context(|| format!("line {}", index + 1)))
        .collect()
}

fn event(line: &str, now: Timestamp) -> Result<Event> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let &[system, days, time, length, kind] = fields.as_slice() else {
        bail!("expected a system, days, a time, a length and a result");
    };
    let days: i64 = days.parse().context("the days are not a number")?;
    let (hours, minutes) = time.split_once(':').context("the time is not HH:MM")?;
    let minutes = hours.parse::<i64>()? * 60 + minutes.parse::<i64>()?;
    let length = Duration::parse(length).context("the length is not a duration, as in 14m")?;
    let midnight = Timestamp(now.0 - now.0.rem_euclid(86_400_000));
    let since = midnight - Duration::from_secs(days * 86_400 - minutes * 60);
    let kind = match kind {
        "gap" => Kind::NotObserved,
        "degraded" => Kind::ImportedResult(ImportedResult::Degraded),
        "unhealthy" => Kind::ImportedResult(ImportedResult::Unwell),
        "refused" => Kind::ImportedResult(ImportedResult::Failed(Failure::Refused)),
        "timeout" => Kind::ImportedResult(ImportedResult::Failed(Failure::TimedOut)),
        "error" => Kind::ImportedResult(ImportedResult::Failed(Failure::Http(500))),
        other => bail!("{other:?} is not a result"),
    };
    Ok(Event { system: system.to_owned(), range: since..since + length, kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_named_with_their_line() {
        let wrong = |text: &str| format!("{:#}", read(text, Timestamp(0)).unwrap_err());
        assert_eq!(
            wrong("# fine\nshop 3 09:42 14m\n"),
            "line 2: expected a system, days, a time, a length and a result"
        );
        assert!(wrong("shop 3 0942 14m refused").contains("HH:MM"));
        assert!(wrong("shop 3 09:42 long refused").contains("duration"));
        assert!(wrong("shop 3 09:42 14m green").contains("\"green\""));
    }
}
