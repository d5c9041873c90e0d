//! Reads the rows of Gatus' database and the answers of its API.
//!
//! For each endpoint, the newest results (100 unless `storage.maximum-number-of-results` says otherwise) and events (50), which are the
//! changes; and for 30 days how many checks there were, by the hour, and by the day after two days. The API gives results and events
//! alone. Gatus does not keep its interval, which follows from the results.

use super::matching::Foreign;
use super::samples::{Change, Count, ImportedCheck, ImportedResult, ImportedSamples};
use super::skipped::SkipReason;
use super::words;
use crate::decode::json::{self, Json};
use crate::status::check::Failure;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::BTreeMap;

/// A row of `endpoint_results`, or a result of the API. What could not be read is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// `timestamp`.
    pub at: Option<Timestamp>,
    /// `success`.
    pub success: Option<bool>,
    /// `errors`, however they are joined.
    pub errors: String,
    /// `connected`, which the API does not report.
    pub connected: Option<bool>,
    /// `status`: the HTTP code, or 0.
    pub status: i64,
    /// `duration`, in nanoseconds.
    pub duration: Option<i64>,
}

/// A row of `endpoint_uptimes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hour {
    /// `hour_unix_timestamp`: seconds; the beginning of an hour, or of a day whose hours were added up.
    pub begin: i64,
    /// `total_executions`.
    pub total: u64,
    /// `successful_executions`.
    pub successful: u64,
}

impl Outcome {
    /// The check, if it can be read.
    pub fn check(&self) -> Option<ImportedCheck> {
        let at = self.at?;
        let code = u16::try_from(self.status).ok().filter(|code| (100..600).contains(code));
        let result = match (self.success?, code.filter(|code| *code >= 400)) {
            (true, _) => ImportedResult::Well,
            (false, Some(code)) => ImportedResult::Failed(Failure::Http(code)),
            (false, None) => match words::failure(&self.errors) {
                Some(failure) => ImportedResult::Failed(failure),
                None if self.connected == Some(false) => {
                    ImportedResult::Failed(Failure::Unreachable)
                }
                None => ImportedResult::Unwell,
            },
        };
        let took =
            self.duration.filter(|nanos| *nanos >= 0 && (result.is_well() || code.is_some()));
        Some(ImportedCheck { at, result, took: took.map(|nanos| Duration(nanos / 1_000_000)) })
    }
}

/// Returns the change of an event; `None` if it has no state.
pub fn change(kind: &str, at: Timestamp) -> Option<Change> {
    let result = match kind {
        "HEALTHY" => ImportedResult::Well,
        "UNHEALTHY" => ImportedResult::Unwell,
        _ => return None,
    };
    Some(Change { at, result: Some(result), tries: 0 })
}

/// Hours, and days whose hours were added up. A row at midnight without another of its day can be either, and is taken for the day:
/// then too few checks make it certain of nothing, not certain of too much.
pub fn counts(rows: &[Hour]) -> Vec<Count> {
    const DAY: i64 = 86_400;
    let mut days: BTreeMap<i64, usize> = BTreeMap::new();
    for row in rows {
        *days.entry(row.begin.div_euclid(DAY)).or_default() += 1;
    }
    let plausible = rows.iter().filter(|row| (0..4_000_000_000).contains(&row.begin));
    let counts = plausible.map(|row| {
        let is_alone = days.get(&row.begin.div_euclid(DAY)) == Some(&1);
        let length = if is_alone && row.begin % DAY == 0 { DAY } else { 3600 };
        Count {
            range: Timestamp(row.begin * 1000)..Timestamp((row.begin + length) * 1000),
            well: row.successful.min(row.total),
            failed: row.total.saturating_sub(row.successful),
        }
    });
    counts.collect()
}

/// An endpoint by its group, name and key.
pub fn foreign(group: &str, name: &str, key: &str) -> Foreign {
    let shown = if group.is_empty() { name.to_owned() } else { format!("{group}/{name}") };
    Foreign { name: shown, aliases: vec![name.to_owned(), key.to_owned()], ..Foreign::default() }
}

/// Reads what `/api/v1/endpoints/statuses` or `/api/v1/endpoints/KEY/statuses` answered: an endpoint, or a list of them, or a
/// list of such lists. Of an endpoint that is there more than once, all results count.
///
/// # Errors
///
/// A description, if it is not JSON or not an answer of Gatus.
pub fn read(bytes: &[u8]) -> Result<Vec<(Foreign, ImportedSamples)>, String> {
    let root = json::parse(bytes).map_err(|invalid| {
        format!("line {}, column {}: {}", invalid.line, invalid.column, invalid.reason)
    })?;
    let mut found = BTreeMap::new();
    endpoints(&root, 2, &mut found)?;
    Ok(found.into_values().collect())
}

