//! The imported and skipped samples, as text for a terminal. Foreign names are printed with escapes.

use super::export::Export;
use allclear::backfill::Foreign;
use allclear::backfill::matching::{Pairs, Why};
use allclear::backfill::order::OrderedSamples;
use allclear::history::Archive;
use metrics_engine::time::{Duration, Timestamp};
use std::fmt::Write as _;

/// Describes the samples imported for a system: the checks of each monitor, and the uptime of that time in the archive. `new` is the part
/// of it that was unobserved before.
pub(super) fn taken(
    id: &str,
    names: &[&str],
    imports: &[OrderedSamples],
    archive: &Archive,
    new: Duration,
) -> String {
    let mut out = format!("{id}\n");
    let mut line = |head: &str, rest: String| {
        // Writing into a string cannot fail.
        let _ = writeln!(out, "  {head:<9} {rest}");
    };
    for (name, imported) in names.iter().zip(imports) {
        line("from", format!("{name:?}, one check every {}", imported.interval));
        let count = thousands(imported.checks.len() as u64);
        match (imported.checks.first(), imported.checks.last()) {
            (Some(first), Some(last)) => {
                line("checks", format!("{count}, {} to {}", date(first.at), date(last.at)));
            }
            _ => line("checks", "none".to_owned()),
        }
        if imported.inferred > 0 {
            let inferred = thousands(imported.inferred as u64);
            line("", format!("{inferred} of them are inferred from state changes and counts"));
        }
        if imported.disordered > 0 {
            line("", format!("{} of them were out of order", imported.disordered));
        }
        for (reason, checks) in imported.skipped.iter() {
            line("left out", format!("{} {reason}", thousands(checks)));
        }
    }
    let times = || imports.iter().flat_map(|imported| &imported.checks).map(|check| check.at);
    let (Some(first), Some(last)) = (times().min(), times().max()) else { return out };
    let Some(record) = archive.of(id) else { return out };
    let tally = record.timeline.tally(first..last);
    line(
        "observed",
        format!(
            "{} of {} days, {} of them new",
            days(tally.observed()),
            days(last.since(first)),
            days(new)
        ),
    );
    let uptime = tally
        .uptime()
        .map_or("no data".to_owned(), |share| format!("{}.{:02} %", share.0 / 100, share.0 % 100));
    line("uptime", uptime);
    let range = first..last;
    let outages = record.outages.iter().filter(|outage| range.contains(&outage.since)).count();
    line("outages", thousands(outages as u64));
    out
}

/// The monitors that are about no system, and what to try.
pub(super) fn not_taken(export: &Export, pairs: &Pairs) -> String {
    let mut out = String::new();
    for (index, why) in &pairs.skipped {
        let Some(monitor) = export.monitors().get(*index) else { continue };
        let _ = write!(out, "not imported: {:?}: {why}", monitor.name);
        let _ = match why {
            Why::Unknown(Some(id)) | Why::Ambiguous(id) => {
                writeln!(out, "; to import it, use --map '{}={id}'", word(monitor))
            }
            Why::Unknown(None) | Why::Replaced(_) | Why::Private(_) => writeln!(out),
        };
    }
    out
}

/// Returns the word by which an operator can name a monitor in a shell.
fn word(monitor: &Foreign) -> &str {
    let is_plain = |text: &str| {
        text.chars().all(|letter| letter.is_alphanumeric() || " ._/-:()".contains(letter))
    };
    match &monitor.number {
        Some(number) => number,
        None if is_plain(&monitor.name) => &monitor.name,
        None => "...",
    }
}

fn date(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Days with a tenth, rounded down.
fn days(span: Duration) -> String {
    let tenths = span.0 / 8_640_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
