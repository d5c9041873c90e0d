//! How instants, spans, ids and lists stand in documents: functions for `#[serde(with = …)]` and `#[serde(deserialize_with = …)]`.

#![allow(
    clippy::trivially_copy_pass_by_ref,
    clippy::ref_option,
    reason = "serde passes fields by reference; how large is too large depends on the target"
)]

use crate::config::is_id;
use crate::history::outage::Cause;
use metrics_engine::time::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The last second of the year 9999. No instant in a document lies beyond.
pub(super) const MAX_SECONDS: i64 = 253_402_300_799;

/// Returns the whole seconds of an instant, rounded down, which keeps the order of instants.
pub(super) fn whole_seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1000).clamp(0, MAX_SECONDS)
}

/// Returns an instant from a number of units of the given milliseconds.
fn instant<E: serde::de::Error>(number: i64, unit: i64) -> Result<Timestamp, E> {
    if (0..=MAX_SECONDS * 1000 / unit).contains(&number) {
        Ok(Timestamp(number * unit))
    } else {
        Err(E::custom("expected an instant from 1970 to 9999"))
    }
}

/// An instant in whole seconds since 1970.
pub(in crate::history) mod seconds {
    use super::{Deserialize as _, Deserializer, Serializer, Timestamp, instant, whole_seconds};

    pub(in crate::history) fn serialize<S: Serializer>(
        at: &Timestamp,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_i64(whole_seconds(*at))
    }

    pub(in crate::history) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Timestamp, D::Error> {
        instant(i64::deserialize(from)?, 1000)
    }
}

/// An instant in whole seconds since 1970, or `null`.
pub(in crate::history) mod optional_seconds {
    use super::{
        Deserialize as _, Deserializer, Serialize as _, Serializer, Timestamp, instant,
        whole_seconds,
    };

    pub(in crate::history) fn serialize<S: Serializer>(
        at: &Option<Timestamp>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        at.map(whole_seconds).serialize(to)
    }

    pub(in crate::history) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        Option::<i64>::deserialize(from)?.map(|number| instant(number, 1000)).transpose()
    }
}

/// An instant in milliseconds since 1970.
pub(in crate::history) mod milliseconds {
    use super::{Deserialize as _, Deserializer, Serializer, Timestamp, instant};

    pub(in crate::history) fn serialize<S: Serializer>(
        at: &Timestamp,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_i64(at.0.max(0))
    }

    pub(in crate::history) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Timestamp, D::Error> {
        instant(i64::deserialize(from)?, 1)
    }
}

/// A span in whole seconds.
pub(in crate::history) mod span {
    use super::{Deserialize as _, Deserializer, MAX_SECONDS, Serializer, instant};
    use metrics_engine::time::Duration;

    pub(in crate::history) fn serialize<S: Serializer>(
        span: &Duration,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_i64(span.0.div_euclid(1000).clamp(0, MAX_SECONDS))
    }

    pub(in crate::history) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Duration, D::Error> {
        instant(i64::deserialize(from)?, 1000).map(|span| Duration(span.0))
    }
}

/// Ranges of instants, each as two whole seconds: `[[1790000000,1790003600]]`.
pub(in crate::history) mod ranges {
    use super::{Deserialize as _, Deserializer, Serializer, Timestamp, instant, whole_seconds};
    use core::ops::Range;

    pub(in crate::history) fn serialize<S: Serializer>(
        ranges: &[Range<Timestamp>],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(
            ranges.iter().map(|range| (whole_seconds(range.start), whole_seconds(range.end))),
        )
    }

    pub(in crate::history) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<Range<Timestamp>>, D::Error> {
        let pairs = Vec::<(i64, i64)>::deserialize(from)?.into_iter();
        pairs.map(|(start, end)| Ok(instant(start, 1000)?..instant(end, 1000)?)).collect()
    }
}

/// An id: `[a-z0-9-]+`.
pub(in crate::history) fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Some(String::deserialize(from)?)
        .filter(|id| is_id(id))
        .ok_or_else(|| D::Error::custom("expected an id"))
}

/// A list of ids.
pub(in crate::history) fn ids<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let ids = Vec::<String>::deserialize(from)?;
    if ids.iter().all(|id| is_id(id)) { Ok(ids) } else { Err(D::Error::custom("expected ids")) }
}

/// A class of causes; `None` for one that this version does not know.
pub(in crate::history) fn known_cause<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Cause>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.and_then(|name| Cause::named(&name)))
}

/// A list of at most `MAX` items.
pub(super) fn at_most<'de, const MAX: usize, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    let items = Vec::deserialize(from)?;
    if items.len() <= MAX { Ok(items) } else { Err(D::Error::custom("expected fewer items")) }
}
