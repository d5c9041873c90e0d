//! Times as operators write them: `2026-11-29 06:00` on the clocks of a named zone, or with an offset of its own.
//!
//! A time that a zone's clocks skip or show twice is not an instant: it is reported, with a hint on how to write the intended one.

use super::address::Wrong;
use core::ops::Range;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use metrics_engine::time::Timestamp;

/// The form of a time, as a regular expression for editors.
pub const PATTERN: &str =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?$";

/// The zone with this name in the IANA database, as in `Europe/Berlin`.
///
/// # Errors
///
/// Where there is none.
pub fn zone(name: &str) -> Result<TimeZone, Wrong> {
    TimeZone::get(name).map_err(|_| {
        wrong(format!("there is no time zone {name:?}"), "a name as in Europe/Berlin or UTC")
    })
}

/// A time as it is written: what the clocks show, and the offset that was written with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time on the clocks of the zone.
    pub local: DateTime,
    /// The zone whose clocks they are: the named one, or a fixed one where an offset was written.
    pub zone: TimeZone,
    /// The instant.
    pub at: Timestamp,
}

/// Reads a time; `zone` holds where no offset is written.
///
/// # Errors
///
/// The error of a text that is not a time.
pub fn read(text: &str, zone: &TimeZone) -> Result<Moment, Wrong> {
    let shape = || wrong(format!("{text:?} is no time"), "as in 2026-11-29 06:00");
    if !is_shaped(text) {
        return Err(shape());
    }
    let (local, offset) = match text.get(16..).unwrap_or_default() {
        rest if rest.starts_with(':') => text.split_at(19),
        _ => text.split_at(16),
    };
    let local: DateTime = local.replacen(' ', "T", 1).parse().map_err(|_| shape())?;
    let zone = match offset {
        "" => zone.clone(),
        "Z" => TimeZone::UTC,
        offset => {
            let sign = if offset.starts_with('-') { -1 } else { 1 };
            let part = |range: Range<usize>| {
                offset.get(range).and_then(|digits| digits.parse::<i32>().ok())
            };
            let (hours, minutes) = part(1..3).zip(part(4..6)).ok_or_else(shape)?;
            let seconds = sign * (hours * 3600 + minutes * 60);
            jiff::tz::Offset::from_seconds(seconds).map_err(|_| shape())?.to_time_zone()
        }
    };
    let at = instant(local, &zone)?;
    Ok(Moment { local, zone, at })
}

/// The instant at which the clocks of a zone show this.
fn instant(local: DateTime, zone: &TimeZone) -> Result<Timestamp, Wrong> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let name = zone.iana_name().unwrap_or("this zone");
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => {}
        AmbiguousOffset::Gap { .. } => {
            let message = format!("the clocks of {name} go forward over {local:.0}");
            return Err(wrong(message, "write a time that they show"));
        }
        AmbiguousOffset::Fold { before, .. } => {
            let message = format!("the clocks of {name} show {local:.0} twice");
            return Err(wrong(message, format!("write the offset behind it, as in {before}:00")));
        }
    }
    let shape = |_| wrong(format!("{local} is too far away"), "write a nearer time");
    ambiguous.compatible().map(|at| Timestamp(at.as_millisecond())).map_err(shape)
}

/// The instant at which the clocks of a zone show this, as RFC 5545 has it for what recurs: a time that is skipped comes as much
/// later, of two the first counts.
pub fn nearest(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(local).compatible().ok().map(|at| Timestamp(at.as_millisecond()))
}

/// Whether a text has the form of [`PATTERN`].
pub fn is_shaped(text: &str) -> bool {
    let like = |form: &str, text: &str| {
        form.len() == text.len()
            && form.bytes().zip(text.bytes()).all(|(form, byte)| match form {
                b'0' => byte.is_ascii_digit(),
                b' ' => matches!(byte, b' ' | b'T'),
                b'+' => matches!(byte, b'+' | b'-'),
                _ => byte == form,
            })
    };
    ["0000-00-00 00:00", "0000-00-00 00:00:00"].iter().any(|form| {
        text.get(..form.len()).is_some_and(|time| like(form, time))
            && text
                .get(form.len()..)
                .is_some_and(|rest| rest.is_empty() || rest == "Z" || like("+00:00", rest))
    })
}

fn wrong(message: impl Into<String>, hint: impl Into<String>) -> Wrong {
    Wrong { message: message.into(), hint: hint.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Result<i64, String> {
        let berlin = zone("Europe/Berlin").unwrap();
        read(text, &berlin)
            .map(|moment| moment.at.0 / 1000)
            .map_err(|wrong| format!("{}: {}", wrong.message, wrong.hint))
    }

    #[test]
    fn reads_times_in_their_zone() {
        for (text, expected) in [
            ("2026-11-20 14:03", 1_795_179_780),
            ("2026-11-20T14:03:07", 1_795_179_787),
            ("2026-11-20 14:03Z", 1_795_183_380),
            ("2026-11-20 14:03:00-05:30", 1_795_203_180),
            ("2026-07-01 00:00", 1_782_856_800),
            ("2026-10-25 02:30+02:00", 1_792_888_200),
            ("2026-10-25 02:30+01:00", 1_792_891_800),
        ] {
            assert_eq!(at(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn rejects_times_that_do_not_exist() {
        for (text, expected) in [
            ("2026-11-20", "\"2026-11-20\" is no time: as in 2026-11-29 06:00"),
            ("2026-02-30 10:00", "\"2026-02-30 10:00\" is no time: as in 2026-11-29 06:00"),
            (
                "2026-11-20 14:03+1:00",
                "\"2026-11-20 14:03+1:00\" is no time: as in 2026-11-29 06:00",
            ),
            ("tomorrow", "\"tomorrow\" is no time: as in 2026-11-29 06:00"),
            ("2026-11-20 14:0é", "\"2026-11-20 14:0é\" is no time: as in 2026-11-29 06:00"),
            (
                "2026-03-29 02:30",
                "the clocks of Europe/Berlin go forward over 2026-03-29T02:30:00: write a time that they show",
            ),
            (
                "2026-10-25 02:30",
                "the clocks of Europe/Berlin show 2026-10-25T02:30:00 twice: write the offset behind it, as in +02:00",
            ),
        ] {
            assert_eq!(at(text), Err(expected.to_owned()), "{text}");
        }
        assert!(zone("Middle-earth/Shire").is_err());
    }
}