fn endpoints(
    value: &Json,
    depth: u32,
    found: &mut BTreeMap<String, (Foreign, ImportedSamples)>,
) -> Result<(), String> {
    if let Some(list) = value.as_array().filter(|_| depth > 0) {
        return list.iter().try_for_each(|item| endpoints(item, depth - 1, found));
    }
    let text = |name| value.get(name).and_then(Json::as_str);
    let (Some(name), Some(results)) = (text("name"), value.get("results").and_then(Json::as_array))
    else {
        return Err("an endpoint with `name` and `results` is due, or a list of them".to_owned());
    };
    let (group, key) = (text("group").unwrap_or_default(), text("key").unwrap_or_default());
    let place = format!("{group}/{name}/{key}");
    let (_, imported) = found
        .entry(place)
        .or_insert_with(|| (foreign(group, name, key), ImportedSamples::default()));
    for result in results {
        match outcome(result).check() {
            Some(check) => imported.checks.push(check),
            None => imported.skipped.add(SkipReason::Unreadable, 1),
        }
    }
    Ok(())
}

fn outcome(result: &Json) -> Outcome {
    let number = |name| result.get(name).and_then(Json::as_f64).map(|number| number as i64);
    let errors = result.get("errors").and_then(Json::as_array).unwrap_or_default();
    let errors: Vec<&str> = errors.iter().filter_map(Json::as_str).collect();
    Outcome {
        at: result.get("timestamp").and_then(Json::as_str).and_then(words::instant),
        success: match result.get("success") {
            Some(Json::Bool(success)) => Some(*success),
            _ => None,
        },
        errors: errors.join(" "),
        connected: None,
        status: number("status").unwrap_or_default(),
        duration: number("duration"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_api_answers() {
        let text = r#"[{"name":"Shop","group":"core","key":"core_shop","results":[
            {"status":200,"hostname":"h","duration":38500000,"conditionResults":[{"condition":"[STATUS] == 200","success":true}],"success":true,"timestamp":"2026-11-20T11:49:08.5Z"},
            {"status":503,"duration":1000000,"success":false,"timestamp":"2026-11-20T11:50:08.5Z"},
            {"duration":1000000,"errors":["Get \"http://10.0.0.5\": dial tcp 10.0.0.5:80: connect: connection refused"],"success":false,"timestamp":"2026-11-20T11:51:08.5Z"},
            {"success":true,"timestamp":"yesterday"}, {"success":"true","timestamp":"2026-11-20T11:51:08.5Z"}, 7
        ],"events":[{"type":"START","timestamp":"2026-11-20T11:49:08.4Z"}]}]"#;
        let found = read(text.as_bytes()).unwrap();
        let (foreign, imported) = &found[0];
        assert_eq!((foreign.name.as_str(), &foreign.aliases[1][..]), ("core/Shop", "core_shop"));
        let result: Vec<_> =
            imported.checks.iter().map(|check| (check.result, check.took)).collect();
        let expected = [
            (ImportedResult::Well, Some(Duration(38))),
            (ImportedResult::Failed(Failure::Http(503)), Some(Duration(1))),
            (ImportedResult::Failed(Failure::Refused), None),
        ];
        assert_eq!(result, expected);
        assert_eq!(imported.skipped.of(SkipReason::Unreadable), 3);
        // Pages of one endpoint are one endpoint.
        let pages = format!("[{text},{text}]");
        assert_eq!(read(pages.as_bytes()).unwrap()[0].1.checks.len(), 6);
        for wrong in ["", "{}", "[[[]]]", r#"{"name":"a"}"#, "[1]", &"[".repeat(100_000)] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong:.20}");
        }
    }

    #[test]
    fn rows_of_hours_and_days_are_distinguished() {
        let row = |begin, total| Hour { begin, total, successful: total };
        let rows =
            [row(0, 1440), row(86_400, 60), row(90_000, 60), row(-3600, 1), row(172_800, 60)];
        let lengths: Vec<i64> =
            counts(&rows).iter().map(|it| it.range.end.since(it.range.start).0 / 1000).collect();
        assert_eq!(lengths, [86_400, 3600, 3600, 86_400]);
    }
}
